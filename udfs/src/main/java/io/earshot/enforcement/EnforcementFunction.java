package io.earshot.enforcement;

import io.earshot.policy.PolicyEvaluator;
import io.earshot.policy.PolicySource;
import io.earshot.time.TumblingWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The creator's window: collects what happens, and when the watermark closes the window folds it
 * ({@link WindowFold}). The same timers end restrictions whose time is over.
 *
 * <p>State a creator: the events of open windows (appended without reading) and one {@link
 * CreatorState}. What arrives behind the watermark goes to {@link #LATE}: the window that it
 * belongs to has been decided, and its actions are out.
 *
 * <p>At the end of a bounded input the watermark jumps to the end of time. Windows close then,
 * since all of their events are there, and end the restrictions that were over before them, so that
 * a window finds what it would have found had the watermark come slowly. But behind the last event
 * of a creator no time has passed for a restriction to be over, so none expires there.
 */
public final class EnforcementFunction
    extends KeyedProcessFunction<String, Activity, EnforcementAction> {

  private static final long serialVersionUID = 1L;

  public static final OutputTag<EffectiveState> STATES = new OutputTag<EffectiveState>("states") {};
  public static final OutputTag<ReviewTask> TASKS = new OutputTag<ReviewTask>("tasks") {};
  public static final OutputTag<DecisionAudit> AUDITS = new OutputTag<DecisionAudit>("audits") {};
  public static final OutputTag<LateEvent> LATE = new OutputTag<LateEvent>("late") {};

  private final PolicySource source;
  private final long windowMillis;

  private transient @Nullable PolicyEvaluator policies;
  private transient @Nullable ListState<Activity> open;
  private transient @Nullable ValueState<CreatorState> creator;
  private transient @Nullable Counter late;
  private transient @Nullable Counter actions;
  private transient @Nullable Counter decided;

  /**
   * A function for one bundle.
   *
   * @param windowMillis length of a window
   */
  public EnforcementFunction(PolicySource source, long windowMillis) {
    this.source = source;
    this.windowMillis = windowMillis;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    policies = source.compile();
    open =
        getRuntimeContext().getListState(new ListStateDescriptor<>("open-windows", Activity.class));
    creator =
        getRuntimeContext().getState(new ValueStateDescriptor<>("creator", CreatorState.class));
    late = getRuntimeContext().getMetricGroup().counter("lateEvents");
    actions = getRuntimeContext().getMetricGroup().counter("actions");
    decided = getRuntimeContext().getMetricGroup().counter("decisions");
  }

  @Override
  public void processElement(Activity activity, Context context, Collector<EnforcementAction> out)
      throws Exception {
    TumblingWindow window = TumblingWindow.of(activity.eventTime(), windowMillis);
    if (window.maxTimestamp() <= context.timerService().currentWatermark()) {
      Objects.requireNonNull(late).inc();
      context.output(
          LATE,
          new LateEvent(
              activity.eventId(),
              activity.creatorId(),
              activity.eventTime(),
              window.end(),
              activity.source()));
      return;
    }
    Objects.requireNonNull(open).add(activity);
    context.timerService().registerEventTimeTimer(window.maxTimestamp());
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<EnforcementAction> out)
      throws Exception {
    ValueState<CreatorState> state = Objects.requireNonNull(creator, "open runs first");
    CreatorState stored = Objects.requireNonNullElse(state.value(), CreatorState.UNKNOWN);
    CreatorState current = stored;
    Outcomes outcomes = outcomes(context, out);
    String creatorId = context.getCurrentKey();
    // A window that ends at t is closed by the watermark t - 1, and so are restrictions that end at
    // t.
    long now = timestamp + 1;

    List<Activity> due = takeDue(now);
    boolean timePassed =
        !due.isEmpty() || context.timerService().currentWatermark() != Long.MAX_VALUE;
    while (timePassed && LedgerBook.nextExpiry(current.ledger()) <= now) {
      LedgerBook book =
          new LedgerBook(
              creatorId, current.ledger(), LedgerBook.nextExpiry(current.ledger()), outcomes);
      book.expire();
      current = new CreatorState(current.profile(), book.close());
    }
    if (!due.isEmpty()) {
      WindowFold fold =
          new WindowFold(
              creatorId,
              current.profile(),
              current.ledger(),
              Objects.requireNonNull(policies, "open runs first"),
              now,
              outcomes);
      fold.fold(due);
      current = new CreatorState(fold.profile(), fold.ledger());
    }

    if (current.equals(stored)) {
      return;
    }
    state.update(current);
    long next = LedgerBook.nextExpiry(current.ledger());
    if (next != Long.MAX_VALUE && !current.ledger().equals(stored.ledger())) {
      context.timerService().registerEventTimeTimer(next - 1);
    }
  }

  /** The events of windows that end by now; those of later windows stay. */
  private List<Activity> takeDue(long now) throws Exception {
    ListState<Activity> state = Objects.requireNonNull(open);
    List<Activity> due = new ArrayList<>();
    List<Activity> later = new ArrayList<>();
    for (Activity activity : state.get()) {
      (TumblingWindow.of(activity.eventTime(), windowMillis).end() <= now ? due : later)
          .add(activity);
    }
    if (!due.isEmpty()) {
      state.update(later);
    }
    return due;
  }

  private Outcomes outcomes(OnTimerContext context, Collector<EnforcementAction> out) {
    return new Outcomes() {
      @Override
      public void action(EnforcementAction action) {
        Objects.requireNonNull(actions).inc();
        out.collect(action);
      }

      @Override
      public void state(EffectiveState state) {
        context.output(STATES, state);
      }

      @Override
      public void task(ReviewTask task) {
        context.output(TASKS, task);
      }

      @Override
      public void audit(DecisionAudit audit) {
        Objects.requireNonNull(decided).inc();
        context.output(AUDITS, audit);
      }
    };
  }
}
