package io.earshot.policy;

import io.earshot.policy.CompiledBundle.CompiledPolicy;
import io.earshot.policy.CompiledBundle.CompiledRule;
import io.earshot.risk.RiskSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What looks wrong with a bundle that can be used: rules that decide nothing, limits that never
 * apply, examples that come out otherwise.
 *
 * <p>That a rule never decides is said only if it is certain ({@link Region}); a rule of which
 * nothing is said may still be one.
 */
public final class BundleCheck {

  private final CompiledBundle bundle;
  private final List<Finding> warnings = new ArrayList<>();

  private BundleCheck(CompiledBundle bundle) {
    this.bundle = bundle;
  }

  /** What looks wrong, in the order of the text. */
  public static List<Finding> warnings(PolicyEvaluator policies) {
    BundleCheck check = new BundleCheck(policies.compiled());
    for (CompiledPolicy policy : check.bundle.policies()) {
      check.rules(policy);
      check.limits(policy);
    }
    ExampleOutcome.all(policies).stream()
        .filter(outcome -> !outcome.passed())
        .forEach(check::example);
    check.warnings.sort(Finding.BY_PLACE);
    return check.warnings;
  }

  /** What a rule asks for and the bundle does not switch on. */
  private void switchedOff(CompiledRule rule) {
    RiskSettings risk = bundle.text().bundle().risk();
    Set<String> off = new TreeSet<>();
    for (String name : rule.variables()) {
      if (name.startsWith(Vocabulary.DETECTORS)) {
        String rest = name.substring(Vocabulary.DETECTORS.length());
        String id = rest.substring(0, rest.indexOf('.'));
        if (!risk.isOn(id)) {
          off.add("detector " + id + ", which is not listed under detectors");
        }
      } else if (name.startsWith("creator.risk") && risk.level() == null) {
        off.add("the risk of creators, and the bundle has no section risk");
      }
    }
    off.forEach(what -> warn(rule, "asks for " + what + ", and so never sees it"));
  }

  private void rules(CompiledPolicy policy) {
    for (int i = 0; i < policy.rules().size(); i++) {
      CompiledRule rule = policy.rules().get(i);
      switchedOff(rule);
      if (neverHolds(rule.condition())) {
        warn(rule, "never holds: nothing meets all of its comparisons");
        continue;
      }
      if (alwaysHolds(rule.condition())) {
        warn(rule, "always holds: it asks nothing of the content");
      }
      List<CompiledRule> before = policy.rules().subList(0, i);
      if (isCovered(rule, before)) {
        warn(
            rule,
            "is never reached: whatever meets it meets "
                + before.stream()
                    .filter(one -> isCovered(rule, List.of(one)))
                    .findFirst()
                    .map(one -> "rule " + one.id())
                    .orElse("one of the rules")
                + " before it");
      }
    }
  }

  /** Whether a condition holds of no facts. */
  boolean neverHolds(Condition condition) {
    try {
      return Region.meet(everything(), condition, true).isEmpty();
    } catch (Region.TooManyException e) {
      return false;
    }
  }

  /** Whether a condition holds of all facts. */
  boolean alwaysHolds(Condition condition) {
    try {
      return Region.meet(everything(), condition.negated(), false).isEmpty();
    } catch (Region.TooManyException e) {
      return false;
    }
  }

  /** Whether what a rule decides on is decided by rules before it. */
  private boolean isCovered(CompiledRule rule, List<CompiledRule> before) {
    try {
      // A rule that cannot be computed decides too, so it is enough that it does not fail.
      List<Region> left = Region.meet(everything(), rule.condition(), false);
      for (CompiledRule one : before) {
        left = Region.meet(left, one.condition().negated(), true);
      }
      return left.isEmpty();
    } catch (Region.TooManyException e) {
      return false;
    }
  }

  private List<Region> everything() {
    return List.of(Region.all(bundle.vocabulary()));
  }

  private void limits(CompiledPolicy policy) {
    List<Limit> limits = policy.policy().limits();
    for (int i = 0; i < limits.size(); i++) {
      ActionType action = limits.get(i).action();
      boolean asked = policy.rules().stream().anyMatch(rule -> rule.rule().action() == action);
      String why =
          !asked
              ? "no rule of " + policy.id() + " asks for it"
              : policy.policy().mode() == Mode.SHADOW ? policy.id() + " is in shadow" : null;
      if (why != null) {
        warnings.add(
            bundle
                .text()
                .place(BundleText.limit(policy.id(), i))
                .finding("the limit on " + action + " never applies: " + why));
      }
    }
  }

  private void example(ExampleOutcome outcome) {
    warnings.add(
        bundle
            .text()
            .place(BundleText.example(outcome.ruleId(), outcome.number()))
            .finding("example of rule " + outcome.ruleId() + ": " + outcome));
  }

  private void warn(CompiledRule rule, String message) {
    warnings.add(
        new Finding(rule.rule().line(), rule.rule().column(), "rule " + rule.id() + " " + message));
  }
}
