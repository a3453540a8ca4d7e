package io.earshot.risk.network;

import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.CreatorSignal.Order;
import io.earshot.matching.BandItem;
import io.earshot.matching.FirstHeardFunction;
import io.earshot.matching.Forget;
import io.earshot.matching.MemoryFunction;
import io.earshot.matching.SlotInput;
import io.earshot.matching.Trace;
import io.earshot.risk.Activity;
import io.earshot.risk.Insight;
import io.earshot.time.TumblingWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Keyed by creator: knows where something of a creator's is kept under other keys, and when the
 * creator is to be forgotten takes it out there, in the window of that time.
 *
 * <p>Who was first with a sound is kept by band, and what later entries of banks are looked for in
 * by slots of time; neither can be asked for a creator. Two other ways were rejected. To broadcast
 * an erasure and let each key pass over what is erased until its time is over keeps what was to go
 * for up to half a year, and every read pays for it. To sweep all keys at once stops an operator
 * with a hundred million of them for most of an hour. Noted where it is put, an erasure costs what
 * the creator published, and is done when its window closes: the next savepoint does not hold it.
 * (Files of incremental checkpoints do, until RocksDB has merged them.) The price is an entry of
 * some 100 bytes for each sound and each remembered item, beside the six that a new sound has by
 * its bands, and for as long as these.
 *
 * <p>An erasure goes on to the creator's window from here, with a word on what it did, so that its
 * audit tells the truth. What was published before the time of the erasure goes, and what was
 * published from then on stays, whatever came first; it all leaves before the watermark that closes
 * the window. While an authority demands that data is preserved, nothing goes, as nothing of the
 * ledgers does.
 *
 * <p>What is not taken out: in which contents an entry of a bank was found. What was done about
 * these stays in force, and by that register alone it is lifted when the entry proves wrong.
 */
public final class TraceFunction extends KeyedProcessFunction<String, TraceNote, Activity> {

  private static final long serialVersionUID = 1L;

  /** What bands are told. */
  public static final OutputTag<BandItem> BANDS = new OutputTag<BandItem>("forget-bands") {};

  /** What slots are told. */
  public static final OutputTag<SlotInput> SLOTS = new OutputTag<SlotInput>("forget-slots") {};

  /** Timers that free memory come once in this many windows at the most. */
  private static final long WINDOWS_A_CLEANING = 1_000;

  private final long windowMillis;
  private final long soundsMillis;
  private final long itemsMillis;
  private final Duration register;

  private transient @Nullable MapState<Long, byte[]> traces;
  private transient @Nullable MapState<String, Long> holds;
  private transient @Nullable ListState<ArrivedSignal> open;
  private transient @Nullable Counter forgotten;

  /**
   * A stage of traces.
   *
   * @param windowMillis length of a creator's window
   * @param sounds how long it is known who was first with a sound; nothing is with 0
   * @param items how long is remembered what was published; nothing is with 0
   * @param register how long is known in what entries were found, for the audit
   */
  public TraceFunction(long windowMillis, Duration sounds, Duration items, Duration register) {
    this.windowMillis = windowMillis;
    this.soundsMillis =
        sounds.isZero() ? 0 : FirstHeardFunction.keptMillis(windowMillis, sounds.toMillis());
    this.itemsMillis =
        items.isZero() ? 0 : MemoryFunction.keptMillis(windowMillis, items.toMillis());
    this.register = register;
  }

  @Override
  public void open(OpenContext context) {
    traces =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "traces", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    holds =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("holds", Types.STRING, Types.LONG));
    open =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("open-windows", ArrivedSignal.class));
    forgotten = getRuntimeContext().getMetricGroup().counter("forgottenTraces");
  }

  @Override
  public void processElement(TraceNote note, Context context, Collector<Activity> out)
      throws Exception {
    long watermark = context.timerService().currentWatermark();
    if (note.trace() != null) {
      long over = note.trace().eventTime() + keptMillis(note.trace());
      if (over > note.trace().eventTime() && over > watermark) {
        Objects.requireNonNull(traces, "open runs first")
            .put(note.trace().id(), note.trace().toBytes());
        context.timerService().registerEventTimeTimer(cleaning(over));
      }
      return;
    }
    ArrivedSignal signal =
        Objects.requireNonNull(note.signal(), "a note is of a trace or of a signal");
    TumblingWindow window = TumblingWindow.of(signal.signal().eventTime(), windowMillis);
    if (window.maxTimestamp() <= watermark) {
      if (watermark == Long.MAX_VALUE) {
        // Behind the end of all time there is no next window; the creator's says so.
        pass(signal, null, out);
        return;
      }
      window = TumblingWindow.of(watermark + 1, windowMillis);
    }
    Objects.requireNonNull(open).add(signal);
    context.timerService().registerEventTimeTimer(window.maxTimestamp());
  }

  private long keptMillis(Trace trace) {
    return switch (trace.store()) {
      case FIRST_HEARD -> soundsMillis;
      case MEMORY -> itemsMillis;
    };
  }

  private long cleaning(long time) {
    return TumblingWindow.of(time, WINDOWS_A_CLEANING * windowMillis).end();
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Activity> out)
      throws Exception {
    // Timers of windows are at their last millisecond, and this one at the first of the next: what
    // waits for that window's end is not its business.
    if (Math.floorMod(timestamp, WINDOWS_A_CLEANING * windowMillis) == 0) {
      clean(timestamp);
      return;
    }
    List<ArrivedSignal> due =
        FirstHeardFunction.takeDue(
            Objects.requireNonNull(open),
            signal -> signal.signal().eventTime(),
            windowMillis,
            timestamp);
    due.sort(Comparator.comparing(Activity::of, Activity.CANONICAL));
    for (ArrivedSignal signal : due) {
      if (signal.signal().order() != null) {
        note(signal.signal().order(), context.timerService());
      } else {
        pass(signal, erase(signal.signal(), context), out);
      }
    }
  }

  private static void pass(ArrivedSignal signal, @Nullable String erased, Collector<Activity> out) {
    if (signal.signal().isErasure()) {
      out.collect(Activity.of(signal, erased == null ? null : Insight.erased(erased)));
    }
  }

  private void note(Order order, TimerService timers) throws Exception {
    MapState<String, Long> known = Objects.requireNonNull(holds);
    Long before = order.endsHold() ? null : known.get(order.orderId());
    Long until = order.holdUntil();
    if (until != null) {
      long held = before == null ? until : Math.max(before, until);
      known.put(order.orderId(), held);
      if (held != Long.MAX_VALUE) {
        timers.registerEventTimeTimer(cleaning(held));
      }
    } else {
      known.remove(order.orderId());
    }
  }

  /**
   * Takes out what was published before.
   *
   * @return what was done, for the audit
   */
  private String erase(CreatorSignal signal, OnTimerContext context) throws Exception {
    Optional<Map.Entry<String, Long>> hold = hold(context.timestamp() + 1);
    if (hold.isPresent()) {
      long until = hold.get().getValue();
      return "nothing erased of what is kept by sound or time: order "
          + hold.get().getKey()
          + " demands to preserve data until "
          + (until == Long.MAX_VALUE ? "it is released" : Instant.ofEpochMilli(until));
    }
    TreeSet<Long> bands = new TreeSet<>();
    TreeMap<Long, TreeSet<Long>> slots = new TreeMap<>();
    List<Long> gone = new ArrayList<>();
    int sounds = 0;
    for (Trace trace : all(context.getCurrentKey())) {
      if (trace.eventTime() >= signal.eventTime()) {
        continue;
      }
      gone.add(trace.id());
      if (trace.store() == Trace.Store.FIRST_HEARD) {
        sounds++;
        bands.addAll(trace.keys());
      } else {
        trace
            .keys()
            .forEach(slot -> slots.computeIfAbsent(slot, s -> new TreeSet<>()).add(trace.item()));
      }
    }
    for (long id : gone) {
      Objects.requireNonNull(traces).remove(id);
    }
    Objects.requireNonNull(forgotten).inc(gone.size());
    for (long band : bands) {
      context.output(BANDS, BandItem.of(band, forget(signal, context, List.of())));
    }
    slots.forEach(
        (slot, items) ->
            context.output(SLOTS, SlotInput.of(slot, forget(signal, context, List.copyOf(items)))));
    return ("stores erased: %d sounds that later ones are compared with, %d items that later"
            + " entries of banks are looked for in; kept for %d days after each was published:"
            + " in what entries were found, without which one that proves wrong is not lifted")
        .formatted(sounds, gone.size() - sounds, register.toDays());
  }

  private static Forget forget(CreatorSignal signal, OnTimerContext context, List<Long> items) {
    return Forget.of(signal.creatorId(), signal.eventTime(), context.timestamp(), items);
  }

  private List<Trace> all(String creatorId) throws Exception {
    List<Trace> all = new ArrayList<>();
    for (Map.Entry<Long, byte[]> one : Objects.requireNonNull(traces).entries()) {
      all.add(Trace.of(creatorId, one.getKey(), one.getValue()));
    }
    return all;
  }

  /** The order that demands for the longest that data is preserved. */
  private Optional<Map.Entry<String, Long>> hold(long now) throws Exception {
    Map<String, Long> known = new TreeMap<>();
    for (Map.Entry<String, Long> one : Objects.requireNonNull(holds).entries()) {
      if (one.getValue() > now) {
        known.put(one.getKey(), one.getValue());
      }
    }
    return known.entrySet().stream()
        .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()));
  }

  /** Forgets what its store has forgotten. */
  private void clean(long now) throws Exception {
    List<Long> over = new ArrayList<>();
    for (Map.Entry<Long, byte[]> one : Objects.requireNonNull(traces).entries()) {
      Trace trace = Trace.of("", one.getKey(), one.getValue());
      if (trace.eventTime() + keptMillis(trace) <= now) {
        over.add(one.getKey());
      }
    }
    for (long id : over) {
      Objects.requireNonNull(traces).remove(id);
    }
    List<String> ended = new ArrayList<>();
    for (Map.Entry<String, Long> one : Objects.requireNonNull(holds).entries()) {
      if (one.getValue() <= now) {
        ended.add(one.getKey());
      }
    }
    for (String order : ended) {
      Objects.requireNonNull(holds).remove(order);
    }
  }
}
