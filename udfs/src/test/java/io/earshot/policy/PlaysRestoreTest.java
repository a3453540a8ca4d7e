package io.earshot.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.ArrivedPlays;
import io.earshot.intake.ContentKind;
import io.earshot.intake.PlayAggregate;
import io.earshot.intake.SourceRef;
import io.earshot.risk.plays.Hours;
import io.earshot.risk.plays.TrackBatch;
import io.earshot.risk.plays.TrackHour;
import io.earshot.risk.plays.TrackPartFunction;
import io.earshot.testing.Harnesses;
import io.earshot.testing.TestData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stages of plays, stopped in the middle of hours and days by two subtasks and continued by
 * one, two and three: what they say is what they say undisturbed, byte by byte.
 */
@SuppressWarnings("try") // Flink declares an exception that none of its close methods throws
class PlaysRestoreTest {

  /** From the morning on, so that a day ends in the middle. */
  private static final long FIRST = Hours.of(TestData.T0) / Hours.OF_DAY * Hours.OF_DAY + 8;

  private static final int HOURS = 30;

  /** Most records of a listener in an hour, so that some have more. */
  private static final int MOST = 12;

  private static final PolicySource POLICIES =
      new PolicySource(
          "test",
          """
          bundle: plays
          version: "1"
          detectors:
            D07a: {risk: 0, day: PT25H12M, royaltyPlays: 600, meanPlay: PT40S, devices: 3}
            D07b: {risk: 0, halfLife: P7D, plays: 500, review: 0.1, withhold: 0.5, penalty: 0.9, again: P1D}
            D07c: {risk: 0, plays: 50, perListener: 20, listeners: 100, topShare: 0.6, evenPlays: 1000, entropy: 0.98, again: P1D}
          policies:
            - id: INT.STREAMFRAUD
              version: "1"
              clause: https://example.org/streams
              rules:
                - id: artificial
                  if: creator.detectors.D07b.fired
                  then: {action: SEND_TO_REVIEW, propose: WITHHOLD_ROYALTY}
                  because: artificial plays
                - id: mix
                  if: creator.detectors.D07c.fired
                  then: {action: CHART_EXCLUDE, duration: P7D, scope: {surfaces: [charts]}}
                  because: no audience
          """,
          TestData.MODELS);

  private static final Stage<ArrivedPlays, TrackHour> LISTENERS =
      new Stage<>(
          (snapshot, parallelism, subtask) ->
              Subtask.of(
                  new ListenerFunction(POLICIES, MOST),
                  plays -> plays.plays().listenerId(),
                  snapshot,
                  parallelism,
                  subtask),
          plays -> plays.plays().listenerId(),
          plays -> plays.plays().bucketStart(),
          TrackHour.class);

  private static final Stage<TrackHour, TrackBatch> PARTS =
      new Stage<>(
          (snapshot, parallelism, subtask) ->
              Subtask.of(
                  new TrackPartFunction(), TrackHour::shardKey, snapshot, parallelism, subtask),
          TrackHour::shardKey,
          hour -> hour.hour() * Hours.LENGTH,
          TrackBatch.class);

  private static final Stage<TrackBatch, Judgement> TRACKS =
      new Stage<>(
          (snapshot, parallelism, subtask) ->
              Subtask.of(
                  new TrackFunction(POLICIES, 10_000, 2 * Hours.LENGTH),
                  batch -> batch.track().key(),
                  snapshot,
                  parallelism,
                  subtask),
          batch -> batch.track().key(),
          batch -> batch.hour() * Hours.LENGTH,
          Judgement.class);

  private static List<ArrivedPlays> played = List.of();
  private static List<TrackHour> heard = List.of();
  private static List<TrackBatch> parts = List.of();

  /** What each stage gets is what the one before it says. */
  @BeforeAll
  static void play() throws Exception {
    played = plays(new Random(11));
    heard = LISTENERS.undisturbed(played);
    parts = PARTS.undisturbed(heard);
    assertThat(heard).extracting(TrackHour::flagged).contains(true, false);
    assertThat(parts).extracting(batch -> batch.sample().length > 0).contains(true, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void listeners_goOnWithAnyNumberOfSubtasks(int subtasks) throws Exception {
    assertThat(LISTENERS.bytes(LISTENERS.restored(played, subtasks)))
        .isEqualTo(LISTENERS.bytes(heard));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void partsOfTracks_goOnWithAnyNumberOfSubtasks(int subtasks) throws Exception {
    assertThat(PARTS.bytes(PARTS.restored(heard, subtasks))).isEqualTo(PARTS.bytes(parts));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void tracks_goOnWithAnyNumberOfSubtasks(int subtasks) throws Exception {
    List<Judgement> judged = TRACKS.undisturbed(parts);

    assertThat(judged)
        .flatExtracting(Judgement::decisions)
        .extracting(Decision::ruleId)
        .contains("artificial", "mix");
    assertThat(TRACKS.bytes(TRACKS.restored(parts, subtasks))).isEqualTo(TRACKS.bytes(judged));
  }

  /** Machines, of which some play more than anybody can, and people; two hours out of order. */
  private static List<ArrivedPlays> plays(Random random) {
    List<ArrivedPlays> all = new ArrayList<>();
    for (int listener = 0; listener < 9; listener++) {
      for (int hour = 0; hour < HOURS; hour++) {
        int records = listener == 8 && hour % 7 == 0 ? MOST + 3 : random.nextInt(4);
        for (int i = 0; i < records; i++) {
          all.add(
              played(
                  "listener-" + listener, FIRST + hour, i, random.nextInt(listener < 4 ? 60 : 6)));
        }
      }
    }
    List<Long> order = new ArrayList<>();
    long[] arrival = new long[all.size()];
    for (int i = 0; i < arrival.length; i++) {
      arrival[i] = all.get(i).plays().bucketStart() + random.nextInt((int) (2 * Hours.LENGTH));
      order.add((long) i);
    }
    order.sort(Comparator.comparingLong(i -> arrival[i.intValue()]));
    return order.stream().map(i -> all.get(i.intValue())).toList();
  }

  private static ArrivedPlays played(String listener, long hour, int record, int plays) {
    String track = "track-" + record % 4;
    return new ArrivedPlays(
        new PlayAggregate(
            listener + "/" + hour + "/" + record,
            listener,
            track,
            1,
            "creator-" + track,
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

  /** Opens a subtask. */
  private interface Opening<I, O> {
    Subtask<I, O> open(@Nullable OperatorSubtaskState snapshot, int parallelism, int subtask)
        throws Exception;
  }

  /** What a subtask takes: an input with its time. */
  private interface Feeding<I> {
    void process(I input, long time) throws Exception;
  }

  /** How time moves on in a subtask. */
  private interface Ticking {
    void watermark(long time) throws Exception;
  }

  /** One subtask of a stage. */
  private record Subtask<I, O>(
      AbstractStreamOperatorTestHarness<O> harness, Feeding<I> input, Ticking time)
      implements AutoCloseable {

    @Override
    public void close() throws Exception {
      harness.close();
    }

    static <I, O> Subtask<I, O> of(
        KeyedProcessFunction<String, I, O> function,
        KeySelector<I, String> key,
        @Nullable OperatorSubtaskState snapshot,
        int parallelism,
        int subtask)
        throws Exception {
      var harness = Harnesses.open(function, key, snapshot, parallelism, subtask);
      return new Subtask<>(harness, harness::processElement, harness::processWatermark);
    }

    static <I, O> Subtask<I, O> of(
        KeyedBroadcastProcessFunction<String, I, PolicyChange, O> function,
        KeySelector<I, String> key,
        @Nullable OperatorSubtaskState snapshot,
        int parallelism,
        int subtask)
        throws Exception {
      var harness =
          Harnesses.open(
              function,
              List.of(PolicyControlFunction.CHANGES),
              key,
              snapshot,
              parallelism,
              subtask);
      return new Subtask<>(harness, harness::processElement, harness::watermark);
    }
  }

  /** A stage that can be stopped and gone on with. */
  private record Stage<I, O>(
      Opening<I, O> opening, KeySelector<I, String> key, ToLongFunction<I> time, Class<O> said) {

    List<O> undisturbed(List<I> inputs) throws Exception {
      return run(inputs, inputs.size(), 1, 1);
    }

    /** The first half by two subtasks, the rest by some. */
    List<O> restored(List<I> inputs, int subtasks) throws Exception {
      return run(inputs, inputs.size() / 2, 2, subtasks);
    }

    private List<O> run(List<I> inputs, int half, int before, int after) throws Exception {
      List<O> outputs = new ArrayList<>();
      OperatorSubtaskState[] snapshots = new OperatorSubtaskState[before];
      for (int subtask = 0; subtask < before; subtask++) {
        try (Subtask<I, O> one = opening.open(null, before, subtask)) {
          play(one, inputs.subList(0, half), before, subtask);
          if (half == inputs.size()) {
            one.time().watermark(Hours.end(FIRST + 4 * Hours.OF_DAY));
          }
          snapshots[subtask] = one.harness().snapshot(1, 1);
          outputs.addAll(one.harness().extractOutputValues());
        }
      }
      OperatorSubtaskState all = AbstractStreamOperatorTestHarness.repackageState(snapshots);
      for (int subtask = 0; half < inputs.size() && subtask < after; subtask++) {
        OperatorSubtaskState part =
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                all, Harnesses.KEY_GROUPS, before, after, subtask);
        try (Subtask<I, O> one = opening.open(part, after, subtask)) {
          play(one, inputs.subList(half, inputs.size()), after, subtask);
          one.time().watermark(Hours.end(FIRST + 4 * Hours.OF_DAY));
          outputs.addAll(one.harness().extractOutputValues());
        }
      }
      return outputs;
    }

    /** Time moves with what comes, as far behind it as it is out of order. */
    private void play(Subtask<I, O> one, List<I> inputs, int parallelism, int subtask)
        throws Exception {
      long newest = Long.MIN_VALUE;
      for (I input : inputs) {
        long at = time.applyAsLong(input);
        newest = Math.max(newest, at);
        if (KeyGroupRangeAssignment.assignKeyToParallelOperator(
                key.getKey(input), Harnesses.KEY_GROUPS, parallelism)
            == subtask) {
          one.input().process(input, at);
        }
        one.time().watermark(newest - 2 * Hours.LENGTH);
      }
    }

    /** What was said, as it travels, in an order that does not depend on who said it. */
    List<String> bytes(List<O> outputs) throws Exception {
      SerializerConfigImpl strict = new SerializerConfigImpl();
      strict.setGenericTypes(false);
      TypeSerializer<O> serializer = TypeInformation.of(said).createSerializer(strict);
      List<String> all = new ArrayList<>();
      for (O one : outputs) {
        DataOutputSerializer out = new DataOutputSerializer(256);
        serializer.serialize(one, out);
        all.add(HexFormat.of().formatHex(out.getCopyOfBuffer()));
      }
      Collections.sort(all);
      return all;
    }
  }
}
