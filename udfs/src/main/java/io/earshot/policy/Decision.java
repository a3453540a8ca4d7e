package io.earshot.policy;

import io.earshot.id.Ids;
import io.earshot.intake.SubjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one policy says about one content version, with everything that it takes to understand and
 * to redo it.
 *
 * @param decisionId UUIDv5 of subject, version, policy, policy version and trigger
 * @param subject what the action is done to
 * @param creatorId whose content it is
 * @param policy which policy
 * @param ruleId which of its rules held
 * @param lane on which way the rule decides
 * @param mode whether it acts
 * @param asked what the rule asks for
 * @param action what is left of it: within the ceiling, with the evidence that it needs, within its
 *     limit and with the policy switched on; else {@link ActionType#SEND_TO_REVIEW}
 * @param durationMillis how long; null: until lifted
 * @param scope where
 * @param strike whether it puts a strike on the creator's ledger
 * @param proposed what a reviewer is asked to confirm, where the action leads to a review
 * @param review where a review goes
 * @param limit the limit that it counts against; null if none
 * @param market market of the content, by which a limit may count
 * @param reason one line for a human
 * @param comparisons every comparison of the rule, then those that took something off the action
 * @param counterfactuals each single change that would have made it pass
 * @param evidence where models found what the rule asked about
 * @param triggerEventId the event that was decided on
 * @param eventTime when it happened, milliseconds since the epoch
 * @param models which models answered, as {@code id@version}
 * @param bundle which bundle decided
 */
public record Decision(
    String decisionId,
    SubjectRef subject,
    String creatorId,
    PolicyRef policy,
    String ruleId,
    Lane lane,
    Mode mode,
    ActionType asked,
    ActionType action,
    @Nullable Long durationMillis,
    Scope scope,
    boolean strike,
    ActionType proposed,
    ReviewRouting review,
    @Nullable Limit limit,
    String market,
    String reason,
    List<Comparison> comparisons,
    List<String> counterfactuals,
    List<EvidenceRef> evidence,
    String triggerEventId,
    long eventTime,
    List<String> models,
    BundleRef bundle) {

  /** The id of what a policy decides on a subject when something happened. */
  static String id(SubjectRef subject, PolicyRef policy, String eventId) {
    return Ids.of(
        "decision",
        subject.type(),
        subject.id(),
        subject.version(),
        policy.id(),
        policy.version(),
        eventId);
  }

  /** Whether something follows from it that restricts. */
  public boolean restricts() {
    return mode.acts() && action.isRestriction();
  }

  /**
   * The same decision with a review in the place of its action, and with what made it so. What is
   * taken off it first says why; each further one adds its own.
   */
  public Decision referred(Comparison because) {
    List<Comparison> path = new ArrayList<>(comparisons);
    path.add(because);
    return new Decision(
        decisionId,
        subject,
        creatorId,
        policy,
        ruleId,
        lane,
        mode,
        asked,
        ActionType.SEND_TO_REVIEW,
        null,
        scope,
        false,
        // Hidden is only until somebody looks; what they are asked is what becomes of it then.
        asked == ActionType.HIDE_PENDING_REVIEW ? proposed : asked,
        review,
        limit,
        market,
        reason
            + (asked != action && action == ActionType.SEND_TO_REVIEW
                ? ", and because "
                : "; to a human because ")
            + because,
        path,
        counterfactuals,
        evidence,
        triggerEventId,
        eventTime,
        models,
        bundle);
  }

  /**
   * What is decided in the place of a decision that fell with a withdrawn entry.
   *
   * @param withdrawalId the event that says that the entry was withdrawn
   * @param time when, milliseconds since the epoch
   * @param left what of the evidence is left
   */
  Decision insteadOf(String withdrawalId, long time, List<EvidenceRef> left) {
    return new Decision(
        id(subject, policy, withdrawalId),
        subject,
        creatorId,
        policy,
        ruleId,
        lane,
        mode,
        asked,
        action,
        durationMillis,
        scope,
        strike,
        proposed,
        review,
        limit,
        market,
        reason,
        comparisons,
        counterfactuals,
        left,
        withdrawalId,
        time,
        models,
        bundle);
  }

  /** The same decision, of which no strike follows. */
  Decision withoutStrike() {
    return !strike
        ? this
        : new Decision(
            decisionId,
            subject,
            creatorId,
            policy,
            ruleId,
            lane,
            mode,
            asked,
            action,
            durationMillis,
            scope,
            false,
            proposed,
            review,
            limit,
            market,
            reason,
            comparisons,
            counterfactuals,
            evidence,
            triggerEventId,
            eventTime,
            models,
            bundle);
  }

  /** Whether the same follows from another decision on the same subject. */
  boolean comesTo(Decision other) {
    return subject.equals(other.subject)
        && mode == other.mode
        && action == other.action
        && Objects.equals(durationMillis, other.durationMillis)
        && scope.equals(other.scope)
        && strike == other.strike
        && proposed == other.proposed;
  }
}
