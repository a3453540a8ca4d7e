package io.earshot.policy;

import io.earshot.risk.Parameters;
import io.earshot.risk.plays.Hours;
import io.earshot.risk.plays.ListenerMix;
import io.earshot.risk.plays.Track;
import io.earshot.risk.plays.TrackBatch;
import io.earshot.risk.plays.TrackFraudShare;
import io.earshot.risk.plays.TrackPlays;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keyed by track: adds up what the parts of its listeners played in an hour, and asks the policies
 * of it ({@link TrackJudge}) by the bundle that was in effect when the hour ended. What follows
 * goes to enforcement, as what a creator's window leads to.
 *
 * <p>State: the parts of open hours, at most {@code TrackHour.SHARDS} of each, and a {@link Track}.
 */
public final class TrackFunction
    extends KeyedBroadcastProcessFunction<String, TrackBatch, PolicyChange, Judgement> {

  private static final long serialVersionUID = 1L;

  /** How many entries a compaction passes before it asks for the time again. */
  private static final long TTL_QUERY_ENTRIES = 1_000;

  private final PolicySource source;
  private final long windowMillis;
  private final long delayMillis;

  private transient PolicyControlFunction.@Nullable Reader policies;
  private transient @Nullable ListState<TrackBatch> open;
  private transient @Nullable ValueState<byte[]> known;

  /**
   * A stage of tracks that begins with one bundle.
   *
   * @param windowMillis length of a creator's window
   * @param delayMillis how long after the end of an hour what follows from it takes effect
   */
  public TrackFunction(PolicySource source, long windowMillis, long delayMillis) {
    this.source = source;
    this.windowMillis = windowMillis;
    this.delayMillis = delayMillis;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    policies = new PolicyControlFunction.Reader(source);
    open =
        getRuntimeContext().getListState(new ListStateDescriptor<>("open-hours", TrackBatch.class));
    ValueStateDescriptor<byte[]> descriptor =
        new ValueStateDescriptor<>("known", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    // By event time a track forgets by itself; the clock only frees the space of what never comes
    // back.
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(Track.RETENTION.multipliedBy(2))
            .cleanupInRocksdbCompactFilter(TTL_QUERY_ENTRIES)
            .build());
    known = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(TrackBatch batch, ReadOnlyContext context, Collector<Judgement> out)
      throws Exception {
    Objects.requireNonNull(open, "open runs first").add(batch);
    context.timerService().registerEventTimeTimer(Hours.end(batch.hour()) - 1);
  }

  @Override
  public void processBroadcastElement(
      PolicyChange change, Context context, Collector<Judgement> out) throws Exception {
    PolicyControlFunction.enterByHour(Objects.requireNonNull(policies), change, context);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Judgement> out)
      throws Exception {
    List<TrackBatch> due = takeDue(Hours.of(timestamp));
    if (due.isEmpty()) {
      return;
    }
    PolicyBook book =
        Objects.requireNonNull(policies)
            .book(context.getBroadcastState(PolicyControlFunction.CHANGES));
    PolicyEvaluator evaluator = book.at(timestamp);
    Parameters share = evaluator.risk().parameters(TrackFraudShare.ID);
    if (share == null) {
      return;
    }
    ValueState<byte[]> state = Objects.requireNonNull(known);
    byte[] before = state.value();
    Track track = Track.of(before == null ? new byte[0] : before);
    TrackPlays plays = track.close(due, share);
    TrackJudge judge =
        new TrackJudge(evaluator, book.pausesAt(timestamp), windowMillis, delayMillis);
    WindowJudge.Outcomes outcomes = JudgementFunction.outcomes(context, out);
    for (int matter : track.tell(plays, share, evaluator.risk().parameters(ListenerMix.ID))) {
      judge.judge(plays, matter, outcomes);
    }
    byte[] after = track.toBytes();
    if (!Arrays.equals(before, after)) {
      state.update(after);
    }
  }

  private List<TrackBatch> takeDue(long hour) throws Exception {
    ListState<TrackBatch> state = Objects.requireNonNull(open);
    List<TrackBatch> due = new ArrayList<>();
    List<TrackBatch> later = new ArrayList<>();
    for (TrackBatch batch : state.get()) {
      (batch.hour() == hour ? due : later).add(batch);
    }
    state.update(later);
    return due;
  }
}
