package io.earshot.policy;

import io.earshot.assessment.Assessment;
import io.earshot.id.Ids;
import io.earshot.intake.ContentRef;
import io.earshot.intake.SubjectRef;
import io.earshot.risk.CreatorFacts;
import io.earshot.scoring.Evidence;
import io.earshot.scoring.ModelScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A bundle, compiled and ready to decide. Deterministic: the same assessment and facts give the
 * same decisions, in the same order.
 *
 * <p>Not thread-safe; one a subtask.
 */
public final class PolicyEvaluator {

  private record CompiledRule(
      PolicyBundle.Rule rule, Condition condition, List<String> variables) {}

  private record CompiledPolicy(
      PolicyBundle.Policy policy, Taxonomy.Entry entry, PolicyRef ref, List<CompiledRule> rules) {

    /** Whether a rule asks for what only enforcement knows. */
    boolean asksEnforcement() {
      return rules.stream()
          .flatMap(rule -> rule.variables().stream())
          .anyMatch(Vocabulary::isOfEnforcement);
    }
  }

  private final BundleRef bundle;
  private final List<CompiledPolicy> policies;
  private final Facts.Builder facts;

  private PolicyEvaluator(BundleRef bundle, List<CompiledPolicy> policies, Facts.Builder facts) {
    this.bundle = bundle;
    this.policies = policies;
    this.facts = facts;
  }

  /**
   * Reads and compiles a bundle, whole or not at all.
   *
   * @param name for messages: a file or an id
   * @param yaml the bundle's text
   * @param vocabulary what its rules may ask
   * @throws BundleException with every fault, each with line and column
   */
  public static PolicyEvaluator compile(String name, String yaml, Vocabulary vocabulary)
      throws BundleException {
    PolicyBundle bundle = BundleReader.read(name, yaml);
    ConditionCompiler compiler = new ConditionCompiler(vocabulary);
    List<String> faults = new ArrayList<>();
    List<CompiledPolicy> policies = new ArrayList<>();
    for (PolicyBundle.Policy policy : bundle.policies()) {
      Taxonomy.Entry entry = Taxonomy.get(policy.id());
      List<CompiledRule> rules = new ArrayList<>();
      for (PolicyBundle.Rule rule : policy.rules()) {
        ConditionCompiler.Result result = compiler.compile(rule.condition());
        for (ConditionCompiler.Fault fault : result.faults()) {
          int[] at = ConditionPlace.of(yaml, rule, fault.line(), fault.column());
          faults.add(
              String.format(
                  Locale.ROOT,
                  "%d:%d: rule %s: %s (in: %s)",
                  at[0],
                  at[1],
                  rule.id(),
                  fault.message(),
                  rule.condition()));
        }
        if (rule.lane() == Lane.EXPRESS) {
          if (!rules.isEmpty() && rules.get(rules.size() - 1).rule().lane() == Lane.WINDOWED) {
            faults.add(
                String.format(
                    Locale.ROOT,
                    "%d:%d: rule %s: express rules come before the windowed ones of their policy",
                    rule.line(),
                    rule.column(),
                    rule.id()));
          }
          for (String variable : result.variables()) {
            if (!vocabulary.at(vocabulary.place(variable)).ofContent()) {
              faults.add(
                  String.format(
                      Locale.ROOT,
                      "%d:%d: rule %s: the express lane decides on content alone and cannot ask for"
                          + " %s",
                      rule.line(),
                      rule.column(),
                      rule.id(),
                      variable));
            }
          }
        }
        if (result.condition() != null) {
          rules.add(new CompiledRule(rule, result.condition(), result.variables()));
        }
      }
      policies.add(
          new CompiledPolicy(
              policy,
              entry,
              new PolicyRef(policy.id(), policy.version(), entry.severity(), policy.clauseUrl()),
              rules));
    }
    if (!faults.isEmpty()) {
      throw new BundleException(name, faults);
    }
    // Most severe first, so that the first decision of a list is the one that counts for the
    // strike.
    policies.sort(
        Comparator.comparingInt((CompiledPolicy p) -> p.entry().severity())
            .thenComparing(p -> p.policy().id()));
    return new PolicyEvaluator(
        new BundleRef(bundle.id(), bundle.version(), bundle.digest()),
        policies,
        new Facts.Builder(vocabulary));
  }

  /** The bundle that decides. */
  public BundleRef bundle() {
    return bundle;
  }

  /**
   * What can be said about an assessment before enforcement is asked.
   *
   * @param decisions what was decided, most severe policy first
   * @param open policies of which a rule asks for what only enforcement knows and may hold; to be
   *     settled there
   */
  public record Judged(List<Decision> decisions, List<String> open) {}

  /** The facts of an assessment as this bundle's rules see them before enforcement. */
  public Facts facts(Assessment assessment, CreatorFacts creator) {
    return facts.of(assessment, creator);
  }

  /** The facts that {@link Facts#known()} came from. */
  public Facts restore(List<Facts.Fact> known) {
    return facts.restore(known);
  }

  /**
   * All that the bundle decides about an assessment: of each policy the first rule that holds.
   *
   * @param paused policies that are switched off at the time, which act on nothing by themselves
   */
  public Judged judge(Assessment assessment, Facts facts, Pauses paused) {
    List<Decision> decisions = new ArrayList<>(2);
    List<String> open = new ArrayList<>(0);
    for (CompiledPolicy policy : policies) {
      if (policy.asksEnforcement()) {
        open.add(policy.policy().id());
        continue;
      }
      decide(policy, assessment, facts, paused, decisions);
    }
    return new Judged(decisions, open);
  }

  /**
   * Decides the policies that were left open, with what enforcement knows.
   *
   * @param facts with strikes and history
   */
  public List<Decision> settle(
      Assessment assessment, Facts facts, List<String> open, Pauses paused) {
    List<Decision> decisions = new ArrayList<>(1);
    for (CompiledPolicy policy : policies) {
      if (open.contains(policy.policy().id())) {
        decide(policy, assessment, facts, paused, decisions);
      }
    }
    return decisions;
  }

  private void decide(
      CompiledPolicy policy,
      Assessment assessment,
      Facts facts,
      Pauses paused,
      List<Decision> into) {
    for (CompiledRule rule : policy.rules()) {
      if (tryRule(policy, rule, assessment, facts, paused, into)) {
        return;
      }
    }
  }

  /**
   * What can be decided at once, from the content alone: of each policy the first express rule that
   * holds.
   *
   * <p>Express rules stand before the windowed ones of their policy and see the same content in the
   * window, so what is sent ahead is what the window decides too, under the same id.
   */
  public List<Decision> decideExpress(Assessment assessment, Pauses paused) {
    List<Decision> decisions = new ArrayList<>(1);
    Facts known = null;
    for (CompiledPolicy policy : policies) {
      for (CompiledRule rule : policy.rules()) {
        if (rule.rule().lane() != Lane.EXPRESS) {
          break;
        }
        known = known == null ? facts.of(assessment, CreatorFacts.NONE) : known;
        if (tryRule(policy, rule, assessment, known, paused, decisions)) {
          break;
        }
      }
    }
    return decisions;
  }

  private boolean tryRule(
      CompiledPolicy policy,
      CompiledRule rule,
      Assessment assessment,
      Facts facts,
      Pauses paused,
      List<Decision> into) {
    try {
      if (!rule.condition().holds(facts)) {
        return false;
      }
      Decision decision =
          decision(
              policy,
              rule,
              assessment,
              Taxonomy.clip(policy.policy().id(), rule.rule().action()),
              Condition.comparisons(rule.condition(), facts),
              Condition.counterfactuals(rule.condition(), facts));
      into.add(
          decision.restricts() && paused.holds(policy.policy().id())
              ? decision.referred(Pauses.COMPARISON)
              : decision);
    } catch (Condition.RuleFailure e) {
      // A rule that cannot be computed must neither act nor be passed over: a human looks.
      into.add(
          decision(
              policy,
              rule,
              assessment,
              ActionType.SEND_TO_REVIEW,
              List.of(
                  new Comparison(
                      rule.rule().condition(),
                      "==",
                      "true",
                      String.valueOf(e.getMessage()),
                      false)),
              List.of()));
    }
    return true;
  }

  private Decision decision(
      CompiledPolicy policy,
      CompiledRule rule,
      Assessment assessment,
      ActionType action,
      List<Comparison> comparisons,
      List<String> counterfactuals) {
    ContentRef content = assessment.content();
    SubjectRef subject =
        action.target() == ActionType.Target.CREATOR
            ? SubjectRef.creator(content.creatorId())
            : SubjectRef.of(content);
    PolicyBundle.Rule written = rule.rule();
    return new Decision(
        Ids.of(
            "decision",
            subject.type(),
            subject.id(),
            subject.version(),
            policy.ref().id(),
            policy.ref().version(),
            content.eventId()),
        subject,
        content.creatorId(),
        policy.ref(),
        written.id(),
        written.lane(),
        policy.policy().mode(),
        written.action(),
        action,
        written.durationMillis(),
        written.scope(),
        written.strike() && action == written.action(),
        written.proposed(),
        written.review(),
        policy.policy().limits().stream()
            .filter(limit -> limit.action() == action)
            .findFirst()
            .orElse(null),
        content.market(),
        written.because()
            + ": "
            + comparisons.stream()
                .filter(c -> c.held() || comparisons.size() == 1)
                .map(c -> c.variable() + " " + c.value() + " " + c.operator() + " " + c.threshold())
                .collect(Collectors.joining(", ")),
        comparisons,
        counterfactuals,
        evidence(assessment, rule.variables()),
        content.eventId(),
        content.eventTime(),
        assessment.models(),
        bundle);
  }

  /** The evidence for the labels that the rule asked about. */
  private static List<EvidenceRef> evidence(Assessment assessment, List<String> variables) {
    List<EvidenceRef> found = new ArrayList<>();
    for (ModelScores result : assessment.results()) {
      String prefix = result.modality().name().toLowerCase(Locale.ROOT) + ".";
      for (Evidence evidence : result.evidence()) {
        if (variables.contains(prefix + evidence.label())
            && result.modelId() != null
            && result.modelVersion() != null) {
          found.add(
              new EvidenceRef(
                  result.modality(), evidence, result.modelId(), result.modelVersion()));
        }
      }
    }
    return found;
  }
}
