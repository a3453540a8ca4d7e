package io.earshot.job;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;

/**
 * Carries a stream that runs behind others to a later event time: every record and every watermark
 * by the same, so that what was in time stays so. What the stream is joined with then waits for it
 * only when it is further behind than that. There is no function for this in the DataStream API:
 * one that assigns watermarks does not see those before it.
 *
 * <p>The gauge {@value #GAUGE} is the time up to which what it is joined with need not wait for it,
 * milliseconds since the epoch: the watermark that went on, and the end of all time while the
 * stream is idle, since Flink waits for no such one. Flink's own gauge of the watermark stands
 * still then and cannot tell a stream that is silent from one that is behind.
 *
 * @param <T> what is carried
 */
final class LaterOperator<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {

  private static final long serialVersionUID = 1L;

  /** Up to when nothing waits for this stream. */
  static final String GAUGE = "laterWatermark";

  private final long byMillis;
  private transient volatile long watermark;
  private transient volatile boolean idle;

  LaterOperator(long byMillis) {
    this.byMillis = byMillis;
  }

  @Override
  public void open() throws Exception {
    super.open();
    watermark = Long.MIN_VALUE;
    idle = false;
    getMetricGroup().gauge(GAUGE, this::laterWatermark);
  }

  /** Up to when nothing waits for this stream, milliseconds since the epoch. */
  long laterWatermark() {
    return idle ? Long.MAX_VALUE : watermark;
  }

  @Override
  public void processElement(StreamRecord<T> element) {
    output.collect(
        element.hasTimestamp()
            ? element.replace(element.getValue(), later(element.getTimestamp()))
            : element);
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    watermark = later(mark.getTimestamp());
    super.processWatermark(new Watermark(watermark));
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    idle = status.isIdle();
    super.processWatermarkStatus(status);
  }

  /** The end of all time has no later one. */
  private long later(long time) {
    return time > Long.MAX_VALUE - byMillis ? Long.MAX_VALUE : time + byMillis;
  }
}
