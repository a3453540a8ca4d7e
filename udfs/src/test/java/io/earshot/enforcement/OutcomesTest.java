package io.earshot.enforcement;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.book;
import static io.earshot.testing.TestData.bundleText;
import static io.earshot.testing.TestData.content;
import static io.earshot.testing.TestData.foundByModel;
import static io.earshot.testing.TestData.ordered;
import static io.earshot.testing.TestData.published;
import static io.earshot.testing.TestData.reported;
import static io.earshot.testing.TestData.reviewed;
import static io.earshot.testing.TestData.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.enforcement.ReviewTask.Status;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.CreatorSignal.OrderBasis;
import io.earshot.intake.CreatorSignal.OrderOperation;
import io.earshot.intake.CreatorSignal.Remedy;
import io.earshot.intake.CreatorSignal.Review;
import io.earshot.intake.CreatorSignal.ReviewKind;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.intake.SubjectRef;
import io.earshot.intake.SubjectType;
import io.earshot.policy.ActionType;
import io.earshot.policy.BundleRef;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.DecisionAudit.Verdict;
import io.earshot.policy.PolicyBook;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.StrikeLedger;
import io.earshot.policy.Taxonomy;
import io.earshot.risk.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people and authorities say, by example: tasks, answers, appeals, orders and holds. */
class OutcomesTest {

  private static final long DAY = 86_400_000L;
  private static final long HOUR = 3_600_000L;
  private static final PolicyBook POLICIES = book(bundleText());

  private final CreatorRun run = new CreatorRun(POLICIES);

  private static Activity maybeHate(String id, long time) {
    return published("e-" + id, "c-" + id, time, "hate", 0.7);
  }

  private static Activity hate(String id, long time) {
    return published("e-" + id, "c-" + id, time, "hate", 0.95);
  }

  private ReviewTask lastTask() {
    return run.out.tasks().get(run.out.tasks().size() - 1);
  }

  private static Activity answer(
      String id, long time, ReviewTask task, ReviewOutcome outcome, @Nullable Remedy remedy) {
    return reviewed(
        id,
        time,
        new Review(
            ReviewKind.REVIEW,
            task.taskId(),
            task.decisionId(),
            outcome,
            outcome == ReviewOutcome.OVERTURN ? "REVIEWER_CORRECTION" : null,
            "pool-a",
            "reviewer-" + id,
            remedy));
  }

  private static Activity answer(String id, long time, ReviewTask task, ReviewOutcome outcome) {
    return answer(id, time, task, outcome, null);
  }

  private List<String> actions() {
    return run.out.actions().stream().map(a -> a.type() + " " + a.action()).toList();
  }

  private static CreatorSignal.Order order(
      String id, OrderOperation operation, String... territories) {
    return new CreatorSignal.Order(
        id,
        operation,
        new SubjectRef(SubjectType.TRACK, "c-1", 1),
        operation == OrderOperation.APPLY
            ? new Remedy("GEO_RESTRICT", null, List.of(territories), List.of())
            : null,
        OrderBasis.DSA_ARTICLE_9,
        "a court's order",
        T0 + HOUR,
        null);
  }

  @Test
  void a_referred_decision_opens_a_task_and_says_so_without_restricting() {
    run.play(maybeHate("1", T0));

    assertThat(actions()).containsExactly("REFERRED SEND_TO_REVIEW");
    assertThat(run.out.actions().get(0).sequence()).isZero();
    assertThat(run.restrictions()).isEmpty();
    assertThat(lastTask().status()).isEqualTo(Status.OPEN);
    assertThat(lastTask().context()).isNotEmpty();
  }

  @Test
  void all_that_is_asked_about_one_version_is_one_task() {
    run.play(maybeHate("1", T0));
    run.play(reported("r1", T0 + 20_000, "c-1", "HAR.HARASS"));
    run.play(reported("r2", T0 + 40_000, "c-1", "HAT.HATE"));

    assertThat(run.out.tasks())
        .extracting(ReviewTask::taskId)
        .hasSize(3)
        .containsOnly(run.out.tasks().get(0).taskId());
    assertThat(lastTask().otherCauses()).hasSize(2);
    assertThat(run.tasks()).hasSize(1);
  }

  @Test
  void a_reviewer_who_agrees_carries_out_what_is_proposed() {
    run.play(maybeHate("1", T0));
    run.play(answer("a", T0 + 60_000, lastTask(), ReviewOutcome.UPHOLD));

    EnforcementAction removal = run.out.actions().get(1);
    assertThat(removal.type()).isEqualTo(ActionEvent.APPLIED);
    assertThat(removal.action()).isEqualTo(ActionType.REMOVE);
    assertThat(removal.actor()).isEqualTo(Actor.HUMAN_CONFIRMED);
    assertThat(removal.strike()).isNotNull();
    assertThat(run.points(StrikeLedger.COMMUNITY, T0 + DAY)).isEqualTo(6);
    assertThat(lastTask().status()).isEqualTo(Status.CLOSED);
    assertThat(run.tasks()).isEmpty();
  }

  @Test
  void a_reviewer_who_agrees_with_a_report_has_decided_without_a_machine() {
    run.play(reported("r1", T0, "c-1", "HAT.HATE"));
    run.play(answer("a", T0 + 60_000, lastTask(), ReviewOutcome.UPHOLD));

    EnforcementAction removal = run.out.actions().get(0);
    assertThat(removal.action()).isEqualTo(ActionType.REMOVE);
    assertThat(removal.actor()).isEqualTo(Actor.HUMAN);
    assertThat(removal.provenance().source()).isEqualTo(Provenance.Source.USER_REPORT);
  }

  @Test
  void a_reviewer_can_put_something_else_in_its_place() {
    run.play(hate("1", T0));
    String decision = run.out.actions().get(0).decisionId();
    run.play(
        reviewed(
            "m",
            T0 + DAY,
            new Review(
                ReviewKind.APPEAL,
                null,
                decision,
                ReviewOutcome.MODIFY,
                null,
                "pool-a",
                "reviewer-1",
                new Remedy("AGE_GATE", 30 * DAY, List.of(), List.of()))));

    assertThat(actions())
        .containsExactly(
            "APPLIED REMOVE",
            "APPLIED UPLOAD_FREEZE",
            "MODIFIED AGE_GATE",
            "REVERSED UPLOAD_FREEZE");
    assertThat(run.restrictions())
        .extracting(Restriction::action)
        .containsExactly(ActionType.AGE_GATE);
    assertThat(run.points(StrikeLedger.COMMUNITY, T0 + 2 * DAY)).isZero();
  }

  @Test
  void a_reviewer_who_is_not_sure_leaves_the_task_open_and_more_urgent() {
    run.play(maybeHate("1", T0));
    int before = lastTask().priority();
    run.play(answer("a", T0 + 60_000, lastTask(), ReviewOutcome.UNSURE));

    assertThat(lastTask().status()).isEqualTo(Status.OPEN);
    assertThat(lastTask().priority()).isEqualTo(before + 20);
  }

  @Test
  void a_task_about_a_version_is_withdrawn_when_another_takes_its_place() {
    run.play(maybeHate("1", T0));
    run.play(published(content("e-2", "c-1", 2, "creator-1", T0 + 60_000), text()));

    assertThat(lastTask().status()).isEqualTo(Status.WITHDRAWN);
    assertThat(run.tasks()).isEmpty();
    assertThat(run.out.audits()).extracting(DecisionAudit::verdict).contains(Verdict.ALLOW);
  }

  @Test
  void a_task_that_is_not_answered_is_put_in_front_and_in_the_end_withdrawn() {
    run.play(maybeHate("1", T0));
    run.passTo(T0 + 9 * HOUR);
    assertThat(lastTask().priority()).isEqualTo(100);
    assertThat(lastTask().status()).isEqualTo(Status.OPEN);

    run.passTo(T0 + 40 * DAY);

    assertThat(lastTask().status()).isEqualTo(Status.WITHDRAWN);
    assertThat(run.tasks()).isEmpty();
  }

  @Test
  void a_flood_of_questions_becomes_one_about_the_creator() {
    for (int i = 0; i < TaskDesk.MAX_OPEN + 20; i++) {
      run.play(maybeHate(String.valueOf(i), T0 + i * 20_000L));
    }

    assertThat(run.tasks()).hasSize(TaskDesk.MAX_OPEN + 1);
    assertThat(lastTask().subject()).isEqualTo(SubjectRef.creator("creator-1"));
    assertThat(lastTask().otherCauses()).hasSize(19);
  }

  @Test
  void an_account_is_ended_by_two_people_and_comes_back_when_its_strikes_fall() {
    run.play(published("e", "c", T0, "sexual", 0.95, "harassment", 0.95));
    ReviewTask task = lastTask();
    assertThat(task.proposed()).isEqualTo(ActionType.TERMINATE_ACCOUNT);

    run.play(answer("a1", T0 + HOUR, task, ReviewOutcome.UPHOLD));
    assertThat(actions()).doesNotContain("MODIFIED TERMINATE_ACCOUNT");
    assertThat(lastTask().confirmations()).isEqualTo(1);
    run.play(answer("a2", T0 + 2 * HOUR, task, ReviewOutcome.UPHOLD));
    assertThat(actions()).contains("MODIFIED TERMINATE_ACCOUNT");
    assertThat(run.out.actions().get(run.out.actions().size() - 1).actor())
        .isEqualTo(Actor.HUMAN_CONFIRMED);

    String removal =
        run.out.actions().stream()
            .filter(a -> a.policy().id().equals("HAR.NCII") && a.action() == ActionType.REMOVE)
            .findFirst()
            .orElseThrow()
            .decisionId();
    run.play(reviewed("o", T0 + 3 * HOUR, removal, ReviewOutcome.OVERTURN));

    assertThat(actions()).contains("REVERSED TERMINATE_ACCOUNT", "REVERSED SUSPEND_ACCOUNT");
    assertThat(run.restrictions()).isEmpty();
  }

  @Test
  void the_same_answer_twice_or_after_the_fact_changes_nothing() {
    run.play(maybeHate("1", T0));
    ReviewTask task = lastTask();
    run.play(
        answer("a", T0 + 60_000, task, ReviewOutcome.UPHOLD),
        answer("a", T0 + 60_000, task, ReviewOutcome.UPHOLD));
    int actions = run.out.actions().size();
    run.play(answer("b", T0 + 120_000, task, ReviewOutcome.UPHOLD));

    assertThat(run.out.actions()).hasSize(actions);
    assertThat(run.out.audits())
        .extracting(DecisionAudit::verdict)
        .containsExactly(Verdict.REVIEW, Verdict.DUPLICATE, Verdict.ACT, Verdict.RECORDED);
  }

  private static Activity modified(
      String id, long time, String decision, String action, @Nullable String reviewerRef) {
    return reviewed(
        id,
        time,
        new Review(
            ReviewKind.REVIEW,
            null,
            decision,
            ReviewOutcome.MODIFY,
            null,
            "pool-a",
            reviewerRef,
            new Remedy(action, null, List.of(), List.of())));
  }

  private DecisionAudit lastAudit() {
    return run.out.audits().get(run.out.audits().size() - 1);
  }

  private String note() {
    return String.valueOf(Objects.requireNonNull(lastAudit().outcome()).note());
  }

  @ParameterizedTest
  @EnumSource(
      value = ReviewOutcome.class,
      names = {"OVERTURN", "MODIFY", "UPHOLD"})
  void no_review_changes_what_an_authority_ordered_and_the_audit_says_so(ReviewOutcome outcome) {
    CreatorSignal.Order order =
        new CreatorSignal.Order(
            "order-1",
            OrderOperation.APPLY,
            new SubjectRef(SubjectType.TRACK, "c-1", 1),
            new Remedy("HIDE_PENDING_REVIEW", null, List.of(), List.of()),
            OrderBasis.DSA_ARTICLE_9,
            "a court's order",
            T0 + HOUR,
            null);
    run.play(ordered("o1", T0, order));
    List<Restriction> before = run.restrictions();
    String decision = run.out.actions().get(0).decisionId();

    run.play(reviewed("r", T0 + DAY, decision, outcome));

    assertThat(run.restrictions()).isEqualTo(before).hasSize(1);
    assertThat(run.out.actions()).hasSize(1);
    assertThat(lastAudit().verdict()).isEqualTo(Verdict.RECORDED);
    assertThat(note()).contains("order-1", "stands", "LIFT");
    run.play(ordered("o2", T0 + 2 * DAY, order("order-1", OrderOperation.LIFT)));
    assertThat(run.restrictions()).isEmpty();
  }

  @Test
  void what_a_reviewer_puts_in_the_place_of_something_takes_two_people_too_and_is_the_creators() {
    run.play(hate("1", T0));
    String decision = run.out.actions().get(0).decisionId();

    run.play(modified("m1", T0 + DAY, decision, "TERMINATE_ACCOUNT", "reviewer-1"));

    assertThat(run.restrictions()).noneMatch(r -> r.action() == ActionType.TERMINATE_ACCOUNT);
    assertThat(run.restrictions()).anyMatch(r -> r.action() == ActionType.REMOVE);
    assertThat(lastTask().proposed()).isEqualTo(ActionType.TERMINATE_ACCOUNT);
    assertThat(lastTask().status()).isEqualTo(Status.OPEN);
    assertThat(lastTask().confirmations()).isEqualTo(1);

    run.play(answer("a2", T0 + DAY + HOUR, lastTask(), ReviewOutcome.UPHOLD));

    assertThat(run.restrictions())
        .extracting(Restriction::action, Restriction::subject)
        .containsExactly(tuple(ActionType.TERMINATE_ACCOUNT, SubjectRef.creator("creator-1")));
    assertThat(lastTask().status()).isEqualTo(Status.CLOSED);
  }

  @Test
  void the_same_remedy_of_two_people_on_a_task_is_carried_out_and_of_one_person_is_not() {
    run.play(maybeHate("1", T0));
    ReviewTask task = lastTask();
    Remedy remedy = new Remedy("DEMONETISE", null, List.of(), List.of());

    run.play(answer("a1", T0 + HOUR, task, ReviewOutcome.MODIFY, remedy));
    run.play(
        reviewed(
            "again",
            T0 + 2 * HOUR,
            new Review(
                ReviewKind.REVIEW,
                task.taskId(),
                task.decisionId(),
                ReviewOutcome.MODIFY,
                null,
                "pool-b",
                "reviewer-a1",
                remedy)));
    assertThat(run.restrictions()).isEmpty();
    assertThat(note()).contains("DEMONETISE takes two people", "agreed before");

    run.play(answer("a2", T0 + 3 * HOUR, task, ReviewOutcome.MODIFY, remedy));
    assertThat(run.restrictions())
        .extracting(Restriction::action, r -> r.subject().id())
        .containsExactly(tuple(ActionType.DEMONETISE, "c-1"));
    assertThat(run.tasks()).isEmpty();
  }

  @Test
  void who_does_not_say_who_it_is_is_not_one_of_two_people() {
    run.play(published("e", "c", T0, "sexual", 0.95, "harassment", 0.95));
    ReviewTask task = lastTask();
    assertThat(task.confirmations()).isEqualTo(2);
    for (int i = 0; i < 3; i++) {
      run.play(
          reviewed(
              "a" + i,
              T0 + (i + 1) * HOUR,
              new Review(
                  ReviewKind.REVIEW,
                  task.taskId(),
                  task.decisionId(),
                  ReviewOutcome.UPHOLD,
                  null,
                  "pool-" + i,
                  null,
                  null)));
      assertThat(note()).contains("reviewerRef");
    }

    assertThat(run.restrictions()).noneMatch(r -> r.action() == ActionType.TERMINATE_ACCOUNT);
    assertThat(run.tasks())
        .singleElement()
        .satisfies(open -> assertThat(open.confirmations()).isEqualTo(2));
  }

  @Test
  void a_remedy_on_another_axis_takes_the_place_of_what_is_undone_without_a_task_too() {
    run.play(hate("1", T0));
    String decision = run.out.actions().get(0).decisionId();

    run.play(modified("m", T0 + DAY, decision, "WITHHOLD_ROYALTY", null));

    assertThat(run.restrictions())
        .extracting(Restriction::action, r -> r.subject().id())
        .containsExactly(tuple(ActionType.WITHHOLD_ROYALTY, "c-1"));
  }

  /**
   * Three strikes of four points; the second one is overturned while the freeze that it led to
   * runs.
   */
  @Test
  void overturning_the_middle_of_three_strikes_rederives_the_ladder_and_credits_time_served() {
    run.play(
        published("e-0", "c-0", T0, "harassment", 0.85),
        published("e-1", "c-1", T0 + DAY, "harassment", 0.85),
        published("e-2", "c-2", T0 + 2 * DAY, "harassment", 0.85),
        published("e-3", "c-3", T0 + 3 * DAY, "harassment", 0.85));
    assertThat(run.points(StrikeLedger.COMMUNITY, T0 + 4 * DAY)).isEqualTo(12);
    long third = T0 + 3 * DAY + 10_000;
    String middle =
        run.out.actions().stream()
            .filter(a -> a.subject().id().equals("c-2"))
            .findFirst()
            .orElseThrow()
            .decisionId();

    run.play(reviewed("o", T0 + 5 * DAY, middle, ReviewOutcome.OVERTURN));

    assertThat(run.points(StrikeLedger.COMMUNITY, T0 + 6 * DAY)).isEqualTo(8);
    List<Restriction> freezes =
        run.restrictions().stream().filter(r -> r.action() == ActionType.UPLOAD_FREEZE).toList();
    // The week of the first strike runs on. The third now is what the second was: two weeks from
    // its own time, less the day that was served before it under the freeze that is undone.
    assertThat(freezes)
        .extracting(Restriction::expiresAt)
        .containsExactlyInAnyOrder(T0 + DAY + 10_000 + 7 * DAY, third + 14 * DAY - DAY);
    assertThat(run.out.actions())
        .filteredOn(a -> a.type() == ActionEvent.REVERSED)
        .extracting(EnforcementAction::action, EnforcementAction::ruleId)
        .contains(
            tuple(ActionType.UPLOAD_FREEZE, "ladder.community.8"),
            tuple(ActionType.WITHHOLD_ROYALTY, "ladder.community.8"));
    // The proposal to end the account had only three strikes to stand on.
    assertThat(run.tasks()).isEmpty();
    assertThat(lastTask().status()).isEqualTo(Status.WITHDRAWN);
  }

  @Test
  void of_several_grounds_in_one_notice_the_next_worst_counts_when_the_worst_falls() {
    run.play(
        published("e-0", "c-0", T0, "harassment", 0.85),
        published("e-1", "c-1", T0 + DAY, "harassment", 0.85),
        hate("2", T0 + DAY + 1));
    assertThat(run.points(StrikeLedger.COMMUNITY, T0 + 2 * DAY)).isEqualTo(6);
    String worst =
        run.out.actions().stream()
            .filter(a -> a.subject().id().equals("c-2"))
            .findFirst()
            .orElseThrow()
            .decisionId();

    run.play(reviewed("o", T0 + 2 * DAY, worst, ReviewOutcome.OVERTURN));

    assertThat(run.points(StrikeLedger.COMMUNITY, T0 + 3 * DAY)).isEqualTo(4);
    assertThat(run.ledger.strikes()).hasSize(2);
  }

  @Test
  void what_an_overturned_warning_excused_is_the_first_offence_then() {
    run.play(
        published("e-0", "c-0", T0, "harassment", 0.85),
        published("e-1", "c-1", T0 + DAY, "harassment", 0.85));
    assertThat(run.points(StrikeLedger.COMMUNITY, T0 + 2 * DAY)).isEqualTo(4);
    String first = run.out.actions().get(0).decisionId();

    run.play(reviewed("o", T0 + 2 * DAY, first, ReviewOutcome.OVERTURN));

    assertThat(run.points(StrikeLedger.COMMUNITY, T0 + 3 * DAY)).isZero();
    assertThat(run.restrictions()).noneMatch(r -> r.action() == ActionType.UPLOAD_FREEZE);
  }

  @Test
  void old_content_gives_no_points() {
    long issued = T0 + 91 * DAY;
    assertThat(pointsOf("INT.LINKSPAM", 3, issued, issued - 90 * DAY)).isEqualTo(4);
    assertThat(pointsOf("INT.LINKSPAM", 3, issued, issued - 90 * DAY - 1)).isZero();
    assertThat(pointsOf("HAT.HATE", 2, issued, issued - 4 * 365 * DAY)).isEqualTo(6);
    assertThat(pointsOf("HAT.HATE", 2, issued, issued - 4 * 365 * DAY - 1)).isZero();
  }

  /** Points of a second offence. */
  private static int pointsOf(String policy, int severity, long issuedAt, long publishedAt) {
    List<Strike> strikes =
        List.of(
            strike("first", policy, severity, issuedAt - DAY, issuedAt - DAY),
            strike("second", policy, severity, issuedAt, publishedAt));
    return StrikeLadder.count(strikes).get(1).points();
  }

  private static Strike strike(
      String id, String policy, int severity, long issuedAt, long publishedAt) {
    return new Strike(
        id,
        StrikeLedger.COMMUNITY,
        issuedAt,
        List.of(
            new Strike.Ground(
                id,
                new PolicyRef(policy, "1", severity, ""),
                Taxonomy.get(policy).family(),
                new BundleRef("b", "1", ""),
                "event-" + id,
                Actor.AUTOMATED,
                foundByModel(publishedAt))));
  }

  private void infringe(int number, long time) {
    run.play(reported("r" + number, time, "c-" + number, "IPR.COPYRIGHT"));
    run.play(answer("a" + number, time + HOUR, lastTask(), ReviewOutcome.UPHOLD));
  }

  @Test
  void a_copyright_strike_is_worth_four_for_a_year_once_it_was_open_to_dispute_for_a_week() {
    infringe(1, T0);
    EnforcementAction block = run.out.actions().get(0);
    long issued = block.decidedAt();

    assertThat(block.strike())
        .satisfies(
            note -> {
              assertThat(note.ledger()).isEqualTo(StrikeLedger.COPYRIGHT);
              assertThat(note.points()).isEqualTo(4);
              assertThat(note.activeTotalAfter()).isZero();
              assertThat(note.expiresAt()).isEqualTo(issued + 365 * DAY);
            });
    assertThat(lastAudit().strikes())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.before()).isZero();
              assertThat(entry.after()).isZero();
            });
    assertThat(run.points(StrikeLedger.COPYRIGHT, issued + 7 * DAY - 1)).isZero();
    assertThat(run.points(StrikeLedger.COPYRIGHT, issued + 7 * DAY)).isEqualTo(4);
    assertThat(run.points(StrikeLedger.COPYRIGHT, issued + 365 * DAY - 1)).isEqualTo(4);
    assertThat(run.points(StrikeLedger.COPYRIGHT, issued + 365 * DAY)).isZero();
  }

  @Test
  void three_undisputed_copyright_strikes_ask_people_whether_the_account_ends() {
    infringe(1, T0);
    infringe(2, T0 + DAY);
    infringe(3, T0 + 2 * DAY);
    run.passTo(T0 + 9 * DAY);
    assertThat(run.tasks()).isEmpty();

    run.passTo(T0 + 9 * DAY + 2 * HOUR);

    assertThat(run.tasks())
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.proposed()).isEqualTo(ActionType.TERMINATE_ACCOUNT);
              assertThat(task.confirmations()).isEqualTo(2);
            });
    assertThat(run.restrictions())
        .extracting(Restriction::action)
        .containsOnly(ActionType.BLOCK_UPLOAD);
  }

  @Test
  void a_copyright_strike_that_falls_in_dispute_has_never_counted() {
    infringe(1, T0);
    infringe(2, T0 + DAY);
    infringe(3, T0 + 2 * DAY);
    String second =
        run.restrictions().stream()
            .filter(r -> r.subject().id().equals("c-2"))
            .findFirst()
            .orElseThrow()
            .decisionId();
    run.play(reviewed("o", T0 + 3 * DAY, second, ReviewOutcome.OVERTURN));
    run.passTo(T0 + 20 * DAY);

    assertThat(run.points(StrikeLedger.COPYRIGHT, T0 + 20 * DAY)).isEqualTo(8);
    assertThat(run.tasks()).isEmpty();
  }

  @Test
  void a_question_that_lost_its_strike_is_asked_again_where_a_later_one_supports_it() {
    for (int number = 1; number <= 4; number++) {
      infringe(number, T0 + (number - 1) * DAY);
    }
    run.passTo(T0 + 12 * DAY);
    String asked = run.tasks().get(0).grounds().get(0).decisionId();
    String second =
        run.restrictions().stream()
            .filter(r -> r.subject().id().equals("c-2"))
            .findFirst()
            .orElseThrow()
            .decisionId();

    run.play(reviewed("o", T0 + 13 * DAY, second, ReviewOutcome.OVERTURN));

    assertThat(run.points(StrikeLedger.COPYRIGHT, T0 + 14 * DAY)).isEqualTo(12);
    assertThat(run.tasks())
        .singleElement()
        .satisfies(
            task -> {
              assertThat(task.proposed()).isEqualTo(ActionType.TERMINATE_ACCOUNT);
              assertThat(task.grounds())
                  .extracting(OpenTask.Ground::decisionId)
                  .doesNotContain(asked);
            });
  }

  @Test
  void a_full_ledger_drops_what_adds_the_least_says_so_and_leaves_the_others_alone() {
    List<Strike> strikes = new ArrayList<>();
    strikes.add(strike("worst", "HAT.HATE", 2, T0 - 50 * DAY, T0 - 50 * DAY));
    for (int i = 1; i < StrikeLadder.MAX_ENTRIES; i++) {
      strikes.add(strike("s" + i, "HAT.BORDER", 4, T0 - 50 * DAY + i, T0 - 50 * DAY));
    }
    Strike fraud =
        new Strike(
            "fraud",
            StrikeLedger.INTEGRITY,
            T0 - 51 * DAY,
            strike("f", "INT.LINKSPAM", 3, T0 - 51 * DAY, T0 - 51 * DAY).grounds());
    strikes.add(0, fraud);
    run.ledger = new CreatorLedger(strikes, 0, List.of(), List.of(), List.of());
    int before = run.points(StrikeLedger.COMMUNITY, T0);

    run.play(hate("1", T0));

    assertThat(run.ledger.strikes())
        .filteredOn(s -> s.ledger() == StrikeLedger.COMMUNITY)
        .hasSize(StrikeLadder.MAX_ENTRIES)
        .extracting(Strike::entryId)
        .contains("worst")
        .doesNotContain("s1");
    assertThat(run.ledger.strikes()).contains(fraud);
    assertThat(run.points(StrikeLedger.COMMUNITY, T0 + DAY)).isGreaterThanOrEqualTo(before + 5);
    assertThat(run.out.actions())
        .filteredOn(a -> a.type() == ActionEvent.EXPIRED)
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.action()).isEqualTo(ActionType.STRIKE);
              assertThat(a.reason()).contains("HAT.BORDER", "dropped", "50");
            });
  }

  @Property(tries = 50)
  void what_a_full_ledger_drops_is_never_worth_more_than_anything_that_it_keeps(
      @ForAll @Size(StrikeLadder.MAX_ENTRIES + 1) List<@IntRange(min = 1, max = 4) Integer> tiers) {
    List<Strike> strikes = new ArrayList<>();
    for (int i = 0; i < tiers.size(); i++) {
      String policy =
          List.of("VIO.THREAT", "HAT.HATE", "HAR.HARASS", "HAT.BORDER").get(tiers.get(i) - 1);
      strikes.add(strike("s" + i, policy, tiers.get(i), T0 + i, T0));
    }
    Strike dropped =
        Objects.requireNonNull(StrikeLadder.surplus(strikes, StrikeLedger.COMMUNITY, T0 + DAY));

    int left = pointsWithout(strikes, dropped);
    assertThat(strikes)
        .allSatisfy(s -> assertThat(pointsWithout(strikes, s)).isLessThanOrEqualTo(left));
    strikes.remove(dropped);
    assertThat(StrikeLadder.surplus(strikes, StrikeLedger.COMMUNITY, T0 + DAY)).isNull();
  }

  private static int pointsWithout(List<Strike> strikes, Strike one) {
    List<Strike> others = new ArrayList<>(strikes);
    others.remove(one);
    return StrikeLadder.points(StrikeLadder.count(others), StrikeLedger.COMMUNITY, T0 + DAY);
  }

  @Test
  void a_strike_that_had_ended_without_its_overturned_ground_says_so_at_once() {
    run.play(published("e-0", "c-0", T0, "harassment", 0.85), hate("1", T0 + 1));
    String worst =
        run.out.actions().stream()
            .filter(a -> a.subject().id().equals("c-1"))
            .findFirst()
            .orElseThrow()
            .decisionId();

    run.play(reviewed("o", T0 + 100 * DAY, worst, ReviewOutcome.OVERTURN));

    assertThat(run.out.actions())
        .filteredOn(a -> a.type() == ActionEvent.EXPIRED && a.action() == ActionType.STRIKE)
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.actor()).isEqualTo(Actor.HUMAN);
              assertThat(Objects.requireNonNull(a.strike()).expiresAt())
                  .isEqualTo(T0 + 10_000 + 90 * DAY);
            });
    run.passTo(T0 + 400 * DAY);
    assertThat(run.out.actions())
        .filteredOn(a -> a.type() == ActionEvent.EXPIRED && a.action() == ActionType.STRIKE)
        .hasSize(1);
  }

  @Test
  void what_a_machine_makes_a_ladder_undo_is_not_said_to_be_a_humans_doing() {
    run.play(
        published("e-0", "c-0", T0, "harassment", 0.85),
        hate("1", T0 + DAY),
        published("e-2", "c-2", T0 + 2 * DAY, "harassment", 0.85));
    // The same window once more, since a part of the stream was silent: 10 points become 12.
    run.play(hate("3", T0 + 2 * DAY + 1));

    assertThat(run.out.actions())
        .filteredOn(a -> a.type() == ActionEvent.REVERSED)
        .isNotEmpty()
        .allSatisfy(a -> assertThat(a.actor()).isEqualTo(Actor.AUTOMATED));
  }

  @Test
  void a_strike_that_does_not_count_any_more_says_so() {
    run.play(hate("1", T0));
    run.passTo(T0 + 10_000 + 180 * DAY);

    EnforcementAction last = run.out.actions().get(run.out.actions().size() - 1);
    assertThat(last.type()).isEqualTo(ActionEvent.EXPIRED);
    assertThat(last.action()).isEqualTo(ActionType.STRIKE);
    assertThat(last.strike())
        .satisfies(
            note -> {
              assertThat(note.points()).isEqualTo(6);
              assertThat(note.activeTotalAfter()).isZero();
            });
  }

  @Test
  void a_territorial_order_restricts_where_it_says_and_ends_when_it_is_lifted() {
    run.play(
        published("e-1", "c-1", T0, "harassment", 0.85),
        ordered("o1", T0 + 20_000, order("order-1", OrderOperation.APPLY, "FR")));

    // Orders are shown at once, so the removal says that it covers this one.
    assertThat(actions()).containsExactly("APPLIED REMOVE", "MODIFIED REMOVE");
    run.passTo(T0 + 100_000);
    // The removal has ended; what was ordered below it comes into effect.
    assertThat(actions())
        .containsExactly(
            "APPLIED REMOVE", "MODIFIED REMOVE", "EXPIRED REMOVE", "MODIFIED GEO_RESTRICT");
    EnforcementAction ordered = run.out.actions().get(3);
    assertThat(run.out.actions().get(1).supersedes()).containsExactly(ordered.decisionId());
    assertThat(ordered.scope().territories()).containsExactly("FR");
    assertThat(ordered.provenance().orderId()).isEqualTo("order-1");
    assertThat(ordered.provenance().article9()).isTrue();

    run.play(ordered("o2", T0 + 200_000, order("order-1", OrderOperation.LIFT)));

    assertThat(run.restrictions()).isEmpty();
    assertThat(run.out.actions().get(4).reasonCode()).isEqualTo("ORDER_LIFTED");
  }

  @Test
  void an_order_that_is_repeated_is_entered_once() {
    run.play(ordered("o1", T0, order("order-1", OrderOperation.APPLY, "FR")));
    run.play(ordered("o2", T0 + 20_000, order("order-1", OrderOperation.APPLY, "FR")));

    assertThat(actions()).containsExactly("APPLIED GEO_RESTRICT");
    assertThat(run.restrictions()).hasSize(1);
  }

  @Test
  void an_order_to_end_an_account_asks_two_people_by_its_deadline_and_ends_when_it_is_lifted() {
    CreatorSignal.Order order =
        new CreatorSignal.Order(
            "order-1",
            OrderOperation.APPLY,
            SubjectRef.creator(CreatorRun.CREATOR),
            new Remedy("TERMINATE_ACCOUNT", null, List.of(), List.of()),
            OrderBasis.OTHER,
            "a court's order",
            T0 + HOUR,
            null);
    run.play(ordered("o1", T0, order));
    run.play(ordered("o2", T0 + 20_000, order));

    assertThat(run.restrictions()).isEmpty();
    assertThat(run.out.actions()).isEmpty();
    ReviewTask task = lastTask();
    assertThat(run.out.tasks()).hasSize(1);
    assertThat(task.queue()).isEqualTo("legal");
    assertThat(task.dueAt()).isEqualTo(T0 + HOUR);
    assertThat(task.confirmations()).isEqualTo(2);

    run.play(answer("a1", T0 + 60_000, task, ReviewOutcome.UPHOLD));
    assertThat(run.restrictions()).isEmpty();
    run.play(answer("a2", T0 + 120_000, task, ReviewOutcome.UPHOLD));

    assertThat(run.restrictions())
        .singleElement()
        .satisfies(
            r -> {
              assertThat(r.action()).isEqualTo(ActionType.TERMINATE_ACCOUNT);
              assertThat(r.provenance().orderId()).isEqualTo("order-1");
            });
    run.play(ordered("o3", T0 + DAY, order));
    assertThat(run.tasks()).isEmpty();
    run.play(ordered("o4", T0 + 2 * DAY, lift("order-1", order.subject())));
    assertThat(run.restrictions()).isEmpty();
  }

  @Test
  void an_order_that_is_lifted_asks_nobody_any_more() {
    CreatorSignal.Order order =
        new CreatorSignal.Order(
            "order-1",
            OrderOperation.APPLY,
            SubjectRef.creator(CreatorRun.CREATOR),
            new Remedy("TERMINATE_ACCOUNT", null, List.of(), List.of()),
            OrderBasis.OTHER,
            "a court's order",
            T0 + HOUR,
            null);
    run.play(ordered("o1", T0, order));
    run.play(ordered("o2", T0 + 20_000, lift("order-1", order.subject())));

    assertThat(run.tasks()).isEmpty();
    assertThat(lastTask().status()).isEqualTo(Status.WITHDRAWN);
  }

  private static CreatorSignal.Order lift(String id, SubjectRef subject) {
    return new CreatorSignal.Order(
        id,
        OrderOperation.LIFT,
        subject,
        null,
        OrderBasis.OTHER,
        "a court's order",
        T0 + HOUR,
        null);
  }

  @Test
  void what_a_reviewer_made_of_a_freeze_outlives_more_strikes_and_falls_with_its_own() {
    run.play(
        published("e-0", "c-0", T0, "harassment", 0.85),
        published("e-1", "c-1", T0 + DAY, "harassment", 0.85));
    EnforcementAction freeze =
        run.out.actions().stream()
            .filter(a -> a.action() == ActionType.UPLOAD_FREEZE)
            .findFirst()
            .orElseThrow();
    run.play(modified("m", T0 + 2 * DAY, freeze.decisionId(), "RATE_LIMIT_UPLOADS", "reviewer-1"));
    assertThat(run.restrictions())
        .extracting(Restriction::action)
        .contains(ActionType.RATE_LIMIT_UPLOADS)
        .doesNotContain(ActionType.UPLOAD_FREEZE);

    run.play(published("e-2", "c-2", T0 + 3 * DAY, "harassment", 0.85));

    assertThat(run.restrictions())
        .extracting(Restriction::action)
        .contains(ActionType.RATE_LIMIT_UPLOADS, ActionType.UPLOAD_FREEZE);
    String first =
        run.out.actions().stream()
            .filter(a -> a.subject().id().equals("c-1"))
            .findFirst()
            .orElseThrow()
            .decisionId();
    run.play(reviewed("o", T0 + 4 * DAY, first, ReviewOutcome.OVERTURN));

    assertThat(run.restrictions())
        .extracting(Restriction::action)
        .doesNotContain(ActionType.RATE_LIMIT_UPLOADS);
  }

  @Test
  void what_happens_under_a_hold_says_until_when_data_is_preserved() {
    CreatorSignal.Order hold =
        new CreatorSignal.Order(
            "hold-1",
            OrderOperation.HOLD,
            new SubjectRef(SubjectType.TRACK, "c-1", 1),
            null,
            OrderBasis.TCO_ARTICLE_3,
            "an order",
            T0 + HOUR,
            T0 + 180 * DAY);
    run.play(ordered("h", T0, hold));
    run.play(hate("1", T0 + 20_000));
    run.play(
        ordered(
            "r",
            T0 + 40_000,
            new CreatorSignal.Order(
                "hold-1",
                OrderOperation.RELEASE,
                hold.subject(),
                null,
                OrderBasis.TCO_ARTICLE_3,
                "an order",
                T0 + HOUR,
                null)));
    run.play(hate("2", T0 + 60_000));

    assertThat(run.out.actions())
        .filteredOn(a -> a.subject().id().startsWith("c-"))
        .extracting(EnforcementAction::preserveUntil)
        .containsExactly(T0 + 180 * DAY, null);
  }

  @Test
  void a_restriction_is_renewed_when_less_than_half_of_its_time_is_left() {
    // Uploads of a flood, of which each asks for a minute of rate limit.
    for (int i = 0; i < 5; i++) {
      run.play(published("f" + i, "f" + i, T0 + i));
    }
    List<Activity> flood = new java.util.ArrayList<>();
    for (int i = 0; i < 40; i++) {
      flood.add(published("g" + i, "g" + i, T0 + 10_000 + i * 4_000L));
    }
    run.play(flood);

    List<ActionEvent> types =
        run.out.actions().stream()
            .filter(a -> a.action() == ActionType.RATE_LIMIT_UPLOADS)
            .map(EnforcementAction::type)
            .toList();
    assertThat(types).startsWith(ActionEvent.APPLIED, ActionEvent.EXTENDED);
    assertThat(types).filteredOn(t -> t == ActionEvent.EXTENDED).hasSizeBetween(3, 6);
  }
}
