package io.earshot.matching;

import io.earshot.time.TumblingWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Counts the creators in whose contents an entry is found in an hour, for a share of all creators:
 * the shares have none in common, so the sum of their counts is the count ({@link
 * EntryFloodFunction}), and no key sees all of a flood.
 *
 * <p>A count is told when a window closes that has added to it, with the time of that window, so
 * that it does not depend on the order of arrival. What comes too late for its window is not
 * counted, as it is not judged. State: the creators of the hour, which leave with it.
 */
public final class EntryCountFunction extends KeyedProcessFunction<String, EntryNews, EntryCount> {

  private static final long serialVersionUID = 1L;

  static final long HOUR = Duration.ofHours(1).toMillis();

  private final long windowMillis;
  private transient @Nullable MapState<String, EntryMatch> firsts;

  /**
   * A count.
   *
   * @param windowMillis length of the creator's window
   */
  public EntryCountFunction(long windowMillis) {
    this.windowMillis = windowMillis;
  }

  @Override
  public void open(OpenContext context) {
    firsts =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("firsts", String.class, EntryMatch.class));
  }

  @Override
  public void processElement(EntryNews news, Context context, Collector<EntryCount> out)
      throws Exception {
    EntryMatch match = Objects.requireNonNull(news.match(), "only matches are counted");
    TumblingWindow window = TumblingWindow.of(match.eventTime(), windowMillis);
    if (window.maxTimestamp() <= context.timerService().currentWatermark()) {
      return;
    }
    MapState<String, EntryMatch> state = Objects.requireNonNull(firsts);
    TumblingWindow hour = hour(match);
    String key = hour.start() + "\u0000" + match.creatorId();
    EntryMatch known = state.get(key);
    if (known == null || match.eventTime() < known.eventTime()) {
      state.put(key, match);
      context.timerService().registerEventTimeTimer(window.maxTimestamp());
      context.timerService().registerEventTimeTimer(hour.maxTimestamp());
    }
  }

  private static TumblingWindow hour(EntryMatch match) {
    return TumblingWindow.of(match.eventTime(), HOUR);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<EntryCount> out)
      throws Exception {
    MapState<String, EntryMatch> state = Objects.requireNonNull(firsts);
    TumblingWindow now = TumblingWindow.of(timestamp, HOUR);
    List<String> over = new ArrayList<>();
    EntryMatch any = null;
    int creators = 0;
    for (Map.Entry<String, EntryMatch> first : state.entries()) {
      TumblingWindow hour = hour(first.getValue());
      if (hour.equals(now) && first.getValue().eventTime() <= timestamp) {
        any = first.getValue();
        creators++;
      }
      if (hour.maxTimestamp() <= timestamp) {
        over.add(first.getKey());
      }
    }
    for (String key : over) {
      state.remove(key);
    }
    if (any != null) {
      out.collect(
          new EntryCount(
              any.entry(),
              any.since(),
              EntryNews.shareOf(any),
              now.start(),
              creators,
              timestamp + 1));
    }
  }
}
