package io.earshot.policy;

import static io.earshot.testing.TestData.LABELS;
import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.intake.BankMatch;
import io.earshot.intake.Modality;
import io.earshot.risk.CreatorFacts;
import io.earshot.scoring.Evidence;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import io.earshot.scoring.UnscoredReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every decision comes out again of what an audit record keeps of its facts. */
class RecomputationTest {

  /** Rules on everything, with gates, shares and ceilings of their own. */
  private static final PolicyEvaluator POLICIES =
      Bundles.compile(
          """
          bundle: everything
          version: "1"
          policies:
            - id: CSE.CSAM
              version: "1"
              clause: https://example.org/csam
              rules:
                - {id: csam, lane: express, if: "'CSE.CSAM' in matches.policies", then: {action: BLOCK_UPLOAD}, because: known}
            - id: HAT.HATE
              version: "1"
              clause: https://example.org/hate
              mode: canary 50%
              evidence: {languages: [en], units: 2, modalities: 1}
              rules:
                - {id: hate-remove, if: text.hate >= 0.8, then: {action: REMOVE, scope: {territories: [SE]}}, because: hate}
                - {id: hate-again, if: text.hate >= 0.5 && history.sameFamily90d > 0, then: {action: SEND_TO_REVIEW}, because: again}
                - {id: hate-maybe, if: text.hate + text.harassment > 0.9, then: {action: SEND_TO_REVIEW}, because: maybe}
            - id: DEC.SCAM
              version: "1"
              clause: https://example.org/scam
              rules:
                - {id: scam, if: text.spam >= 0.8 || image.porn >= 0.8, then: {action: REMOVE}, because: scam}
            - id: INT.CIRCUMVENT
              version: "1"
              clause: https://example.org/evasion
              rules:
                - {id: freeze, if: strikes.community >= 4 && text.spam >= 0.3, then: {action: UPLOAD_FREEZE}, because: strikes}
                - {id: divide, if: 10 / content.links > 3 && text.spam >= 0.3, then: {action: BLOCK_UPLOAD}, because: a division}
            - id: LAB.SYNTHETIC
              version: "1"
              clause: https://example.org/synthetic
              rules:
                - {id: synthetic, if: audio.synthetic >= 0.8, then: {action: LABEL_ADVISORY}, because: synthetic}
          """,
          Bundles.ALL_SENSES);

  private static final List<Double> SCORES = List.of(0.0, 0.3, 0.5, 0.8, 0.9);
  private static final List<String> FIELDS = List.of("title", "transcript", "tags");

  private static <T> T one(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  private static ModelScores scores(Modality modality, List<String> labels, Random random) {
    if (random.nextInt(4) == 0) {
      return ModelScores.unscored(modality, one(List.of(UnscoredReason.values()), random));
    }
    List<LabelScore> scores = new ArrayList<>();
    List<Evidence> evidence = new ArrayList<>();
    for (String label : labels) {
      double score = one(SCORES, random);
      scores.add(new LabelScore(label, score));
      for (int i = random.nextInt(3); i > 0; i--) {
        long start = modality == Modality.AUDIO ? random.nextInt(9) * 1_000 : -1;
        evidence.add(
            new Evidence(
                label, one(FIELDS, random), i, start, start < 0 ? -1 : start + 1_500, score));
      }
    }
    return ModelScores.scored(modality, "model", "1", scores, evidence);
  }

  @Provide
  Arbitrary<Assessment> assessments() {
    return Arbitraries.randomValue(
        random -> {
          List<ModelScores> results = new ArrayList<>();
          results.add(scores(Modality.TEXT, LABELS, random));
          if (random.nextBoolean()) {
            results.add(scores(Modality.IMAGE, List.of("porn", "gore", "synthetic"), random));
          }
          if (random.nextBoolean()) {
            results.add(scores(Modality.AUDIO, List.of("gunshot", "synthetic"), random));
          }
          List<BankMatch> matches = new ArrayList<>();
          for (int i = random.nextInt(3); i > 0; i--) {
            matches.add(
                new BankMatch(
                    one(List.of("a", "b"), random),
                    "entry-" + random.nextInt(3),
                    one(List.of("CSE.CSAM", "IPR.COPYRIGHT", ""), random),
                    one(List.of(Modality.values()), random),
                    0));
          }
          return new Assessment(
              content(
                  "event-" + random.nextInt(9),
                  "content",
                  1,
                  "creator-" + random.nextInt(9),
                  T0,
                  random.nextInt(3),
                  0,
                  List.of(Modality.TEXT),
                  0),
              results,
              matches);
        });
  }

  @Provide
  Arbitrary<EnforcementFacts> enforcement() {
    return Arbitraries.of(0, 1, 4)
        .map(n -> new EnforcementFacts(n, 0, 0, n, 0, 0, Map.of(Family.HAT, n)));
  }

  @Property(tries = 500)
  void a_decision_comes_out_again_of_the_facts_that_are_kept(
      @ForAll("assessments") Assessment assessment,
      @ForAll("enforcement") EnforcementFacts known,
      @ForAll boolean paused) {
    Pauses pauses = new Pauses(false, paused ? Set.of("DEC.SCAM") : Set.of());
    Facts facts = POLICIES.facts(assessment, CreatorFacts.NONE);
    PolicyEvaluator.Judged judged = POLICIES.judge(assessment, facts, pauses);
    Facts all = judged.open().isEmpty() ? facts : facts.withEnforcement(known);
    List<Decision> decisions = new ArrayList<>(judged.decisions());
    decisions.addAll(POLICIES.settle(assessment, all, judged.open(), pauses));

    List<Decision> again =
        POLICIES.redecide(
            POLICIES.restore(all.known()), Occasion.of(assessment), pausesOf(decisions));

    assertThat(again)
        .usingRecursiveComparison()
        .ignoringFields("evidence")
        .ignoringCollectionOrder()
        .isEqualTo(decisions);
  }

  /** What the record of a decision says of switches. */
  private static Pauses pausesOf(List<Decision> decisions) {
    return new Pauses(
        false,
        new java.util.HashSet<>(
            decisions.stream()
                .filter(d -> d.comparisons().stream().anyMatch(Pauses::isOf))
                .map(d -> d.policy().id())
                .toList()));
  }
}
