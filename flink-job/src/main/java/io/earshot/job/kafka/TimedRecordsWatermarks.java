package io.earshot.job.kafka;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.BoundedOutOfOrdernessWatermarks;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarksWithIdleness;
import org.apache.flink.util.clock.RelativeClock;

/**
 * Watermarks of one partition, for which only records with a time exist.
 *
 * <p>Flink's idleness is reset by every record. A partition that gets nothing but records that are
 * refused, and so have no time, would never be idle and never have a watermark: one producer of
 * poison would hold back all windows of the job for ever.
 *
 * @param <T> what the topic carries
 */
final class TimedRecordsWatermarks<T> implements WatermarkGenerator<T> {

  /** The timestamp of a record that has none. */
  static final long NO_TIME = Long.MIN_VALUE;

  private final WatermarkGenerator<T> timed;

  /**
   * Watermarks of a partition.
   *
   * @param outOfOrderness how far records may be out of order
   * @param idleTimeout after this time without a record that has a time, the partition is idle
   * @param clock by which that is measured
   */
  TimedRecordsWatermarks(Duration outOfOrderness, Duration idleTimeout, RelativeClock clock) {
    this.timed =
        new WatermarksWithIdleness<>(
            new BoundedOutOfOrdernessWatermarks<>(outOfOrderness), idleTimeout, clock);
  }

  @Override
  public void onEvent(T event, long eventTimestamp, WatermarkOutput output) {
    if (eventTimestamp != NO_TIME) {
      timed.onEvent(event, eventTimestamp, output);
    }
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    timed.onPeriodicEmit(output);
  }
}
