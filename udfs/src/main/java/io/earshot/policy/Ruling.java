package io.earshot.policy;

import io.earshot.id.CreatorShare;
import io.earshot.intake.SubjectRef;
import io.earshot.policy.CompiledBundle.CompiledPolicy;
import io.earshot.policy.CompiledBundle.CompiledRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What follows when a rule holds: what it asks for, less what may not be done about it without a
 * human. In this order, each adding its comparison to the path of the decision:
 *
 * <ol>
 *   <li>the ceilings of taxonomy and bundle,
 *   <li>the evidence that the policy asks for ({@link EvidenceGate}),
 *   <li>the evidence that has to be there whatever a bundle says ({@link HardGates}),
 *   <li>the switch of the policy ({@link Pauses}).
 * </ol>
 *
 * <p>It is a function of the rule, the facts and the pauses, and so can be recomputed from an audit
 * record.
 */
final class Ruling {

  private final CompiledPolicy policy;
  private final CompiledRule rule;
  private final Facts facts;
  private final Pauses paused;
  private final Occasion occasion;

  Ruling(CompiledPolicy policy, CompiledRule rule, Facts facts, Pauses paused, Occasion occasion) {
    this.policy = policy;
    this.rule = rule;
    this.facts = facts;
    this.paused = paused;
    this.occasion = occasion;
  }

  /** The decision, if the rule holds or cannot be computed; else null. */
  @Nullable Decision decide(List<EvidenceRef> evidence, BundleRef bundle) {
    try {
      if (!rule.condition().holds(facts)) {
        return null;
      }
    } catch (Condition.RuleFailure e) {
      // A rule that cannot be computed must neither act nor be passed over: a human looks.
      Comparison failure =
          new Comparison(
              rule.rule().condition(), "==", "true", String.valueOf(e.getMessage()), false);
      return decision(ActionType.SEND_TO_REVIEW, List.of(failure), List.of(), evidence, bundle);
    }
    Decision decision =
        decision(
            rule.rule().action(),
            Condition.comparisons(rule.condition(), facts),
            Condition.counterfactuals(rule.condition(), facts),
            evidence,
            bundle);
    for (Comparison demand : demands(decision.mode())) {
      if (!demand.held()) {
        decision = decision.referred(demand);
      }
    }
    return decision;
  }

  /** All that was asked of what the rule asks for, met or not, in order. */
  List<Comparison> demands(Mode mode) {
    ActionType asked = rule.rule().action();
    List<Comparison> demands = new ArrayList<>();
    demands.add(
        new Comparison(
            "action",
            "<=",
            Taxonomy.ceilingText(policy.policy().ceilings()),
            asked.name(),
            policy.entry().permits(asked) && Taxonomy.permits(policy.policy().ceilings(), asked)));
    if (!asked.isRestriction()) {
      return demands;
    }
    Support support = Support.of(rule.condition(), facts);
    demands.addAll(policy.policy().gate().compare(support, facts));
    demands.addAll(HardGates.compare(policy.entry().severity(), asked, support, facts));
    if (mode.acts() && paused.holds(policy.id())) {
      demands.add(Pauses.COMPARISON);
    }
    return demands;
  }

  private Mode mode() {
    PolicyBundle.Policy written = policy.policy();
    return written.mode() == Mode.CANARY
            && !CreatorShare.includes(written.id(), occasion.creatorId(), written.canaryPercent())
        ? Mode.SHADOW
        : written.mode();
  }

  private Decision decision(
      ActionType action,
      List<Comparison> comparisons,
      List<String> counterfactuals,
      List<EvidenceRef> evidence,
      BundleRef bundle) {
    PolicyBundle.Rule written = rule.rule();
    // By what the rule asks for, so that the id is the same whatever is taken off it.
    SubjectRef subject = occasion.target(written.action());
    return new Decision(
        occasion.decisionId(subject, policy.ref()),
        subject,
        occasion.creatorId(),
        policy.ref(),
        written.id(),
        written.lane(),
        mode(),
        written.action(),
        action,
        action == written.action() ? written.durationMillis() : null,
        written.scope(),
        written.strike() && action == written.action(),
        written.proposed(),
        written.review(),
        policy.policy().limits().stream()
            .filter(limit -> limit.action() == action)
            .findFirst()
            .orElse(null),
        facts.text("content.market"),
        reason(comparisons),
        comparisons,
        counterfactuals,
        evidence,
        occasion.eventId(),
        occasion.eventTime(),
        occasion.models(),
        bundle);
  }

  private String reason(List<Comparison> comparisons) {
    String missing = HardGates.missing(facts);
    return rule.rule().because()
        + ": "
        + comparisons.stream()
            .filter(c -> c.held() || comparisons.size() == 1)
            .map(c -> c.variable() + " " + c.value() + " " + c.operator() + " " + c.threshold())
            .collect(Collectors.joining(", "))
        + (missing.isEmpty() ? "" : "; decided without an answer for " + missing);
  }
}
