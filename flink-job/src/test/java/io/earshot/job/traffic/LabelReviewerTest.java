package io.earshot.job.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.traffic.Labels.Label;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.Outcome;
import io.earshot.schemas.avro.PolicyRef;
import io.earshot.schemas.avro.ReviewTask;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.SubjectType;
import io.earshot.schemas.avro.TaskStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LabelReviewerTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @BeforeAll
  static void trustTheGeneratedClasses() {
    assertThat(Topic.values()).isNotEmpty();
  }

  @Test
  void what_breaks_the_policy_is_upheld_and_what_breaks_none_is_overturned() {
    assertThat(outcome(Variant.VIOLATING, "VIO.THREAT", "INT.CIRCUMVENT"))
        .isEqualTo(Outcome.UPHOLD);
    assertThat(outcome(Variant.CLEAN)).isEqualTo(Outcome.OVERTURN);
    assertThat(outcome(Variant.BORDERLINE)).isEqualTo(Outcome.UNSURE);
    assertThat(outcome(Variant.VIOLATING, "HAT.HATE")).isEqualTo(Outcome.UNSURE);
  }

  @Test
  void the_answer_names_task_decision_reviewer_and_time() {
    var review =
        LabelReviewer.answer(task(), Optional.of(label(Variant.CLEAN)), NOON).orElseThrow().event();

    assertThat(review.getTaskId()).isEqualTo("task");
    assertThat(review.getDecisionId()).isEqualTo("decision");
    assertThat(review.getReasonCode()).isEqualTo("REVIEWER_CORRECTION");
    assertThat(review.getReviewerRef()).isNotBlank();
    assertThat(review.getEventTime()).isEqualTo(NOON);
  }

  @Test
  void others_answer_what_is_closed_takes_two_or_is_about_something_else() {
    ReviewTask closed = task();
    closed.setStatus(TaskStatus.CLOSED);
    ReviewTask joint = task();
    joint.setConfirmations(2);
    Optional<Label> label = Optional.of(label(Variant.CLEAN));

    assertThat(LabelReviewer.answer(closed, label, NOON)).isEmpty();
    assertThat(LabelReviewer.answer(joint, label, NOON)).isEmpty();
    assertThat(LabelReviewer.answer(task(), Optional.empty(), NOON)).isEmpty();
  }

  private static Outcome outcome(Variant variant, String... policies) {
    return LabelReviewer.answer(task(), Optional.of(label(variant, policies)), NOON)
        .orElseThrow()
        .event()
        .getOutcome();
  }

  private static Label label(Variant variant, String... policies) {
    return new Label(Set.of(policies), variant, "script", "creator");
  }

  private static ReviewTask task() {
    return ReviewTask.newBuilder()
        .setTaskId("task")
        .setDecisionId("decision")
        .setSubject(new Subject(SubjectType.EPISODE, "content", 1L))
        .setCreatorId("creator")
        .setPolicy(new PolicyRef("VIO.THREAT", "1", 1, ""))
        .setRuleId("threat-review")
        .setReason("why")
        .setPriority(75)
        .setDueAt(NOON)
        .setProposed(ActionType.REMOVE)
        .setEventTime(NOON)
        .setDecidedAt(NOON)
        .build();
  }
}
