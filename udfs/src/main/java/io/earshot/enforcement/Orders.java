package io.earshot.enforcement;

import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.id.Ids;
import io.earshot.intake.CreatorSignal;
import io.earshot.policy.ActionType;
import io.earshot.policy.BundleRef;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.ReviewRouting;
import io.earshot.policy.Scope;
import java.util.List;
import java.util.Objects;

/** What an order of an authority leads to, on its own lane and in the ledger alike. */
final class Orders {

  /** Why a restriction ends whose order was lifted. */
  static final String LIFTED = "ORDER_LIFTED";

  /** Orders stand beside the taxonomy: no bundle has a rule for them. */
  private static final PolicyRef POLICY = new PolicyRef("LEG.ORDER", "1", 1, "");

  private static final String RULE = "order";

  /** Where the people are asked who carry out what no machine may. */
  private static final String QUEUE = "legal";

  private static final int FIRST = 100;

  private Orders() {}

  /** The decision that an order is; the same on both lanes. */
  static String decisionId(CreatorSignal.Order order) {
    return Ids.of("order", order.orderId(), order.subject().key(), order.subject().version());
  }

  /** The restriction that an order demands. */
  static Restriction restriction(
      CreatorSignal.Order order, String eventId, BundleRef bundle, long startsAt) {
    CreatorSignal.Remedy remedy =
        Objects.requireNonNull(order.remedy(), "an order to apply says what");
    return new Restriction(
        decisionId(order),
        order.subject(),
        ActionType.valueOf(remedy.action()),
        new Scope(remedy.territories(), remedy.surfaces()),
        POLICY,
        RULE,
        bundle,
        eventId,
        startsAt,
        remedy.durationMillis() == null ? null : startsAt + remedy.durationMillis(),
        null,
        Actor.HUMAN,
        Provenance.of(order));
  }

  /** Whether an order is one to carry out at once: what cannot be undone takes people. */
  static boolean isAtOnce(CreatorSignal.Order order) {
    return order.operation() == CreatorSignal.OrderOperation.APPLY
        && order.remedy() != null
        && !ActionType.valueOf(order.remedy().action()).humanOnly();
  }

  /** What people are asked where an order demands what only they may do, by its deadline. */
  static TaskDesk.Question question(
      CreatorSignal.Order order, Restriction demanded, long eventTime, long now) {
    return new TaskDesk.Question(
        demanded.subject(),
        new OpenTask.Ground(
            demanded.decisionId(),
            POLICY,
            RULE,
            demanded.bundle(),
            demanded.triggerEventId(),
            demanded.action(),
            reason(order),
            eventTime),
        demanded.action(),
        demanded.expiresAt() == null ? null : demanded.expiresAt() - now,
        demanded.scope(),
        new ReviewRouting(QUEUE, FIRST, Math.max(0, order.dueAt() - now)),
        null,
        demanded.provenance(),
        List.of(),
        List.of(),
        List.of());
  }

  private static String reason(CreatorSignal.Order order) {
    return "ordered by an authority: " + order.legalReference();
  }

  /** What its announcement says. */
  static ActionDraft draft(CreatorSignal.Order order, long eventTime) {
    return ActionDraft.of(Actor.HUMAN, reason(order), eventTime).shownAtOnce();
  }
}
