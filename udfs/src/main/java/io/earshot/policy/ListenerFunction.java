package io.earshot.policy;

import io.earshot.intake.ArrivedPlays;
import io.earshot.intake.PlayAggregate;
import io.earshot.risk.LateEvent;
import io.earshot.risk.Parameters;
import io.earshot.risk.plays.Hours;
import io.earshot.risk.plays.ImpossibleListener;
import io.earshot.risk.plays.Listener;
import io.earshot.risk.plays.TrackHour;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keyed by listener: collects an hour of what is played, judges the listener when the watermark has
 * passed it ({@link Listener}), by the bundle that was in effect at its end, and tells each track.
 * It stands here and not beside the rest of {@code risk.plays} because bundles are known from this
 * stage on.
 *
 * <p>State: the records of open hours (appended without reading), how many those are, and the last
 * 24 hours, which leave by a timer. Of an hour with more than {@value #MOST_RECORDS} records, which
 * nobody can play, no more are kept: they are told of at once, as flagged as the others will be.
 */
public final class ListenerFunction
    extends KeyedBroadcastProcessFunction<String, ArrivedPlays, PolicyChange, TrackHour> {

  private static final long serialVersionUID = 1L;

  /** More records an hour are of no listener, but of a machine, or of an id that many share. */
  public static final int MOST_RECORDS = 5_000;

  private final PolicySource source;
  private final int most;

  private transient PolicyControlFunction.@Nullable Reader policies;
  private transient @Nullable ListState<ArrivedPlays> open;
  private transient @Nullable MapState<Long, Load> loads;
  private transient @Nullable ValueState<byte[]> known;
  private transient @Nullable Counter late;
  private transient @Nullable Counter folded;
  private transient @Nullable Counter copies;

  /**
   * What came of an open hour.
   *
   * @param records how many records
   * @param passed what those that were not kept add up to
   */
  public record Load(long records, Listener.Sums passed) {}

  /** A stage of listeners that begins with one bundle. */
  public ListenerFunction(PolicySource source) {
    this(source, MOST_RECORDS);
  }

  ListenerFunction(PolicySource source, int most) {
    this.source = source;
    this.most = most;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    policies = new PolicyControlFunction.Reader(source);
    open =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("open-hours", ArrivedPlays.class));
    loads =
        getRuntimeContext().getMapState(new MapStateDescriptor<>("loads", Long.class, Load.class));
    known =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "known", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    late = getRuntimeContext().getMetricGroup().counter("lateEvents");
    folded = getRuntimeContext().getMetricGroup().counter("foldedPlays");
    copies = getRuntimeContext().getMetricGroup().counter("copiedPlays");
  }

  @Override
  public void processElement(
      ArrivedPlays arrived, ReadOnlyContext context, Collector<TrackHour> out) throws Exception {
    PlayAggregate plays = arrived.plays();
    long hour = Hours.of(plays.bucketStart());
    if (Hours.end(hour) - 1 <= context.currentWatermark()) {
      Objects.requireNonNull(late).inc();
      context.output(
          JudgementFunction.LATE,
          new LateEvent(
              plays.eventId(),
              plays.creatorId(),
              plays.eventTime(),
              Hours.end(hour),
              arrived.source()));
      return;
    }
    MapState<Long, Load> state = Objects.requireNonNull(loads, "open runs first");
    Load before = Objects.requireNonNullElse(state.get(hour), new Load(0, Listener.Sums.NONE));
    if (before.records() < most) {
      Objects.requireNonNull(open).add(arrived);
      state.put(hour, new Load(before.records() + 1, before.passed()));
    } else {
      state.put(hour, new Load(before.records() + 1, before.passed().and(Listener.Sums.of(plays))));
      Objects.requireNonNull(folded).inc();
      out.collect(Listener.heard(plays, set(hour, context) != null));
    }
    context.timerService().registerEventTimeTimer(Hours.end(hour) - 1);
  }

  private @Nullable Parameters set(long hour, ReadOnlyContext context) throws Exception {
    return Objects.requireNonNull(policies)
        .book(context.getBroadcastState(PolicyControlFunction.CHANGES))
        .at(Hours.end(hour) - 1)
        .risk()
        .parameters(ImpossibleListener.ID);
  }

  @Override
  public void processBroadcastElement(
      PolicyChange change, Context context, Collector<TrackHour> out) throws Exception {
    PolicyControlFunction.enterByHour(Objects.requireNonNull(policies), change, context);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<TrackHour> out)
      throws Exception {
    long hour = Hours.of(timestamp);
    MapState<Long, Load> state = Objects.requireNonNull(loads, "open runs first");
    ValueState<byte[]> kept = Objects.requireNonNull(known);
    byte[] bytes = kept.value();
    Listener listener = Listener.of(bytes == null ? new byte[0] : bytes);
    Load load = state.get(hour);
    if (load == null) {
      if (bytes != null && listener.lastHour() <= hour) {
        kept.clear();
      }
      return;
    }
    state.remove(hour);
    List<PlayAggregate> due = takeDue(hour);
    Listener.Closed closed =
        listener.close(hour, due, load.passed(), set(hour, context), load.records() > most);
    closed.tracks().forEach(out::collect);
    kept.update(listener.toBytes());
    context.timerService().registerEventTimeTimer(Hours.end(listener.lastHour()) - 1);
    Objects.requireNonNull(folded).inc(due.size() - closed.copies());
    Objects.requireNonNull(copies).inc(closed.copies());
  }

  private List<PlayAggregate> takeDue(long hour) throws Exception {
    ListState<ArrivedPlays> state = Objects.requireNonNull(open);
    List<PlayAggregate> due = new ArrayList<>();
    List<ArrivedPlays> later = new ArrayList<>();
    for (ArrivedPlays arrived : state.get()) {
      if (Hours.of(arrived.plays().bucketStart()) == hour) {
        due.add(arrived.plays());
      } else {
        later.add(arrived);
      }
    }
    state.update(later);
    return due;
  }
}
