package io.earshot.enforcement;

import static io.earshot.testing.TestData.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.ControlStatus;
import io.earshot.policy.ActionType;
import io.earshot.policy.Limit;
import io.earshot.policy.LimitRequest;
import io.earshot.testing.Harnesses;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Limits of policies across creators, as an operator on RocksDB. */
@SuppressWarnings("try") // harnesses close with Exception, InterruptedException included
class LimitFunctionTest {

  private static final long WINDOW = 10_000;
  private static final long PERIOD = 60_000;

  private static LimitRequest request(int number, int max, String subject, long time) {
    return new LimitRequest(
        "HAT.HATE|REMOVE|*",
        "HAT.HATE",
        new Limit(ActionType.REMOVE, max, PERIOD, Limit.Per.ALL),
        "SE",
        "creator-" + number % 7,
        subject,
        "decision-" + number,
        "event-" + number,
        time,
        Math.floorDiv(time, WINDOW) * WINDOW + WINDOW);
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, LimitRequest, LimitRefusal> open(
      @Nullable OperatorSubtaskState snapshot) throws Exception {
    return Harnesses.open(new LimitFunction(), LimitRequest::key, snapshot);
  }

  private static void send(
      KeyedOneInputStreamOperatorTestHarness<String, LimitRequest, LimitRefusal> harness,
      List<LimitRequest> requests)
      throws Exception {
    for (LimitRequest request : requests) {
      harness.processElement(request, request.windowEnd() - 1);
    }
  }

  private static List<String> refused(
      KeyedOneInputStreamOperatorTestHarness<String, LimitRequest, LimitRefusal> harness) {
    return harness.extractOutputValues().stream().map(LimitRefusal::decisionId).toList();
  }

  @Property(tries = 25)
  void exactly_the_limit_is_granted_whatever_the_order_of_arrival(
      @ForAll @IntRange(min = 0, max = 12) int max, @ForAll long seed) throws Exception {
    Random random = new Random(seed);
    List<LimitRequest> requests = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      requests.add(request(i, max, "TRACK:t" + i, T0 + random.nextInt((int) PERIOD)));
    }
    List<String> expected = null;
    for (int round = 0; round < 3; round++) {
      Collections.shuffle(requests, random);
      try (var harness = open(null)) {
        send(harness, requests);
        harness.processWatermark(T0 + PERIOD - 1);
        List<String> refused = refused(harness);

        assertThat(refused).hasSize(30 - max);
        if (expected != null) {
          assertThat(refused).isEqualTo(expected);
        }
        expected = refused;
      }
    }
  }

  @Test
  void a_subject_counts_once_a_period_and_a_new_period_begins_with_nothing() throws Exception {
    try (var harness = open(null)) {
      send(
          harness,
          List.of(
              request(1, 1, "TRACK:a", T0),
              request(2, 1, "TRACK:a", T0 + 20_000),
              request(3, 1, "TRACK:b", T0 + 30_000),
              request(4, 1, "TRACK:b", T0 + PERIOD)));
      harness.processWatermark(T0 + 2 * PERIOD);

      assertThat(refused(harness)).containsExactly("decision-3");
      assertThat(harness.extractOutputValues().get(0).comparison().toString())
          .isEqualTo("limit.HAT.HATE|REMOVE|* 1 is not < 1");
    }
  }

  @Test
  void a_limit_that_is_reached_says_so_once_a_period() throws Exception {
    try (var harness = open(null)) {
      send(
          harness,
          List.of(
              request(1, 1, "TRACK:a", T0),
              request(2, 1, "TRACK:b", T0 + 1),
              request(3, 1, "TRACK:c", T0 + 20_000),
              request(4, 1, "TRACK:a", T0 + PERIOD),
              request(5, 1, "TRACK:b", T0 + PERIOD + 1)));
      harness.processWatermark(T0 + 2 * PERIOD);

      assertThat(Harnesses.side(harness, LimitFunction.STATUS))
          .extracting(ControlStatus::until)
          .containsExactly(T0 + PERIOD, T0 + 2 * PERIOD);
      assertThat(Harnesses.side(harness, LimitFunction.STATUS))
          .allSatisfy(
              status -> {
                assertThat(status.result()).isEqualTo(ControlStatus.Result.LIMITED);
                assertThat(status.errors().get(0)).contains("HAT.HATE has taken REMOVE on 1");
              });
    }
  }

  @Test
  void a_window_of_an_earlier_period_that_comes_late_does_not_clear_the_count() throws Exception {
    try (var harness = open(null)) {
      send(
          harness,
          List.of(
              request(1, 2, "TRACK:a", T0 + PERIOD), request(2, 2, "TRACK:b", T0 + PERIOD + 1)));
      harness.processWatermark(T0 + PERIOD + WINDOW - 1);
      send(harness, List.of(request(3, 2, "TRACK:c", T0)));
      harness.processWatermark(T0 + PERIOD + WINDOW);
      send(harness, List.of(request(4, 2, "TRACK:d", T0 + PERIOD + WINDOW)));
      harness.processWatermark(T0 + 2 * PERIOD - 1);

      assertThat(refused(harness)).containsExactly("decision-3", "decision-4");
      assertThat(Harnesses.side(harness, LimitFunction.STATUS))
          .extracting(ControlStatus::until)
          .containsExactly(T0 + 2 * PERIOD);
    }
  }

  @Test
  void the_count_goes_on_after_a_restore() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = open(null)) {
      send(harness, List.of(request(1, 2, "TRACK:a", T0), request(2, 2, "TRACK:b", T0 + 10_000)));
      harness.processWatermark(T0 + WINDOW - 1);
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = open(snapshot)) {
      send(harness, List.of(request(3, 2, "TRACK:c", T0 + 10_001)));
      harness.processWatermark(T0 + PERIOD);

      assertThat(refused(harness)).containsExactly("decision-3");
    }
  }
}
