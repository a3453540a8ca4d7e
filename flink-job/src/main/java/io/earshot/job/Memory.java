package io.earshot.job;

import io.earshot.matching.BankChange;
import io.earshot.matching.DueEntryFunction;
import io.earshot.matching.FoundLater;
import io.earshot.matching.MemoryFunction;
import io.earshot.matching.SlotFunction;
import io.earshot.matching.SlotInput;
import io.earshot.risk.Activity;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;

/**
 * The part of the graph that holds new entries of banks against what was published before: from
 * what was looked up and changes of banks to the creator's window.
 */
final class Memory {

  private Memory() {}

  /**
   * What entries are found in after it was published.
   *
   * @param forgotten whose items are to be forgotten, by slot
   */
  static DataStream<FoundLater> of(
      DataStream<SlotInput> items,
      DataStream<SlotInput> forgotten,
      DataStream<BankChange> changes,
      JobConfig config) {
    long window = config.time().window().toMillis();
    long memory = config.matching().memory().toMillis();
    DataStream<SlotInput> entries =
        changes
            .union(
                items
                    .flatMap(new TimeAlone())
                    .returns(BankChange.class)
                    .uid("memory-time")
                    .name("Memory: time of what was published"))
            .keyBy(DueEntryFunction::key)
            .process(new DueEntryFunction(window))
            .uid("due-entries")
            .name("Memory: entries that come into effect")
            .flatMap(new SlotFunction(memory))
            .returns(SlotInput.class)
            .uid("memory-slots")
            .name("Memory: route to slots");
    return items
        .union(entries, forgotten)
        .keyBy(SlotInput::slot)
        .process(new MemoryFunction(window, memory))
        .uid("memory")
        .name("Memory: find entries in what was published before");
  }

  /** The same for the windows of its creators. */
  static DataStream<Activity> activities(DataStream<FoundLater> found) {
    return found
        .map((FoundLater one) -> Activity.of(one))
        .returns(Activity.class)
        .uid("activity-found-later")
        .name("Route to creator: found later");
  }

  /**
   * Lets nothing through but watermarks. Changes of banks are rare, and without anything else an
   * entry would come into effect only when the next one is published.
   */
  private static final class TimeAlone implements FlatMapFunction<SlotInput, BankChange> {

    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(SlotInput item, Collector<BankChange> out) {
      // Nothing but its time counts.
    }
  }
}
