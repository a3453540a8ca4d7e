package io.earshot.enforcement;

import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.Comparison;
import io.earshot.policy.EvidenceRef;
import io.earshot.policy.PolicyRef;
import java.util.List;

/**
 * Work for a human.
 *
 * @param taskId UUIDv5 of the decision
 * @param decisionId what is to be reviewed
 * @param subject about what
 * @param creatorId whose it is
 * @param policy under which policy
 * @param ruleId by which rule
 * @param reason one line
 * @param priority 0 to 100, 100 first
 * @param dueAt when an answer is due, milliseconds since the epoch
 * @param proposed what is proposed if the reviewer agrees
 * @param evidence where to look
 * @param comparisons every comparison of the rule
 * @param eventTime event time of the trigger
 * @param decidedAt end of the window
 */
public record ReviewTask(
    String taskId,
    String decisionId,
    SubjectRef subject,
    String creatorId,
    PolicyRef policy,
    String ruleId,
    String reason,
    int priority,
    long dueAt,
    ActionType proposed,
    List<EvidenceRef> evidence,
    List<Comparison> comparisons,
    long eventTime,
    long decidedAt) {}
