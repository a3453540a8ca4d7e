package io.earshot.matching;

import io.earshot.time.TumblingWindow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each sound who was first with it, by band.
 *
 * <p>The windows are those of creators. Where one closes, its sounds are folded in canonical order,
 * and what comes of it leaves before the watermark that closed it: so it is in the creator's window
 * before that closes, and what is first does not depend on what came first.
 *
 * <p>A sound that is too late for its window is too late for its creator's too and is passed over.
 * Whose sounds are to be forgotten is told too ({@link Forget}): what was published before that
 * time is not first any more from then on, and leaves the state with its window. Copies of it were
 * not kept, so the next one that is published is first.
 */
public final class FirstHeardFunction extends KeyedProcessFunction<Long, BandItem, HeardBefore> {

  private static final long serialVersionUID = 1L;

  /** Timers that free memory come once in this many windows at the most. */
  private static final long WINDOWS_A_CLEANING = 1_000;

  private static final Comparator<HeardItem> CANONICAL =
      Comparator.comparingLong(HeardItem::eventTime)
          .thenComparing(HeardItem::contentId)
          .thenComparing(HeardItem::eventId)
          .thenComparing(item -> item.source().topic())
          .thenComparing(item -> item.source().partition())
          .thenComparing(item -> item.source().offset());

  private final long windowMillis;
  private final long memoryMillis;
  private transient @Nullable ListState<HeardItem> open;
  private transient @Nullable ListState<Forget> erasures;
  private transient @Nullable ValueState<byte[]> heard;
  private transient @Nullable Counter found;

  /**
   * A function.
   *
   * @param windowMillis length of a creator's window
   * @param memoryMillis how long a sound is remembered, by event time; nothing is with 0
   */
  public FirstHeardFunction(long windowMillis, long memoryMillis) {
    this.windowMillis = windowMillis;
    this.memoryMillis = memoryMillis;
  }

  @Override
  public void open(OpenContext context) {
    open =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("open-windows", HeardItem.class));
    erasures =
        getRuntimeContext().getListState(new ListStateDescriptor<>("erasures", Forget.class));
    heard =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "first-heard", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    found = getRuntimeContext().getMetricGroup().counter("heardBefore");
  }

  @Override
  public void processElement(BandItem told, Context context, Collector<HeardBefore> out)
      throws Exception {
    HeardItem item = told.item();
    Forget forget = told.forget();
    if (item != null) {
      TumblingWindow window = TumblingWindow.of(item.eventTime(), windowMillis);
      if (memoryMillis > 0 && window.maxTimestamp() > context.timerService().currentWatermark()) {
        Objects.requireNonNull(open, "open runs first").add(item);
        context.timerService().registerEventTimeTimer(window.maxTimestamp());
      }
    }
    if (forget != null) {
      Objects.requireNonNull(erasures, "open runs first").add(forget);
      context
          .timerService()
          .registerEventTimeTimer(TumblingWindow.of(forget.foldAt(), windowMillis).maxTimestamp());
    }
  }

  /** How long a sound is in the state at the most, by event time. */
  public static long keptMillis(long windowMillis, long memoryMillis) {
    return memoryMillis + (1 + WINDOWS_A_CLEANING) * windowMillis;
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<HeardBefore> out)
      throws Exception {
    ValueState<byte[]> state = Objects.requireNonNull(heard, "open runs first");
    byte[] before = state.value();
    FirstHeard known = FirstHeard.of(before);
    List<HeardItem> due =
        takeDue(Objects.requireNonNull(open), HeardItem::eventTime, windowMillis, timestamp);
    due.sort(CANONICAL);
    List<Forget> forgets =
        takeDue(Objects.requireNonNull(erasures), Forget::foldAt, windowMillis, timestamp);
    forgets.sort(Forget.CANONICAL);
    int told = 0;
    for (HeardItem item : due) {
      for (; told < forgets.size() && forgets.get(told).before() <= item.eventTime(); told++) {
        known.forget(forgets.get(told));
      }
      known.forgetBefore(item.eventTime() - memoryMillis);
      Earlier earlier = known.meet(item);
      if (earlier != null) {
        Objects.requireNonNull(found).inc();
        out.collect(
            new HeardBefore(
                item.eventId(), item.creatorId(), item.eventTime(), item.source(), earlier));
      }
    }
    forgets.subList(told, forgets.size()).forEach(known::forget);
    known.forgetBefore(timestamp - memoryMillis);
    byte[] after = known.toBytes();
    if (after.length == 0) {
      state.clear();
    } else if (!Arrays.equals(before, after)) {
      state.update(after);
      context
          .timerService()
          .registerEventTimeTimer(
              TumblingWindow.of(timestamp + memoryMillis, WINDOWS_A_CLEANING * windowMillis).end());
    }
  }

  /**
   * What belongs to windows that are over; what belongs to later ones stays.
   *
   * @param time by which something belongs to a window, milliseconds since the epoch
   * @param timestamp last millisecond of the window that closes
   */
  public static <T> List<T> takeDue(
      ListState<T> state, ToLongFunction<T> time, long windowMillis, long timestamp)
      throws Exception {
    List<T> due = new ArrayList<>();
    List<T> later = new ArrayList<>();
    for (T one : state.get()) {
      boolean over =
          TumblingWindow.of(time.applyAsLong(one), windowMillis).maxTimestamp() <= timestamp;
      (over ? due : later).add(one);
    }
    if (!due.isEmpty()) {
      state.update(later);
    }
    return due;
  }
}
