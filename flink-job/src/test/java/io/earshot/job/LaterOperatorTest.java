package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What runs behind is carried to a later time, and says up to when nothing waits for it. */
@SuppressWarnings("try") // harnesses close with Exception, InterruptedException included
class LaterOperatorTest {

  private static final long DELAY = 7_200_000;

  private final LaterOperator<String> operator = new LaterOperator<>(DELAY);

  @Test
  void recordsAndWatermarks_areLaterByTheSame() throws Exception {
    try (var harness = new OneInputStreamOperatorTestHarness<>(operator)) {
      harness.open();
      harness.processElement("a", 1_000);
      harness.processWatermark(2_000);
      harness.processWatermark(Long.MAX_VALUE);

      assertThat(harness.getOutput())
          .containsExactly(
              new StreamRecord<>("a", 1_000 + DELAY),
              new Watermark(2_000 + DELAY),
              new Watermark(Long.MAX_VALUE));
    }
  }

  @Test
  void silentStream_holdsNobodyBack_andOneThatIsBehindDoes() throws Exception {
    try (var harness = new OneInputStreamOperatorTestHarness<>(operator)) {
      harness.open();
      List<Long> times = new ArrayList<>();
      times.add(operator.laterWatermark());
      harness.processWatermark(5_000);
      times.add(operator.laterWatermark());
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      times.add(operator.laterWatermark());
      harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
      times.add(operator.laterWatermark());

      assertThat(times)
          .containsExactly(Long.MIN_VALUE, 5_000 + DELAY, Long.MAX_VALUE, 5_000 + DELAY);
    }
  }
}
