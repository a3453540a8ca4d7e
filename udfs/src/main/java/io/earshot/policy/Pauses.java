package io.earshot.policy;

import io.earshot.assessment.Assessment;
import io.earshot.intake.BankMatch;
import io.earshot.intake.EntryRef;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The policies that are switched off at a time: they go on deciding, and what they would do by
 * themselves goes to a human instead.
 *
 * @param all whether all are
 * @param policies which are, if not all
 * @param entries entries of banks that nothing may rest on without a human
 */
public record Pauses(boolean all, Set<String> policies, List<Quarantined> entries) {

  /** Pauses of policies. */
  public Pauses(boolean all, Set<String> policies) {
    this(all, policies, List.of());
  }

  private static final Comparator<Quarantined> ORDER =
      Comparator.comparing(Quarantined::entry, EntryRef.ORDER);

  /** None is switched off. */
  public static final Pauses NONE = new Pauses(false, Set.of());

  /** What a decision of a policy that is switched off says. */
  static final Comparison COMPARISON =
      new Comparison("policy.paused", "==", "false", "true", false);

  /** Whether a comparison of a decision says that its policy was switched off. */
  public static boolean isOf(Comparison comparison) {
    return comparison.equals(COMPARISON);
  }

  /**
   * Sends to a human what rests on entries in quarantine alone.
   *
   * @param decisions what is decided about a content
   * @param again what is decided about it with some of its matches gone
   */
  public List<Decision> hold(
      Assessment assessment, List<Decision> decisions, Function<Assessment, List<Decision>> again) {
    Quarantined first = null;
    for (BankMatch match : assessment.matches()) {
      Quarantined found = match.isSafe() ? null : quarantine(match);
      if (found != null && (first == null || ORDER.compare(found, first) < 0)) {
        first = found;
      }
    }
    if (first == null || decisions.stream().noneMatch(Decision::restricts)) {
      return decisions;
    }
    List<Decision> others =
        again.apply(assessment.without(match -> !match.isSafe() && quarantine(match) != null));
    Comparison because = first.comparison();
    return decisions.stream()
        .map(
            decision ->
                !decision.action().isRestriction() || others.stream().anyMatch(decision::comesTo)
                    ? decision
                    : decision.referred(because))
        .toList();
  }

  private @Nullable Quarantined quarantine(BankMatch match) {
    for (Quarantined entry : entries) {
      if (entry.isOf(match)) {
        return entry;
      }
    }
    return null;
  }

  /** Whether a policy is switched off. */
  public boolean holds(String policyId) {
    return all || policies.contains(policyId);
  }
}
