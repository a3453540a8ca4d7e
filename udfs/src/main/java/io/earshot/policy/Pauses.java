package io.earshot.policy;

import java.util.Set;

/**
 * The policies that are switched off at a time: they go on deciding, and what they would do by
 * themselves goes to a human instead.
 *
 * @param all whether all are
 * @param policies which are, if not all
 */
public record Pauses(boolean all, Set<String> policies) {

  /** None is switched off. */
  public static final Pauses NONE = new Pauses(false, Set.of());

  /** What a decision of a policy that is switched off says. */
  static final Comparison COMPARISON =
      new Comparison("policy.paused", "==", "false", "true", false);

  /** Whether a comparison of a decision says that its policy was switched off. */
  public static boolean isOf(Comparison comparison) {
    return comparison.equals(COMPARISON);
  }

  /** Whether a policy is switched off. */
  public boolean holds(String policyId) {
    return all || policies.contains(policyId);
  }
}
