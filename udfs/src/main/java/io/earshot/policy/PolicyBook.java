package io.earshot.policy;

import io.earshot.risk.DomainList;
import io.earshot.risk.PriorTable;
import io.earshot.risk.RiskSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which bundle decides at which event time, by which priors, and which policies are switched off
 * then: the bundle of the configuration, and every change since.
 *
 * <p>An event is decided by what was in effect at its own time, whenever that decision is made. So
 * a replay decides as the job did, as long as a change is published before the watermark passes its
 * time; that is why a change never takes effect before it is published.
 *
 * <p>Not thread-safe; one a subtask, as its evaluators are.
 */
public final class PolicyBook {

  private record BundleStep(long from, PolicyEvaluator evaluator) {}

  private record PauseStep(long from, Pauses pauses) {}

  private record RiskStep(long from, RiskSettings risk) {}

  private final PolicySource source;
  private final PolicyEvaluator initial;
  private final TreeSet<PolicyChange> changes = new TreeSet<>(PolicyChange.IN_EFFECT);
  private final Map<String, PolicyEvaluator> compiled = new HashMap<>();
  private final Map<String, PriorTable> priors = new HashMap<>();
  private final Map<String, DomainList> domains = new HashMap<>();
  private List<BundleStep> bundles = List.of();
  private List<PauseStep> pauses = List.of();
  private List<RiskStep> risks = List.of();

  /**
   * A book with the bundle of the configuration.
   *
   * @throws BundleException if that has faults
   */
  public PolicyBook(PolicySource source) throws BundleException {
    this.source = source;
    this.initial = source.compile();
  }

  /**
   * Enters a change; entering it again does nothing.
   *
   * @throws BundleException if it is a bundle or a table with faults; nothing is entered then
   */
  public void enter(PolicyChange change) throws BundleException {
    if (changes.contains(change)) {
      return;
    }
    if (change.operation() == PolicyChange.Operation.BUNDLE) {
      compiled.put(change.eventId(), source.compile(change.eventId(), change.yaml()));
    }
    if (change.operation() == PolicyChange.Operation.PRIORS) {
      priors.put(change.eventId(), PriorReader.read(change.eventId(), change.yaml()));
    }
    if (change.operation() == PolicyChange.Operation.DOMAINS) {
      domains.put(change.eventId(), DomainReader.read(change.eventId(), change.yaml()));
    }
    changes.add(change);
    index();
  }

  /** The bundle that decides what happened at a time. */
  public PolicyEvaluator at(long time) {
    BundleStep step = last(bundles, BundleStep::from, time);
    return step == null ? initial : step.evaluator();
  }

  /** What detectors and risk go by at a time: the bundle, with priors and blocked domains. */
  public RiskSettings riskAt(long time) {
    RiskStep step = last(risks, RiskStep::from, time);
    return step == null ? initial.risk() : step.risk();
  }

  private static <T> @Nullable T last(List<T> steps, ToLongFunction<T> from, long time) {
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (from.applyAsLong(steps.get(i)) <= time) {
        return steps.get(i);
      }
    }
    return null;
  }

  /** The policies that are switched off at a time. */
  public Pauses pausesAt(long time) {
    PauseStep step = last(pauses, PauseStep::from, time);
    return step == null ? Pauses.NONE : step.pauses();
  }

  /** The bundle that a decision names, if it is still known. */
  public @Nullable PolicyEvaluator find(BundleRef bundle) {
    if (initial.bundle().equals(bundle)) {
      return initial;
    }
    return bundles.stream()
        .map(BundleStep::evaluator)
        .filter(evaluator -> evaluator.bundle().equals(bundle))
        .findFirst()
        .orElse(null);
  }

  /**
   * Forgets what cannot decide any more, because something newer was in effect at a time already.
   *
   * @param time before which nothing is decided any more
   * @return the changes that were forgotten
   */
  public List<PolicyChange> forgetBefore(long time) {
    Map<Slot, PolicyChange> newest = new HashMap<>();
    List<PolicyChange> superseded = new ArrayList<>();
    for (PolicyChange change : changes) {
      if (change.takesEffectAt() > time) {
        break;
      }
      if (change.operation() == PolicyChange.Operation.QUARANTINE) {
        continue;
      }
      PolicyChange before = newest.put(Slot.of(change), change);
      if (before != null) {
        superseded.add(before);
      }
    }
    if (!superseded.isEmpty()) {
      superseded.forEach(changes::remove);
      superseded.forEach(change -> compiled.remove(change.eventId()));
      superseded.forEach(change -> priors.remove(change.eventId()));
      superseded.forEach(change -> domains.remove(change.eventId()));
      index();
    }
    return superseded;
  }

  /**
   * In whose place a change is: a later one of the same takes it.
   *
   * @param text whether that is a text of its sort, or a switch of a policy
   */
  private record Slot(PolicyChange.@Nullable Operation text, String policyId) {

    static Slot of(PolicyChange change) {
      return switch (change.operation()) {
        case BUNDLE, PRIORS, DOMAINS -> new Slot(change.operation(), "");
        case PAUSE, RESUME, QUARANTINE -> new Slot(null, change.policyId());
      };
    }
  }

  private void index() {
    List<BundleStep> bundleSteps = new ArrayList<>();
    List<PauseStep> pauseSteps = new ArrayList<>();
    List<RiskStep> riskSteps = new ArrayList<>();
    PolicyEvaluator bundle = initial;
    PriorTable table = null;
    DomainList blocked = DomainList.NONE;
    boolean all = false;
    Set<String> paused = new HashSet<>();
    List<Quarantined> entries = new ArrayList<>();
    for (PolicyChange change : changes) {
      boolean pause = change.operation() == PolicyChange.Operation.PAUSE;
      PolicyEvaluator evaluator = compiled.get(change.eventId());
      if (evaluator != null) {
        bundle = evaluator;
        bundleSteps.add(new BundleStep(change.takesEffectAt(), evaluator));
      }
      table = priors.getOrDefault(change.eventId(), table);
      blocked = domains.getOrDefault(change.eventId(), blocked);
      if (change.isText()) {
        RiskSettings risk = bundle.risk().with(blocked);
        riskSteps.add(
            new RiskStep(change.takesEffectAt(), table == null ? risk : risk.with(table)));
      } else {
        if (change.entry() != null) {
          entries.add(change.entry());
        } else if (change.policyId().isEmpty()) {
          all = pause;
        } else if (pause) {
          paused.add(change.policyId());
        } else {
          paused.remove(change.policyId());
        }
        pauseSteps.add(
            new PauseStep(
                change.takesEffectAt(), new Pauses(all, Set.copyOf(paused), List.copyOf(entries))));
      }
    }
    bundles = bundleSteps;
    pauses = pauseSteps;
    risks = riskSteps;
  }
}
