package io.earshot.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.Test;

final class TimedRecordsWatermarksTest {

  private final ManualClock clock = new ManualClock();
  private final Output output = new Output();
  private final TimedRecordsWatermarks<String> watermarks =
      new TimedRecordsWatermarks<>(Duration.ofSeconds(5), Duration.ofSeconds(30), clock);

  @Test
  void recordsWithoutATime_doNotKeepAPartitionActive() {
    for (int second = 0; second <= 40; second++) {
      watermarks.onEvent("poison", TimedRecordsWatermarks.NO_TIME, output);
      watermarks.onPeriodicEmit(output);
      clock.advanceTime(Duration.ofSeconds(1));
    }

    assertThat(output.idle).isTrue();
  }

  @Test
  void recordsWithATime_endTheIdlenessAndCarryTheWatermark() {
    recordsWithoutATime_doNotKeepAPartitionActive();

    watermarks.onEvent("record", 100_000, output);
    watermarks.onEvent("poison", TimedRecordsWatermarks.NO_TIME, output);
    watermarks.onPeriodicEmit(output);

    assertThat(output.idle).isFalse();
    assertThat(output.watermark).isEqualTo(94_999);
  }

  /** What the source would hear. */
  private static final class Output implements WatermarkOutput {
    private boolean idle;
    private long watermark = Long.MIN_VALUE;

    @Override
    public void emitWatermark(Watermark next) {
      idle = false;
      watermark = next.getTimestamp();
    }

    @Override
    public void markIdle() {
      idle = true;
    }

    @Override
    public void markActive() {
      idle = false;
    }
  }
}
