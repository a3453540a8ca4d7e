package io.earshot.enforcement;

import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.CreatorSignal;
import io.earshot.policy.ActionType;
import io.earshot.policy.BundleRef;
import io.earshot.policy.Lane;
import io.earshot.policy.Mode;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lane of orders: what an authority demands is done at once. Nothing else is on this way, from
 * its topic to the express topic, so no flood can delay an order; the creator's window enters it in
 * the ledger under the same ids.
 *
 * <p>What only people may do ({@link ActionType#humanOnly()}) is not done here, whoever orders it:
 * the window asks two of them, by the order's deadline.
 *
 * <p>An order that is lifted ends through the ledger only, since what it restricted may rest on
 * something else by then.
 */
public final class OrderFunction extends ProcessFunction<ArrivedSignal, EnforcementAction> {

  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(OrderFunction.class);

  /** Orders do not depend on a bundle. */
  static final BundleRef NO_BUNDLE = new BundleRef("", "", "");

  private transient @Nullable Counter orders;
  private transient @Nullable Counter overdue;

  @Override
  public void open(OpenContext context) {
    orders = getRuntimeContext().getMetricGroup().counter("orders");
    overdue = getRuntimeContext().getMetricGroup().counter("ordersOverdue");
  }

  /** How many orders this subtask carried out behind their deadline. */
  long overdue() {
    return Objects.requireNonNull(overdue, "open runs first").getCount();
  }

  @Override
  public void processElement(
      ArrivedSignal arrived, Context context, Collector<EnforcementAction> out) {
    CreatorSignal.Order order = arrived.signal().order();
    if (order == null || !Orders.isAtOnce(order)) {
      return;
    }
    Objects.requireNonNull(orders).inc();
    // By Flink's clock, since it is measured and decides nothing: the deadline is one of the world.
    if (context.timerService().currentProcessingTime() > order.dueAt()) {
      Objects.requireNonNull(overdue).inc();
      LOG.warn(
          "Order {} is carried out after it was due at {}; tell the authority, and see what held it"
              + " up.",
          order.orderId(),
          Instant.ofEpochMilli(order.dueAt()));
    }
    long at = arrived.signal().eventTime();
    Restriction restriction = Orders.restriction(order, arrived.signal().eventId(), NO_BUNDLE, at);
    ActionDraft draft = Orders.draft(order, at);
    out.collect(
        new EnforcementAction(
            LedgerBook.eventId(
                restriction.decisionId(), ActionEvent.APPLIED, restriction.action(), ""),
            ActionEvent.APPLIED,
            restriction.decisionId(),
            0,
            restriction.subject(),
            arrived.signal().creatorId(),
            restriction.action(),
            restriction.scope(),
            at,
            restriction.expiresAt(),
            restriction.policy(),
            restriction.ruleId(),
            draft.reason(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            draft.actor(),
            Mode.ENFORCE,
            Lane.EXPRESS,
            null,
            LedgerBook.appealDeadline(at),
            restriction.triggerEventId(),
            restriction.bundle(),
            List.of(),
            DataVersions.NONE,
            List.of(),
            null,
            null,
            order.preserveUntil(),
            restriction.provenance(),
            at,
            at));
  }
}
