package io.earshot.matching;

import io.earshot.intake.BankMatch;
import io.earshot.time.TumblingWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was published, by slots, and finds in it what entries of banks that come later are
 * about.
 *
 * <p>All of it happens where windows close, in the order of ids, and what is found leaves before
 * the watermark does: so it is in the creator's window of that time. An entry is held against each
 * item once, whichever of the two came first: against those that are there, and, as long as items
 * of the slot may come, against those that come after it without having been matched. Items know
 * what was found in them, so nothing is found twice. What a creator who is to be forgotten
 * published before that time leaves the state with the window of it ({@link Forget}).
 */
public final class MemoryFunction extends KeyedProcessFunction<Long, SlotInput, FoundLater> {

  private static final long serialVersionUID = 1L;

  private final long windowMillis;
  private final long memoryMillis;
  private transient @Nullable ListState<SlotInput> open;
  private transient @Nullable MapState<Long, byte[]> items;
  private transient @Nullable ListState<DueEntry> entries;
  private transient @Nullable Counter found;

  /**
   * A function.
   *
   * @param windowMillis length of a creator's window
   * @param memoryMillis how long items are remembered, by event time
   */
  public MemoryFunction(long windowMillis, long memoryMillis) {
    this.windowMillis = windowMillis;
    this.memoryMillis = memoryMillis;
  }

  @Override
  public void open(OpenContext context) {
    open =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("open-windows", SlotInput.class));
    items =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "items", Types.LONG, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    entries =
        getRuntimeContext().getListState(new ListStateDescriptor<>("entries", DueEntry.class));
    found = getRuntimeContext().getMetricGroup().counter("foundLater");
  }

  @Override
  public void processElement(SlotInput input, Context context, Collector<FoundLater> out)
      throws Exception {
    long close = TumblingWindow.of(input.time(), windowMillis).maxTimestamp();
    if (close <= context.timerService().currentWatermark()) {
      // Too late for the creator's window too, which says so.
      return;
    }
    Objects.requireNonNull(open, "open runs first").add(input);
    context.timerService().registerEventTimeTimer(close);
    context.timerService().registerEventTimeTimer(forgottenAt(input.slot()));
  }

  /** How long an item is in the state at the most, by event time. */
  public static long keptMillis(long windowMillis, long memoryMillis) {
    return Slot.MILLIS + memoryMillis + windowMillis;
  }

  /** When all that is in a slot is too old for any entry. */
  private long forgottenAt(long slot) {
    return Slot.end(slot) + memoryMillis + windowMillis;
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<FoundLater> out)
      throws Exception {
    List<SlotInput> due =
        FirstHeardFunction.takeDue(
            Objects.requireNonNull(open), SlotInput::time, windowMillis, timestamp);
    fold(due, timestamp, out);
    if (timestamp >= forgottenAt(context.getCurrentKey())) {
      Objects.requireNonNull(items).clear();
      Objects.requireNonNull(entries).clear();
    } else if (timestamp >= Slot.end(context.getCurrentKey())) {
      // Nothing comes to this slot any more that these would have to be held against.
      Objects.requireNonNull(entries).clear();
    }
  }

  private void fold(List<SlotInput> due, long timestamp, Collector<FoundLater> out)
      throws Exception {
    MapState<Long, byte[]> remembered = Objects.requireNonNull(items);
    ListState<DueEntry> known = Objects.requireNonNull(entries);
    TreeMap<Long, RememberedItem> added = new TreeMap<>();
    List<DueEntry> now = new ArrayList<>();
    List<DueEntry> ended = new ArrayList<>();
    for (SlotInput input : due) {
      if (input.entry() != null && input.entry().isEnd()) {
        ended.add(input.entry());
      } else if (input.entry() != null) {
        now.add(input.entry());
      } else if (input.item() != null) {
        RememberedItem item = RememberedItem.of(input.item());
        // A copy of an event is the same item; which of them is kept does not depend on arrival.
        added.merge(item.id(), item, (one, other) -> ORDER.compare(one, other) <= 0 ? one : other);
      }
    }
    for (SlotInput input : due) {
      if (input.forget() != null) {
        forget(input.forget(), added, remembered);
      }
    }
    List<DueEntry> before = new ArrayList<>();
    known.get().forEach(before::add);
    before.addAll(ended);
    if (!before.isEmpty()) {
      Search search = new Search(before, timestamp);
      for (Map.Entry<Long, RememberedItem> item : added.entrySet()) {
        item.setValue(search.in(item.getValue(), out));
      }
    }
    for (Map.Entry<Long, RememberedItem> item : added.entrySet()) {
      remembered.put(item.getKey(), item.getValue().toBytes());
    }
    if (!now.isEmpty()) {
      Search search = new Search(now, timestamp);
      // By their ids and not as the backend has them.
      TreeSet<Long> ids = new TreeSet<>();
      remembered.keys().forEach(ids::add);
      for (long id : ids) {
        RememberedItem item = RememberedItem.of(remembered.get(id));
        RememberedItem after = search.in(item, out);
        if (after.found().size() > item.found().size()) {
          remembered.put(id, after.toBytes());
        }
      }
    }
    known.addAll(now);
    known.addAll(ended);
  }

  /** Before anything is looked for: from its window on nothing is found in what is forgotten. */
  private static void forget(
      Forget forget, Map<Long, RememberedItem> added, MapState<Long, byte[]> remembered)
      throws Exception {
    for (long id : forget.items()) {
      RememberedItem fresh = added.get(id);
      if (fresh != null && fresh.isOf(forget)) {
        added.remove(id);
      }
      byte[] kept = remembered.get(id);
      if (kept != null && RememberedItem.of(kept).isOf(forget)) {
        remembered.remove(id);
      }
    }
  }

  private static final Comparator<RememberedItem> ORDER =
      Comparator.comparingLong((RememberedItem item) -> item.content().eventTime())
          .thenComparing(item -> item.content().eventId())
          .thenComparing(item -> item.content().source().partition())
          .thenComparing(item -> item.content().source().offset());

  /** Some entries, held against items. */
  private final class Search {
    private final Map<String, DueEntry> byKey = new TreeMap<>();
    private final BankIndex index;
    private final long timestamp;

    Search(List<DueEntry> looked, long timestamp) {
      this.timestamp = timestamp;
      BankIndex.Builder builder = new BankIndex.Builder();
      // Of an entry that came more than once, the last one is what it is.
      List<DueEntry> ordered = new ArrayList<>(looked);
      ordered.sort(
          Comparator.comparingLong(DueEntry::foldAt)
              .thenComparingLong(DueEntry::at)
              .thenComparing(DueEntry::changeId));
      for (DueEntry due : ordered) {
        byKey.put(BankChange.key(due.entry().bank(), due.entry().entryId()), due);
      }
      for (DueEntry due : byKey.values()) {
        builder.add(due.entry().during(Long.MIN_VALUE, Long.MAX_VALUE));
      }
      index = builder.build();
    }

    /** The item, with what is found noted in it. */
    RememberedItem in(RememberedItem item, Collector<FoundLater> out) {
      RememberedItem after = item;
      long time = item.content().eventTime();
      for (BankMatch match : index.find(item.prints(), time)) {
        DueEntry due =
            Objects.requireNonNull(byKey.get(BankChange.key(match.bank(), match.entryId())));
        if (time >= (due.isEnd() ? due.entry().from() : due.at() - memoryMillis)
            && time < due.entry().until()
            && match.distance() <= item.safeDistance()
            && !after.found().contains(due.key())) {
          after = after.finding(due.key());
          Objects.requireNonNull(found).inc();
          long start = TumblingWindow.of(timestamp, windowMillis).start();
          // After what it was found in, which may have been published in this window too.
          long at = Math.max(Math.max(due.at(), start), time + 1);
          // In the window of that time: a strike for it is of that window, whenever it is entered.
          out.collect(
              new FoundLater(
                  item.content(), match.since(due.entry().from()), at, Math.max(at, timestamp)));
        }
      }
      return after;
    }
  }
}
