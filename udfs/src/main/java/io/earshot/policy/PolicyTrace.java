package io.earshot.policy;

import io.earshot.policy.CompiledBundle.CompiledPolicy;
import io.earshot.policy.CompiledBundle.CompiledRule;
import io.earshot.policy.Condition.Leaf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a policy came to what it says about some facts, step by step.
 *
 * @param policy which policy
 * @param rules its rules in order, up to the one that decided
 * @param demands what was asked of what that rule asks for, met or not: ceilings, evidence, the
 *     policy's switch; empty if no rule held
 * @param decision what came of it; null if no rule held
 * @param alternatives what single changes would have led to something else
 */
public record PolicyTrace(
    PolicyRef policy,
    List<RuleStep> rules,
    List<Comparison> demands,
    @Nullable Decision decision,
    List<Alternative> alternatives) {

  /** What became of a rule. */
  public enum Result {
    HELD,
    DID_NOT_HOLD,
    COULD_NOT_BE_COMPUTED
  }

  /**
   * One rule that was asked.
   *
   * @param ruleId which
   * @param condition as it is written
   * @param result what became of it
   * @param comparisons every comparison of it
   */
  public record RuleStep(
      String ruleId, String condition, Result result, List<Comparison> comparisons) {}

  /**
   * A single change that would have led to something else. Each was tried.
   *
   * @param change what would have had to be different
   * @param action what the policy would have come to; {@link ActionType#ALLOW} if no rule had held
   * @param ruleId by which rule; null if none had held
   */
  public record Alternative(String change, ActionType action, @Nullable String ruleId) {}

  /** What the policy comes to; {@link ActionType#ALLOW} if no rule held. */
  public ActionType outcome() {
    return decision == null ? ActionType.ALLOW : decision.action();
  }

  /**
   * How a policy of a bundle comes to what it says.
   *
   * @throws IllegalArgumentException if the bundle does not have it
   */
  public static PolicyTrace of(
      PolicyEvaluator policies, String policyId, Facts facts, Occasion occasion, Pauses paused) {
    CompiledPolicy policy = policies.compiled().find(policyId);
    if (policy == null) {
      throw new IllegalArgumentException(
          "bundle " + policies.bundle().id() + " has no policy " + policyId);
    }
    return of(policies, policy, facts, occasion, paused);
  }

  static PolicyTrace of(
      PolicyEvaluator policies,
      CompiledPolicy policy,
      Facts facts,
      Occasion occasion,
      Pauses paused) {
    List<RuleStep> steps = new ArrayList<>();
    List<Comparison> demands = List.of();
    Decision decision = null;
    for (CompiledRule rule : policy.rules()) {
      Ruling ruling = new Ruling(policy, rule, facts, paused, occasion);
      decision = ruling.decide(List.of(), policies.bundle());
      Result result = result(rule, facts);
      steps.add(
          new RuleStep(
              rule.id(),
              rule.rule().condition(),
              result,
              Condition.comparisons(rule.condition(), facts)));
      if (decision != null) {
        demands = result == Result.HELD ? ruling.demands(decision.mode()) : List.of();
        break;
      }
    }
    return new PolicyTrace(
        policy.ref(),
        steps,
        demands,
        decision,
        new Alternatives(policies, policy, facts, occasion, paused, decision).tried(demands));
  }

  private static Result result(CompiledRule rule, Facts facts) {
    try {
      return rule.condition().holds(facts) ? Result.HELD : Result.DID_NOT_HOLD;
    } catch (Condition.RuleFailure e) {
      return Result.COULD_NOT_BE_COMPUTED;
    }
  }

  /** Tries single changes. */
  private static final class Alternatives {

    /** A change that leads to something else, and how large it is. */
    private record Tried(Alternative alternative, double distance) {}

    private final PolicyEvaluator policies;
    private final CompiledPolicy policy;
    private final Facts facts;
    private final Occasion occasion;
    private final Pauses paused;
    private final ActionType outcome;
    private final Map<String, Tried> found = new LinkedHashMap<>();

    Alternatives(
        PolicyEvaluator policies,
        CompiledPolicy policy,
        Facts facts,
        Occasion occasion,
        Pauses paused,
        @Nullable Decision decision) {
      this.policies = policies;
      this.policy = policy;
      this.facts = facts;
      this.occasion = occasion;
      this.paused = paused;
      this.outcome = decision == null ? ActionType.ALLOW : decision.action();
    }

    List<Alternative> tried(List<Comparison> demands) {
      for (CompiledRule rule : policy.rules()) {
        for (Leaf leaf : Condition.leaves(rule.condition())) {
          turn(leaf);
        }
      }
      for (Comparison demand : demands) {
        if (!demand.held()) {
          meet(demand);
        }
      }
      return found.values().stream().map(Tried::alternative).toList();
    }

    private void turn(Leaf leaf) {
      try {
        Facts changed = leaf.change(facts);
        if (changed != null) {
          int place = leaf.asked().get(0).place();
          attempt(leaf.turned(facts), changed, paused, place);
        }
      } catch (Condition.RuleFailure e) {
        // What cannot be computed has no value that could be another one.
      }
    }

    /** Changes that would have met what the evidence or the policy's switch did not. */
    private void meet(Comparison demand) {
      switch (demand.variable()) {
        case "content.language" -> {
          for (String language : policy.policy().gate().languages()) {
            with("content.language", language);
          }
        }
        case "evidence.missing" -> {
          for (String prefix : unscored()) {
            Facts changed =
                facts.with(place(prefix + "scored"), true).with(place(prefix + "unscored"), "");
            attempt(
                prefix + "scored true (it was " + facts.text(prefix + "unscored") + ")",
                changed,
                paused);
          }
        }
        case "evidence.besideTranscript" ->
            labels()
                .filter(label -> label.fields() >= 0)
                .forEach(
                    label ->
                        with(
                            facts.vocabulary().at(label.fields()).name(),
                            List.of("title", "transcript")));
        case Support.UNITS ->
            labels()
                .forEach(
                    label ->
                        with(
                            facts.vocabulary().at(label.units()).name(),
                            (Long) facts.at(label.units())
                                + Long.parseLong(demand.threshold())
                                - Long.parseLong(demand.value())));
        case "policy.paused" ->
            attempt("policy " + policy.id() + " not paused", facts, Pauses.NONE);
        default -> {
          // A ceiling is what it is; of two modalities or origins, one change is not enough.
        }
      }
    }

    private List<String> unscored() {
      return Stream.of(io.earshot.intake.Modality.values())
          .map(Vocabulary::prefix)
          .filter(prefix -> facts.truth(prefix + "present") && !facts.truth(prefix + "scored"))
          .toList();
    }

    private Stream<Vocabulary.Label> labels() {
      return policy.rules().stream()
          .flatMap(rule -> Condition.leaves(rule.condition()).stream())
          .flatMap(leaf -> leaf.asked().stream())
          .map(asked -> facts.vocabulary().labelAt(asked.place()))
          .filter(java.util.Objects::nonNull)
          .distinct();
    }

    private void with(String variable, Object value) {
      int place = place(variable);
      attempt(
          variable + " " + value + " (it was " + facts.at(place) + ")",
          facts.with(place, value),
          paused);
    }

    private int place(String variable) {
      return facts.vocabulary().place(variable);
    }

    private void attempt(String change, Facts changed, Pauses changedPauses) {
      attempt(change, changed, changedPauses, -1);
    }

    /**
     * Tries a change.
     *
     * @param place of the one variable that is another; of its changes with one outcome, the
     *     smallest is told. -1 if there is none
     */
    private void attempt(String change, Facts changed, Pauses changedPauses, int place) {
      Decision other = policies.redecide(policy, changed, occasion, changedPauses);
      ActionType action = other == null ? ActionType.ALLOW : other.action();
      if (action == outcome) {
        return;
      }
      String ruleId = other == null ? null : other.ruleId();
      String key = place < 0 ? change : place + " " + action + " " + ruleId;
      double distance = place < 0 ? 0 : distance(facts.at(place), changed.at(place));
      Tried known = found.get(key);
      if (known == null || distance < known.distance()) {
        found.put(key, new Tried(new Alternative(change, action, ruleId), distance));
      }
    }

    private static double distance(Object from, Object to) {
      return from instanceof Number one && to instanceof Number other
          ? Math.abs(one.doubleValue() - other.doubleValue())
          : 0;
    }
  }
}
