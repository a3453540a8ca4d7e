package io.earshot.policy;

import io.earshot.intake.ControlStatus;
import io.earshot.intake.ControlTimes;
import io.earshot.intake.Inbound;
import io.earshot.intake.IntakeFunction;
import io.earshot.intake.Refusal;
import io.earshot.risk.plays.Hours;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate of the control topic of policies: what comes out is right and may be used by all. It
 * runs once for the whole job, so that every change has one answer.
 */
public final class PolicyControlFunction
    extends ProcessFunction<Inbound<PolicyChange>, PolicyChange> {

  private static final long serialVersionUID = 1L;

  public static final OutputTag<ControlStatus> STATUS =
      new OutputTag<ControlStatus>("control-status") {};

  private final PolicySource source;
  private final ControlTimes times;
  private transient @Nullable PolicyControl control;
  private transient @Nullable Counter accepted;
  private transient @Nullable Counter refused;

  /**
   * A gate.
   *
   * @param times what may be taken for the time of a change
   */
  public PolicyControlFunction(PolicySource source, ControlTimes times) {
    this.source = source;
    this.times = times;
  }

  @Override
  public void open(OpenContext context) {
    control = new PolicyControl(source);
    accepted = getRuntimeContext().getMetricGroup().counter("acceptedChanges");
    refused = getRuntimeContext().getMetricGroup().counter("refusedChanges");
  }

  @Override
  public void processElement(
      Inbound<PolicyChange> record, Context context, Collector<PolicyChange> out) {
    PolicyChange change = record.value();
    Refusal refusal = times.refuse(record);
    if (change == null || refusal != null) {
      Refusal why = Objects.requireNonNull(refusal, "a record has a value or a refusal");
      Objects.requireNonNull(refused).inc();
      context.output(IntakeFunction.DEAD_LETTERS, record.refused(why));
      if (change != null) {
        context.output(STATUS, ControlTimes.answer(change, why));
      }
      return;
    }
    PolicyControl.Answer answer = Objects.requireNonNull(control).check(change);
    context.output(STATUS, answer.status());
    if (answer.accepted() == null) {
      Objects.requireNonNull(refused).inc();
    } else {
      Objects.requireNonNull(accepted).inc();
      out.collect(answer.accepted());
    }
  }

  /** The state in which every subtask keeps the changes that came through the gate. */
  public static final MapStateDescriptor<String, PolicyChange> CHANGES =
      new MapStateDescriptor<>("policy-changes", String.class, PolicyChange.class);

  /** Takes a change in where an hour of plays is decided at a time. */
  static void enterByHour(
      Reader reader, PolicyChange change, KeyedBroadcastProcessFunction<?, ?, ?, ?>.Context context)
      throws Exception {
    long watermark = context.currentWatermark();
    reader.enter(
        change,
        context.getBroadcastState(CHANGES),
        watermark == Long.MIN_VALUE ? watermark : watermark - Hours.LENGTH);
  }

  /** A subtask's view of the changes that came through the gate. */
  public static final class Reader {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyControlFunction.class);

    private final PolicyBook book;
    private boolean restored;

    /**
     * A view that begins with the bundle of the configuration.
     *
     * @throws BundleException if that has faults
     */
    public Reader(PolicySource source) throws BundleException {
      this.book = new PolicyBook(source);
    }

    /** What is in effect, with what was so before a restart. */
    public PolicyBook book(ReadOnlyBroadcastState<String, PolicyChange> state) throws Exception {
      if (!restored) {
        restored = true;
        for (Map.Entry<String, PolicyChange> entry : state.immutableEntries()) {
          enter(entry.getValue());
        }
      }
      return book;
    }

    /**
     * Takes a change in.
     *
     * @param decidedUntil before which nothing is decided any more
     */
    public void enter(
        PolicyChange change, BroadcastState<String, PolicyChange> state, long decidedUntil)
        throws Exception {
      PolicyBook known = book(state);
      if (enter(change)) {
        state.put(change.eventId(), change);
      }
      for (PolicyChange old : known.forgetBefore(decidedUntil)) {
        state.remove(old.eventId());
      }
    }

    private boolean enter(PolicyChange change) {
      try {
        book.enter(change);
        return true;
      } catch (BundleException e) {
        // It was right when it came through the gate. That it is not now can only be because the
        // job was restarted with other models, or as a version that refuses more; what was in
        // effect before stays.
        LOG.error("A bundle that was accepted cannot be used by this job any more", e);
        return false;
      }
    }
  }
}
