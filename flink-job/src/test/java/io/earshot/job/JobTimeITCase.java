package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.JobHarness.Input;
import io.earshot.job.JobHarness.Live;
import io.earshot.job.JobHarness.Run;
import io.earshot.job.JobHarness.Written;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.LateEvent;
import io.earshot.schemas.avro.Modality;
import io.earshot.schemas.avro.ModalityScores;
import io.earshot.schemas.avro.Score;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Time in the job while it runs: what moves it, what holds it back, and what comes too late. */
final class JobTimeITCase {

  private static final Instant TIME = JobHarness.START;

  /** So late that every window of the first event is over. */
  private static final Instant MUCH_LATER = TIME.plusSeconds(600);

  private static JobHarness harness;

  @BeforeAll
  static void start() {
    harness = new JobHarness();
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void eventOfAWindowThatWasDecided_isALateEvent() {
    try (Live job = harness.start(run("late", Duration.ofDays(1)))) {
      job.produce(0, event("in-time", "creator", TIME));
      for (int partition = 0; partition < JobHarness.PARTITIONS; partition++) {
        job.produce(partition, event("later-" + partition, "others", MUCH_LATER));
      }
      // The window has been decided, for certain, before the late one is there to be read.
      job.awaitWritten(Topic.DECISIONS_AUDIT, 1);
      job.produce(0, event("too-late", "creator", TIME.plusMillis(1)));
      job.awaitWritten(Topic.LATE_EVENTS, 1);

      Written written = job.drain();

      assertThat(written.values(Topic.LATE_EVENTS, LateEvent.class))
          .singleElement()
          .satisfies(
              late -> {
                assertThat(late.getEventId()).isEqualTo("event-too-late");
                assertThat(late.getCreatorId()).isEqualTo("creator");
                assertThat(late.getKind()).isEqualTo("content.events");
                assertThat(late.getEventTime()).isEqualTo(TIME.plusMillis(1));
                assertThat(late.getWindowEnd()).isEqualTo(TIME.plusSeconds(10));
                assertThat(late.getCoordinates().getTopic()).isEqualTo("late.content.events");
                assertThat(late.getCoordinates().getPartition()).isZero();
              });
      assertThat(written.values(Topic.DECISIONS_AUDIT, DecisionAudit.class))
          .extracting(DecisionAudit::getTriggerEventId)
          .containsExactlyInAnyOrder(
              "event-in-time", "event-later-0", "event-later-1", "event-later-2", "event-later-3");
    }
  }

  @Test
  void partitionThatGetsNothingButPoison_holdsNobodyBack() {
    try (Live job = harness.start(run("stalled", Duration.ofSeconds(1)))) {
      job.produce(0, event("first", "creator", TIME), event("second", "creator", MUCH_LATER));
      Input poison =
          new Input(
              Topic.CONTENT_EVENTS, "poison", "not avro".getBytes(StandardCharsets.UTF_8), TIME);

      // At no time is the other partition silent.
      job.await(
          "a decision beside a partition of poison",
          () -> {
            job.produce(1, poison);
            return job.count(Topic.DECISIONS_AUDIT) > 0;
          });

      assertThat(job.drain().values(Topic.DECISIONS_AUDIT, DecisionAudit.class))
          .extracting(DecisionAudit::getTriggerEventId)
          .contains("event-first");
    }
  }

  private static Run run(String name, Duration contentIdle) {
    return new Run(
        name,
        1,
        UnaryOperator.identity(),
        Map.of(
            "watermark.idle-timeout",
            contentIdle.toMillis() + " ms",
            "watermark.signal-idle-timeout",
            "1 s"));
  }

  private static Input event(String id, String creator, Instant time) {
    ContentEvent event =
        ContentEvent.newBuilder()
            .setEventId("event-" + id)
            .setContentId(id)
            .setVersion(1)
            .setCreatorId(creator)
            .setKind(ContentKind.TRACK)
            .setTitle(id)
            .setEventTime(time)
            .setSuppliedScores(
                List.of(
                    new ModalityScores(
                        Modality.TEXT, "supplied", "1", List.of(new Score("hate", 0.0)), null)))
            .build();
    return Input.of(Topic.CONTENT_EVENTS, id, event, time);
  }
}
