package io.earshot.policy;

import io.earshot.risk.Activity;
import io.earshot.risk.CreatorProfile;
import io.earshot.risk.LateEvent;
import io.earshot.time.TumblingWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.StateTtlConfig;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The creator's window: collects what happens, and when the watermark closes the window judges it
 * ({@link WindowJudge}), each event by the policies that were in effect at its time.
 *
 * <p>State a creator: the events of open windows (appended without reading) and one profile. What
 * arrives behind the watermark goes to {@link #LATE}: the window that it belongs to has been
 * decided, and its actions are out. What a reviewer, an authority or the owner of the account says
 * is not passed over for that, and counts in the next window.
 */
public final class JudgementFunction
    extends KeyedBroadcastProcessFunction<String, Activity, PolicyChange, Judgement> {

  private static final long serialVersionUID = 1L;

  public static final OutputTag<DecisionAudit> AUDITS = new OutputTag<DecisionAudit>("audits") {};
  public static final OutputTag<LateEvent> LATE = new OutputTag<LateEvent>("late") {};
  public static final OutputTag<LimitRequest> LIMITS = new OutputTag<LimitRequest>("limits") {};

  /** Name of the state with the profiles. */
  public static final String PROFILE = "profile";

  /** How many entries a compaction passes before it asks for the time again. */
  private static final long TTL_QUERY_ENTRIES = 1_000;

  private final PolicySource source;
  private final long windowMillis;
  private final Duration retention;

  private transient PolicyControlFunction.@Nullable Reader policies;
  private transient @Nullable ListState<Activity> open;
  private transient @Nullable ValueState<byte[]> profile;
  private transient @Nullable MapState<String, MatchSupport> supports;
  private transient @Nullable Counter late;
  private transient @Nullable Counter decided;

  /**
   * A function that begins with one bundle.
   *
   * @param windowMillis length of a window
   * @param retention how long it is kept which decisions rest on which known media. Who asks for it
   *     no longer asks after that, by event time; that Flink drops it after as long again, by the
   *     clock, only frees the space
   */
  public JudgementFunction(PolicySource source, long windowMillis, Duration retention) {
    this.source = source;
    this.windowMillis = windowMillis;
    this.retention = retention;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    policies = new PolicyControlFunction.Reader(source);
    open = getRuntimeContext().getListState(openWindows());
    profile = getRuntimeContext().getState(profile());
    supports = getRuntimeContext().getMapState(supports(retention));
    late = getRuntimeContext().getMetricGroup().counter("lateEvents");
    decided = getRuntimeContext().getMetricGroup().counter("judgedEvents");
  }

  /**
   * The state that holds what rests on known media, by the event that was decided on.
   *
   * @param retention how long it is asked for, by event time; the clock frees its space after twice
   *     that
   */
  public static MapStateDescriptor<String, MatchSupport> supports(Duration retention) {
    MapStateDescriptor<String, MatchSupport> descriptor =
        new MapStateDescriptor<>("match-supports", String.class, MatchSupport.class);
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(retention.multipliedBy(2))
            .cleanupInRocksdbCompactFilter(TTL_QUERY_ENTRIES)
            .build());
    return descriptor;
  }

  /** The state that holds the events of windows that are not closed yet. */
  public static ListStateDescriptor<Activity> openWindows() {
    return new ListStateDescriptor<>("open-windows", Activity.class);
  }

  /**
   * The state that holds {@link CreatorProfile#toBytes()}. By event time nothing is known of a
   * creator after {@link CreatorProfile#RETENTION}, and that alone decides; that Flink drops the
   * bytes after as long again, by the clock, only frees the space of those who never come back.
   */
  public static ValueStateDescriptor<byte[]> profile() {
    ValueStateDescriptor<byte[]> descriptor =
        new ValueStateDescriptor<>(PROFILE, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO);
    descriptor.enableTimeToLive(
        StateTtlConfig.newBuilder(CreatorProfile.RETENTION.multipliedBy(2))
            .cleanupInRocksdbCompactFilter(TTL_QUERY_ENTRIES)
            .build());
    return descriptor;
  }

  @Override
  public void processElement(Activity activity, ReadOnlyContext context, Collector<Judgement> out)
      throws Exception {
    long watermark = context.currentWatermark();
    TumblingWindow window = TumblingWindow.of(activity.foldAt(), windowMillis);
    Activity taken = activity;
    if (window.maxTimestamp() <= watermark) {
      if (activity.likeness() != null) {
        // Its event is late too, and is what is told of.
        return;
      }
      Objects.requireNonNull(late).inc();
      // Behind the end of all time there is no next window.
      if (activity.canBeLate() || watermark == Long.MAX_VALUE) {
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
      taken = activity.foldedAt(watermark + 1);
      window = TumblingWindow.of(taken.foldAt(), windowMillis);
    }
    Objects.requireNonNull(open).add(taken);
    context.timerService().registerEventTimeTimer(window.maxTimestamp());
  }

  @Override
  public void processBroadcastElement(
      PolicyChange change, Context context, Collector<Judgement> out) throws Exception {
    long watermark = context.currentWatermark();
    Objects.requireNonNull(policies)
        .enter(
            change,
            context.getBroadcastState(PolicyControlFunction.CHANGES),
            watermark == Long.MIN_VALUE ? watermark : watermark - windowMillis);
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Judgement> out)
      throws Exception {
    ValueState<byte[]> state = Objects.requireNonNull(profile, "open runs first");
    // A window that ends at t is closed by the watermark t - 1.
    List<Activity> due = takeDue(timestamp + 1);
    if (due.isEmpty()) {
      return;
    }
    byte[] before = state.value();
    CreatorProfile known =
        before == null
            ? new CreatorProfile()
            : CreatorProfile.of(before, timestamp + 1 - windowMillis);
    int events =
        new WindowJudge(
                context.getCurrentKey(),
                known,
                Objects.requireNonNull(policies)
                    .book(context.getBroadcastState(PolicyControlFunction.CHANGES)),
                new KeyedSupports(Objects.requireNonNull(supports)),
                timestamp + 1,
                outcomes(context, out))
            .fold(due);
    byte[] after = known.toBytes();
    if (after.length == 0) {
      // Erased, and not only empty: nothing of the creator stays in the state.
      state.clear();
    } else if (!Arrays.equals(before, after)) {
      state.update(after);
    }
    Objects.requireNonNull(decided).inc(events);
  }

  /** The events of windows that end by now; those of later windows stay. */
  private List<Activity> takeDue(long now) throws Exception {
    ListState<Activity> state = Objects.requireNonNull(open);
    List<Activity> due = new ArrayList<>();
    List<Activity> later = new ArrayList<>();
    for (Activity activity : state.get()) {
      (TumblingWindow.of(activity.foldAt(), windowMillis).end() <= now ? due : later).add(activity);
    }
    if (!due.isEmpty()) {
      state.update(later);
    }
    return due;
  }

  /** Sends what is judged to where it belongs. */
  static WindowJudge.Outcomes outcomes(
      KeyedBroadcastProcessFunction<?, ?, ?, ?>.OnTimerContext context, Collector<Judgement> out) {
    return new WindowJudge.Outcomes() {
      @Override
      public void judgement(Judgement judgement) {
        out.collect(judgement);
        for (Decision decision : judgement.decisions()) {
          LimitRequest request = LimitRequest.of(judgement, decision);
          if (request != null) {
            context.output(LIMITS, request);
          }
        }
      }

      @Override
      public void audit(DecisionAudit audit) {
        context.output(AUDITS, audit);
      }
    };
  }

  /** What Flink keeps of this for the creator of the moment. */
  private record KeyedSupports(MapState<String, MatchSupport> state)
      implements WindowJudge.Supports {

    @Override
    public @Nullable MatchSupport of(String contentEventId) {
      try {
        return state.get(contentEventId);
      } catch (Exception e) {
        throw unusable(e);
      }
    }

    @Override
    public void put(String contentEventId, @Nullable MatchSupport support) {
      try {
        if (support == null) {
          state.remove(contentEventId);
        } else {
          state.put(contentEventId, support);
        }
      } catch (Exception e) {
        throw unusable(e);
      }
    }

    private static IllegalStateException unusable(Exception e) {
      return new IllegalStateException("what rests on known media cannot be read or kept", e);
    }
  }
}
