package io.earshot.enforcement;

import io.earshot.intake.SubjectRef;
import io.earshot.policy.ActionType;
import io.earshot.policy.BundleRef;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.Scope;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keyed state: a task that waits for an answer. There is one for a subject, whatever is asked about
 * it.
 *
 * @param taskId which task
 * @param subject about what
 * @param grounds the decisions that the answer settles, the one that opened it first
 * @param proposed what is carried out if the reviewer agrees
 * @param durationMillis for how long; null: until lifted
 * @param scope where
 * @param queue for which pool of reviewers
 * @param priority 0 to 100, 100 first
 * @param dueAt when an answer is due, milliseconds since the epoch
 * @param confirmations how many more reviewers have to agree
 * @param agreed opaque references of the reviewers who did, where more than one has to
 * @param instead whether a reviewer proposed it in the place of what the decisions ask for
 * @param overdue whether nobody answered in time, and it was put in front of all others
 * @param ladder what supports it, if it is a consequence of strikes; else null
 * @param provenance where it comes from
 */
public record OpenTask(
    String taskId,
    SubjectRef subject,
    List<Ground> grounds,
    ActionType proposed,
    @Nullable Long durationMillis,
    Scope scope,
    String queue,
    int priority,
    long dueAt,
    int confirmations,
    List<String> agreed,
    boolean instead,
    boolean overdue,
    @Nullable LadderStep ladder,
    Provenance provenance) {

  /**
   * A decision that waits for an answer.
   *
   * @param decisionId which decision
   * @param policy under which policy
   * @param ruleId by which rule
   * @param bundle of which bundle
   * @param triggerEventId the event that was decided on
   * @param asked what the rule asks for
   * @param reason one line
   * @param eventTime event time of the trigger
   */
  public record Ground(
      String decisionId,
      PolicyRef policy,
      String ruleId,
      BundleRef bundle,
      String triggerEventId,
      ActionType asked,
      String reason,
      long eventTime) {}

  /** The ground that opened it. */
  Ground first() {
    return grounds.get(0);
  }

  /** Whether its answer settles a decision. */
  boolean isAbout(String decisionId) {
    return grounds.stream().anyMatch(ground -> ground.decisionId().equals(decisionId));
  }

  /** Whether it comes from a human's report and not from anything that the job found. */
  boolean isReported() {
    return provenance.source() != Provenance.Source.PROACTIVE;
  }

  /** Whether more than one person has to agree. */
  boolean isJoint() {
    return confirmations > 1 || !agreed.isEmpty();
  }

  OpenTask withGrounds(List<Ground> newGrounds) {
    return new OpenTask(
        taskId,
        subject,
        newGrounds,
        proposed,
        durationMillis,
        scope,
        queue,
        priority,
        dueAt,
        confirmations,
        agreed,
        instead,
        overdue,
        ladder,
        provenance);
  }

  OpenTask withUrgency(int newPriority, long newDueAt, boolean newOverdue) {
    return new OpenTask(
        taskId,
        subject,
        grounds,
        proposed,
        durationMillis,
        scope,
        queue,
        newPriority,
        newDueAt,
        confirmations,
        agreed,
        instead,
        newOverdue,
        ladder,
        provenance);
  }

  /** With another proposal, to which nobody has agreed yet. */
  OpenTask withProposal(
      ActionType newProposed,
      @Nullable Long newDuration,
      Scope newScope,
      int newConfirmations,
      boolean newInstead) {
    return new OpenTask(
        taskId,
        subject,
        grounds,
        newProposed,
        newDuration,
        newScope,
        queue,
        priority,
        dueAt,
        newConfirmations,
        List.of(),
        newInstead,
        overdue,
        ladder,
        provenance);
  }

  /** With one more reviewer who agrees. */
  OpenTask withAgreement(String reviewerRef) {
    List<String> all = new ArrayList<>(agreed);
    all.add(reviewerRef);
    return new OpenTask(
        taskId,
        subject,
        grounds,
        proposed,
        durationMillis,
        scope,
        queue,
        priority,
        dueAt,
        confirmations - 1,
        all,
        instead,
        overdue,
        ladder,
        provenance);
  }
}
