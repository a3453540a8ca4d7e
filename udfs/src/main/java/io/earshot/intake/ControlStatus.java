package io.earshot.intake;

import io.earshot.id.Ids;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a change that somebody asked for on a control topic, or a limit that a policy has
 * reached by itself.
 *
 * @param eventId UUIDv5 of what it answers
 * @param controlEventId the control record that it answers; of a limit, the decision that reached
 *     it
 * @param topic name of the control topic, without prefix
 * @param result what became of it
 * @param subject what it is about: bundle and version, policy, limit, model and version
 * @param errors why it was refused, one line a fault; why a limit holds
 * @param effectiveAt from which event time on
 * @param until until when, with a limit; else null
 */
public record ControlStatus(
    String eventId,
    String controlEventId,
    String topic,
    Result result,
    String subject,
    List<String> errors,
    long effectiveAt,
    @Nullable Long until) {

  /**
   * The answer to a change: refused with every fault, or accepted.
   *
   * @param effectiveAt from which event time on it is in effect, or would have been
   */
  public static ControlStatus of(
      ControlChange change, String subject, List<String> faults, long effectiveAt) {
    return new ControlStatus(
        Ids.of("control", change.topic(), change.eventId()),
        change.eventId(),
        change.topic(),
        faults.isEmpty() ? Result.ACCEPTED : Result.REFUSED,
        subject,
        faults,
        effectiveAt,
        null);
  }

  /** What became of a change. */
  public enum Result {
    ACCEPTED,
    REFUSED,
    /** A policy has reached a limit of its own: what is above it goes to humans. */
    LIMITED
  }
}
