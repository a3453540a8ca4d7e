package io.earshot.job;

import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Carries a stream that runs behind others to a later event time: every record and every watermark
 * by the same, so that what was in time stays so. What the stream is joined with then waits for it
 * only when it is further behind than that. There is no function for this in the DataStream API:
 * one that assigns watermarks does not see those before it.
 *
 * @param <T> what is carried
 */
final class LaterOperator<T> extends AbstractStreamOperator<T>
    implements OneInputStreamOperator<T, T> {

  private static final long serialVersionUID = 1L;

  private final long byMillis;

  LaterOperator(long byMillis) {
    this.byMillis = byMillis;
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
    super.processWatermark(new Watermark(later(mark.getTimestamp())));
  }

  /** The end of all time has no later one. */
  private long later(long time) {
    return time > Long.MAX_VALUE - byMillis ? Long.MAX_VALUE : time + byMillis;
  }
}
