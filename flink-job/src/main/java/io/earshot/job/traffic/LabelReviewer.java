package io.earshot.job.traffic;

import io.earshot.id.Ids;
import io.earshot.job.traffic.Labels.Label;
import io.earshot.job.traffic.TrafficEvent.ReviewPlayed;
import io.earshot.schemas.avro.Outcome;
import io.earshot.schemas.avro.ReviewOutcome;
import io.earshot.schemas.avro.ReviewTask;
import io.earshot.schemas.avro.TaskStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * Answers tasks as a trained reviewer would: by what is true of the content. What breaks the policy
 * of the task is upheld, what breaks none is overturned, and in between nobody is sure. Tasks about
 * accounts, and those that take two people, are for others.
 */
public final class LabelReviewer {

  private LabelReviewer() {}

  /**
   * The answer to a task.
   *
   * @param label what is true of the version that the task is about, if that is known
   * @param at event time of the answer
   * @return nothing if the task is not for this reviewer
   */
  public static Optional<ReviewPlayed> answer(ReviewTask task, Optional<Label> label, Instant at) {
    if (task.getStatus() != TaskStatus.OPEN || task.getConfirmations() > 1 || label.isEmpty()) {
      return Optional.empty();
    }
    Outcome outcome = outcome(task.getPolicy().getId(), label.get());
    return Optional.of(
        new ReviewPlayed(
            ReviewOutcome.newBuilder()
                .setEventId(Ids.of("traffic-review", task.getTaskId()))
                .setTaskId(task.getTaskId())
                .setDecisionId(task.getDecisionId())
                .setCreatorId(task.getCreatorId())
                .setOutcome(outcome)
                .setReasonCode(outcome == Outcome.OVERTURN ? "REVIEWER_CORRECTION" : null)
                .setPool(task.getQueue())
                .setReviewerRef("traffic-reviewer")
                .setEventTime(at)
                .build(),
            label.get().scenario()));
  }

  private static Outcome outcome(String policy, Label label) {
    if (label.policies().contains(policy)) {
      return Outcome.UPHOLD;
    }
    return label.variant() == Variant.CLEAN ? Outcome.OVERTURN : Outcome.UNSURE;
  }
}
