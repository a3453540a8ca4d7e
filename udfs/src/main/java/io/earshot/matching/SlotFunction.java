package io.earshot.matching;

import java.time.Duration;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Sends an entry to every slot of the memory that may hold what it is to be held against. */
public final class SlotFunction implements FlatMapFunction<DueEntry, SlotInput> {

  private static final long serialVersionUID = 1L;

  /** Items this much ahead of the entry may have been looked up before it was known. */
  private static final long AHEAD = Duration.ofHours(1).toMillis();

  private final long memoryMillis;

  /**
   * A function.
   *
   * @param memoryMillis how long items are remembered
   */
  public SlotFunction(long memoryMillis) {
    this.memoryMillis = memoryMillis;
  }

  @Override
  public void flatMap(DueEntry entry, Collector<SlotInput> out) {
    long last = Slot.number(entry.foldAt() + AHEAD);
    for (long number = Slot.number(entry.at() - memoryMillis); number <= last; number++) {
      for (int shard = 0; shard < Slot.SHARDS; shard++) {
        out.collect(SlotInput.of(number * Slot.SHARDS + shard, entry));
      }
    }
  }
}
