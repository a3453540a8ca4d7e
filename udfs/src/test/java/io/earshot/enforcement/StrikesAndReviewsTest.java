package io.earshot.enforcement;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.book;
import static io.earshot.testing.TestData.bundleText;
import static io.earshot.testing.TestData.content;
import static io.earshot.testing.TestData.published;
import static io.earshot.testing.TestData.reviewed;
import static io.earshot.testing.TestData.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.intake.Modality;
import io.earshot.policy.ActionType;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.DecisionAudit.Verdict;
import io.earshot.policy.PolicyBook;
import io.earshot.policy.StrikeLedger;
import io.earshot.risk.Activity;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The ladder of strikes, and what reviewers change, by example. */
class StrikesAndReviewsTest {

  private static final long DAY = 86_400_000L;
  private static final PolicyBook POLICIES = book(bundleText());

  private final CreatorRun run = new CreatorRun(POLICIES);

  private static Activity harassment(String id, long time) {
    return published("e-" + id, "c-" + id, time, "harassment", 0.85);
  }

  private static Activity hate(String id, long time) {
    return published("e-" + id, "c-" + id, time, "hate", 0.95);
  }

  private static Activity threat(String id, long time) {
    return published("e-" + id, "c-" + id, time, "violence", 0.95);
  }

  private int points(long time) {
    return run.points(StrikeLedger.COMMUNITY, time);
  }

  private List<EnforcementAction> onCreator() {
    return run.out.actions().stream()
        .filter(a -> a.ruleId().startsWith("ladder.") && a.action().isRestriction())
        .toList();
  }

  private String taskId() {
    return run.out.tasks().get(0).taskId();
  }

  private String decisionOn(String contentId) {
    return run.out.actions().stream()
        .filter(a -> a.subject().id().equals(contentId))
        .findFirst()
        .orElseThrow()
        .decisionId();
  }

  @Test
  void a_first_violation_of_severity_3_is_a_warning_without_points() {
    run.play(harassment("1", T0));

    assertThat(run.out.actions().get(0).strike())
        .satisfies(note -> assertThat(note.points()).isZero());
    assertThat(points(T0 + DAY)).isZero();
    assertThat(onCreator()).isEmpty();
  }

  @Test
  void a_second_violation_of_severity_3_within_90_days_freezes_uploads_for_a_week() {
    run.play(harassment("1", T0), harassment("2", T0 + 89 * DAY));

    assertThat(points(T0 + 89 * DAY + 10_000)).isEqualTo(4);
    assertThat(onCreator())
        .extracting(EnforcementAction::action, EnforcementAction::expiresAt)
        .containsExactly(tuple(ActionType.UPLOAD_FREEZE, T0 + 89 * DAY + 10_000 + 7 * DAY));
  }

  @Test
  void a_violation_of_severity_3_after_90_days_is_a_first_one_again() {
    run.play(harassment("1", T0), harassment("2", T0 + 90 * DAY));

    assertThat(points(T0 + 90 * DAY + 10_000)).isZero();
    assertThat(onCreator()).isEmpty();
  }

  @Test
  void two_violations_of_severity_2_reach_12_points_and_only_the_highest_rung_which_is_a_humans() {
    run.play(hate("1", T0), hate("2", T0 + 30 * DAY));

    assertThat(points(T0 + 31 * DAY)).isEqualTo(12);
    assertThat(onCreator())
        .filteredOn(a -> a.type() == ActionEvent.APPLIED)
        .extracting(EnforcementAction::action)
        .containsExactly(ActionType.UPLOAD_FREEZE);
    assertThat(run.out.tasks())
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.proposed()).isEqualTo(ActionType.TERMINATE_ACCOUNT);
              assertThat(task.confirmations()).isEqualTo(2);
              assertThat(task.otherCauses())
                  .extracting(EnforcementAction.Cause::action)
                  .containsExactly(ActionType.TERMINATE_ACCOUNT);
            });
  }

  @Test
  void points_of_a_severity_2_strike_end_after_180_days() {
    run.play(hate("1", T0));

    assertThat(points(T0 + 10_000 + 180 * DAY - 1)).isEqualTo(6);
    assertThat(points(T0 + 10_000 + 180 * DAY)).isZero();
  }

  @Test
  void a_violation_of_severity_1_suspends_the_account_at_once() {
    run.play(published("e", "c", T0, "sexual", 0.95, "harassment", 0.95));

    assertThat(onCreator())
        .extracting(EnforcementAction::action)
        .containsExactly(ActionType.SUSPEND_ACCOUNT);
    assertThat(run.out.tasks())
        .extracting(ReviewTask::proposed)
        .containsExactly(ActionType.TERMINATE_ACCOUNT);
  }

  @Test
  void several_removals_in_one_window_are_one_strike_of_the_most_severe() {
    run.play(harassment("1", T0), hate("2", T0 + 1), hate("3", T0 + 2));

    assertThat(run.ledger.strikes()).hasSize(1);
    assertThat(run.ledger.strikes().get(0).worst().policy().severity()).isEqualTo(2);
    assertThat(points(T0 + DAY)).isEqualTo(6);
  }

  @Test
  void a_longer_freeze_stays_when_the_shorter_one_before_it_ends() {
    run.play(hate("1", T0), harassment("2", T0 + DAY), harassment("3", T0 + 2 * DAY));
    assertThat(points(T0 + 3 * DAY)).isEqualTo(10);

    run.passTo(T0 + 9 * DAY);

    List<EffectiveState> freezes =
        run.out.states().stream()
            .filter(s -> s.dimension() == io.earshot.policy.Dimension.PROVISION)
            .toList();
    EffectiveState last = freezes.get(freezes.size() - 1);
    assertThat(last.effective())
        .extracting(Restriction::expiresAt)
        .containsExactly(T0 + 2 * DAY + 10_000 + 14 * DAY);
    assertThat(onCreator())
        .filteredOn(a -> a.action() == ActionType.UPLOAD_FREEZE)
        .extracting(EnforcementAction::type)
        .containsExactly(ActionEvent.APPLIED, ActionEvent.EXTENDED, ActionEvent.EXPIRED);
  }

  @Test
  void an_overturned_decision_takes_its_strike_and_what_only_it_supported() {
    run.play(hate("1", T0));
    run.play(reviewed("r", T0 + DAY, decisionOn("c-1"), ReviewOutcome.OVERTURN));

    assertThat(run.restrictions()).isEmpty();
    assertThat(points(T0 + 2 * DAY)).isZero();
    assertThat(run.out.actions())
        .filteredOn(a -> a.type() == ActionEvent.REVERSED)
        .extracting(EnforcementAction::action, EnforcementAction::reasonCode)
        .containsExactly(
            tuple(ActionType.REMOVE, "APPEAL_OVERTURNED"),
            tuple(ActionType.UPLOAD_FREEZE, "APPEAL_OVERTURNED"));
  }

  @Test
  void an_overturned_decision_leaves_what_other_strikes_support() {
    run.play(hate("1", T0), hate("2", T0 + DAY));
    run.play(reviewed("r", T0 + 2 * DAY, decisionOn("c-2"), ReviewOutcome.OVERTURN));

    assertThat(points(T0 + 3 * DAY)).isEqualTo(6);
    assertThat(run.restrictions())
        .extracting(Restriction::action)
        .containsExactlyInAnyOrder(ActionType.REMOVE, ActionType.UPLOAD_FREEZE);
  }

  @Test
  void a_review_in_the_window_of_its_decision_is_not_lost() {
    CreatorRun dry = new CreatorRun(POLICIES).play(threat("1", T0));
    String decision = dry.out.actions().get(0).decisionId();

    run.play(threat("1", T0), reviewed("r", T0 + 5, decision, ReviewOutcome.OVERTURN));

    assertThat(run.out.actions())
        .extracting(EnforcementAction::type)
        .containsExactly(ActionEvent.APPLIED, ActionEvent.REVERSED);
    assertThat(run.restrictions()).isEmpty();
    assertThat(run.out.audits())
        .extracting(DecisionAudit::verdict)
        .containsExactly(Verdict.ACT, Verdict.ACT);
  }

  @Test
  void a_review_some_windows_before_its_decision_waits_for_it() {
    CreatorRun dry = new CreatorRun(POLICIES).play(threat("1", T0 + 30_000));
    String decision = dry.out.actions().get(0).decisionId();

    run.play(reviewed("r", T0, decision, ReviewOutcome.OVERTURN));
    assertThat(run.ledger.waiting()).hasSize(1);
    assertThat(notes()).singleElement().asString().contains("not known yet");
    run.play(threat("0", T0 + 10_000));
    assertThat(run.ledger.waiting()).hasSize(1);
    run.play(threat("1", T0 + 30_000));

    assertThat(run.restrictions()).extracting(r -> r.subject().id()).containsExactly("c-0");
    assertThat(run.out.actions())
        .filteredOn(a -> a.subject().id().equals("c-1"))
        .extracting(EnforcementAction::type)
        .containsExactly(ActionEvent.APPLIED, ActionEvent.REVERSED);
    assertThat(run.ledger.waiting()).isEmpty();
    assertThat(run.out.audits())
        .filteredOn(a -> a.outcome() != null)
        .extracting(DecisionAudit::verdict)
        .containsExactly(Verdict.RECORDED, Verdict.ACT);
    assertThat(run.out.audits()).extracting(DecisionAudit::auditId).doesNotHaveDuplicates();
  }

  @Test
  void a_review_of_a_decision_that_is_never_made_ends_as_one_of_an_unknown_decision() {
    String unknown = "00000000-0000-5000-8000-000000000000";
    run.play(reviewed("r", T0, unknown, ReviewOutcome.OVERTURN));
    run.passTo(T0 + 10_000 + CreatorLedger.PATIENCE.toMillis());

    assertThat(run.ledger.waiting()).isEmpty();
    assertThat(run.out.actions()).isEmpty();
    assertThat(notes()).hasSize(2);
    assertThat(notes().get(1)).contains("unknown decision");
  }

  @Test
  void only_so_many_reviews_wait() {
    for (int i = 0; i <= CreatorLedger.MAX_WAITING; i++) {
      run.play(
          reviewed(
              "r" + i,
              T0 + i,
              String.format(Locale.ROOT, "00000000-0000-5000-8000-%012d", i),
              ReviewOutcome.OVERTURN));
    }

    assertThat(run.ledger.waiting()).hasSize(CreatorLedger.MAX_WAITING);
    assertThat(notes()).last().asString().contains("unknown decision");
  }

  private List<String> notes() {
    return run.out.audits().stream()
        .map(DecisionAudit::outcome)
        .filter(Objects::nonNull)
        .map(outcome -> String.valueOf(outcome.note()))
        .toList();
  }

  @Test
  void an_upheld_hiding_becomes_a_removal_with_a_strike() {
    run.play(threat("1", T0));
    run.play(reviewed("r", T0 + 60_000, decisionOn("c-1"), ReviewOutcome.UPHOLD));

    EnforcementAction removal = run.out.actions().get(1);
    assertThat(removal.type()).isEqualTo(ActionEvent.MODIFIED);
    assertThat(removal.action()).isEqualTo(ActionType.REMOVE);
    assertThat(removal.actor()).isEqualTo(EnforcementAction.Actor.HUMAN_CONFIRMED);
    assertThat(removal.expiresAt()).isNull();
    assertThat(points(T0 + DAY)).isEqualTo(12);
  }

  @Test
  void an_upheld_hiding_below_a_block_does_not_weaken_the_block() {
    run.play(
        published(content("e", "c", 1, "creator-1", T0), text("violence", 0.95, "spam", 0.96)));
    String hidden =
        run.restrictions().stream()
            .filter(r -> r.action() == ActionType.HIDE_PENDING_REVIEW)
            .findFirst()
            .orElseThrow()
            .decisionId();
    run.play(reviewed("r", T0 + 20_000, hidden, ReviewOutcome.UPHOLD));

    EffectiveState state =
        run.out.states().stream().filter(s -> s.subject().id().equals("c")).toList().get(0);
    assertThat(state.effective())
        .extracting(Restriction::action)
        .containsExactly(ActionType.BLOCK_UPLOAD);
    assertThat(run.out.states()).filteredOn(s -> s.subject().id().equals("c")).hasSize(1);
  }

  @Test
  void a_strike_whose_restriction_a_stronger_one_covers_is_told_by_itself() {
    run.play(published("e1", "c", T0, "spam", 0.96));
    run.play(published("e2", "c", T0 + 20_000, "hate", 0.95));

    assertThat(run.out.actions())
        .extracting(EnforcementAction::type, EnforcementAction::action)
        .containsExactly(
            tuple(ActionEvent.APPLIED, ActionType.BLOCK_UPLOAD),
            tuple(ActionEvent.APPLIED, ActionType.STRIKE),
            tuple(ActionEvent.APPLIED, ActionType.UPLOAD_FREEZE));
    assertThat(run.out.actions().get(1).strike())
        .satisfies(note -> assertThat(note.points()).isEqualTo(6));
  }

  @Test
  void what_was_hidden_for_a_review_that_does_not_come_is_shown_again_and_escalated() {
    run.play(threat("1", T0));
    run.passTo(T0 + DAY);

    assertThat(run.out.actions())
        .extracting(EnforcementAction::type)
        .containsExactly(ActionEvent.APPLIED, ActionEvent.EXPIRED);
    assertThat(run.out.tasks())
        .extracting(ReviewTask::priority, ReviewTask::statusReason)
        .startsWith(
            tuple(70, null),
            tuple(100, "hidden pending a review that did not come; it is visible again"));
    assertThat(run.out.tasks()).extracting(ReviewTask::taskId).containsOnly(taskId());
  }

  @Test
  void a_rule_that_allows_gives_an_audit_that_says_so() {
    CreatorRun allowing =
        new CreatorRun(
            book(
                """
                bundle: b
                version: 1.0.0
                policies:
                  - id: HAT.HATE
                    version: 1.0.0
                    clause: https://example.org
                    rules:
                      - {id: trusted, if: creator.uploads1h >= 0, then: {action: ALLOW}, because: known}
                """));

    allowing.play(
        published(content("e", "c", 1, "creator-1", T0, 0, 0, List.of(Modality.TEXT), 0), text()));

    assertThat(allowing.out.audits())
        .extracting(DecisionAudit::verdict)
        .containsExactly(Verdict.ALLOW);
  }
}
