package io.earshot.enforcement;

import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.enforcement.EnforcementAction.Cause;
import io.earshot.enforcement.EnforcementAction.StrikeNote;
import io.earshot.policy.Comparison;
import io.earshot.policy.Decision;
import io.earshot.policy.EvidenceRef;
import io.earshot.policy.Lane;
import io.earshot.policy.Mode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an action says about its decision, whatever happens to the restriction.
 *
 * @param reason one line for a human
 * @param counterfactuals each single change that would have made it pass
 * @param comparisons every comparison of the rule
 * @param evidence where models found what the rule asked about
 * @param otherCauses further decisions of the window on the same subject and axis
 * @param actor who decided
 * @param mode whether a consumer may act upon it
 * @param strike the strike that came with it; null if none did
 * @param models which models answered
 * @param data which versions of other data it depended on
 * @param eventTime event time of the trigger
 * @param shown whether the express lane may have told consumers of it already, so that they have to
 *     hear what became of it
 */
record ActionDraft(
    String reason,
    List<String> counterfactuals,
    List<Comparison> comparisons,
    List<EvidenceRef> evidence,
    List<Cause> otherCauses,
    Actor actor,
    Mode mode,
    @Nullable StrikeNote strike,
    List<String> models,
    DataVersions data,
    long eventTime,
    boolean shown) {

  /** The draft for a decision of a policy. */
  static ActionDraft of(
      Decision decision, List<Cause> otherCauses, @Nullable StrikeNote strike, DataVersions data) {
    return new ActionDraft(
        decision.reason(),
        decision.counterfactuals(),
        decision.comparisons(),
        decision.evidence(),
        otherCauses,
        Actor.AUTOMATED,
        decision.mode(),
        strike,
        decision.models(),
        data,
        decision.eventTime(),
        decision.lane() == Lane.EXPRESS);
  }

  /**
   * The draft for a restriction of which nothing is at hand but what the ledger keeps: its
   * comparisons and evidence went out when it was applied.
   */
  static ActionDraft of(Actor actor, String reason, long eventTime) {
    return new ActionDraft(
        reason,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        actor,
        Mode.ENFORCE,
        null,
        List.of(),
        DataVersions.NONE,
        eventTime,
        false);
  }

  /** The draft for what the express lane has told of already. */
  ActionDraft shownAtOnce() {
    return new ActionDraft(
        reason,
        counterfactuals,
        comparisons,
        evidence,
        otherCauses,
        actor,
        mode,
        strike,
        models,
        data,
        eventTime,
        true);
  }

  /** The draft with the strike that came with it. */
  ActionDraft withStrike(@Nullable StrikeNote note) {
    return new ActionDraft(
        reason,
        counterfactuals,
        comparisons,
        evidence,
        otherCauses,
        actor,
        mode,
        note,
        models,
        data,
        eventTime,
        shown);
  }

  /** The draft with what a rung of the strike ladder compared. */
  ActionDraft withPath(List<Comparison> path, List<String> changes) {
    return new ActionDraft(
        reason,
        changes,
        path,
        evidence,
        otherCauses,
        actor,
        mode,
        strike,
        models,
        data,
        eventTime,
        shown);
  }
}
