package io.earshot.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.ArrivedPlays;
import io.earshot.intake.ContentKind;
import io.earshot.intake.PlayAggregate;
import io.earshot.intake.SourceRef;
import io.earshot.risk.LateEvent;
import io.earshot.risk.plays.Hours;
import io.earshot.risk.plays.TrackHour;
import io.earshot.testing.Harnesses;
import io.earshot.testing.TestData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.KeyedBroadcastOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The stage of listeners, as an operator. */
@SuppressWarnings("try") // Flink declares an exception that none of its close methods throws
class ListenerFunctionTest {

  private static final long HOUR = Hours.of(TestData.T0);

  private static final PolicySource POLICIES =
      new PolicySource(
          "test",
          TestData.bundleText()
              + """

              detectors:
                D07a: {risk: 0, day: PT25H12M, royaltyPlays: 600, meanPlay: PT40S, devices: 3}
              """,
          TestData.MODELS);

  private static KeyedBroadcastOperatorTestHarness<String, ArrivedPlays, PolicyChange, TrackHour>
      open(int most, @Nullable OperatorSubtaskState snapshot) throws Exception {
    return Harnesses.open(
        new ListenerFunction(POLICIES, most),
        List.of(PolicyControlFunction.CHANGES),
        plays -> plays.plays().listenerId(),
        snapshot,
        1,
        0);
  }

  private static ArrivedPlays played(long hour, String track, int plays) {
    return new ArrivedPlays(
        new PlayAggregate(
            track + "/" + hour,
            "listener",
            track,
            1,
            "creator",
            ContentKind.TRACK,
            hour * Hours.LENGTH,
            Hours.end(hour) - 1,
            plays,
            plays,
            30L * plays,
            1,
            null),
        new SourceRef("play.aggregates", 0, hour));
  }

  private static List<TrackHour> sorted(List<? extends TrackHour> heard) {
    List<TrackHour> all = new ArrayList<>(heard);
    all.sort(Comparator.comparingLong(TrackHour::hour).thenComparing(t -> t.track().key()));
    return all;
  }

  private static List<TrackHour> run(int most, List<ArrivedPlays> played) throws Exception {
    try (var harness = open(most, null)) {
      for (ArrivedPlays plays : played) {
        harness.processElement(plays, plays.plays().eventTime());
      }
      harness.watermark(Hours.end(HOUR + 40));
      return sorted(harness.extractOutputValues());
    }
  }

  @Test
  void listener_isJudgedWhenTheHourIsOver_andWhatComesThenIsLate() throws Exception {
    try (var harness = open(ListenerFunction.MOST_RECORDS, null)) {
      harness.processElement(played(HOUR, "a", 601), Hours.end(HOUR) - 1);
      assertThat(harness.extractOutputValues()).isEmpty();

      harness.watermark(Hours.end(HOUR) - 1);
      harness.processElement(played(HOUR, "b", 1), Hours.end(HOUR) - 1);
      harness.processElement(played(HOUR + 1, "b", 1), Hours.end(HOUR + 1) - 1);
      harness.processElement(played(HOUR + 24, "b", 1), Hours.end(HOUR + 24) - 1);
      harness.watermark(Hours.end(HOUR + 60));

      assertThat(sorted(harness.extractOutputValues()))
          .extracting(TrackHour::flagged)
          .containsExactly(true, true, false);
      assertThat(Harnesses.side(harness, JudgementFunction.LATE))
          .extracting(LateEvent::eventId)
          .containsExactly("b/" + HOUR);
      assertThat(Harnesses.keys(harness, "known")).isZero();
    }
  }

  @Test
  void listener_isJudgedBeyondARestart_byWhatWasBeforeIt() throws Exception {
    OperatorSubtaskState snapshot;
    try (var harness = open(ListenerFunction.MOST_RECORDS, null)) {
      harness.processElement(played(HOUR, "a", 400), Hours.end(HOUR) - 1);
      harness.watermark(Hours.end(HOUR) - 1);
      harness.processElement(played(HOUR + 1, "b", 100), Hours.end(HOUR + 1) - 1);
      assertThat(harness.extractOutputValues()).extracting(TrackHour::flagged).containsOnly(false);
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness = open(ListenerFunction.MOST_RECORDS, snapshot)) {
      harness.processElement(played(HOUR + 1, "c", 101), Hours.end(HOUR + 1) - 1);
      harness.watermark(Hours.end(HOUR + 1) - 1);

      assertThat(sorted(harness.extractOutputValues()))
          .extracting(heard -> heard.track().contentId() + " " + heard.flagged())
          .containsExactly("b true", "c true");
    }
  }

  @Test
  void hours_areTheSameInAnyOrder_moreRecordsThanAreKeptToo() throws Exception {
    List<ArrivedPlays> played = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      played.add(played(HOUR, "a" + i, 1 + i));
      played.add(played(HOUR - 1, "b" + i, 2));
    }
    played.remove(17);
    List<ArrivedPlays> other = new ArrayList<>(played);
    Collections.shuffle(other, new Random(4));

    List<TrackHour> once = run(8, played);

    assertThat(run(8, other)).isEqualTo(once);
    assertThat(once)
        .hasSize(17)
        .allSatisfy(heard -> assertThat(heard.flagged()).isEqualTo(heard.hour() == HOUR));
    assertThat(run(ListenerFunction.MOST_RECORDS, other)).hasSize(17).noneMatch(TrackHour::flagged);
  }
}
