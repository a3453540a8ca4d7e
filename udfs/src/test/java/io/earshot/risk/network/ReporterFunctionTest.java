package io.earshot.risk.network;

import static io.earshot.testing.TestData.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.Report;
import io.earshot.intake.CreatorSignal.ReportAnswer;
import io.earshot.intake.CreatorSignal.ReportSource;
import io.earshot.intake.SourceRef;
import io.earshot.intake.SubjectRef;
import io.earshot.intake.SubjectType;
import io.earshot.risk.Activity;
import io.earshot.risk.ReporterStanding;
import io.earshot.testing.Harnesses;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stage of reporters, as an operator. */
@SuppressWarnings("try") // Flink declares an exception that none of its close methods throws
class ReporterFunctionTest {

  private static final long WINDOW = 10_000;

  private static ArrivedSignal arrived(CreatorSignal signal) {
    return new ArrivedSignal(signal, new SourceRef("reports", 0, signal.eventTime()));
  }

  private static ArrivedSignal report(String id, String reporter, long time) {
    return report(id, reporter, time, null);
  }

  private static ArrivedSignal answer(String id, String about, boolean upheld, long time) {
    return report(id, "ada", time, new ReportAnswer(about, upheld));
  }

  private static ArrivedSignal report(
      String id, String reporter, long time, @Nullable ReportAnswer answer) {
    SubjectRef target = new SubjectRef(SubjectType.TRACK, "track-" + id, 1);
    return arrived(
        CreatorSignal.of(
            id,
            "creator-1",
            time,
            new Report(reporter, target, "HAT.HATE", ReportSource.USER_REPORT, null, answer)));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, ArrivedSignal, Activity> open(
      @Nullable OperatorSubtaskState snapshot) throws Exception {
    return Harnesses.open(new ReporterFunction(WINDOW), ReporterFunction::key, snapshot);
  }

  private static ReporterStanding standing(Activity activity) {
    return Objects.requireNonNull(Objects.requireNonNull(activity.insight()).reporter());
  }

  @Test
  void a_report_carries_what_was_known_at_its_time_and_not_what_came_later() throws Exception {
    try (var harness = open(null)) {
      harness.processElement(report("r2", "ada", T0 + 3), T0);
      harness.processElement(answer("a1", "r1", true, T0 + 2), T0);
      harness.processElement(report("r1", "ada", T0 + 1), T0);
      harness.processElement(report("other", "bob", T0 + 4), T0);
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.processWatermark(T0 + WINDOW - 1);

      assertThat(harness.extractOutputValues())
          .extracting(
              Activity::eventId,
              a -> standing(a).answered(),
              a -> standing(a).upheld(),
              a -> standing(a).firstReportAt() - T0)
          .containsExactlyInAnyOrder(
              tuple("r1", 0, 0, 1L),
              tuple("a1", 1, 1, 1L),
              tuple("r2", 1, 1, 1L),
              tuple("other", 0, 0, 4L));
    }
  }

  @Test
  void what_it_says_of_a_window_is_said_before_the_watermark_that_closes_it() throws Exception {
    try (var harness = open(null)) {
      harness.processElement(report("r1", "ada", T0), T0);
      harness.processWatermark(T0 + WINDOW - 1);

      assertThat(List.copyOf(harness.getOutput()))
          .extracting(Object::getClass)
          .extracting(Class::getSimpleName)
          .containsExactly("StreamRecord", "Watermark");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void the_order_of_arrival_and_a_restart_change_nothing(long seed) throws Exception {
    List<ArrivedSignal> events = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String reporter = i % 3 == 0 ? "ada" : "bob";
      long time = T0 + i * 900L;
      events.add(
          i % 5 == 4
              ? report("e" + i, reporter, time, new ReportAnswer("e" + i / 2, i % 2 == 0))
              : report("e" + i, reporter, time));
    }
    List<Activity> inOrder = run(events, 0);
    List<ArrivedSignal> shuffled = new ArrayList<>(events);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(run(shuffled, 10 + (int) seed)).containsExactlyInAnyOrderElementsOf(inOrder);
  }

  /** Runs over all events, with a restart after so many. */
  private static List<Activity> run(List<ArrivedSignal> events, int first) throws Exception {
    OperatorSubtaskState snapshot;
    List<Activity> said;
    try (var harness = open(null)) {
      for (ArrivedSignal event : events.subList(0, first)) {
        harness.processElement(event, T0);
      }
      said = new ArrayList<>(harness.extractOutputValues());
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = open(snapshot)) {
      for (ArrivedSignal event : events.subList(first, events.size())) {
        harness.processElement(event, T0);
      }
      harness.processWatermark(Long.MAX_VALUE);
      said.addAll(harness.extractOutputValues());
    }
    return said;
  }

  @Test
  void a_report_that_is_too_late_goes_on_at_once_and_an_answer_counts_in_the_next_window()
      throws Exception {
    try (var harness = open(null)) {
      harness.processElement(report("r1", "ada", T0), T0);
      harness.processWatermark(T0 + 2 * WINDOW);
      harness.processElement(report("late", "ada", T0 + 1), T0);
      assertThat(harness.extractOutputValues()).extracting(Activity::eventId).contains("late");

      harness.processElement(answer("a1", "r1", false, T0 + 2), T0);
      harness.processElement(report("r2", "ada", T0 + 2 * WINDOW + 1), T0);
      harness.processWatermark(T0 + 3 * WINDOW - 1);

      assertThat(harness.extractOutputValues())
          .filteredOn(activity -> activity.eventId().equals("r2"))
          .singleElement()
          .satisfies(activity -> assertThat(standing(activity).unfounded()).isEqualTo(1));
    }
  }

  @Test
  void erasure_of_the_account_removes_all_that_is_known_of_it_as_a_reporter() throws Exception {
    try (var harness = open(null)) {
      harness.processElement(report("r1", "ada", T0), T0);
      harness.processElement(report("r2", "bob", T0), T0);
      harness.processWatermark(T0 + WINDOW - 1);
      assertThat(Harnesses.keys(harness, "known")).isEqualTo(2);

      ArrivedSignal erase =
          arrived(CreatorSignal.of("x", "ada", T0 + WINDOW, new AccountChange(null, null, true)));
      assertThat(ReporterFunction.isErasure(erase)).isTrue();
      harness.processElement(erase, T0);
      harness.processWatermark(T0 + 2 * WINDOW - 1);

      assertThat(Harnesses.keys(harness, "known")).isEqualTo(1);
      assertThat(harness.extractOutputValues()).hasSize(2);
    }
  }
}
