package io.earshot.enforcement;

import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.policy.Decision;
import io.earshot.policy.Lane;
import io.earshot.policy.LimitRequest;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Holds the express lane to the limits of policies, so that a rule that has gone wrong cannot hide
 * everything before the windows see it. It counts in the order of arrival, since nobody here waits
 * for anybody; the count that decides is the one of {@link LimitFunction}, and what it refuses is
 * undone.
 *
 * <p>What is carried out goes to {@link #RECEIPTS} too, for the creator's window.
 */
public final class ExpressLimitFunction
    extends KeyedProcessFunction<String, ExpressReceipt, EnforcementAction> {

  private static final long serialVersionUID = 1L;

  public static final OutputTag<ExpressReceipt> RECEIPTS =
      new OutputTag<ExpressReceipt>("receipts") {};

  private transient @Nullable ValueState<LimitFunction.Period> period;
  private transient @Nullable MapState<String, Boolean> granted;
  private transient @Nullable Counter held;

  /** By what a receipt is counted: its limit, or its creator if there is none. */
  public static String key(ExpressReceipt receipt) {
    LimitRequest request = LimitRequest.of(receipt.decision(), receipt.windowEnd());
    return request == null ? receipt.decision().creatorId() : request.key();
  }

  @Override
  public void open(OpenContext context) {
    period =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("period", LimitFunction.Period.class));
    granted =
        getRuntimeContext()
            .getMapState(new MapStateDescriptor<>("granted", String.class, Boolean.class));
    held = getRuntimeContext().getMetricGroup().counter("aboveLimit");
  }

  @Override
  public void processElement(
      ExpressReceipt receipt, Context context, Collector<EnforcementAction> out) throws Exception {
    LimitRequest request = LimitRequest.of(receipt.decision(), receipt.windowEnd());
    if (request != null && !grants(request)) {
      Objects.requireNonNull(held).inc();
      return;
    }
    out.collect(action(receipt));
    context.output(RECEIPTS, receipt);
  }

  private boolean grants(LimitRequest request) throws Exception {
    ValueState<LimitFunction.Period> state = Objects.requireNonNull(period);
    MapState<String, Boolean> subjects = Objects.requireNonNull(granted);
    LimitFunction.Period current = state.value();
    long start = LimitCounter.periodOf(request);
    if (current == null || current.start() < start) {
      subjects.clear();
      current = new LimitFunction.Period(start, 0, false);
    }
    if (subjects.contains(request.subjectKey())) {
      return true;
    }
    if (current.count() >= request.limit().max()) {
      return false;
    }
    subjects.put(request.subjectKey(), true);
    state.update(new LimitFunction.Period(current.start(), current.count() + 1, false));
    return true;
  }

  /** The action that consumers of the express lane see. */
  static EnforcementAction action(ExpressReceipt receipt) {
    Decision decision = receipt.decision();
    long at = decision.eventTime();
    return new EnforcementAction(
        LedgerBook.eventId(decision.decisionId(), ActionEvent.APPLIED, decision.action(), ""),
        ActionEvent.APPLIED,
        decision.decisionId(),
        0,
        decision.subject(),
        decision.creatorId(),
        decision.action(),
        decision.scope(),
        at,
        decision.durationMillis() == null ? null : at + decision.durationMillis(),
        decision.policy(),
        decision.ruleId(),
        decision.reason(),
        decision.counterfactuals(),
        decision.comparisons(),
        decision.evidence(),
        List.of(),
        Actor.AUTOMATED,
        decision.mode(),
        Lane.EXPRESS,
        null,
        LedgerBook.appealDeadline(at),
        decision.triggerEventId(),
        decision.bundle(),
        decision.models(),
        DataVersions.NONE,
        List.of(),
        null,
        null,
        null,
        Provenance.of(decision, receipt.content(), 0),
        at,
        at);
  }
}
