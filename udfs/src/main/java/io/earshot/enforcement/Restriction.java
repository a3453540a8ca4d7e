package io.earshot.enforcement;

import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.BundleRef;
import io.earshot.policy.PolicyRef;
import org.jspecify.annotations.Nullable;

/**
 * Keyed state: one active restriction. It keeps what its end has to say, and nothing of the
 * content.
 *
 * @param decisionId which decision it comes from
 * @param subject what is restricted
 * @param action how
 * @param policy under which policy
 * @param ruleId by which rule
 * @param bundle of which bundle
 * @param triggerEventId the event that was decided on
 * @param startsAt from when on, milliseconds since the epoch
 * @param expiresAt until when; null: until it is lifted
 * @param ladder the points that support it, if it is a consequence of strikes; else null
 */
public record Restriction(
    String decisionId,
    SubjectRef subject,
    ActionType action,
    PolicyRef policy,
    String ruleId,
    BundleRef bundle,
    String triggerEventId,
    long startsAt,
    @Nullable Long expiresAt,
    @Nullable LadderStep ladder) {

  /** Whether it is over at a time. */
  boolean isOver(long time) {
    return expiresAt != null && expiresAt <= time;
  }

  /** Whether it acts on the same subject and axis as another. */
  boolean sameAxis(SubjectRef otherSubject, ActionType otherAction) {
    return subject.equals(otherSubject) && action.dimension() == otherAction.dimension();
  }

  /** Whether it is stronger than another on its axis or, if as strong, lasts longer. */
  boolean goesBefore(Restriction other) {
    int stronger = Integer.compare(action.strength(), other.action.strength());
    return stronger != 0 ? stronger > 0 : lastsUntil() > other.lastsUntil();
  }

  private long lastsUntil() {
    return expiresAt == null ? Long.MAX_VALUE : expiresAt;
  }
}
