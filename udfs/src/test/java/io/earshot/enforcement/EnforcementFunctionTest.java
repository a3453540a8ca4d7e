package io.earshot.enforcement;

import static io.earshot.testing.TestData.MODELS;
import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.bundleText;
import static io.earshot.testing.TestData.content;
import static io.earshot.testing.TestData.published;
import static io.earshot.testing.TestData.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.policy.PolicySource;
import io.earshot.testing.Harnesses;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The creator's window as an operator on RocksDB. */
@SuppressWarnings("try") // harnesses close with Exception, InterruptedException included
class EnforcementFunctionTest {

  private static final long WINDOW = 10_000;
  private static final PolicySource POLICIES = new PolicySource("test", bundleText(), MODELS);

  private static KeyedOneInputStreamOperatorTestHarness<String, Activity, EnforcementAction> open(
      @Nullable OperatorSubtaskState snapshot) throws Exception {
    return Harnesses.open(new EnforcementFunction(POLICIES, WINDOW), Activity::creatorId, snapshot);
  }

  private static <T> List<T> side(
      KeyedOneInputStreamOperatorTestHarness<String, Activity, EnforcementAction> harness,
      OutputTag<T> tag) {
    ConcurrentLinkedQueue<StreamRecord<T>> records = harness.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  private static void send(
      KeyedOneInputStreamOperatorTestHarness<String, Activity, EnforcementAction> harness,
      Activity... activities)
      throws Exception {
    for (Activity activity : activities) {
      harness.processElement(activity, activity.eventTime());
    }
  }

  private static List<ActionEvent> types(
      KeyedOneInputStreamOperatorTestHarness<String, Activity, EnforcementAction> harness) {
    return harness.extractOutputValues().stream().map(EnforcementAction::type).toList();
  }

  @Test
  void a_window_closes_with_the_watermark_that_passes_its_last_millisecond() throws Exception {
    try (var harness = open(null)) {
      send(harness, published("e1", "c1", T0, "hate", 0.95));
      harness.processWatermark(T0 + WINDOW - 2);
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.processWatermark(T0 + WINDOW - 1);

      assertThat(types(harness)).contains(ActionEvent.APPLIED);
      assertThat(side(harness, EnforcementFunction.AUDITS)).hasSize(1);
      assertThat(side(harness, EnforcementFunction.STATES)).isNotEmpty();
    }
  }

  @Test
  void an_event_behind_its_window_is_late_and_changes_nothing() throws Exception {
    try (var harness = open(null)) {
      harness.processWatermark(T0 + WINDOW - 1);
      send(
          harness,
          published("e1", "c1", T0 + WINDOW - 1, "hate", 0.95),
          published("e2", "c2", T0 + WINDOW));
      harness.processWatermark(T0 + 10 * WINDOW);

      assertThat(side(harness, EnforcementFunction.LATE))
          .singleElement()
          .satisfies(
              late -> {
                assertThat(late.eventId()).isEqualTo("e1");
                assertThat(late.windowEnd()).isEqualTo(T0 + WINDOW);
              });
      assertThat(harness.extractOutputValues()).isEmpty();
      assertThat(side(harness, EnforcementFunction.AUDITS)).hasSize(1);
    }
  }

  @Test
  void windows_open_at_a_snapshot_close_after_it() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = open(null)) {
      send(harness, published("e1", "c1", T0, "hate", 0.95));
      harness.processWatermark(T0 + 1);
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = open(snapshot)) {
      send(harness, published("e2", "c1", T0 + 5, "hate", 0.95));
      harness.processWatermark(T0 + WINDOW - 1);

      assertThat(side(harness, EnforcementFunction.AUDITS))
          .extracting(DecisionAudit::triggerEventId)
          .containsExactly("e1", "e2");
    }
  }

  @Test
  void a_restriction_ends_in_time_after_a_restore() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = open(null)) {
      send(harness, published("e1", "c1", T0, "violence", 0.95));
      harness.processWatermark(T0 + WINDOW - 1);
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = open(snapshot)) {
      harness.processWatermark(T0 + WINDOW + 120_000 - 2);
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.processWatermark(T0 + WINDOW + 120_000 - 1);

      assertThat(types(harness)).containsExactly(ActionEvent.EXPIRED);
      assertThat(harness.extractOutputValues().get(0).effectiveAt())
          .isEqualTo(T0 + WINDOW + 120_000);
    }
  }

  @Test
  void the_end_of_input_closes_windows_and_ends_no_restriction_behind_them() throws Exception {
    try (var harness = open(null)) {
      send(harness, published("e1", "c1", T0, "violence", 0.95));
      harness.processWatermark(Long.MAX_VALUE);

      assertThat(types(harness)).containsExactly(ActionEvent.APPLIED);
    }
  }

  @Test
  void the_end_of_input_gives_what_a_slow_watermark_gives() throws Exception {
    Activity[] history = {
      published("e1", "c1", T0, "harassment", 0.85),
      published("e2", "c2", T0 + 20_000, "violence", 0.95),
      published("e3", "c1", T0 + 200_000, "harassment", 0.85),
    };
    try (var slow = open(null);
        var fast = open(null)) {
      for (Activity activity : history) {
        send(slow, activity);
        slow.processWatermark(activity.eventTime() - 1);
      }
      slow.processWatermark(T0 + 210_000);
      send(fast, history);
      fast.processWatermark(Long.MAX_VALUE);

      assertThat(fast.extractOutputValues()).isEqualTo(slow.extractOutputValues());
      assertThat(types(fast)).contains(ActionEvent.EXPIRED);
    }
  }

  @Test
  void any_order_of_arrival_before_the_watermark_gives_equal_outputs() throws Exception {
    List<Activity> all = history();
    List<EnforcementAction> expected = null;
    List<DecisionAudit> expectedAudits = null;
    for (int seed = 0; seed < 5; seed++) {
      List<Activity> shuffled = new ArrayList<>(all);
      Collections.shuffle(shuffled, new Random(seed));
      try (var harness = open(null)) {
        send(harness, shuffled.toArray(Activity[]::new));
        for (long w = T0; w < T0 + 20 * WINDOW; w += 3_000 + seed * 1_000) {
          harness.processWatermark(w);
        }
        harness.processWatermark(T0 + 20 * WINDOW);
        List<EnforcementAction> actions = byCreator(harness.extractOutputValues());
        List<DecisionAudit> audits =
            side(harness, EnforcementFunction.AUDITS).stream()
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
    List<Activity> all = history();
    long half = T0 + 5 * WINDOW;
    List<EnforcementAction> expected;
    try (var harness = open(null)) {
      send(harness, all.toArray(Activity[]::new));
      harness.processWatermark(T0 + 20 * WINDOW);
      expected = byCreator(harness.extractOutputValues());
    }

    List<EnforcementAction> actual = new ArrayList<>();
    OperatorSubtaskState snapshot;
    try (var harness = open(null)) {
      send(harness, all.toArray(Activity[]::new));
      harness.processWatermark(half);
      actual.addAll(harness.extractOutputValues());
      snapshot = harness.snapshot(1, 1);
    }
    for (int subtask = 0; subtask < 2; subtask++) {
      OperatorSubtaskState part =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              snapshot, Harnesses.KEY_GROUPS, 1, 2, subtask);
      try (var harness =
          Harnesses.open(
              new EnforcementFunction(POLICIES, WINDOW), Activity::creatorId, part, 2, subtask)) {
        harness.processWatermark(T0 + 20 * WINDOW);
        actual.addAll(harness.extractOutputValues());
      }
    }

    assertThat(byCreator(actual)).isEqualTo(expected);
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
