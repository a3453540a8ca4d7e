package io.earshot.enforcement;

import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.enforcement.EnforcementAction.Cause;
import io.earshot.enforcement.EnforcementAction.StrikeNote;
import io.earshot.policy.BundleRef;
import io.earshot.policy.Comparison;
import io.earshot.policy.Decision;
import io.earshot.policy.EvidenceRef;
import io.earshot.policy.PolicyRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an action says about its decision, whatever happens to the restriction. */
record ActionDraft(
    String decisionId,
    PolicyRef policy,
    String ruleId,
    String reason,
    List<String> counterfactuals,
    List<Comparison> comparisons,
    List<EvidenceRef> evidence,
    List<Cause> otherCauses,
    Actor actor,
    @Nullable StrikeNote strike,
    @Nullable Long expiresAt,
    String triggerEventId,
    BundleRef bundle,
    List<String> models,
    long eventTime) {

  /** The draft for a decision of a policy. */
  static ActionDraft of(
      Decision decision,
      @Nullable Long expiresAt,
      List<Cause> otherCauses,
      @Nullable StrikeNote strike) {
    return new ActionDraft(
        decision.decisionId(),
        decision.policy(),
        decision.ruleId(),
        decision.reason(),
        decision.counterfactuals(),
        decision.comparisons(),
        decision.evidence(),
        otherCauses,
        Actor.AUTOMATED,
        strike,
        expiresAt,
        decision.triggerEventId(),
        decision.bundle(),
        decision.models(),
        decision.eventTime());
  }

  /**
   * The draft for a restriction that is in the ledger; its comparisons and evidence went out when
   * it was applied.
   */
  static ActionDraft of(Restriction restriction, Actor actor, String reason) {
    return new ActionDraft(
        restriction.decisionId(),
        restriction.policy(),
        restriction.ruleId(),
        reason,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        actor,
        null,
        restriction.expiresAt(),
        restriction.triggerEventId(),
        restriction.bundle(),
        List.of(),
        restriction.startsAt());
  }

  /**
   * The draft with what a rung of the strike ladder compared, and with the strike's causes left
   * aside.
   */
  ActionDraft withComparisons(List<Comparison> comparisons, List<String> counterfactuals) {
    return new ActionDraft(
        decisionId,
        policy,
        ruleId,
        reason,
        counterfactuals,
        comparisons,
        evidence,
        otherCauses,
        actor,
        strike,
        expiresAt,
        triggerEventId,
        bundle,
        models,
        eventTime);
  }

  /** The draft with a strike. */
  ActionDraft withStrike(StrikeNote note) {
    return new ActionDraft(
        decisionId,
        policy,
        ruleId,
        reason,
        counterfactuals,
        comparisons,
        evidence,
        otherCauses,
        actor,
        note,
        expiresAt,
        triggerEventId,
        bundle,
        models,
        eventTime);
  }
}
