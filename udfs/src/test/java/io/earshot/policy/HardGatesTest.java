package io.earshot.policy;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.assessment.Assessment;
import io.earshot.intake.BankMatch;
import io.earshot.intake.Modality;
import io.earshot.risk.CreatorFacts;
import io.earshot.risk.DetectorCatalog;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.PriorFacts;
import io.earshot.risk.RiskFacts;
import io.earshot.scoring.Evidence;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import io.earshot.scoring.UnscoredReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What may not be done by itself, whatever a bundle says, for want of evidence. */
class HardGatesTest {

  private static final String REMOVE = "{action: REMOVE}";

  private static ModelScores text(String label, double score, String... fields) {
    return scores(
        Modality.TEXT,
        label,
        score,
        Arrays.stream(fields).map(field -> Evidence.inText(label, field, 0, score)).toList());
  }

  private static ModelScores scores(
      Modality modality, String label, double score, List<Evidence> evidence) {
    return ModelScores.scored(modality, "m", "1", List.of(new LabelScore(label, score)), evidence);
  }

  private static ModelScores scores(Modality modality, String label, double score) {
    return scores(modality, label, score, List.of());
  }

  private static BankMatch match(String policyId, Modality modality) {
    return new BankMatch("bank", "entry", policyId, modality, 0);
  }

  private static CreatorFacts uploads(long count) {
    return new CreatorFacts(5, false, count, count, count, 0, 0, List.of());
  }

  private static Decision decide(
      String policyId, String condition, String then, ModelScores... results) {
    return decide(
        Bundles.rule(policyId, condition, then),
        new Assessment(content("e", "c", 1, "creator-1", T0), List.of(results)),
        CreatorFacts.NONE);
  }

  private static Decision decide(String yaml, Assessment assessment, CreatorFacts creator) {
    PolicyEvaluator policies = Bundles.compile(yaml, Bundles.ALL_SENSES);
    List<Decision> decisions =
        policies.judge(assessment, policies.facts(assessment, creator), Pauses.NONE).decisions();
    assertThat(decisions).as("decisions").hasSize(1);
    return decisions.get(0);
  }

  private static void assertReferred(Decision decision, String variable) {
    assertThat(decision.action()).isEqualTo(ActionType.SEND_TO_REVIEW);
    assertThat(decision.strike()).isFalse();
    assertThat(decision.durationMillis()).isNull();
    assertThat(decision.comparisons())
        .filteredOn(comparison -> !comparison.held())
        .extracting(Comparison::variable)
        .contains(variable);
    assertThat(decision.reason()).contains("to a human because").contains(variable);
    assertThat(decision.proposed()).isEqualTo(decision.asked());
  }

  private static void assertActs(Decision decision) {
    assertThat(decision.action()).isEqualTo(decision.asked());
  }

  @Test
  void what_was_only_heard_removes_nothing() {
    assertReferred(
        decide("HAT.HATE", "text.hate >= 0.9", REMOVE, text("hate", 0.95, "transcript")),
        "evidence.besideTranscript");
    assertReferred(
        decide(
            "IPR.COPYRIGHT",
            "text.spam >= 0.9",
            "{action: BLOCK_UPLOAD}",
            text("spam", 0.95, "transcript")),
        "evidence.besideTranscript");
  }

  @Test
  void what_was_only_heard_may_hide_until_somebody_has_listened() {
    assertActs(
        decide(
            "SSH.PROMO",
            "text.self_harm >= 0.9",
            "{action: HIDE_PENDING_REVIEW}",
            text("self_harm", 0.95, "transcript")));
  }

  @Test
  void what_was_heard_and_read_removes() {
    assertActs(
        decide("HAT.HATE", "text.hate >= 0.9", REMOVE, text("hate", 0.95, "transcript", "title")));
  }

  @Test
  void what_was_heard_and_seen_removes() {
    assertActs(
        decide(
            "HAT.HATE",
            "text.hate >= 0.9 && image.gore >= 0.5",
            REMOVE,
            text("hate", 0.95, "transcript"),
            scores(Modality.IMAGE, "gore", 0.6)));
  }

  @Test
  void a_second_label_that_is_only_not_there_is_no_second_modality() {
    assertReferred(
        decide(
            "HAT.HATE",
            "text.hate >= 0.9 && image.gore < 0.5",
            REMOVE,
            text("hate", 0.95, "transcript"),
            scores(Modality.IMAGE, "gore", 0.1)),
        "evidence.besideTranscript");
  }

  @Test
  void a_score_without_a_place_is_not_held_to_be_a_transcript() {
    assertActs(decide("HAT.HATE", "text.hate >= 0.9", REMOVE, text("hate", 0.95)));
  }

  @Test
  void what_was_only_heard_does_not_remove_through_a_not_either() {
    assertReferred(
        decide("HAT.HATE", "!(text.hate < 0.9)", REMOVE, text("hate", 0.95, "transcript")),
        "evidence.besideTranscript");
  }

  @Test
  void that_something_was_made_by_a_machine_restricts_nothing_alone() {
    String label = "{action: LABEL_ADVISORY}";
    assertReferred(
        decide(
            "LAB.SYNTHETIC",
            "audio.synthetic >= 0.9 && image.synthetic >= 0.9",
            label,
            scores(Modality.IMAGE, "synthetic", 0.95),
            scores(Modality.AUDIO, "synthetic", 0.95)),
        "evidence.besideSynthetic");
    assertActs(
        decide(
            Bundles.rule(
                "LAB.SYNTHETIC", "audio.synthetic >= 0.9 && creator.uploads24h >= 40", label),
            new Assessment(
                content("e", "c", 1, "creator-1", T0),
                List.of(scores(Modality.AUDIO, "synthetic", 0.95))),
            uploads(50)));
  }

  @Test
  void what_is_done_to_an_account_needs_two_pieces_of_evidence() {
    String freeze = "{action: UPLOAD_FREEZE, duration: P7D}";
    assertReferred(
        decide("INT.CIRCUMVENT", "text.spam >= 0.9", freeze, text("spam", 0.95, "title")),
        "evidence.units");
    assertActs(
        decide(
            "INT.CIRCUMVENT",
            "text.spam >= 0.9",
            freeze,
            text("spam", 0.95, "title", "description")));
    assertReferred(
        decide("INT.CIRCUMVENT", "content.titleLength > 3", freeze, text("spam", 0.95, "title")),
        "evidence.units");
  }

  @Test
  void an_upload_flood_is_many_pieces_of_evidence() {
    Decision decision =
        decide(
            Bundles.rule(
                "INT.FLOOD",
                "creator.uploads1h >= 20 && creator.ageDays < 30.0 && !creator.trustedLicensor",
                "{action: RATE_LIMIT_UPLOADS, duration: P1D}"),
            new Assessment(
                content("e", "c", 1, "creator-1", T0),
                List.of(ModelScores.unscored(Modality.TEXT, UnscoredReason.TIMEOUT))),
            uploads(25));

    assertActs(decision);
  }

  @Test
  void reports_and_the_age_of_an_account_are_no_evidence_against_it() {
    CreatorFacts creator = new CreatorFacts(1, false, 0, 0, 0, 0, 900, List.of());

    assertReferred(
        decide(
            Bundles.rule(
                "INT.FLOOD",
                "reports.count24h >= 20 && creator.ageDays <= 3.0",
                "{action: RATE_LIMIT_UPLOADS}"),
            new Assessment(content("e", "c", 1, "creator-1", T0), List.of()),
            creator),
        "evidence.units");
  }

  @ParameterizedTest
  @ValueSource(strings = {"D16", "D20", "D01"})
  void where_reports_are_found_to_be_abuse_a_rule_that_asks_for_them_restricts_nothing(String id) {
    DetectorSpec spec = Objects.requireNonNull(DetectorCatalog.installed().find(id)).spec();
    RiskFacts.Fired fired =
        new RiskFacts.Fired(
            spec, new io.earshot.risk.Finding(20, new double[spec.evidence().size()]));
    CreatorFacts creator =
        new CreatorFacts(
            5,
            false,
            25,
            25,
            25,
            0,
            30,
            List.of(),
            new RiskFacts(0, false, List.of(), List.of(fired)),
            new CreatorFacts.ReportFacts(3, 4.5),
            PriorFacts.NONE);
    Assessment assessment =
        new Assessment(content("e", "c", 1, "creator-1", T0), List.of(text("hate", 0.95, "title")));

    Decision onReports =
        decide(
            Bundles.rule("HAT.HATE", "text.hate >= 0.9 && reports.credible24h >= 4.0", REMOVE),
            assessment,
            creator);
    if (id.equals("D01")) {
      assertActs(onReports);
    } else {
      assertReferred(onReports, "reports.distrusted");
    }
    assertActs(decide(Bundles.rule("HAT.HATE", "text.hate >= 0.9", REMOVE), assessment, creator));
  }

  @ParameterizedTest
  @EnumSource(UnscoredReason.class)
  void where_an_answer_is_missing_nothing_severe_is_removed(UnscoredReason reason) {
    Decision decision =
        decide(
            "HAT.HATE",
            "text.hate >= 0.9",
            REMOVE,
            text("hate", 0.95, "title"),
            ModelScores.unscored(Modality.IMAGE, reason));

    if (Set.of(UnscoredReason.NO_MODEL, UnscoredReason.EMPTY).contains(reason)) {
      assertActs(decision);
    } else {
      assertReferred(decision, "evidence.missing");
      assertThat(decision.reason()).contains("image.unscored " + reason);
    }
  }

  @Test
  void where_an_answer_is_missing_what_is_less_severe_is_decided() {
    assertActs(
        decide(
            "HAR.HARASS",
            "text.harassment >= 0.9",
            REMOVE,
            text("harassment", 0.95, "title"),
            ModelScores.unscored(Modality.IMAGE, UnscoredReason.TIMEOUT)));
  }

  @Test
  void where_an_answer_is_missing_something_may_be_hidden_until_a_human_has_looked() {
    assertActs(
        decide(
            "VIO.THREAT",
            "text.violence >= 0.9",
            "{action: HIDE_PENDING_REVIEW}",
            text("violence", 0.95, "title"),
            ModelScores.unscored(Modality.IMAGE, UnscoredReason.TIMEOUT)));
  }

  @Test
  void known_media_is_what_it_is_whatever_no_model_said() {
    Assessment assessment =
        new Assessment(
            content("e", "c", 1, "creator-1", T0),
            List.of(ModelScores.unscored(Modality.IMAGE, UnscoredReason.TIMEOUT)),
            List.of(match("CSE.CSAM", Modality.IMAGE)));

    Decision decision =
        decide(
            Bundles.rule("CSE.CSAM", "'CSE.CSAM' in matches.policies", "{action: BLOCK_UPLOAD}"),
            assessment,
            CreatorFacts.NONE);

    assertActs(decision);
    assertThat(decision.evidence())
        .singleElement()
        .satisfies(
            evidence -> {
              assertThat(evidence.modality()).isEqualTo(Modality.IMAGE);
              assertThat(evidence.modelId()).isEqualTo("bank");
            });
  }

  @Test
  void a_match_is_a_second_piece_of_evidence_if_the_rule_asks_for_it() {
    Assessment assessment =
        new Assessment(
            content("e", "c", 1, "creator-1", T0),
            List.of(text("spam", 0.95, "title")),
            List.of(match("INT.CIRCUMVENT", Modality.AUDIO), match("CSE.CSAM", Modality.IMAGE)));
    String freeze = "{action: UPLOAD_FREEZE}";

    assertReferred(
        decide(
            Bundles.rule("INT.CIRCUMVENT", "text.spam >= 0.9", freeze),
            assessment,
            CreatorFacts.NONE),
        "evidence.units");
    assertActs(
        decide(
            Bundles.rule(
                "INT.CIRCUMVENT",
                "text.spam >= 0.9 && 'INT.CIRCUMVENT' in matches.policies",
                freeze),
            assessment,
            CreatorFacts.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "languages: [en, sv] ; en    ; true",
        "languages: [en, sv] ; sv-FI ; true",
        "languages: [en, sv] ; EN-gb ; true",
        "languages: [en, sv] ; de    ; false",
        "languages: [en, sv] ; und   ; false",
        "units: 1            ; de    ; true",
        "units: 2            ; de    ; false",
        "modalities: 1       ; de    ; true",
        "modalities: 2       ; de    ; false",
        "languages: []       ; de    ; true",
      })
  void a_policy_may_ask_for_more(String gate, String language, boolean acts) {
    PolicyEvaluator policies =
        Bundles.compile(
            Bundles.of(
                "HAR.HARASS",
                """
                evidence: {%s}
                rules:
                  - {id: r, if: text.hate >= 0.9, then: {action: REMOVE}, because: hate}
                """
                    .formatted(gate)));
    Facts facts =
        policies.restore(
            List.of(
                new Facts.Fact("text.hate", "0.95"),
                new Facts.Fact("text.hate.units", "1"),
                new Facts.Fact("text.hate.fields", "[\"title\"]"),
                new Facts.Fact("content.language", language)));
    Assessment assessment = new Assessment(content("e", "c", 1, "creator-1", T0), List.of());

    assertThat(policies.judge(assessment, facts, Pauses.NONE).decisions().get(0).action())
        .isEqualTo(acts ? ActionType.REMOVE : ActionType.SEND_TO_REVIEW);
  }

  @Test
  void languages_and_modalities_are_not_asked_of_conduct() {
    Decision decision =
        decide(
            Bundles.of(
                "INT.FLOOD",
                """
                evidence: {languages: [sv], modalities: 2, units: 20}
                rules:
                  - id: r
                    if: creator.uploads1h >= 20
                    then: {action: RATE_LIMIT_UPLOADS}
                    because: a flood
                """),
            new Assessment(content("e", "c", 1, "creator-1", T0), List.of()),
            uploads(20));

    assertActs(decision);
  }

  @Test
  void everything_that_is_missing_is_told_in_order() {
    PolicyEvaluator policies =
        Bundles.compile(
            Bundles.of(
                "HAT.HATE",
                """
                evidence: {languages: [sv], units: 2}
                rules:
                  - {id: r, if: text.hate >= 0.9, then: {action: REMOVE}, because: hate}
                """),
            Bundles.ALL_SENSES);
    Assessment assessment =
        new Assessment(
            content("e", "c", 1, "creator-1", T0),
            List.of(
                text("hate", 0.95, "transcript"),
                ModelScores.unscored(Modality.AUDIO, UnscoredReason.ERROR)));
    Decision decision =
        policies
            .judge(
                assessment,
                policies.facts(assessment, CreatorFacts.NONE),
                new Pauses(true, Set.of()))
            .decisions()
            .get(0);

    assertThat(decision.comparisons())
        .extracting(Comparison::variable)
        .containsExactly(
            "text.hate",
            "evidence.units",
            "content.language",
            "evidence.besideTranscript",
            "evidence.missing",
            "policy.paused");
    assertThat(decision.reason())
        .contains("to a human because evidence.units 1 is not >= 2, and because content.language");
    assertThat(decision.decisionId())
        .isEqualTo(
            policies
                .redecide(
                    policies.restore(
                        List.of(
                            new Facts.Fact("text.hate", "0.95"),
                            new Facts.Fact("content.language", "sv"))),
                    Occasion.of(assessment),
                    Pauses.NONE)
                .get(0)
                .decisionId());
  }

  @Provide
  Arbitrary<Facts> facts() {
    return RandomFacts.facts();
  }

  @Provide
  Arbitrary<String> conditions() {
    return RandomFacts.conditions(
        "text.hate", "image.synthetic", "audio.gunshot", "creator.uploads1h", "matches.policies");
  }

  @Provide
  Arbitrary<String> policyIds() {
    return Arbitraries.of(Taxonomy.entries().keySet());
  }

  @Property(tries = 200)
  void nothing_is_done_above_the_ceiling_and_what_is_taken_off_says_why(
      @ForAll("policyIds") String policyId,
      @ForAll("conditions") String condition,
      @ForAll("facts") Facts facts) {
    Taxonomy.Entry entry = Taxonomy.get(policyId);
    for (ActionType action : ActionType.values()) {
      if (!entry.permits(action) || action == ActionType.GEO_RESTRICT) {
        continue;
      }
      PolicyEvaluator policies =
          Bundles.compile(
              Bundles.rule(policyId, condition, "{action: " + action + "}"),
              RandomFacts.VOCABULARY);
      for (Decision decision :
          policies.redecide(
              facts,
              Occasion.of(new Assessment(content("e", "c", 1, "cr", T0), List.of())),
              Pauses.NONE)) {
        assertThat(entry.permits(decision.action())).isTrue();
        assertThat(decision.action()).isIn(action, ActionType.SEND_TO_REVIEW);
        if (decision.action() != action) {
          List<Comparison> failed = new ArrayList<>(decision.comparisons());
          failed.removeIf(Comparison::held);
          assertThat(failed).isNotEmpty();
        }
      }
    }
  }

  /** A bundle that nobody checked: its one rule asks for an action that the reader would refuse. */
  private static PolicyEvaluator unchecked(String policyId, ActionType action) {
    try {
      CompiledBundle checked =
          CompiledBundle.of(
              "test",
              Bundles.rule(policyId, "text.hate >= 0.5", "{action: SEND_TO_REVIEW}"),
              Bundles.ALL_SENSES);
      CompiledBundle.CompiledPolicy policy = checked.policies().get(0);
      CompiledBundle.CompiledRule rule = policy.rules().get(0);
      PolicyBundle.Rule written = rule.rule();
      PolicyBundle.Rule above =
          new PolicyBundle.Rule(
              written.id(),
              written.lane(),
              written.condition(),
              written.line(),
              written.column(),
              action,
              60_000L,
              written.scope(),
              true,
              action,
              written.review(),
              written.because(),
              written.examples());
      return PolicyEvaluator.of(
          new CompiledBundle(
              checked.text(),
              checked.vocabulary(),
              List.of(
                  new CompiledBundle.CompiledPolicy(
                      policy.policy(),
                      policy.entry(),
                      policy.ref(),
                      List.of(
                          new CompiledBundle.CompiledRule(
                              above,
                              rule.condition(),
                              rule.variables(),
                              rule.asksEnforcement(),
                              rule.examples()))))));
    } catch (BundleException e) {
      throw new AssertionError(e.getMessage(), e);
    }
  }

  @ParameterizedTest
  @EnumSource(ActionType.class)
  void what_is_above_the_ceiling_goes_to_people_also_if_no_reader_has_refused_it(
      ActionType action) {
    Assessment sure =
        new Assessment(
            content("e", "c", 1, "creator-1", T0), List.of(text("hate", 1.0, "title", "lyrics")));
    int above = 0;
    for (String policyId : Taxonomy.entries().keySet()) {
      if (Taxonomy.get(policyId).permits(action)) {
        continue;
      }
      above++;
      PolicyEvaluator policies = unchecked(policyId, action);
      Facts known = policies.facts(sure, CreatorFacts.NONE);
      List<Decision> decisions = policies.judge(sure, known, Pauses.NONE).decisions();

      assertThat(decisions).as(policyId).hasSize(1);
      assertReferred(decisions.get(0), "action");
      assertThat(policies.redecide(known, Occasion.of(sure), Pauses.NONE))
          .extracting(Decision::action)
          .containsExactly(ActionType.SEND_TO_REVIEW);
    }
    assertThat(above > 0).isEqualTo(action.isRestriction() || action.humanOnly());
  }
}
