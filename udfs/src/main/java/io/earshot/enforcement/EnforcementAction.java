package io.earshot.enforcement;

import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.BundleRef;
import io.earshot.policy.Comparison;
import io.earshot.policy.EvidenceRef;
import io.earshot.policy.Lane;
import io.earshot.policy.Mode;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.Scope;
import io.earshot.policy.StrikeLedger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What downstream systems apply. It is a function of the input alone: nothing in it depends on
 * when, where or how often it was computed.
 *
 * @param eventId UUIDv5 of decision, type, dimension and superseded decisions
 * @param type what happens to the restriction
 * @param decisionId the decision that it comes from
 * @param sequence number of the action on its subject, from 1 without gaps; 0 where it changes
 *     nothing for a consumer or does not know: on the express lane, and with REFERRED and SHADOW
 * @param subject what is restricted
 * @param creatorId whose it is
 * @param action how
 * @param scope where
 * @param effectiveAt from when on, milliseconds since the epoch
 * @param expiresAt until when; null: until it is lifted
 * @param policy under which policy
 * @param ruleId by which rule
 * @param reason one line for a human
 * @param counterfactuals each single change that would have made it pass
 * @param comparisons every comparison of the rule
 * @param evidence where models found what the rule asked about
 * @param otherCauses further decisions of the window on the same subject and axis
 * @param actor who decided
 * @param mode whether a consumer may act upon it
 * @param lane on which way
 * @param strike the strike that came with it; null if none did
 * @param appealDeadline until when it can be appealed; null where it cannot
 * @param triggerEventId the event that was decided on
 * @param bundle which bundle decided
 * @param models which models answered
 * @param data which versions of other data it depended on
 * @param supersedes decisions whose effect this one replaces
 * @param reverses the decision that ends, with REVERSED and EXPIRED
 * @param reasonCode why it ends, with REVERSED
 * @param preserveUntil until when data about it has to be preserved; null where no hold is known
 * @param provenance where it comes from
 * @param eventTime event time of the trigger
 * @param decidedAt end of the window; event time of the trigger on the express lane
 */
public record EnforcementAction(
    String eventId,
    ActionEvent type,
    String decisionId,
    long sequence,
    SubjectRef subject,
    String creatorId,
    ActionType action,
    Scope scope,
    long effectiveAt,
    @Nullable Long expiresAt,
    PolicyRef policy,
    String ruleId,
    String reason,
    List<String> counterfactuals,
    List<Comparison> comparisons,
    List<EvidenceRef> evidence,
    List<Cause> otherCauses,
    Actor actor,
    Mode mode,
    Lane lane,
    @Nullable StrikeNote strike,
    @Nullable Long appealDeadline,
    String triggerEventId,
    BundleRef bundle,
    List<String> models,
    DataVersions data,
    List<String> supersedes,
    @Nullable String reverses,
    @Nullable String reasonCode,
    @Nullable Long preserveUntil,
    Provenance provenance,
    long eventTime,
    long decidedAt) {

  /** What happens to a restriction. */
  public enum ActionEvent {
    /** It begins. */
    APPLIED,
    /** It takes the place of others on the same subject and axis. */
    MODIFIED,
    /** It takes the place of the same restriction that would have ended sooner. */
    EXTENDED,
    /** It is undone. */
    REVERSED,
    /** Its time is over. */
    EXPIRED,
    /** A human is asked; nothing is restricted. */
    REFERRED,
    /** It would have begun if its policy were in force; nothing is restricted. */
    SHADOW
  }

  /** Who decided. */
  public enum Actor {
    AUTOMATED,
    HUMAN_CONFIRMED,
    HUMAN
  }

  /**
   * A further decision that asked for an action on the same subject and axis in the same window.
   */
  public record Cause(
      String decisionId, PolicyRef policy, String ruleId, ActionType action, String reason) {}

  /**
   * The strike that came with an action, or that ended with it.
   *
   * @param ledger on which ledger
   * @param points what it is worth; 0 for a warning
   * @param expiresAt from when on it does not count
   * @param activeTotalAfter active points of the ledger afterwards
   */
  public record StrikeNote(StrikeLedger ledger, int points, long expiresAt, int activeTotalAfter) {}
}
