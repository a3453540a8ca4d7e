package io.earshot.matching;

import io.earshot.id.Ids;
import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.CreatorSignal;
import io.earshot.time.TumblingWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The register of entries: remembers in whose content each was found, and tells those creators when
 * an entry is withdrawn. Without it, a withdrawal would have to be asked of every creator there is.
 *
 * <p>A withdrawal is told when its window closes, to all in whose content the entry was found by
 * then. The watermark that closes the window goes on behind what is told, so it is judged in the
 * same window, whatever the parallelism and the order of arrival. An entry may be found after its
 * withdrawal, by a subtask that did not know of it yet; that is told at once, for the content's own
 * window, or the next one to close. An entry that is added again is another one: what it was found
 * in since then stays ({@link EntryMatch#since}).
 *
 * <p>State, for each entry and a sixteenth of the creators: one small record for each content
 * version that matched, appended without reading, and the last withdrawal. A flood on one entry so
 * costs a write an item, on sixteen keys.
 */
public final class EntryRegisterFunction
    extends KeyedProcessFunction<String, EntryNews, ArrivedSignal> {

  private static final long serialVersionUID = 1L;

  /** How many entries a compaction passes before it asks for the time again. */
  private static final long TTL_QUERY_ENTRIES = 1_000;

  private final long windowMillis;
  private final Duration retention;

  private transient @Nullable MapState<String, EntryMatch> matches;
  private transient @Nullable ListState<EntryWithdrawal> open;
  private transient @Nullable ValueState<EntryWithdrawal> last;
  private transient @Nullable Counter registered;
  private transient @Nullable Counter told;

  /**
   * A register.
   *
   * @param windowMillis length of the creator's window
   * @param retention how long before a withdrawal a content may have been published for it to be
   *     told, by event time. That Flink drops what it is about after as long again, by the clock,
   *     only frees the space
   */
  public EntryRegisterFunction(long windowMillis, Duration retention) {
    this.windowMillis = windowMillis;
    this.retention = retention;
  }

  @Override
  public void open(OpenContext context) {
    StateTtlConfig ttl =
        StateTtlConfig.newBuilder(retention.multipliedBy(2))
            .cleanupInRocksdbCompactFilter(TTL_QUERY_ENTRIES)
            .build();
    MapStateDescriptor<String, EntryMatch> found =
        new MapStateDescriptor<>("matches", String.class, EntryMatch.class);
    found.enableTimeToLive(ttl);
    matches = getRuntimeContext().getMapState(found);
    open =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("open-windows", EntryWithdrawal.class));
    ValueStateDescriptor<EntryWithdrawal> before =
        new ValueStateDescriptor<>("withdrawn", EntryWithdrawal.class);
    before.enableTimeToLive(ttl);
    last = getRuntimeContext().getState(before);
    registered = getRuntimeContext().getMetricGroup().counter("registeredMatches");
    told = getRuntimeContext().getMetricGroup().counter("withdrawnMatches");
  }

  @Override
  public void processElement(EntryNews news, Context context, Collector<ArrivedSignal> out)
      throws Exception {
    long watermark = context.timerService().currentWatermark();
    EntryMatch match = news.match();
    if (match != null) {
      EntryWithdrawal withdrawn = Objects.requireNonNull(last).value();
      if (withdrawn != null && match.since() < withdrawn.at()) {
        tell(match, withdrawn, openFrom(watermark), out);
      } else {
        Objects.requireNonNull(registered).inc();
        Objects.requireNonNull(matches).put(match.eventId(), match);
      }
      return;
    }
    EntryWithdrawal withdrawal =
        Objects.requireNonNull(news.withdrawal(), "news are of a match or of a withdrawal");
    Objects.requireNonNull(open).add(withdrawal);
    context.timerService().registerEventTimeTimer(closing(withdrawal, watermark));
  }

  /** The watermark that closes the window in which a withdrawal is told. */
  private long closing(EntryWithdrawal withdrawal, long watermark) {
    long time = Math.max(withdrawal.at(), openFrom(watermark));
    return TumblingWindow.of(time, windowMillis).maxTimestamp();
  }

  /** The start of the first window that is not closed. */
  private long openFrom(long watermark) {
    // Before the first watermark all are open; behind the end of all time none is, or will be.
    return watermark == Long.MIN_VALUE || watermark == Long.MAX_VALUE
        ? Long.MIN_VALUE
        : TumblingWindow.of(watermark + 1, windowMillis).start();
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<ArrivedSignal> out)
      throws Exception {
    List<EntryWithdrawal> later = new ArrayList<>();
    EntryWithdrawal due = null;
    for (EntryWithdrawal withdrawal : Objects.requireNonNull(open).get()) {
      if (withdrawal.at() > timestamp) {
        later.add(withdrawal);
      } else if (due == null || due.at() < withdrawal.at()) {
        due = withdrawal;
      }
    }
    if (due == null) {
      return;
    }
    open.update(later);
    ValueState<EntryWithdrawal> before = Objects.requireNonNull(last);
    EntryWithdrawal known = before.value();
    if (known == null || known.at() < due.at()) {
      before.update(due);
    }
    long start = TumblingWindow.of(timestamp, windowMillis).start();
    MapState<String, EntryMatch> state = Objects.requireNonNull(matches);
    TreeMap<String, EntryMatch> wrong = new TreeMap<>();
    for (EntryMatch match : state.values()) {
      if (match.since() < due.at()) {
        wrong.put(match.eventId(), match);
      }
    }
    for (EntryMatch match : wrong.values()) {
      state.remove(match.eventId());
      tell(match, due, start, out);
    }
  }

  /**
   * Tells a creator.
   *
   * @param from the start of the first window in which it can be told
   */
  private void tell(
      EntryMatch match, EntryWithdrawal withdrawal, long from, Collector<ArrivedSignal> out) {
    if (match.eventTime() + retention.toMillis() <= withdrawal.at()) {
      return;
    }
    Objects.requireNonNull(told).inc();
    // In the window of a content that is still to be judged, it decides nothing there.
    long time = Math.max(Math.max(withdrawal.at(), match.eventTime()), from);
    out.collect(
        new ArrivedSignal(
            CreatorSignal.of(
                Ids.of("entry-withdrawn", withdrawal.changeId(), match.eventId()),
                match.creatorId(),
                time,
                new CreatorSignal.Withdrawal(
                    match.entry().bank(),
                    match.entry().entryId(),
                    match.eventId(),
                    match.subject(),
                    List.of())),
            withdrawal.source()));
  }
}
