package io.earshot.risk.network;

import static io.earshot.testing.TestData.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.AccountSignal;
import io.earshot.risk.Activity;
import io.earshot.risk.network.SignalNote.Word;
import io.earshot.testing.Harnesses;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stage of values that accounts share, as an operator. */
@SuppressWarnings("try") // Flink declares an exception that none of its close methods throws
class SignalFunctionTest {

  private static final long WINDOW = 10_000;

  private static SignalNote note(AccountSignal.Type type, int account, long time, long closedAt) {
    return new SignalNote(type + ":v", type, "m" + account, time, time, Word.KNOWN, closedAt, 0, 0);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, SignalNote, Activity> open(
      @Nullable OperatorSubtaskState snapshot) throws Exception {
    return Harnesses.open(new SignalFunction(WINDOW), SignalNote::key, snapshot);
  }

  /** What is said of 500 accounts in three windows, four of which are closed in the second. */
  private static List<Activity> ring(@Nullable Random order) throws Exception {
    List<Activity> said = new ArrayList<>();
    OperatorSubtaskState snapshot = null;
    for (int window = 0; window < 3; window++) {
      List<SignalNote> notes = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        long time = T0 + window * WINDOW + i;
        if (window != 1 && i % 2 == window / 2) {
          notes.add(note(AccountSignal.Type.PAYOUT, i, time, 0));
        } else if (window == 1 && i % 120 == 0 && i > 0) {
          notes.add(note(AccountSignal.Type.PAYOUT, i, time, time));
        }
      }
      if (order != null) {
        Collections.shuffle(notes, order);
      }
      try (var harness = open(snapshot)) {
        for (SignalNote note : notes) {
          harness.processElement(note, note.time());
        }
        harness.processWatermark(T0 + (window + 1) * WINDOW - 1);
        said.addAll(harness.extractOutputValues());
        snapshot = harness.snapshot(1, 1);
      }
    }
    return said;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void the_order_of_arrival_and_restarts_change_nothing_for_a_ring_of_500(long seed)
      throws Exception {
    List<Activity> inOrder = ring(null);
    assertThat(inOrder).hasSizeGreaterThan(500);
    assertThat(ring(new Random(seed))).isEqualTo(inOrder);
  }

  @Test
  void accounts_of_a_provider_are_not_kept_until_the_window_closes() throws Exception {
    OperatorSubtaskState common;
    try (var harness = open(null)) {
      for (int i = 0; i <= Roster.MOST; i++) {
        harness.processElement(note(AccountSignal.Type.IP_PREFIX, i, T0 + i, 0), T0 + i);
      }
      assertThat(harness.numEventTimeTimers()).isEqualTo(1);
      harness.processWatermark(T0 + WINDOW - 1);
      for (int i = 0; i < 5_000; i++) {
        long time = T0 + WINDOW + i;
        harness.processElement(note(AccountSignal.Type.IP_PREFIX, 1_000 + i, time, time), time);
      }
      assertThat(harness.numEventTimeTimers()).isZero();
      harness.processWatermark(T0 + 2 * WINDOW - 1);
      assertThat(harness.extractOutputValues()).isEmpty();
      common = harness.snapshot(1, 1);
    }
    // A year and more without anybody, and it is a value like any other.
    try (var harness = open(common)) {
      long later = T0 + Roster.RETENTION.plusDays(31).toMillis();
      harness.processElement(note(AccountSignal.Type.IP_PREFIX, 1, later, later), later);
      harness.processElement(note(AccountSignal.Type.IP_PREFIX, 2, later, 0), later);
      harness.processWatermark(later + WINDOW);
      assertThat(harness.extractOutputValues())
          .singleElement()
          .extracting("creatorId")
          .isEqualTo("m2");
    }
  }
}
