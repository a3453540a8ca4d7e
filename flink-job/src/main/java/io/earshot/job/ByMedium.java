package io.earshot.job;

import io.earshot.intake.MediaRef;
import io.earshot.intake.WorkItem;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.graph.StreamGraphGenerator;
import org.apache.flink.streaming.api.transformations.PartitionTransformation;
import org.apache.flink.streaming.runtime.partitioner.KeyGroupStreamPartitioner;

/**
 * Spreads work items over all subtasks by the digest of their media, so that whatever comes again
 * comes to the subtask that remembers it. A medium that all the world shares goes to one subtask,
 * and is the cheapest there is: it is neither fetched nor scored again.
 *
 * <p>Not {@code keyBy}, which would open a state backend for operators that keep no state; and not
 * {@code partitionCustom}, with which Flink refuses unaligned checkpoints, since it could not
 * rescale what is in flight. It is the partitioning of {@code keyBy} alone.
 */
final class ByMedium implements KeySelector<WorkItem, String> {

  private static final long serialVersionUID = 1L;

  private ByMedium() {}

  /** The same items, those of one medium in one place. */
  static DataStream<WorkItem> spread(DataStream<WorkItem> items) {
    return new DataStream<>(
        items.getExecutionEnvironment(),
        new PartitionTransformation<>(
            items.getTransformation(),
            new KeyGroupStreamPartitioner<>(
                new ByMedium(), StreamGraphGenerator.DEFAULT_LOWER_BOUND_MAX_PARALLELISM)));
  }

  @Override
  public String getKey(WorkItem item) {
    MediaRef media = item.media();
    return media == null ? item.content().eventId() : media.sha256();
  }
}
