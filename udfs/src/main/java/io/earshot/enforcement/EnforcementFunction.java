package io.earshot.enforcement;

import io.earshot.policy.DecisionAudit;
import io.earshot.policy.JudgementFunction;
import io.earshot.policy.MatchSupport;
import io.earshot.policy.PolicyBook;
import io.earshot.policy.PolicyChange;
import io.earshot.policy.PolicyControlFunction;
import io.earshot.policy.PolicySource;
import io.earshot.time.TumblingWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.typeutils.ListTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The creator's ledgers: collects what a window brings, and when the watermark closes the window
 * folds it ({@link EnforcementFold}). Timers end restrictions, strikes and tasks whose time is
 * over.
 *
 * <p>State a creator: what waits for open windows (appended without reading), one {@link
 * CreatorLedger}, one {@link SubjectLedger} for each subject with which something happened, the
 * {@link OpenTask}s of each subject that people are asked about, and which subjects something is
 * over on when. So a creator with a hundred thousand removed items costs as much in a window as one
 * with a single one.
 *
 * <p>At the end of a bounded input the watermark jumps to the end of time. Windows close then,
 * since all of their events are there, and end what was over before them, so that a window finds
 * what it would have found had the watermark come slowly. But behind the last event of a creator no
 * time has passed for anything to be over, so nothing expires there.
 */
public final class EnforcementFunction
    extends KeyedBroadcastProcessFunction<String, Matter, PolicyChange, EnforcementAction> {

  private static final long serialVersionUID = 1L;

  /** When what is over ends. */
  public enum Ending {
    /** At its time: for a job that goes on. */
    ON_TIME,
    /**
     * When the creator's next window finds it over: for the replay of a bounded input. How far the
     * watermark gets before the input ends depends on how fast it is read, and what a replay gives
     * must not.
     */
    WITH_NEXT_WINDOW
  }

  public static final OutputTag<EffectiveState> STATES = new OutputTag<EffectiveState>("states") {};
  public static final OutputTag<ReviewTask> TASKS = new OutputTag<ReviewTask>("tasks") {};
  public static final OutputTag<DecisionAudit> AUDITS = new OutputTag<DecisionAudit>("audits") {};

  private final PolicySource source;
  private final long windowMillis;
  private final Ending ending;
  private final Duration retention;

  private transient PolicyControlFunction.@Nullable Reader policies;
  private transient @Nullable ListState<Matter> open;
  private transient @Nullable ValueState<CreatorLedger> creator;
  private transient @Nullable KeyedLedgers ledgers;
  private transient @Nullable Counter actions;
  private transient @Nullable Counter decided;

  /**
   * A function that begins with one bundle.
   *
   * @param windowMillis length of a window
   * @param retention how long it is kept at least which decisions rest on which known media
   */
  public EnforcementFunction(
      PolicySource source, long windowMillis, Ending ending, Duration retention) {
    this.retention = retention;
    this.source = source;
    this.windowMillis = windowMillis;
    this.ending = ending;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    policies = new PolicyControlFunction.Reader(source);
    open = getRuntimeContext().getListState(openWindows());
    creator = getRuntimeContext().getState(creatorState());
    ledgers = new KeyedLedgers(getRuntimeContext(), retention);
    actions = getRuntimeContext().getMetricGroup().counter("actions");
    decided = getRuntimeContext().getMetricGroup().counter("decisions");
  }

  /** The state that holds what waits for windows that are not closed yet. */
  public static ListStateDescriptor<Matter> openWindows() {
    return new ListStateDescriptor<>("open-windows", Matter.class);
  }

  /** The state that holds the ledger of a creator. */
  public static ValueStateDescriptor<CreatorLedger> creatorState() {
    return new ValueStateDescriptor<>("creator", CreatorLedger.class);
  }

  /** The state that holds the ledgers of a creator's subjects, by their keys. */
  public static MapStateDescriptor<String, SubjectLedger> subjectState() {
    return new MapStateDescriptor<>("subjects", String.class, SubjectLedger.class);
  }

  /** The state that holds the open tasks about a creator's subjects, by the keys of these. */
  public static MapStateDescriptor<String, List<OpenTask>> taskState() {
    return new MapStateDescriptor<>(
        "tasks", Types.STRING, new ListTypeInfo<>(TypeInformation.of(OpenTask.class)));
  }

  @Override
  public void processElement(
      Matter matter, ReadOnlyContext context, Collector<EnforcementAction> out) throws Exception {
    Matter taken = matter;
    long watermark = context.currentWatermark();
    if (matter.express() != null && matter.windowEnd() - 1 <= watermark) {
      if (watermark == Long.MAX_VALUE) {
        // Behind the end of all time nothing is folded; the express action ends by itself.
        return;
      }
      // Of content that came too late. What was done about it is entered in the next window.
      taken = matter.inWindow(TumblingWindow.of(watermark + 1, windowMillis).end());
    }
    Objects.requireNonNull(open).add(taken);
    // What waits for a window that is closed already, because a silent part of the stream spoke
    // again, is folded by the timer at once, as its own window.
    context.timerService().registerEventTimeTimer(taken.windowEnd() - 1);
  }

  @Override
  public void processBroadcastElement(
      PolicyChange change, Context context, Collector<EnforcementAction> out) throws Exception {
    long watermark = context.currentWatermark();
    Objects.requireNonNull(policies)
        .enter(
            change,
            context.getBroadcastState(PolicyControlFunction.CHANGES),
            watermark == Long.MIN_VALUE ? watermark : watermark - windowMillis);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<EnforcementAction> out)
      throws Exception {
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      for (long time : Objects.requireNonNull(ledgers).wakes()) {
        context.timerService().registerEventTimeTimer(time - 1);
      }
      return;
    }
    ValueState<CreatorLedger> state = Objects.requireNonNull(creator, "open runs first");
    PolicyBook book =
        Objects.requireNonNull(policies)
            .book(context.getBroadcastState(PolicyControlFunction.CHANGES));
    CreatorLedger stored = Objects.requireNonNullElse(state.value(), CreatorLedger.EMPTY);
    CreatorLedger current = stored;
    Outcomes outcomes = outcomes(context, out);
    String creatorId = context.getCurrentKey();
    KeyedLedgers.Timed store = Objects.requireNonNull(ledgers).on(context.timerService());
    // A window that ends at t is closed by the watermark t - 1, and so is what is over at t.
    long now = timestamp + 1;

    SortedMap<Long, List<Matter>> due = takeDue(now);
    boolean endOfInput = context.timerService().currentWatermark() == Long.MAX_VALUE;
    if (due.isEmpty() && ending == Ending.ON_TIME && endOfInput) {
      // Fires only in a job that is restored from here.
      context
          .timerService()
          .registerProcessingTimeTimer(context.timerService().currentProcessingTime() + 1);
    }
    if (!due.isEmpty() || (ending == Ending.ON_TIME && !endOfInput)) {
      for (long time : ledgers.wakesUntil(now)) {
        EnforcementFold fold =
            new EnforcementFold(creatorId, current, store, book, time, windowMillis, outcomes);
        fold.wake(ledgers.takeWake(time));
        current = fold.ledger();
      }
    }
    for (var window : due.entrySet()) {
      EnforcementFold fold =
          new EnforcementFold(
              creatorId, current, store, book, window.getKey(), windowMillis, outcomes);
      fold.fold(window.getValue());
      current = fold.ledger();
    }
    store.save();
    if (!current.equals(stored)) {
      if (current.equals(CreatorLedger.EMPTY)) {
        state.clear();
      } else {
        state.update(current);
      }
    }
  }

  /** What belongs to windows that end by now, by window; that of later windows stays. */
  private SortedMap<Long, List<Matter>> takeDue(long now) throws Exception {
    ListState<Matter> state = Objects.requireNonNull(open);
    SortedMap<Long, List<Matter>> due = new TreeMap<>();
    List<Matter> later = new ArrayList<>();
    for (Matter matter : state.get()) {
      if (matter.windowEnd() <= now) {
        due.computeIfAbsent(matter.windowEnd(), end -> new ArrayList<>()).add(matter);
      } else {
        later.add(matter);
      }
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

  /**
   * What Flink keeps for the creator of the moment subject by subject: ledgers, open tasks, and
   * when something is over. Each is read when it is asked for, so a window costs as much as what it
   * is about.
   */
  private static final class KeyedLedgers {

    private final MapState<String, SubjectLedger> subjects;
    private final MapState<String, List<OpenTask>> tasks;
    private final MapState<Long, List<String>> wakes;
    private final MapState<String, MatchSupport> supports;

    /**
     * The first of the wakes, since looking for it among all of them costs far more than a read.
     */
    private final ValueState<Long> nextWake;

    KeyedLedgers(RuntimeContext context, Duration retention) {
      subjects = context.getMapState(subjectState());
      tasks = context.getMapState(taskState());
      wakes =
          context.getMapState(
              new MapStateDescriptor<>("wakes", Types.LONG, Types.LIST(Types.STRING)));
      nextWake = context.getState(new ValueStateDescriptor<>("next-wake", Types.LONG));
      supports = context.getMapState(JudgementFunction.supports(retention));
    }

    /** When something is over, in ascending order. */
    List<Long> wakes() throws Exception {
      return List.copyOf(times());
    }

    private NavigableSet<Long> times() throws Exception {
      NavigableSet<Long> times = new TreeSet<>();
      wakes.keys().forEach(times::add);
      return times;
    }

    /** When something is over by now, in ascending order. */
    List<Long> wakesUntil(long now) throws Exception {
      Long next = nextWake.value();
      return next == null || next > now ? List.of() : List.copyOf(times().headSet(now, true));
    }

    /**
     * The keys of subjects on which something is over at a time, in ascending order; forgets them.
     */
    List<String> takeWake(long time) throws Exception {
      TreeSet<String> keys = new TreeSet<>(wakes.get(time));
      wakes.remove(time);
      NavigableSet<Long> left = times();
      if (left.isEmpty()) {
        nextWake.clear();
      } else {
        nextWake.update(left.first());
      }
      return List.copyOf(keys);
    }

    /** The store of a fold, which asks to be woken by Flink's timers. */
    Timed on(TimerService timers) {
      return new Timed(timers);
    }

    /**
     * The ledgers with the timers of the moment. The ledger of a subject is asked for and put
     * several times in a window; it is read once, and written by {@link #save}.
     */
    final class Timed implements LedgerStore {

      private final TimerService timers;
      private final Map<String, SubjectLedger> read = new HashMap<>();
      private final Set<String> changed = new TreeSet<>();

      private Timed(TimerService timers) {
        this.timers = timers;
      }

      /** Writes the ledgers of subjects that changed. */
      void save() throws Exception {
        for (String key : changed) {
          subjects.put(key, Objects.requireNonNull(read.get(key)));
        }
        changed.clear();
      }

      @Override
      public SubjectLedger subject(String subjectKey) {
        try {
          SubjectLedger known = read.get(subjectKey);
          if (known == null) {
            known = Objects.requireNonNullElse(subjects.get(subjectKey), SubjectLedger.EMPTY);
            read.put(subjectKey, known);
          }
          return known;
        } catch (Exception e) {
          throw unusable(e);
        }
      }

      @Override
      public void put(String subjectKey, SubjectLedger ledger) {
        read.put(subjectKey, ledger);
        changed.add(subjectKey);
      }

      @Override
      public List<String> subjectKeys() {
        TreeSet<String> keys = new TreeSet<>(changed);
        keys.addAll(keys(subjects));
        return List.copyOf(keys);
      }

      @Override
      public List<OpenTask> tasks(String subjectKey) {
        try {
          return Objects.requireNonNullElse(tasks.get(subjectKey), List.of());
        } catch (Exception e) {
          throw unusable(e);
        }
      }

      @Override
      public void putTasks(String subjectKey, List<OpenTask> open) {
        try {
          if (open.isEmpty()) {
            tasks.remove(subjectKey);
          } else {
            tasks.put(subjectKey, open);
          }
        } catch (Exception e) {
          throw unusable(e);
        }
      }

      @Override
      public List<String> taskKeys() {
        return keys(tasks);
      }

      private List<String> keys(MapState<String, ?> state) {
        try {
          TreeSet<String> keys = new TreeSet<>();
          state.keys().forEach(keys::add);
          return List.copyOf(keys);
        } catch (Exception e) {
          throw unusable(e);
        }
      }

      @Override
      public void wakeAt(long at, String subjectKey) {
        try {
          List<String> keys = new ArrayList<>(Objects.requireNonNullElse(wakes.get(at), List.of()));
          if (!keys.contains(subjectKey)) {
            keys.add(subjectKey);
            wakes.put(at, keys);
          }
          Long next = nextWake.value();
          if (next == null || at < next) {
            nextWake.update(at);
          }
          timers.registerEventTimeTimer(at - 1);
        } catch (Exception e) {
          throw unusable(e);
        }
      }

      @Override
      public @Nullable MatchSupport support(String contentEventId) {
        try {
          return supports.get(contentEventId);
        } catch (Exception e) {
          throw unusable(e);
        }
      }

      @Override
      public void putSupport(String contentEventId, @Nullable MatchSupport support) {
        try {
          if (support == null) {
            supports.remove(contentEventId);
          } else {
            supports.put(contentEventId, support);
          }
        } catch (Exception e) {
          throw unusable(e);
        }
      }

      private IllegalStateException unusable(Exception e) {
        return new IllegalStateException("the ledgers in Flink's state cannot be used", e);
      }
    }
  }
}
