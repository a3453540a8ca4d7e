package io.earshot.enforcement;

import io.earshot.id.Ids;
import io.earshot.intake.ControlStatus;
import io.earshot.policy.Comparison;
import io.earshot.policy.LimitRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Holds policies to their limits, across all creators: keyed by what is counted together, it grants
 * the requests of a window in canonical order and sends on those that it refuses.
 *
 * <p>It stands between the windows in which creators are judged and the ledgers in which actions
 * are entered, so that what is refused is never entered. A refusal carries the time of its window
 * and so reaches the ledger before the watermark closes that window there; what gets no refusal is
 * granted.
 */
public final class LimitFunction extends KeyedProcessFunction<String, LimitRequest, LimitRefusal> {

  private static final long serialVersionUID = 1L;

  public static final OutputTag<ControlStatus> STATUS =
      new OutputTag<ControlStatus>("limit-status") {};

  /**
   * Keyed state: the period that is counted in.
   *
   * @param start its first millisecond, since the epoch
   * @param count subjects granted in it
   * @param reached whether the limit was reached
   */
  public record Period(long start, int count, boolean reached) {}

  private transient @Nullable ListState<LimitRequest> waiting;
  private transient @Nullable ValueState<Period> period;
  private transient @Nullable MapState<String, Boolean> granted;
  private transient @Nullable Counter refused;
  private transient @Nullable Counter reached;
  private transient @Nullable Map<String, AtomicInteger> left;

  @Override
  public void open(OpenContext context) {
    waiting =
        getRuntimeContext().getListState(new ListStateDescriptor<>("waiting", LimitRequest.class));
    period = getRuntimeContext().getState(new ValueStateDescriptor<>("period", Period.class));
    granted =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("granted", String.class, Boolean.class));
    refused = getRuntimeContext().getMetricGroup().counter("aboveLimit");
    reached = getRuntimeContext().getMetricGroup().counter("limitsReached");
    left = new HashMap<>();
  }

  @Override
  public void processElement(LimitRequest request, Context context, Collector<LimitRefusal> out)
      throws Exception {
    Objects.requireNonNull(waiting).add(request);
    context.timerService().registerEventTimeTimer(request.windowEnd() - 1);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<LimitRefusal> out)
      throws Exception {
    List<LimitRequest> due = new ArrayList<>();
    List<LimitRequest> later = new ArrayList<>();
    for (LimitRequest request : Objects.requireNonNull(waiting).get()) {
      (request.windowEnd() <= timestamp + 1 ? due : later).add(request);
    }
    if (due.isEmpty()) {
      return;
    }
    waiting.update(later);
    due.sort(LimitRequest.CANONICAL);
    MapState<String, Boolean> subjects = Objects.requireNonNull(granted);
    ValueState<Period> state = Objects.requireNonNull(period);
    Period current = state.value();
    for (LimitRequest request : due) {
      // A window of an earlier period that comes behind it counts in this one, as on the express
      // lane: it must not give the period its subjects again.
      long start =
          current == null
              ? LimitCounter.periodOf(request)
              : Math.max(current.start(), LimitCounter.periodOf(request));
      if (current == null || current.start() < start) {
        subjects.clear();
        current = new Period(start, 0, false);
      }
      Step step = new Step(subjects, current.count());
      Comparison refusal = LimitCounter.refuse(request, current.count(), step);
      boolean first = refusal != null && !current.reached();
      current = new Period(start, step.count, current.reached() || first);
      show(request, current.count());
      if (refusal != null) {
        Objects.requireNonNull(refused).inc();
        out.collect(
            new LimitRefusal(
                request.creatorId(), request.decisionId(), request.windowEnd(), refusal));
      }
      if (first) {
        Objects.requireNonNull(reached).inc();
        context.output(STATUS, status(request, start));
      }
    }
    state.update(current);
  }

  /** Shows what is left of a limit, from its first request on; in a new period with that of it. */
  private void show(LimitRequest request, int count) {
    Objects.requireNonNull(left)
        .computeIfAbsent(
            request.key(),
            key -> {
              AtomicInteger value = new AtomicInteger();
              Gauge<Integer> gauge = value::get;
              getRuntimeContext()
                  .getMetricGroup()
                  .addGroup("policy", request.policyId())
                  .addGroup("limit", key)
                  .gauge("quotaLeft", gauge);
              return value;
            })
        .set(Math.max(0, request.limit().max() - count));
  }

  private static ControlStatus status(LimitRequest request, long start) {
    long until = start + request.limit().periodMillis();
    return new ControlStatus(
        Ids.of("limit", request.key(), start),
        request.decisionId(),
        "control.policies",
        ControlStatus.Result.LIMITED,
        "policy " + request.policyId(),
        List.of(
            request.policyId()
                + " has taken "
                + request.limit().action()
                + " on "
                + request.limit().max()
                + " subjects in this period ("
                + request.key()
                + "); what is above it goes to review until the period ends. If that is right,"
                + " raise the limit in the bundle"),
        request.windowEnd(),
        until);
  }

  /** The subjects in Flink's state, with their count. */
  private static final class Step implements LimitCounter.Granted {
    private final MapState<String, Boolean> subjects;
    private int count;

    Step(MapState<String, Boolean> subjects, int count) {
      this.subjects = subjects;
      this.count = count;
    }

    @Override
    public boolean contains(String subjectKey) {
      try {
        return subjects.contains(subjectKey);
      } catch (Exception e) {
        throw new IllegalStateException("the state of a limit cannot be read", e);
      }
    }

    @Override
    public void add(String subjectKey) {
      try {
        subjects.put(subjectKey, true);
        count++;
      } catch (Exception e) {
        throw new IllegalStateException("the state of a limit cannot be written", e);
      }
    }
  }
}
