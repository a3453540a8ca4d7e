package io.earshot.policy;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.AssessmentProgress;
import io.earshot.intake.BankMatch;
import io.earshot.intake.Modality;
import io.earshot.matching.Earlier;
import io.earshot.matching.SoundSketch;
import io.earshot.policy.CompiledBundle.CompiledPolicy;
import io.earshot.policy.CompiledBundle.CompiledRule;
import io.earshot.risk.CreatorFacts;
import io.earshot.risk.RiskSettings;
import io.earshot.scoring.Evidence;
import io.earshot.scoring.ModelScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A bundle, compiled and ready to decide. Deterministic: the same assessment and facts give the
 * same decisions, in the same order.
 *
 * <p>Every event is asked of every policy, and nearly all of them have nothing to say, so that path
 * allocates nothing ({@code ./earshot bench policy}).
 *
 * <p>Not thread-safe; one a subtask.
 */
public final class PolicyEvaluator {

  /** The rules of a policy, in an order and form to be asked fast. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Rules(CompiledPolicy policy, CompiledRule[] all, Set<Modality> modalities) {

    /** Those of a content's modalities that the rules ask for. */
    Set<Modality> askedOf(List<Modality> content) {
      Set<Modality> asked = EnumSet.noneOf(Modality.class);
      for (Modality modality : content) {
        if (modalities.contains(modality)) {
          asked.add(modality);
        }
      }
      return asked;
    }

    /**
     * The first rule that holds, cannot be computed, or may hold once enforcement tells what it
     * knows. What a rule behind it says does not count then.
     */
    @Nullable CompiledRule first(Facts facts) {
      for (CompiledRule rule : all) {
        if (rule.asksEnforcement() ? rule.condition().mayHold(facts) : applies(rule, facts)) {
          return rule;
        }
      }
      return null;
    }

    private static boolean applies(CompiledRule rule, Facts facts) {
      try {
        return rule.condition().holds(facts);
      } catch (Condition.RuleFailure e) {
        return true;
      }
    }

    static @Nullable Rules of(CompiledPolicy policy, boolean expressOnly) {
      CompiledRule[] rules =
          policy.rules().stream()
              .filter(rule -> !expressOnly || rule.rule().lane() == Lane.EXPRESS)
              .toArray(CompiledRule[]::new);
      return rules.length == 0 ? null : new Rules(policy, rules, modalities(rules));
    }

    /** Known media may be found in any modality. */
    private static Set<Modality> modalities(CompiledRule[] rules) {
      Set<Modality> asked = EnumSet.noneOf(Modality.class);
      for (CompiledRule rule : rules) {
        for (String variable : rule.variables()) {
          for (Modality modality : Modality.values()) {
            if (variable.startsWith(Vocabulary.prefix(modality)) || variable.startsWith(MATCHES)) {
              asked.add(modality);
            }
          }
        }
      }
      return asked;
    }
  }

  /** What the variables of known media begin with. */
  static final String MATCHES = "matches.";

  private static final String EARLIER = "earlier.";

  /** In the place of the field of a text: evidence is known media, or is like it. */
  private static final String MATCH = "match";

  private static final String ALTERED = "altered";

  /** Behind either: the entry came after the content. */
  private static final String FOUND_LATER = ", retroactive";

  private static final Judged NOTHING = new Judged(List.of(), List.of());

  private final CompiledBundle compiled;
  private final BundleRef bundle;
  private final Rules[] policies;
  private final Rules[] express;
  private final Facts.Builder facts;

  private PolicyEvaluator(CompiledBundle compiled) {
    PolicyBundle written = compiled.text().bundle();
    this.compiled = compiled;
    this.bundle = new BundleRef(written.id(), written.version(), written.digest());
    this.policies = rules(compiled, false);
    this.express = rules(compiled, true);
    this.facts = new Facts.Builder(compiled.vocabulary());
  }

  private static Rules[] rules(CompiledBundle bundle, boolean expressOnly) {
    return bundle.policies().stream()
        .map(policy -> Rules.of(policy, expressOnly))
        .filter(Objects::nonNull)
        .toArray(Rules[]::new);
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
    return of(CompiledBundle.of(name, yaml, vocabulary));
  }

  static PolicyEvaluator of(CompiledBundle compiled) {
    return new PolicyEvaluator(compiled);
  }

  /** The bundle that decides. */
  public BundleRef bundle() {
    return bundle;
  }

  /** What its authors wrote. */
  public PolicyBundle written() {
    return compiled.text().bundle();
  }

  /** What the bundle sets for detectors and risk. */
  public RiskSettings risk() {
    return compiled.text().bundle().risk();
  }

  CompiledBundle compiled() {
    return compiled;
  }

  /**
   * What can be said about an assessment before enforcement is asked.
   *
   * @param decisions what was decided, most severe policy first
   * @param open policies of which the first rule that may hold asks for what only enforcement
   *     knows; to be settled there
   */
  public record Judged(List<Decision> decisions, List<String> open) {}

  /** The facts of an assessment as this bundle's rules see them before enforcement. */
  public Facts facts(Assessment assessment, CreatorFacts creator) {
    return facts.of(assessment, creator);
  }

  /** Facts as they would be with the known media of another assessment of the content. */
  public Facts matching(Facts known, Assessment assessment) {
    return facts.matching(known, assessment.matches());
  }

  /**
   * The facts of an audit record.
   *
   * @throws IllegalArgumentException if they are not of this bundle's vocabulary
   */
  public Facts restore(List<Facts.Fact> known) {
    return facts.restore(known);
  }

  /**
   * The facts of an event that waited in the state of an earlier job, as far as this bundle's
   * vocabulary knows them: another set of models or detectors must not stop the job at what it
   * finds there.
   */
  public Facts restoreKnown(List<Facts.Fact> known) {
    return facts.restoreKnown(known);
  }

  /**
   * All that the bundle decides about an assessment: of each policy the first rule that holds.
   *
   * @param paused policies that are switched off at the time, which act on nothing by themselves
   */
  public Judged judge(Assessment assessment, Facts facts, Pauses paused) {
    List<Decision> decisions = null;
    List<String> open = null;
    for (Rules policy : policies) {
      CompiledRule rule = policy.first(facts);
      if (rule == null) {
        continue;
      }
      if (rule.asksEnforcement()) {
        open = open == null ? new ArrayList<>(1) : open;
        open.add(policy.policy().id());
      } else {
        decisions = decisions == null ? new ArrayList<>(2) : decisions;
        add(policy.policy(), rule, assessment, facts, paused, decisions);
      }
    }
    return decisions == null && open == null
        ? NOTHING
        : new Judged(decisions == null ? List.of() : decisions, open == null ? List.of() : open);
  }

  /**
   * Under which ids a policy that is open may be settled: one about the content, and one about its
   * creator, where rules of the policy speak of either.
   */
  public List<String> idsOf(String policyId, Assessment assessment) {
    Occasion occasion = Occasion.of(assessment);
    return Arrays.stream(policies)
        .filter(policy -> policy.policy().id().equals(policyId))
        .flatMap(
            policy ->
                Arrays.stream(policy.all())
                    .map(rule -> occasion.target(rule.rule().action()))
                    .distinct()
                    .map(subject -> occasion.decisionId(subject, policy.policy().ref())))
        .toList();
  }

  /**
   * Decides the policies that were left open, with what enforcement knows.
   *
   * @param facts with strikes and history
   */
  public List<Decision> settle(
      Assessment assessment, Facts facts, List<String> open, Pauses paused) {
    List<Decision> decisions = new ArrayList<>(1);
    for (Rules policy : policies) {
      if (open.contains(policy.policy().id())) {
        for (CompiledRule rule : policy.all()) {
          if (add(policy.policy(), rule, assessment, facts, paused, decisions)) {
            break;
          }
        }
      }
    }
    return decisions;
  }

  /**
   * What can be decided at once, from the content alone and now: of each policy the first express
   * rule that holds.
   *
   * <p>Express rules stand before the windowed ones of their policy and see the same content in the
   * window, so what is sent ahead is what the window decides too, under the same id.
   *
   * <p>A policy is decided when the last of the modalities comes in that its express rules ask for,
   * on those alone: the others count as missing, whether they are there or not, so that it does not
   * depend on which was fast. Where that restricts nothing, since nothing severe is decided on
   * partial evidence ({@link HardGates}), it is decided again when all are there. So over the
   * progress of one content a policy restricts once at most, and in any order the same.
   */
  public List<Decision> decideExpress(AssessmentProgress progress, Pauses paused) {
    if (express.length == 0) {
      return List.of();
    }
    Assessment soFar = progress.assessment();
    List<Modality> expected = soFar.content().modalities();
    List<Decision> decisions = new ArrayList<>(1);
    Facts whole = null;
    for (Rules policy : express) {
      Set<Modality> asked = policy.askedOf(expected);
      if (asked.size() < expected.size() && expected.size() > 1) {
        boolean now = progress.completes(asked);
        if (!now && !progress.isWhole()) {
          continue;
        }
        List<Decision> early = new ArrayList<>(1);
        Assessment part = progress.from(asked);
        decideExpress(policy, part, facts.of(part, CreatorFacts.NONE), paused, early);
        if (early.stream().anyMatch(Decision::restricts)) {
          if (now) {
            decisions.addAll(early);
          }
          continue;
        }
      }
      if (progress.isWhole()) {
        whole = whole == null ? facts.of(soFar, CreatorFacts.NONE) : whole;
        decideExpress(policy, soFar, whole, paused, decisions);
      }
    }
    return decisions;
  }

  private void decideExpress(
      Rules policy, Assessment assessment, Facts known, Pauses paused, List<Decision> into) {
    CompiledRule rule = policy.first(known);
    if (rule != null) {
      add(policy.policy(), rule, assessment, known, paused, into);
    }
  }

  /**
   * All that the bundle decides on facts that are all known, as from an audit record. Evidence is
   * not part of them, and of no decision.
   */
  public List<Decision> redecide(Facts all, Occasion occasion, Pauses paused) {
    List<Decision> decisions = new ArrayList<>();
    for (Rules policy : policies) {
      Decision decision = redecide(policy.policy(), all, occasion, paused);
      if (decision != null) {
        decisions.add(decision);
      }
    }
    return decisions;
  }

  @Nullable Decision redecide(CompiledPolicy policy, Facts all, Occasion occasion, Pauses paused) {
    for (CompiledRule rule : policy.rules()) {
      Decision decision = new Ruling(policy, rule, all, paused, occasion).decide(List.of(), bundle);
      if (decision != null) {
        return decision;
      }
    }
    return null;
  }

  /**
   * How many rules {@link #judge} asks of some facts: of each policy those up to the first that
   * decides. For benchmarks.
   */
  public int rulesAsked(Facts facts) {
    int asked = 0;
    for (Rules policy : policies) {
      CompiledRule first = policy.first(facts);
      asked += first == null ? policy.all().length : 1 + policy.policy().rules().indexOf(first);
    }
    return asked;
  }

  private boolean add(
      CompiledPolicy policy,
      CompiledRule rule,
      Assessment assessment,
      Facts facts,
      Pauses paused,
      List<Decision> into) {
    Decision decision =
        new Ruling(policy, rule, facts, paused, Occasion.of(assessment))
            .decide(evidence(assessment, rule), bundle);
    if (decision != null) {
      into.add(decision);
    }
    return decision != null;
  }

  /** The evidence for the labels that the rule asked about, and the known media. */
  private static List<EvidenceRef> evidence(Assessment assessment, CompiledRule rule) {
    List<EvidenceRef> found = new ArrayList<>();
    for (ModelScores result : assessment.results()) {
      String prefix = Vocabulary.prefix(result.modality());
      for (Evidence evidence : result.evidence()) {
        String label = prefix + evidence.label();
        if (result.modelId() != null
            && result.modelVersion() != null
            && rule.variables().stream()
                .anyMatch(v -> v.equals(label) || v.startsWith(label + "."))) {
          found.add(
              new EvidenceRef(
                  result.modality(), evidence, result.modelId(), result.modelVersion()));
        }
      }
    }
    if (rule.variables().stream().anyMatch(v -> v.startsWith(MATCHES))) {
      assessment.matches().stream()
          .filter(match -> !match.isSafe())
          .sorted(Facts.Builder.MATCHES)
          .forEach(match -> found.add(evidence(match, assessment.foundLater())));
    }
    Earlier earlier = assessment.likeness().earlier();
    if (earlier != null && rule.variables().stream().anyMatch(v -> v.startsWith(EARLIER))) {
      found.add(evidence(earlier));
    }
    return found;
  }

  /** Whether evidence is known media, and not something that a model found. */
  static boolean isOfKnownMedia(EvidenceRef ref) {
    String field = ref.evidence().field();
    String how =
        field.endsWith(FOUND_LATER)
            ? field.substring(0, field.length() - FOUND_LATER.length())
            : field;
    return how.equals(MATCH) || how.equals(ALTERED);
  }

  /** Known media has no score but how alike it is. Of a sound, where it was found. */
  private static EvidenceRef evidence(BankMatch match, boolean foundLater) {
    return new EvidenceRef(
        match.modality(),
        new Evidence(
            match.policyId(),
            (match.altered() ? ALTERED : MATCH) + (foundLater ? FOUND_LATER : ""),
            0,
            match.alignedSeconds() > 0 ? millis(Math.max(0, match.offsetSeconds())) : -1,
            match.alignedSeconds() > 0
                ? millis(Math.max(0, match.offsetSeconds()) + match.alignedSeconds())
                : -1,
            match.similarity()),
        match.bank(),
        match.entryId());
  }

  /** What was heard before is named by the content that it is, and how alike they are. */
  private static EvidenceRef evidence(Earlier earlier) {
    double similarity = 1 - (double) earlier.bits() / SoundSketch.BITS;
    return new EvidenceRef(
        Modality.AUDIO,
        new Evidence("earlier", "sound", 0, -1, -1, io.earshot.risk.Finding.round(similarity)),
        "earlier",
        earlier.contentId());
  }

  private static long millis(double seconds) {
    return Math.round(seconds * 1000);
  }
}
