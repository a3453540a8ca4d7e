package io.earshot.enforcement;

import io.earshot.enforcement.EnforcementAction.Cause;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.Comparison;
import io.earshot.policy.EvidenceRef;
import io.earshot.policy.Facts;
import io.earshot.policy.PolicyRef;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Work for a human. A later record of the same task replaces the one before.
 *
 * @param taskId UUIDv5 of the decision that opened it
 * @param status whether there is still something to do
 * @param statusReason why it was withdrawn or closed; null while it is open
 * @param decisionId what is to be reviewed
 * @param subject about what
 * @param creatorId whose it is
 * @param policy under which policy
 * @param ruleId by which rule
 * @param reason one line
 * @param queue for which pool of reviewers
 * @param priority 0 to 100, 100 first
 * @param dueAt when an answer is due, milliseconds since the epoch
 * @param proposed what is proposed if the reviewer agrees
 * @param confirmations how many more reviewers have to agree before that is carried out
 * @param evidence where to look
 * @param comparisons every comparison of the rule
 * @param otherCauses further decisions that the same answer settles
 * @param context what is known about the creator
 * @param source what made the system look
 * @param eventTime event time of the trigger
 * @param decidedAt end of the window
 */
public record ReviewTask(
    String taskId,
    Status status,
    @Nullable String statusReason,
    String decisionId,
    SubjectRef subject,
    String creatorId,
    PolicyRef policy,
    String ruleId,
    String reason,
    String queue,
    int priority,
    long dueAt,
    ActionType proposed,
    int confirmations,
    List<EvidenceRef> evidence,
    List<Comparison> comparisons,
    List<Cause> otherCauses,
    List<Facts.Fact> context,
    Provenance.Source source,
    long eventTime,
    long decidedAt) {

  /** Whether there is still something to do. */
  public enum Status {
    OPEN,
    /** Nobody has to answer any more. */
    WITHDRAWN,
    /** Somebody answered. */
    CLOSED
  }
}
