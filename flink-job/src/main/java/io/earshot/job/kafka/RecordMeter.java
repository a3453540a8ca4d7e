package io.earshot.job.kafka;

import java.io.Serializable;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts what is written to a topic. It stands at the sink, so that it sees what the rest of the
 * platform sees, and so that no stage has to know of it.
 *
 * @param <T> what the topic carries
 */
interface RecordMeter<T> extends Serializable {

  /** Shows its numbers in a group; runs first. */
  void open(MetricGroup group);

  /** A record was written, though perhaps not committed yet. */
  void written(T value);

  /** Counts nothing. */
  static <T> RecordMeter<T> none() {
    return new RecordMeter<>() {
      private static final long serialVersionUID = 1L;

      @Override
      public void open(MetricGroup group) {}

      @Override
      public void written(T value) {}
    };
  }
}
