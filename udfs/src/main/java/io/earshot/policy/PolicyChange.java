package io.earshot.policy;

import io.earshot.id.Ids;
import io.earshot.intake.ControlChange;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A change of the policies while the job runs: a new bundle, or the switch of a policy.
 *
 * @param eventId unique for the change; a repeat of it is the same change
 * @param operation what is done
 * @param yaml text of the bundle, or of the table of priors, or of the list of blocked domains;
 *     empty with a switch
 * @param policyId which policy is switched, empty for all; empty with a text
 * @param effectiveAt from which event time on, as asked for
 * @param publishedAt when it was published, milliseconds since the epoch
 * @param entry which entry of a bank is put in quarantine; null with all else
 */
public record PolicyChange(
    String eventId,
    Operation operation,
    String yaml,
    String policyId,
    long effectiveAt,
    long publishedAt,
    @Nullable Quarantined entry)
    implements ControlChange {

  /** A change that somebody asked for. */
  public PolicyChange(
      String eventId,
      Operation operation,
      String yaml,
      String policyId,
      long effectiveAt,
      long publishedAt) {
    this(eventId, operation, yaml, policyId, effectiveAt, publishedAt, null);
  }

  /**
   * That an entry of a bank is put in quarantine, which the job does by itself.
   *
   * @param from from which event time on, milliseconds since the epoch
   */
  public static PolicyChange of(Quarantined entry, long from) {
    return new PolicyChange(
        Ids.of("quarantine", entry.entry().bank(), entry.entry().entryId(), entry.since()),
        Operation.QUARANTINE,
        "",
        "",
        from,
        from,
        entry);
  }

  /** What is done. */
  public enum Operation {
    /** A bundle takes the place of the one before. */
    BUNDLE,
    /** What a policy would do by itself goes to a human. */
    PAUSE,
    /** Ends a pause. */
    RESUME,
    /** What rests on an entry of a bank alone goes to a human. */
    QUARANTINE,
    /** A table of priors takes the place of the one before. */
    PRIORS,
    /** A list of blocked domains takes the place of the one before. */
    DOMAINS
  }

  /** Whether it brings a text that takes the place of another; else it is a switch. */
  boolean isText() {
    return switch (operation) {
      case BUNDLE, PRIORS, DOMAINS -> true;
      case PAUSE, RESUME, QUARANTINE -> false;
    };
  }

  /** The order in which changes take effect; of those at the same time the one published last. */
  public static final Comparator<PolicyChange> IN_EFFECT =
      Comparator.comparingLong(PolicyChange::takesEffectAt)
          .thenComparingLong(PolicyChange::publishedAt)
          .thenComparing(PolicyChange::eventId);

  @Override
  public String topic() {
    return "control.policies";
  }

  /** Of a bundle only that it is one: what it calls itself says its text. */
  @Override
  public String subject() {
    return operation == Operation.BUNDLE
        ? "bundle of " + eventId
        : policyId.isEmpty() ? "all policies" : "policy " + policyId;
  }

  /**
   * From which event time on it decides: never before it was published, since what happened until
   * then was decided, or will be, by what was known then.
   */
  @Override
  public long takesEffectAt() {
    return Math.max(effectiveAt, publishedAt);
  }
}
