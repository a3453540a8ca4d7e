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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    return publish(job, topic, type, List.of(new Named<>(change, key, what)));
  }

  /**
   * A change, with the key of its record and what messages call it.
   *
   * @param key of the record
   * @param what for messages
   */
  record Named<T>(Change<T> change, String key, String what) {}

  /**
   * Publishes changes, in their order, and prints what the job says; of many, each that is not
   * accepted, and how many were.
   *
   * @return the exit code
   */
  <T extends SpecificRecord> int publish(
      Map<String, String> job, Topic topic, Class<T> type, List<Named<T>> changes) {
    CommandSpec command = spec();
    if (patience.isNegative() || patience.compareTo(LONGEST_WAIT) > 0) {
      throw new ParameterException(
          command.commandLine(),
          "--wait is " + patience + "; it must be from PT0S to " + LONGEST_WAIT);
    }
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    if (at != null && at.isBefore(now)) {
      throw new ParameterException(
          command.commandLine(),
          "--at is "
              + at
              + ", which is over; what was decided stays as it was, so a change is for now or"
              + " later");
    }
    List<ControlPublisher.Keyed<T>> records = new ArrayList<>();
    for (Named<T> one : changes) {
      String eventId = UUID.randomUUID().toString();
      records.add(
          new ControlPublisher.Keyed<>(
              one.change().of(eventId, now, at == null ? now : at), eventId, one.key()));
    }
    Map<String, String> options = new LinkedHashMap<>(job);
    options.put(EarshotOptions.KAFKA_BOOTSTRAP_SERVERS.key(), servers);
    Map<String, ControlStatus> answers;
    try (ControlPublisher<T> publisher =
        new ControlPublisher<>(ConfigReader.topics(options), topic, type)) {
      answers = publisher.publish(records, patience);
    }
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    try {
      int code = 0;
      int accepted = 0;
      for (int i = 0; i < changes.size(); i++) {
        ControlStatus answer = answers.get(records.get(i).eventId());
        boolean well = answer != null && answer.getResult() == ControlResult.ACCEPTED;
        accepted += well ? 1 : 0;
        if (!well || changes.size() == 1) {
          int one = report(Optional.ofNullable(answer), changes.get(i).what(), out, err);
          code = code == EarshotCli.FAILED ? code : one;
        }
      }
      if (changes.size() > 1) {
        out.println(accepted + " of " + changes.size() + " changes accepted");
      }
      return code;
    } finally {
      err.flush();
      out.flush();
    }
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the command's spec");
    }
    return spec;
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
