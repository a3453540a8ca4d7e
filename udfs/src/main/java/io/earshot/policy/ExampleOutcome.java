package io.earshot.policy;

import io.earshot.intake.SubjectRef;
import io.earshot.intake.SubjectType;
import io.earshot.policy.CompiledBundle.CompiledExample;
import io.earshot.policy.CompiledBundle.CompiledPolicy;
import io.earshot.policy.CompiledBundle.CompiledRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy comes to on an example that its author keeps beside a rule.
 *
 * @param policyId which policy
 * @param ruleId beside which of its rules
 * @param number which of the rule's examples, from 0
 * @param name what the author calls it
 * @param line where it stands, from 1
 * @param expected the action that is to come of it
 * @param actual the action that came of it; {@link ActionType#ALLOW} if no rule held
 * @param trace how it came to it
 */
public record ExampleOutcome(
    String policyId,
    String ruleId,
    int number,
    String name,
    int line,
    ActionType expected,
    ActionType actual,
    PolicyTrace trace) {

  /** Whether it came as expected. */
  public boolean passed() {
    return expected == actual;
  }

  /** The rule that decided; null if none held. */
  public @Nullable String decidedBy() {
    return trace.decision() == null ? null : trace.decision().ruleId();
  }

  /** Tries all examples of a bundle, policy by policy as they are written. */
  public static List<ExampleOutcome> all(PolicyEvaluator policies) {
    List<ExampleOutcome> outcomes = new ArrayList<>();
    for (PolicyBundle.Policy written : policies.written().policies()) {
      CompiledPolicy policy = policies.compiled().find(written.id());
      if (policy == null) {
        continue;
      }
      for (CompiledRule rule : policy.rules()) {
        for (int i = 0; i < rule.examples().size(); i++) {
          outcomes.add(of(policies, policy, rule, i));
        }
      }
    }
    return outcomes;
  }

  private static ExampleOutcome of(
      PolicyEvaluator policies, CompiledPolicy policy, CompiledRule rule, int number) {
    CompiledExample example = rule.examples().get(number);
    Occasion occasion =
        new Occasion(
            new SubjectRef(SubjectType.TRACK, "example", 1),
            "example",
            "example " + number + " of " + rule.id(),
            0,
            List.of());
    PolicyTrace trace = PolicyTrace.of(policies, policy, example.facts(), occasion, Pauses.NONE);
    return new ExampleOutcome(
        policy.id(),
        rule.id(),
        number,
        example.example().name(),
        example.example().line(),
        example.example().expected(),
        trace.outcome(),
        trace);
  }

  @Override
  public String toString() {
    String by = decidedBy();
    return name
        + ": "
        + (passed() ? "" : expected + " was expected, and it came to ")
        + actual
        + (by == null ? "" : " by rule " + by);
  }
}
