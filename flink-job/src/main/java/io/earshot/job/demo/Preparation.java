package io.earshot.job.demo;

import io.earshot.job.ConfigReader;
import io.earshot.job.JobConfig;
import io.earshot.job.kafka.ControlPublisher;
import io.earshot.job.traffic.Platform;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.BankControl;
import io.earshot.schemas.avro.ControlResult;
import io.earshot.schemas.avro.ControlStatus;
import io.earshot.schemas.avro.PolicyControl;
import java.time.Duration;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;

/** Tells the job what the platform of the traffic knows, as its commands would, and waits. */
final class Preparation {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /**
   * How long it has been known when the traffic begins: for longer than anything that the traffic
   * tells of its past, which would come late behind it.
   */
  private static final Duration KNOWN_FOR = Duration.ofDays(300);

  private Preparation() {}

  /**
   * Publishes all that is to be known before the traffic begins.
   *
   * @param start event time at which it begins
   * @throws IllegalStateException if the job refuses something, or does not answer
   */
  static void publish(JobConfig config, Instant start) {
    Instant at = start.minus(KNOWN_FOR);
    ConfigReader.Topics topics = new ConfigReader.Topics(config.kafka(), config.wire());
    PolicyControl domains = Platform.blockedDomains(at);
    publish(topics, Topic.CONTROL_POLICIES, PolicyControl.class, domains, domains.getEventId());
    BankControl song = Platform.knownSong(at);
    publish(topics, Topic.CONTROL_BANKS, BankControl.class, song, song.getEventId());
  }

  private static <T extends SpecificRecord> void publish(
      ConfigReader.Topics topics, Topic topic, Class<T> type, T change, String eventId) {
    try (ControlPublisher<T> publisher = new ControlPublisher<>(topics, topic, type)) {
      ControlStatus answer =
          publisher
              .publish(change, eventId, eventId, PATIENCE)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "the job did not answer " + eventId + " within " + PATIENCE));
      if (answer.getResult() != ControlResult.ACCEPTED) {
        throw new IllegalStateException(
            "the job refused " + eventId + ": " + String.join("; ", answer.getErrors()));
      }
    }
  }
}
