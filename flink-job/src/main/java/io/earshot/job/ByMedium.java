package io.earshot.job;

import io.earshot.intake.MediaRef;
import io.earshot.intake.WorkItem;
import org.apache.flink.api.common.functions.Partitioner;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Spreads work items over all subtasks by the digest of their media, so that whatever comes again
 * comes to the subtask that remembers it. A medium that all the world shares goes to one subtask,
 * and is the cheapest there is: it is neither fetched nor scored again. Not {@code keyBy}, which
 * would open a state backend for operators that keep no state.
 */
final class ByMedium implements Partitioner<String>, KeySelector<WorkItem, String> {

  private static final long serialVersionUID = 1L;

  private ByMedium() {}

  /** The same items, those of one medium in one place. */
  static DataStream<WorkItem> spread(DataStream<WorkItem> items) {
    ByMedium byMedium = new ByMedium();
    return items.partitionCustom(byMedium, byMedium);
  }

  @Override
  public String getKey(WorkItem item) {
    MediaRef media = item.media();
    return media == null ? item.content().eventId() : media.sha256();
  }

  @Override
  public int partition(String key, int subtasks) {
    return Math.floorMod(key.hashCode(), subtasks);
  }
}
