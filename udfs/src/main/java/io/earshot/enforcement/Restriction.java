package io.earshot.enforcement;

import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.BundleRef;
import io.earshot.policy.Dimension;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.Scope;
import org.jspecify.annotations.Nullable;

/**
 * Keyed state: one active restriction. It keeps what its end has to say, and nothing of the
 * content.
 *
 * @param decisionId which decision it comes from
 * @param subject what is restricted
 * @param action how
 * @param scope where
 * @param policy under which policy
 * @param ruleId by which rule
 * @param bundle of which bundle
 * @param triggerEventId the event that was decided on
 * @param startsAt from when on, milliseconds since the epoch
 * @param expiresAt until when; null: until it is lifted
 * @param ladder the ledger and the points that support it, if it is a consequence of strikes; else
 *     null
 * @param actor who decided
 * @param provenance where it comes from
 */
public record Restriction(
    String decisionId,
    SubjectRef subject,
    ActionType action,
    Scope scope,
    PolicyRef policy,
    String ruleId,
    BundleRef bundle,
    String triggerEventId,
    long startsAt,
    @Nullable Long expiresAt,
    @Nullable LadderStep ladder,
    Actor actor,
    Provenance provenance) {

  /** Whether it is over at a time. */
  boolean isOver(long time) {
    return expiresAt != null && expiresAt <= time;
  }

  /** Whether it acts on a subject and axis. */
  boolean isOn(SubjectRef other, Dimension dimension) {
    return subject.equals(other) && action.dimension() == dimension;
  }

  /** Until when, {@link Long#MAX_VALUE} if there is no end. */
  long lastsUntil() {
    return expiresAt == null ? Long.MAX_VALUE : expiresAt;
  }

  /**
   * Whether it leaves nothing to another one on its axis: it is as strong, lasts as long if it is
   * not stronger, and holds wherever the other does.
   */
  boolean covers(Restriction other) {
    if (!scope.covers(other.scope)) {
      return false;
    }
    int stronger = Integer.compare(action.strength(), other.action.strength());
    return stronger != 0 ? stronger > 0 : lastsUntil() >= other.lastsUntil();
  }
}
