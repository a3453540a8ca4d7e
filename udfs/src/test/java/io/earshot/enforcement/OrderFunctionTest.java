package io.earshot.enforcement;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.ordered;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.CreatorSignal.OrderBasis;
import io.earshot.intake.CreatorSignal.OrderOperation;
import io.earshot.intake.CreatorSignal.Remedy;
import io.earshot.intake.SubjectRef;
import io.earshot.intake.SubjectType;
import io.earshot.risk.Activity;
import java.util.List;
import java.util.Objects;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is done at once about an order, and what is counted of it. */
class OrderFunctionTest {

  private static final long DUE = T0 + 3_600_000;

  private static ArrivedSignal order(OrderOperation operation, @Nullable String action) {
    CreatorSignal.Order order =
        new CreatorSignal.Order(
            "order-1",
            operation,
            new SubjectRef(SubjectType.TRACK, "c-1", 1),
            action == null ? null : new Remedy(action, null, List.of(), List.of()),
            OrderBasis.DSA_ARTICLE_9,
            "a court's order",
            DUE,
            null);
    Activity activity = ordered("o1", T0, order);
    return new ArrivedSignal(Objects.requireNonNull(activity.signal()), activity.source());
  }

  /** What comes of an order that arrives at a time of the clock. */
  private static List<EnforcementAction> play(
      OrderFunction function, long now, ArrivedSignal... orders) throws Exception {
    OneInputStreamOperatorTestHarness<ArrivedSignal, EnforcementAction> harness =
        new OneInputStreamOperatorTestHarness<>(new ProcessOperator<>(function));
    try {
      harness.setProcessingTime(now);
      harness.open();
      for (ArrivedSignal order : orders) {
        harness.processElement(order, T0);
      }
      return harness.extractOutputValues();
    } finally {
      harness.close();
    }
  }

  @Test
  void an_order_is_late_only_when_it_is_carried_out_behind_its_deadline() throws Exception {
    for (long behind : new long[] {-1, 0, 1}) {
      OrderFunction function = new OrderFunction();

      assertThat(play(function, DUE + behind, order(OrderOperation.APPLY, "GEO_RESTRICT")))
          .hasSize(1);
      assertThat(function.overdue()).isEqualTo(behind > 0 ? 1 : 0);
    }
  }

  @Test
  void what_only_people_may_do_and_what_ends_something_is_not_done_at_once() throws Exception {
    OrderFunction function = new OrderFunction();

    assertThat(
            play(
                function,
                DUE + 1,
                order(OrderOperation.APPLY, "DEMONETISE"),
                order(OrderOperation.LIFT, null)))
        .isEmpty();
    assertThat(function.overdue()).isZero();
  }
}
