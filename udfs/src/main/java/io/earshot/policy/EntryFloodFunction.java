package io.earshot.policy;

import io.earshot.id.Ids;
import io.earshot.intake.ControlStatus;
import io.earshot.intake.ControlStatus.Result;
import io.earshot.matching.EntryCount;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Puts an entry of a bank in quarantine that was found in the contents of more creators in an hour
 * than a limit, from the end of that window on. Nobody is as known as that: it is rather a picture
 * that everybody has, or a fingerprint of nothing.
 *
 * <p>It adds up what the shares of creators have counted, window by window in their order, so that
 * it does not depend on the order of arrival; a quarantine is out before the watermark that closes
 * the window. State: the latest count of each share, which leaves with the hour, and that the entry
 * is in quarantine.
 */
public final class EntryFloodFunction
    extends KeyedProcessFunction<String, EntryCount, PolicyChange> {

  private static final long serialVersionUID = 1L;

  public static final OutputTag<ControlStatus> STATUS =
      new OutputTag<ControlStatus>("flood-status") {};

  private static final long HOUR = Duration.ofHours(1).toMillis();

  private static final Comparator<EntryCount> ORDER =
      Comparator.comparingLong(EntryCount::windowEnd).thenComparingInt(EntryCount::share);

  private final int limit;
  private final Duration retention;
  private transient @Nullable ListState<EntryCount> open;
  private transient @Nullable ListState<EntryCount> latest;
  private transient @Nullable ValueState<Quarantined> done;
  private transient @Nullable Counter quarantined;

  /**
   * A limit.
   *
   * @param limit how many creators an hour are no reason to doubt an entry
   * @param retention how long a quarantine is remembered at least, so that it is told once
   */
  public EntryFloodFunction(int limit, Duration retention) {
    this.limit = limit;
    this.retention = retention;
  }

  @Override
  public void open(OpenContext context) {
    open =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("open-windows", EntryCount.class));
    latest =
        getRuntimeContext().getListState(new ListStateDescriptor<>("latest", EntryCount.class));
    ValueStateDescriptor<Quarantined> told =
        new ValueStateDescriptor<>("quarantined", Quarantined.class);
    told.enableTimeToLive(StateTtlConfig.newBuilder(retention.multipliedBy(2)).build());
    done = getRuntimeContext().getState(told);
    quarantined = getRuntimeContext().getMetricGroup().counter("quarantinedEntries");
  }

  @Override
  public void processElement(EntryCount count, Context context, Collector<PolicyChange> out)
      throws Exception {
    Objects.requireNonNull(open).add(count);
    context.timerService().registerEventTimeTimer(count.windowEnd() - 1);
    context.timerService().registerEventTimeTimer(count.hour() + HOUR);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<PolicyChange> out)
      throws Exception {
    ListState<EntryCount> waiting = Objects.requireNonNull(open);
    List<EntryCount> due = new ArrayList<>();
    List<EntryCount> later = new ArrayList<>();
    waiting.get().forEach(c -> (c.windowEnd() - 1 <= timestamp ? due : later).add(c));
    waiting.update(later);
    due.sort(ORDER);
    ListState<EntryCount> state = Objects.requireNonNull(latest);
    List<EntryCount> counts = new ArrayList<>();
    state.get().forEach(counts::add);
    for (int i = 0; i < due.size(); i++) {
      EntryCount count = due.get(i);
      counts.removeIf(c -> c.share() == count.share() || c.hour() != count.hour());
      counts.add(count);
      boolean lastOfWindow = i + 1 == due.size() || due.get(i + 1).windowEnd() != count.windowEnd();
      if (lastOfWindow) {
        weigh(count, counts.stream().mapToLong(EntryCount::creators).sum(), context, out);
      }
    }
    counts.removeIf(c -> c.hour() + HOUR <= timestamp);
    state.update(counts);
  }

  private void weigh(
      EntryCount count, long creators, OnTimerContext context, Collector<PolicyChange> out)
      throws Exception {
    ValueState<Quarantined> told = Objects.requireNonNull(done);
    if (creators <= limit || told.value() != null) {
      return;
    }
    Quarantined entry = new Quarantined(count.entry(), count.since(), creators, limit);
    told.update(entry);
    Objects.requireNonNull(quarantined).inc();
    PolicyChange change = PolicyChange.of(entry, count.windowEnd());
    out.collect(change);
    String bank = count.entry().bank();
    String id = count.entry().entryId();
    context.output(
        STATUS,
        new ControlStatus(
            Ids.of("control", "control.banks", change.eventId()),
            change.eventId(),
            "control.banks",
            Result.LIMITED,
            "bank " + bank + " entry " + id,
            List.of(
                "entry "
                    + id
                    + " of bank "
                    + bank
                    + " was found in contents of "
                    + creators
                    + " creators in one hour, and more than "
                    + limit
                    + " are doubted: what rests on it alone goes to review. If it is right, publish"
                    + " it again with ADD, from when on it counts as before, or raise"
                    + " matching.entry-limit; if it is wrong, publish WITHDRAW"),
            count.windowEnd(),
            null));
  }
}
