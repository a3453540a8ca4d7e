package io.earshot.policy;

import io.earshot.intake.SubjectRef;
import java.util.List;
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
 * @param action what follows, within the policy's ceiling
 * @param durationMillis how long; null: until lifted
 * @param strike whether it puts a strike on the creator's ledger
 * @param priority of a review, 0 to 100
 * @param slaMillis how soon a review is due
 * @param reason one line for a human
 * @param comparisons every comparison of the rule
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
    ActionType action,
    @Nullable Long durationMillis,
    boolean strike,
    int priority,
    long slaMillis,
    String reason,
    List<Comparison> comparisons,
    List<String> counterfactuals,
    List<EvidenceRef> evidence,
    String triggerEventId,
    long eventTime,
    List<String> models,
    BundleRef bundle) {}
