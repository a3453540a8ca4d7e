package io.earshot.job.cli;

import io.earshot.job.ConfigReader;
import io.earshot.job.EarshotOptions;
import io.earshot.job.kafka.ControlPublisher;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ControlResult;
import io.earshot.schemas.avro.ControlStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands have in common that change something of a running job. */
final class Publication {

  /** Exit code if a change was written and no job answered. */
  static final int UNANSWERED = 3;

  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      required = true,
      description = "The brokers of the job; the demo prints its own at the top.")
  private String servers = "";

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description = {
        "From which event time on it decides, such as 2026-12-24T18:00:00Z; default: now. What was",
        "published before is decided by what was in effect then."
      })
  private @Nullable Instant at;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      defaultValue = "PT30S",
      description = "How long to wait for the job's answer; default: ${DEFAULT-VALUE}.")
  private Duration patience = Duration.ofSeconds(30);

  /** Makes the record of a change. */
  @FunctionalInterface
  interface Change<T> {

    /**
     * The record.
     *
     * @param eventId new for it
     * @param now when it is published
     * @param effectiveAt from when on it is to decide
     */
    T of(String eventId, Instant now, Instant effectiveAt);
  }

  /**
   * Publishes a change and prints what the job says.
   *
   * @param job options of the job, for its topics
   * @param key of the record
   * @param what for messages
   * @return the exit code
   */
  <T extends SpecificRecord> int publish(
      Map<String, String> job,
      Topic topic,
      Class<T> type,
      Change<T> change,
      String key,
      String what) {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the command's spec");
    }
    if (patience.isNegative() || patience.compareTo(LONGEST_WAIT) > 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--wait is " + patience + "; it must be from PT0S to " + LONGEST_WAIT);
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    if (at != null && at.isBefore(now)) {
      throw new ParameterException(
          spec.commandLine(),
          "--at is "
              + at
              + ", which is over; what was decided stays as it was, so a change is for now or"
              + " later");
    }
    String eventId = UUID.randomUUID().toString();
    Map<String, String> options = new LinkedHashMap<>(job);
    options.put(EarshotOptions.KAFKA_BOOTSTRAP_SERVERS.key(), servers);
    Optional<ControlStatus> answer;
    try (ControlPublisher<T> publisher =
        new ControlPublisher<>(ConfigReader.topics(options), topic, type)) {
      answer =
          publisher.publish(change.of(eventId, now, at == null ? now : at), eventId, key, patience);
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      return report(answer, what, out, err);
    } finally {
      err.flush();
      out.flush();
    }
  }

  private int report(
      Optional<ControlStatus> answer, String what, PrintWriter out, PrintWriter err) {
    if (answer.isEmpty()) {
      err.println(
          what
              + ": written, and no job answered within "
              + patience
              + "; it takes effect when a job reads it, which answers on control.status");
      return UNANSWERED;
    }
    ControlStatus status = answer.get();
    status.getErrors().forEach(err::println);
    boolean accepted = status.getResult() == ControlResult.ACCEPTED;
    out.println(
        what
            + ": "
            + (accepted
                ? "accepted, decides from " + status.getEffectiveAt() + " on"
                : "refused, nothing has changed"));
    return accepted ? 0 : EarshotCli.FAILED;
  }
}
