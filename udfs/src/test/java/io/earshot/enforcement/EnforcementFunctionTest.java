package io.earshot.enforcement;

import static io.earshot.testing.TestData.MODELS;
import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.book;
import static io.earshot.testing.TestData.bundleText;
import static io.earshot.testing.TestData.changed;
import static io.earshot.testing.TestData.content;
import static io.earshot.testing.TestData.published;
import static io.earshot.testing.TestData.reviewed;
import static io.earshot.testing.TestData.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.enforcement.EnforcementFunction.Ending;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.policy.ActionType;
import io.earshot.policy.Comparison;
import io.earshot.policy.ContentFacts;
import io.earshot.policy.Decision;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.DecisionAudit.Verdict;
import io.earshot.policy.PolicyBook;
import io.earshot.policy.PolicyChange;
import io.earshot.policy.PolicyControlFunction;
import io.earshot.policy.PolicySource;
import io.earshot.risk.Activity;
import io.earshot.testing.Harnesses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The creator's ledgers as an operator on RocksDB. */
@SuppressWarnings("try") // harnesses close with Exception, InterruptedException included
class EnforcementFunctionTest {

  private static final long WINDOW = 10_000;
  private static final PolicySource SOURCE = new PolicySource("test", bundleText(), MODELS);
  private static final PolicyBook POLICIES = book(bundleText());

  private static KeyedBroadcastOperatorTestHarness<String, Matter, PolicyChange, EnforcementAction>
      open(@Nullable OperatorSubtaskState snapshot) throws Exception {
    return open(snapshot, Ending.ON_TIME, 1, 0);
  }

  private static KeyedBroadcastOperatorTestHarness<String, Matter, PolicyChange, EnforcementAction>
      open(@Nullable OperatorSubtaskState snapshot, Ending ending, int parallelism, int subtask)
          throws Exception {
    return Harnesses.open(
        new EnforcementFunction(SOURCE, WINDOW, ending, Duration.ofDays(1)),
        List.of(PolicyControlFunction.CHANGES),
        Matter::creatorId,
        snapshot,
        parallelism,
        subtask);
  }

  private static void send(
      KeyedBroadcastOperatorTestHarness<String, Matter, PolicyChange, EnforcementAction> harness,
      List<Matter> matters)
      throws Exception {
    for (Matter matter : matters) {
      harness.processElement(matter, matter.windowEnd() - 1);
    }
  }

  private static void send(
      KeyedBroadcastOperatorTestHarness<String, Matter, PolicyChange, EnforcementAction> harness,
      Activity... activities)
      throws Exception {
    send(harness, Matters.of(POLICIES, List.of(activities)));
  }

  private static List<ActionEvent> types(
      KeyedBroadcastOperatorTestHarness<String, Matter, PolicyChange, EnforcementAction> harness) {
    return harness.extractOutputValues().stream().map(EnforcementAction::type).toList();
  }

  private static Activity threat() {
    return published("e1", "c1", T0, "violence", 0.95);
  }

  /** The first decision about an activity. */
  private static Decision decision(Activity activity) {
    Matter matter = Matters.of(POLICIES, List.of(activity)).get(0);
    return Objects.requireNonNull(matter.judgement()).decisions().get(0);
  }

  /** What the express lane says about {@link #threat}. */
  private static ExpressReceipt receipt() {
    Decision decision = decision(threat());
    return new ExpressReceipt(
        decision, ContentFacts.of(content("e1", "c1", 1, "creator-1", T0)), T0 + WINDOW);
  }

  @Test
  void a_window_is_folded_by_the_watermark_that_passes_its_last_millisecond() throws Exception {
    try (var harness = open(null)) {
      send(harness, published("e1", "c1", T0, "hate", 0.95));
      harness.watermark(T0 + WINDOW - 2);
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.watermark(T0 + WINDOW - 1);

      assertThat(types(harness)).contains(ActionEvent.APPLIED);
      assertThat(Harnesses.side(harness, EnforcementFunction.AUDITS)).hasSize(1);
      assertThat(Harnesses.side(harness, EnforcementFunction.STATES)).isNotEmpty();
    }
  }

  @Test
  void erasure_leaves_no_ledger_of_a_creator_where_nothing_is_in_force() throws Exception {
    try (var harness = open(null)) {
      Activity hateful = published("e1", "c1", T0, "hate", 0.95);
      send(harness, hateful);
      harness.watermark(T0 + WINDOW - 1);
      send(
          harness,
          reviewed("r", T0 + WINDOW, decision(hateful).decisionId(), ReviewOutcome.OVERTURN));
      harness.watermark(T0 + 2 * WINDOW - 1);
      assertThat(creators(harness)).isEqualTo(1);

      send(harness, changed("erase", T0 + 2 * WINDOW, new AccountChange(null, null, true)));
      harness.watermark(T0 + 3 * WINDOW - 1);

      assertThat(creators(harness)).isZero();
    }
  }

  /** How many creators have a ledger in the state. */
  private static long creators(
      KeyedBroadcastOperatorTestHarness<String, Matter, PolicyChange, EnforcementAction> harness) {
    try (Stream<?> keys =
        ((AbstractStreamOperator<?>) harness.getOperator())
            .getKeyedStateBackend()
            .getKeys(EnforcementFunction.creatorState().getName(), VoidNamespace.INSTANCE)) {
      return keys.count();
    }
  }

  @Test
  void a_restriction_ends_in_time_after_a_restore() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = open(null)) {
      send(harness, threat());
      harness.watermark(T0 + WINDOW - 1);
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = open(snapshot)) {
      harness.watermark(T0 + WINDOW + 120_000 - 2);
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.watermark(T0 + WINDOW + 120_000 - 1);

      assertThat(types(harness)).containsExactly(ActionEvent.EXPIRED);
      assertThat(harness.extractOutputValues().get(0).effectiveAt())
          .isEqualTo(T0 + WINDOW + 120_000);
    }
  }

  @Test
  void what_was_over_during_downtime_ends_at_its_own_time_when_the_job_is_back() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = open(null)) {
      send(harness, threat());
      harness.watermark(T0 + WINDOW - 1);
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = open(snapshot)) {
      send(harness, published("e2", "c2", T0 + 3_600_000, "hate", 0.95));
      harness.watermark(T0 + 3_600_000 + WINDOW);

      assertThat(harness.extractOutputValues())
          .extracting(EnforcementAction::type, EnforcementAction::effectiveAt)
          .startsWith(
              tuple(ActionEvent.EXPIRED, T0 + WINDOW + 120_000),
              tuple(ActionEvent.APPLIED, T0 + 3_600_000 + WINDOW));
    }
  }

  @Test
  void the_end_of_input_closes_windows_and_ends_no_restriction_behind_them() throws Exception {
    try (var harness = open(null)) {
      send(harness, threat());
      harness.watermark(Long.MAX_VALUE);

      assertThat(types(harness)).containsExactly(ActionEvent.APPLIED);
    }
  }

  @Test
  void a_job_that_was_drained_goes_on_from_its_savepoint_with_all_its_timers() throws Exception {
    OperatorSubtaskState drained;
    try (var harness = open(null)) {
      send(harness, threat());
      harness.watermark(Long.MAX_VALUE);
      drained = harness.snapshot(1, 1);
    }
    try (var harness = open(drained)) {
      harness.setProcessingTime(1_000);
      harness.watermark(T0 + WINDOW + 120_000 - 1);

      assertThat(types(harness)).containsExactly(ActionEvent.EXPIRED);
    }
  }

  @Test
  void a_replay_gives_the_same_however_far_the_watermark_came_before_its_end() throws Exception {
    Activity[] history = {
      published("e1", "c1", T0, "harassment", 0.85),
      published("e2", "c2", T0 + 20_000, "violence", 0.95),
      published("e3", "c1", T0 + 200_000, "harassment", 0.85),
    };
    try (var slow = open(null, Ending.WITH_NEXT_WINDOW, 1, 0);
        var fast = open(null, Ending.WITH_NEXT_WINDOW, 1, 0)) {
      for (Activity activity : history) {
        send(slow, Matters.of(POLICIES, List.of(activity)));
        slow.watermark(activity.eventTime() - 1);
      }
      slow.watermark(T0 + 10_000_000);
      slow.watermark(Long.MAX_VALUE);
      for (Activity activity : history) {
        send(fast, Matters.of(POLICIES, List.of(activity)));
      }
      fast.watermark(Long.MAX_VALUE);

      assertThat(fast.extractOutputValues()).isEqualTo(slow.extractOutputValues());
      assertThat(types(fast)).contains(ActionEvent.EXPIRED);
    }
  }

  @Test
  void any_order_of_arrival_before_the_watermark_gives_equal_outputs() throws Exception {
    List<Matter> all = Matters.of(POLICIES, history());
    List<EnforcementAction> expected = null;
    List<DecisionAudit> expectedAudits = null;
    for (int seed = 0; seed < 5; seed++) {
      List<Matter> shuffled = new ArrayList<>(all);
      Collections.shuffle(shuffled, new Random(seed));
      try (var harness = open(null)) {
        send(harness, shuffled);
        for (long w = T0; w < T0 + 20 * WINDOW; w += 3_000 + seed * 1_000) {
          harness.watermark(w);
        }
        harness.watermark(T0 + 20 * WINDOW);
        List<EnforcementAction> actions = byCreator(harness.extractOutputValues());
        List<DecisionAudit> audits =
            Harnesses.side(harness, EnforcementFunction.AUDITS).stream()
                .sorted(Comparator.comparing(DecisionAudit::auditId))
                .toList();
        if (expected != null) {
          assertThat(actions).isEqualTo(expected);
          assertThat(audits).isEqualTo(expectedAudits);
        }
        expected = actions;
        expectedAudits = audits;
      }
    }
    assertThat(expectedAudits).hasSameSizeAs(all);
  }

  @Test
  void two_subtasks_continue_the_snapshot_of_one() throws Exception {
    List<Matter> all = Matters.of(POLICIES, history());
    long half = T0 + 5 * WINDOW;
    List<EnforcementAction> expected;
    try (var harness = open(null)) {
      send(harness, all);
      harness.watermark(T0 + 20 * WINDOW);
      expected = byCreator(harness.extractOutputValues());
    }

    List<EnforcementAction> actual = new ArrayList<>();
    OperatorSubtaskState snapshot;
    try (var harness = open(null)) {
      send(harness, all);
      harness.watermark(half);
      actual.addAll(harness.extractOutputValues());
      snapshot = harness.snapshot(1, 1);
    }
    for (int subtask = 0; subtask < 2; subtask++) {
      OperatorSubtaskState part =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              snapshot, Harnesses.KEY_GROUPS, 1, 2, subtask);
      try (var harness = open(part, Ending.ON_TIME, 2, subtask)) {
        harness.watermark(T0 + 20 * WINDOW);
        actual.addAll(harness.extractOutputValues());
      }
    }

    assertThat(byCreator(actual)).isEqualTo(expected);
  }

  @Test
  void a_decision_above_its_limit_goes_to_a_human_and_gives_no_strike() throws Exception {
    Activity hateful = published("e1", "c1", T0, "hate", 0.95);
    Decision decision = decision(hateful);
    try (var harness = open(null)) {
      send(harness, hateful);
      send(
          harness,
          List.of(
              Matter.of(
                  new LimitRefusal(
                      "creator-1",
                      decision.decisionId(),
                      T0 + WINDOW,
                      new Comparison("limit.x", "<", "1", "1", false)))));
      harness.watermark(T0 + WINDOW - 1);

      assertThat(harness.extractOutputValues())
          .extracting(EnforcementAction::type, EnforcementAction::action)
          .containsExactly(tuple(ActionEvent.REFERRED, ActionType.SEND_TO_REVIEW));
      assertThat(Harnesses.side(harness, EnforcementFunction.TASKS))
          .singleElement()
          .satisfies(
              task -> {
                assertThat(task.proposed()).isEqualTo(ActionType.REMOVE);
                assertThat(task.reason()).contains("limit.x 1 is not < 1");
              });
      assertThat(Harnesses.side(harness, EnforcementFunction.AUDITS))
          .extracting(DecisionAudit::verdict)
          .containsExactly(Verdict.REVIEW);
    }
  }

  @Test
  void an_express_action_that_the_window_confirms_is_entered_under_the_same_ids() throws Exception {
    try (var harness = open(null)) {
      send(harness, threat());
      send(harness, List.of(Matter.of(receipt())));
      harness.watermark(T0 + WINDOW - 1);

      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(
              action -> {
                assertThat(action.type()).isEqualTo(ActionEvent.APPLIED);
                assertThat(action.decisionId()).isEqualTo(receipt().decision().decisionId());
              });
    }
  }

  @Test
  void an_express_action_that_the_window_does_not_confirm_is_undone() throws Exception {
    try (var harness = open(null)) {
      // The same event, to which the window's bundle has nothing to say but a review.
      send(harness, published("e1", "c1", T0, "hate", 0.7));
      send(harness, List.of(Matter.of(receipt())));
      harness.watermark(T0 + WINDOW - 1);

      assertThat(harness.extractOutputValues())
          .filteredOn(a -> a.decisionId().equals(receipt().decision().decisionId()))
          .extracting(EnforcementAction::type, EnforcementAction::reasonCode)
          .containsExactly(
              tuple(ActionEvent.APPLIED, null), tuple(ActionEvent.REVERSED, "NOT_CONFIRMED"));
      assertThat(Harnesses.side(harness, EnforcementFunction.STATES))
          .last()
          .satisfies(state -> assertThat(state.effective()).isEmpty());
    }
  }

  @Test
  void an_express_action_on_content_that_came_too_late_is_entered_and_ends_in_time()
      throws Exception {
    try (var harness = open(null)) {
      harness.watermark(T0 + 5 * WINDOW);
      send(harness, List.of(Matter.of(receipt())));
      harness.watermark(T0 + 6 * WINDOW);
      assertThat(types(harness)).containsExactly(ActionEvent.APPLIED);

      send(harness, List.of(Matter.of(receipt())));
      harness.watermark(T0 + 100 * WINDOW);

      assertThat(types(harness)).containsExactly(ActionEvent.APPLIED, ActionEvent.EXPIRED);
      send(harness, List.of(Matter.of(receipt())));
      harness.watermark(T0 + 200 * WINDOW);
      assertThat(types(harness)).containsExactly(ActionEvent.APPLIED, ActionEvent.EXPIRED);
    }
  }

  private static List<Activity> history() {
    Random random = new Random(7);
    String[] labels = {"hate", "harassment", "violence", "spam"};
    Map<String, Activity> all = new LinkedHashMap<>();
    for (int i = 0; i < 60; i++) {
      all.put(
          "e" + i,
          published(
              content(
                  "e" + i,
                  "c" + random.nextInt(12),
                  1,
                  "creator-" + random.nextInt(5),
                  T0 + random.nextInt(150_000)),
              text(labels[random.nextInt(4)], random.nextInt(10) / 9.0)));
    }
    return new ArrayList<>(all.values());
  }

  /** Order is promised by creator only. */
  private static List<EnforcementAction> byCreator(List<EnforcementAction> actions) {
    return actions.stream().sorted(Comparator.comparing(EnforcementAction::creatorId)).toList();
  }
}
