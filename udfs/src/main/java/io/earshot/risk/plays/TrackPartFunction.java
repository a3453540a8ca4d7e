package io.earshot.risk.plays;

import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Keyed by track and part of those who listen to it: adds up what they play, and makes one record
 * an hour of it. To a track that everybody plays come then as many records an hour as there are
 * parts, and not as many as there are listeners.
 *
 * <p>State: a {@link TrackPart} and the track, both gone with the end of the day.
 */
public final class TrackPartFunction extends KeyedProcessFunction<String, TrackHour, TrackBatch> {

  private static final long serialVersionUID = 1L;

  private transient @Nullable ValueState<byte[]> part;
  private transient @Nullable ValueState<TrackRef> track;

  @Override
  public void open(OpenContext context) throws Exception {
    part =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>(
                    "part", PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    track = getRuntimeContext().getState(new ValueStateDescriptor<>("track", TrackRef.class));
  }

  @Override
  public void processElement(TrackHour heard, Context context, Collector<TrackBatch> out)
      throws Exception {
    TrackPart open = read();
    open.add(heard);
    Objects.requireNonNull(part, "open runs first").update(open.toBytes());
    ValueState<TrackRef> known = Objects.requireNonNull(track);
    TrackRef before = known.value();
    if (before == null || TrackRef.ORDER.compare(heard.track(), before) > 0) {
      known.update(heard.track());
    }
    context.timerService().registerEventTimeTimer(Hours.end(heard.hour()) - 1);
    context
        .timerService()
        .registerEventTimeTimer(Hours.end(Hours.lastOf(Hours.day(heard.hour()))) - 1);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<TrackBatch> out)
      throws Exception {
    TrackRef known = Objects.requireNonNull(track).value();
    if (known == null) {
      return;
    }
    TrackPart open = read();
    String key = context.getCurrentKey();
    int shard = Integer.parseInt(key.substring(0, key.indexOf('/')));
    TrackBatch batch = open.close(known, shard, Hours.of(timestamp));
    if (batch != null) {
      out.collect(batch);
    }
    byte[] left = open.toBytes();
    if (left.length == 0) {
      Objects.requireNonNull(part).clear();
      Objects.requireNonNull(track).clear();
    } else {
      Objects.requireNonNull(part).update(left);
    }
  }

  private TrackPart read() throws Exception {
    byte[] bytes = Objects.requireNonNull(part).value();
    return TrackPart.of(bytes == null ? new byte[0] : bytes);
  }
}
