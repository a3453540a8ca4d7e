package io.earshot.matching;

import io.earshot.time.TumblingWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Says of an entry of a bank when it comes into effect: at the end of the window of that time, if
 * it still is by then. What is published for later waits, what is published twice is one, and what
 * was withdrawn or replaced meanwhile never comes. What was published too late for its window comes
 * in the next one. When an entry ends that came before, that is said too: what is published after
 * it may come to the same place as what the entry is still held against.
 *
 * <p>Entries of what is known to be safe are not held against the past.
 */
public final class DueEntryFunction extends KeyedProcessFunction<String, BankChange, DueEntry> {

  private static final long serialVersionUID = 1L;

  private final long windowMillis;
  private transient @Nullable ListState<BankChange> changes;

  /**
   * A function.
   *
   * @param windowMillis length of a creator's window
   */
  public DueEntryFunction(long windowMillis) {
    this.windowMillis = windowMillis;
  }

  /** By what changes are keyed. */
  public static String key(BankChange change) {
    return change.key();
  }

  @Override
  public void open(OpenContext context) {
    changes =
        getRuntimeContext().getListState(new ListStateDescriptor<>("changes", BankChange.class));
  }

  @Override
  public void processElement(BankChange change, Context context, Collector<DueEntry> out)
      throws Exception {
    ListState<BankChange> state = Objects.requireNonNull(changes, "open runs first");
    for (BankChange known : state.get()) {
      if (known.eventId().equals(change.eventId())) {
        return;
      }
    }
    long watermark = context.timerService().currentWatermark();
    if (watermark == Long.MAX_VALUE) {
      // Behind the end of all time nothing comes into effect.
      return;
    }
    state.add(change);
    context
        .timerService()
        .registerEventTimeTimer(
            TumblingWindow.of(Math.max(change.takesEffectAt(), watermark + 1), windowMillis)
                .maxTimestamp());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<DueEntry> out)
      throws Exception {
    ListState<BankChange> state = Objects.requireNonNull(changes);
    TreeSet<BankChange> all = new TreeSet<>(BankChange.IN_EFFECT);
    for (BankChange change : state.get()) {
      all.add(change);
    }
    BankChange last = null;
    BankChange addition = null;
    List<BankChange> kept = new ArrayList<>();
    for (BankChange change : all) {
      if (change.takesEffectAt() <= timestamp) {
        last = change;
        addition = change.operation() == BankChange.Operation.ADD ? change : addition;
      } else {
        kept.add(change);
      }
    }
    if (last == null) {
      return;
    }
    // The last one stays, so that a repeat of it is known for what it is.
    kept.add(last);
    state.update(kept);
    if (addition == null || addition.entry().isSafe()) {
      return;
    }
    long from = addition.takesEffectAt();
    long until =
        switch (last.operation()) {
          case ADD -> addition.entry().until();
          case EXPIRE -> last.takesEffectAt();
          case WITHDRAW -> Long.MIN_VALUE;
        };
    long start = TumblingWindow.of(timestamp, windowMillis).start();
    boolean added = last.operation() == BankChange.Operation.ADD;
    if (added ? until > timestamp : from < start) {
      out.collect(
          new DueEntry(
              addition.entry().during(from, until),
              last.eventId(),
              Math.max(last.takesEffectAt(), start),
              timestamp));
    }
  }
}
