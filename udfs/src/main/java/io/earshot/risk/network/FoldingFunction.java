package io.earshot.risk.network;

import io.earshot.time.TumblingWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * A stage ahead of the creator's window whose results do not depend on arrival: it collects what
 * happens to a key, and when the watermark closes an event-time window folds what is in it in
 * canonical order.
 *
 * <p>Why that reaches the creator's window in time: Flink runs the timers of an operator before it
 * passes the watermark on that set them off. So what is emitted at the close of a window is with
 * the next operator before the watermark that closes the same window there, through any number of
 * such stages.
 *
 * <p>State a key: the events of open windows (appended without reading) and one block of bytes,
 * which the domain class of the stage reads and writes.
 *
 * @param <I> what happens to a key
 * @param <O> what the stage says
 */
abstract class FoldingFunction<I, O> extends KeyedProcessFunction<String, I, O> {

  private static final long serialVersionUID = 1L;

  /** How many entries a compaction passes before it asks for the time again. */
  private static final long TTL_QUERY_ENTRIES = 1_000;

  private final Class<I> type;
  private final long windowMillis;
  private final Duration retention;

  private transient @Nullable ListState<I> open;
  private transient @Nullable ValueState<byte[]> known;

  /**
   * A stage.
   *
   * @param type of what it collects
   * @param windowMillis length of a window; that of the creator's
   * @param retention how long something is known of a key by event time; Flink drops the bytes of
   *     keys that never come back after twice as long, by the clock
   */
  FoldingFunction(Class<I> type, long windowMillis, Duration retention) {
    this.type = type;
    this.windowMillis = windowMillis;
    this.retention = retention;
  }

  /** When it happened, milliseconds since the epoch. */
  abstract long time(I event);

  /** The order of folding: event time first, then what tells events of one time apart. */
  abstract Comparator<I> canonical();

  /**
   * Folds the events of closed windows.
   *
   * @param before what is known of the key; no bytes if nothing
   * @param events in canonical order
   * @return what is known then; no bytes if nothing
   */
  abstract byte[] fold(String key, byte[] before, List<I> events, long windowEnd, Collector<O> out);

  /**
   * Whether an event behind the watermark is kept for the next window, as what people say is, and
   * what follows from it; else it has been dealt with.
   */
  boolean takeLate(I event, byte[] known, Collector<O> out) {
    return true;
  }

  /** What is known of the key, read when it is asked for. */
  interface Known {
    byte[] bytes() throws Exception;
  }

  /**
   * Whether an event would change nothing, and so is not kept until its window closes. The answer
   * must not turn on which of several events comes first.
   */
  boolean changesNothing(I event, Known known) throws Exception {
    return false;
  }

  /** Length of a window. */
  final long windowMillis() {
    return windowMillis;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    open = getRuntimeContext().getListState(new ListStateDescriptor<>("open-windows", type));
    ValueStateDescriptor<byte[]> descriptor =
        new ValueStateDescriptor<>("known", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(retention.multipliedBy(2))
            .cleanupInRocksdbCompactFilter(TTL_QUERY_ENTRIES)
            .build());
    known = getRuntimeContext().getState(descriptor);
  }

  @Override
  public void processElement(I event, Context context, Collector<O> out) throws Exception {
    long watermark = context.timerService().currentWatermark();
    TumblingWindow window = TumblingWindow.of(time(event), windowMillis);
    if (window.maxTimestamp() <= watermark) {
      if (watermark == Long.MAX_VALUE) {
        // Behind the end of all time there is no next window.
        write(fold(context.getCurrentKey(), read(), List.of(event), window.end(), out));
        return;
      }
      if (!takeLate(event, read(), out)) {
        return;
      }
      window = TumblingWindow.of(watermark + 1, windowMillis);
    }
    if (changesNothing(event, this::read)) {
      return;
    }
    Objects.requireNonNull(open, "open runs first").add(event);
    context.timerService().registerEventTimeTimer(window.maxTimestamp());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<O> out) throws Exception {
    // A window that ends at t is closed by the watermark t - 1.
    long now = timestamp + 1;
    ListState<I> state = Objects.requireNonNull(open);
    List<I> due = new ArrayList<>();
    List<I> later = new ArrayList<>();
    for (I event : state.get()) {
      (TumblingWindow.of(time(event), windowMillis).end() <= now ? due : later).add(event);
    }
    if (due.isEmpty()) {
      return;
    }
    state.update(later);
    due.sort(canonical());
    write(fold(context.getCurrentKey(), read(), due, now, out));
  }

  private byte[] read() throws Exception {
    byte[] bytes = Objects.requireNonNull(known).value();
    return bytes == null ? new byte[0] : bytes;
  }

  private void write(byte[] after) throws Exception {
    ValueState<byte[]> state = Objects.requireNonNull(known);
    if (after.length == 0) {
      state.clear();
    } else if (!Arrays.equals(state.value(), after)) {
      state.update(after);
    }
  }
}
