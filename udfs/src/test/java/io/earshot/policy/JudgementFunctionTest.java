package io.earshot.policy;

import static io.earshot.testing.TestData.MODELS;
import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.bundleText;
import static io.earshot.testing.TestData.changed;
import static io.earshot.testing.TestData.published;
import static io.earshot.testing.TestData.reported;
import static io.earshot.testing.TestData.reviewed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.policy.DecisionAudit.Verdict;
import io.earshot.risk.Activity;
import io.earshot.risk.LateEvent;
import io.earshot.testing.Harnesses;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The creator's window as an operator on RocksDB. */
@SuppressWarnings("try") // harnesses close with Exception, InterruptedException included
class JudgementFunctionTest {

  private static final long WINDOW = 10_000;
  private static final PolicySource POLICIES = new PolicySource("test", bundleText(), MODELS);
  private static final String DECISION = "7c70f2d3-7388-5850-8391-0c60e207da95";

  private static KeyedBroadcastOperatorTestHarness<String, Activity, PolicyChange, Judgement> open(
      @Nullable OperatorSubtaskState snapshot) throws Exception {
    return Harnesses.open(
        new JudgementFunction(POLICIES, WINDOW, Duration.ofDays(1)),
        List.of(PolicyControlFunction.CHANGES),
        Activity::creatorId,
        snapshot,
        1,
        0);
  }

  private static void send(
      KeyedBroadcastOperatorTestHarness<String, Activity, PolicyChange, Judgement> harness,
      Activity... activities)
      throws Exception {
    for (Activity activity : activities) {
      harness.processElement(activity, activity.eventTime());
    }
  }

  private static void publish(
      KeyedBroadcastOperatorTestHarness<String, Activity, PolicyChange, Judgement> harness,
      PolicyChange change)
      throws Exception {
    harness.processBroadcastElement(change, change.publishedAt());
  }

  private static PolicyChange bundle(String id, String threshold, long effectiveAt) {
    return new PolicyChange(
        id,
        PolicyChange.Operation.BUNDLE,
        bundleText()
            .replace("version: 1.0.0\npolicies", "version: " + id + "\npolicies")
            .replace("text.hate >= 0.9", "text.hate >= " + threshold),
        "",
        effectiveAt,
        T0);
  }

  private static List<ActionType> actions(
      KeyedBroadcastOperatorTestHarness<String, Activity, PolicyChange, Judgement> harness) {
    return harness.extractOutputValues().stream()
        .flatMap(judgement -> judgement.decisions().stream())
        .map(Decision::action)
        .toList();
  }

  @Test
  void a_window_closes_with_the_watermark_that_passes_its_last_millisecond() throws Exception {
    try (var harness = open(null)) {
      send(harness, published("e1", "c1", T0, "hate", 0.95), published("e2", "c2", T0 + 1));
      harness.watermark(T0 + WINDOW - 2);
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.watermark(T0 + WINDOW - 1);

      assertThat(harness.extractOutputValues())
          .extracting(Judgement::eventId)
          .containsExactly("e1");
      assertThat(Harnesses.side(harness, JudgementFunction.AUDITS))
          .extracting(DecisionAudit::triggerEventId, DecisionAudit::verdict)
          .containsExactly(tuple("e2", Verdict.ALLOW));
    }
  }

  @Test
  void content_and_reports_behind_their_window_are_late_and_change_nothing() throws Exception {
    try (var harness = open(null)) {
      harness.watermark(T0 + WINDOW - 1);
      send(
          harness,
          published("e1", "c1", T0 + WINDOW - 1, "hate", 0.95),
          reported("r1", T0 + 1, "c1", "HAT.HATE"));
      harness.watermark(T0 + 10 * WINDOW);

      assertThat(Harnesses.side(harness, JudgementFunction.LATE))
          .extracting(LateEvent::eventId, LateEvent::windowEnd)
          .containsExactly(tuple("e1", T0 + WINDOW), tuple("r1", T0 + WINDOW));
      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(Harnesses.side(harness, JudgementFunction.AUDITS)).isEmpty();
    }
  }

  @Test
  void what_people_decide_behind_its_window_counts_in_the_next_one() throws Exception {
    try (var harness = open(null)) {
      harness.watermark(T0 + WINDOW - 1);
      send(
          harness,
          reviewed("r", T0 + 1, DECISION, ReviewOutcome.OVERTURN),
          changed("a", T0 + 2, new AccountChange(T0, null, true)));
      harness.watermark(T0 + 2 * WINDOW - 1);

      assertThat(Harnesses.side(harness, JudgementFunction.LATE)).isEmpty();
      assertThat(harness.extractOutputValues())
          .extracting(Judgement::eventId, Judgement::windowEnd)
          .containsExactly(tuple("r", T0 + 2 * WINDOW), tuple("a", T0 + 2 * WINDOW));
      assertThat(Harnesses.side(harness, JudgementFunction.AUDITS)).isEmpty();
    }
  }

  @Test
  void windows_open_at_a_snapshot_close_after_it() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = open(null)) {
      send(harness, published("e1", "c1", T0, "hate", 0.95));
      harness.watermark(T0 + 1);
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = open(snapshot)) {
      send(harness, published("e2", "c1", T0 + 5, "hate", 0.95));
      harness.watermark(T0 + WINDOW - 1);

      assertThat(harness.extractOutputValues())
          .extracting(Judgement::eventId)
          .containsExactly("e1", "e2");
    }
  }

  @Test
  void each_event_is_decided_by_the_bundle_of_its_own_time() throws Exception {
    try (var harness = open(null)) {
      publish(harness, bundle("2", "0.5", T0 + 5_000));
      send(
          harness,
          published("before", "c1", T0 + 4_999, "hate", 0.55),
          published("after", "c2", T0 + 5_000, "hate", 0.55));
      harness.watermark(T0 + WINDOW - 1);

      assertThat(harness.extractOutputValues())
          .extracting(Judgement::eventId, judgement -> judgement.bundle().version())
          .containsExactly(tuple("after", "2"));
    }
  }

  @Test
  void a_bundle_takes_no_effect_before_it_was_published() throws Exception {
    PolicyChange backdated = bundle("2", "0.5", T0 - 1_000_000);
    try (var harness = open(null)) {
      publish(harness, backdated);
      send(
          harness,
          published("before", "c1", T0 - 1, "hate", 0.55),
          published("after", "c2", T0, "hate", 0.55));
      harness.watermark(T0 + WINDOW - 1);

      assertThat(harness.extractOutputValues())
          .extracting(Judgement::eventId)
          .containsExactly("after");
    }
  }

  @Test
  void bundles_in_any_order_of_arrival_and_after_a_restore_give_equal_decisions() throws Exception {
    PolicyChange second = bundle("2", "0.5", T0 + 2_000);
    PolicyChange third = bundle("3", "0.99", T0 + 6_000);
    Activity[] history = {
      published("e1", "c1", T0 + 1_000, "hate", 0.55),
      published("e2", "c2", T0 + 3_000, "hate", 0.55),
      published("e3", "c3", T0 + 7_000, "hate", 0.95),
    };
    List<Judgement> expected;
    try (var harness = open(null)) {
      publish(harness, second);
      publish(harness, third);
      send(harness, history);
      harness.watermark(T0 + WINDOW - 1);
      expected = harness.extractOutputValues();
    }
    OperatorSubtaskState snapshot;
    try (var harness = open(null)) {
      publish(harness, third);
      publish(harness, second);
      publish(harness, second);
      send(harness, history[2], history[0]);
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = open(snapshot)) {
      send(harness, history[1]);
      harness.watermark(T0 + WINDOW - 1);

      assertThat(harness.extractOutputValues()).isEqualTo(expected);
      assertThat(expected)
          .extracting(judgement -> judgement.bundle().version())
          .containsExactly("2", "3");
    }
  }

  @Test
  void a_paused_policy_sends_what_it_would_do_to_a_human_until_it_is_resumed() throws Exception {
    try (var harness = open(null)) {
      publish(
          harness,
          new PolicyChange("p", PolicyChange.Operation.PAUSE, "", "HAT.HATE", T0 + 2_000, T0));
      publish(
          harness,
          new PolicyChange("r", PolicyChange.Operation.RESUME, "", "HAT.HATE", T0 + 6_000, T0));
      send(
          harness,
          published("e1", "c1", T0 + 1_000, "hate", 0.95),
          published("e2", "c2", T0 + 3_000, "hate", 0.95),
          published("e3", "c3", T0 + 7_000, "hate", 0.95));
      harness.watermark(T0 + WINDOW - 1);

      assertThat(actions(harness))
          .containsExactly(ActionType.REMOVE, ActionType.SEND_TO_REVIEW, ActionType.REMOVE);
      Decision paused = harness.extractOutputValues().get(1).decisions().get(0);
      assertThat(paused.asked()).isEqualTo(ActionType.REMOVE);
      assertThat(paused.comparisons()).contains(Pauses.COMPARISON);
    }
  }

  @Test
  void the_kill_switch_stops_every_policy() throws Exception {
    try (var harness = open(null)) {
      publish(harness, new PolicyChange("p", PolicyChange.Operation.PAUSE, "", "", T0, T0));
      send(
          harness,
          published("e1", "c1", T0 + 1_000, "hate", 0.95),
          published("e2", "c2", T0 + 3_000, "violence", 0.95));
      harness.watermark(T0 + WINDOW - 1);

      assertThat(actions(harness)).containsOnly(ActionType.SEND_TO_REVIEW);
    }
  }

  @Test
  void an_overturned_decision_leaves_no_trace_in_the_profile() throws Exception {
    OperatorSubtaskState clean;
    OperatorSubtaskState overturned;
    try (var harness = open(null)) {
      send(harness, published("e1", "c1", T0, "hate", 0.95));
      harness.watermark(T0 + WINDOW - 1);
      String decision = harness.extractOutputValues().get(0).decisions().get(0).decisionId();
      send(harness, reviewed("r", T0 + WINDOW + 1, decision, ReviewOutcome.OVERTURN));
      harness.watermark(T0 + 2 * WINDOW - 1);
      overturned = harness.snapshot(1, 1);
    }
    try (var harness = open(null)) {
      send(harness, published("e1", "c1", T0));
      harness.watermark(T0 + 2 * WINDOW - 1);
      clean = harness.snapshot(1, 1);
    }
    assertThat(massOfNext(overturned)).isEqualTo(massOfNext(clean));
  }

  @Test
  void an_erasure_removes_the_profile_and_its_audit_says_so() throws Exception {
    try (var harness = open(null)) {
      send(
          harness,
          published("e1", "c1", T0, "hate", 0.95),
          changed("a", T0 + 1, new AccountChange(T0 - 1, null, false)));
      harness.watermark(T0 + WINDOW - 1);
      assertThat(profiles(harness)).isEqualTo(1);

      send(harness, changed("erase", T0 + WINDOW + 1, new AccountChange(null, null, true)));
      harness.watermark(T0 + 2 * WINDOW - 1);

      assertThat(profiles(harness)).isZero();
      // Enforcement forgets too, and makes the audit.
      assertThat(harness.extractOutputValues())
          .filteredOn(judgement -> judgement.eventId().equals("erase"))
          .extracting(Judgement::note)
          .singleElement()
          .asString()
          .matches("profile erased: [1-9]\\d+ bytes before, 0 after");
    }
  }

  /** How many creators have a profile in the state. */
  private static long profiles(
      KeyedBroadcastOperatorTestHarness<String, Activity, PolicyChange, Judgement> harness) {
    try (Stream<?> keys =
        ((AbstractStreamOperator<?>) harness.getOperator())
            .getKeyedStateBackend()
            .getKeys(JudgementFunction.PROFILE, VoidNamespace.INSTANCE)) {
      return keys.count();
    }
  }

  private static List<Facts.Fact> massOfNext(OperatorSubtaskState snapshot) throws Exception {
    try (var harness = open(snapshot)) {
      send(harness, published("next", "c9", T0 + 3 * WINDOW, "violence", 0.95));
      harness.watermark(T0 + 4 * WINDOW - 1);
      return harness.extractOutputValues().get(0).facts();
    }
  }
}
