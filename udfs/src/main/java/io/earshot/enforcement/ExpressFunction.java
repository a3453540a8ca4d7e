package io.earshot.enforcement;

import io.earshot.assessment.Assessment;
import io.earshot.enforcement.EnforcementAction.ActionEvent;
import io.earshot.enforcement.EnforcementAction.Actor;
import io.earshot.policy.Decision;
import io.earshot.policy.Lane;
import io.earshot.policy.Mode;
import io.earshot.policy.Pauses;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.policy.PolicySource;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The express lane: decides at once what follows from the content alone, hides or blocks, and
 * nothing else.
 *
 * <p>It keeps no state and knows no sequence; the creator's window makes the same decision under
 * the same id and enters it in the ledger.
 */
public final class ExpressFunction extends RichFlatMapFunction<Assessment, EnforcementAction> {

  private static final long serialVersionUID = 1L;

  private final PolicySource source;
  private transient @Nullable PolicyEvaluator policies;

  public ExpressFunction(PolicySource source) {
    this.source = source;
  }

  @Override
  public void open(OpenContext context) throws Exception {
    policies = source.compile();
  }

  @Override
  public void flatMap(Assessment assessment, Collector<EnforcementAction> out) {
    for (Decision decision :
        Objects.requireNonNull(policies, "open runs first")
            .decideExpress(assessment, Pauses.NONE)) {
      if (decision.mode() == Mode.ENFORCE && decision.action().isRestriction()) {
        out.collect(express(decision));
      }
    }
  }

  private static EnforcementAction express(Decision decision) {
    long at = decision.eventTime();
    return new EnforcementAction(
        LedgerBook.eventId(decision.decisionId(), ActionEvent.APPLIED, decision.action(), ""),
        ActionEvent.APPLIED,
        decision.decisionId(),
        0,
        decision.subject(),
        decision.creatorId(),
        decision.action(),
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
        Lane.EXPRESS,
        null,
        LedgerBook.appealDeadline(at),
        decision.triggerEventId(),
        decision.bundle(),
        decision.models(),
        List.of(),
        null,
        null,
        at,
        at);
  }
}
