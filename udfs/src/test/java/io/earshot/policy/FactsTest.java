package io.earshot.policy;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.content;
import static io.earshot.testing.TestData.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.intake.BankMatch;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.risk.CreatorFacts;
import io.earshot.scoring.Evidence;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import io.earshot.scoring.UnscoredReason;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What rules see of a content version, and what an audit record keeps of that. */
class FactsTest {

  private static final Vocabulary VOCABULARY = Bundles.ALL_SENSES;
  private static final ContentRef CONTENT = content("e", "c", 1, "creator-1", T0);

  private static Facts facts(ModelScores... results) {
    return facts(new Assessment(CONTENT, List.of(results)));
  }

  private static Facts facts(Assessment assessment) {
    return new Facts.Builder(VOCABULARY).of(assessment, CreatorFacts.NONE);
  }

  @Provide
  Arbitrary<Facts> facts() {
    return RandomFacts.facts();
  }

  @Provide
  Arbitrary<Object> oddValues() {
    return Arbitraries.of(
        -0.0,
        Double.MIN_VALUE,
        1e300,
        0.1 + 0.2,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        "",
        " a \" b \\ , ] \n ü",
        List.of("a,b", "\"", "", "[c]"),
        List.of(""));
  }

  @Property(tries = 300)
  void facts_are_the_same_after_a_stay_in_an_audit_record(@ForAll("facts") Facts facts) {
    assertThat(new Facts.Builder(VOCABULARY).restore(facts.known())).isEqualTo(facts);
  }

  @Property
  void odd_values_are_the_same_after_a_stay_in_an_audit_record(@ForAll("oddValues") Object value) {
    Facts facts = new Facts.Builder(VOCABULARY).none();
    for (int place = 0; place < VOCABULARY.size(); place++) {
      if (facts.at(place).getClass().equals(value.getClass())
          || (value instanceof List && facts.at(place) instanceof List)) {
        facts = facts.with(place, value);
      }
    }

    assertThat(new Facts.Builder(VOCABULARY).restore(facts.known())).isEqualTo(facts);
  }

  @Test
  void only_what_is_known_is_kept_in_the_order_of_names() {
    assertThat(facts(text("hate", 0.9)).known())
        .extracting(Facts.Fact::name)
        .isSorted()
        .contains("text.hate", "text.hate.fields", "content.kind")
        .doesNotContain("text.spam", "strikes.community", "matches.count");
  }

  @Test
  void what_waited_in_the_state_of_a_job_with_other_models_is_passed_over() {
    Facts.Builder builder = new Facts.Builder(VOCABULARY);
    Facts.Fact hate = new Facts.Fact("text.hate", "0.9");

    Facts facts = builder.restoreKnown(List.of(hate, new Facts.Fact("text.love", "0.9")));

    assertThat(facts.known()).containsExactly(hate);
  }

  @Test
  void what_cannot_be_restored_is_told() {
    Facts.Builder builder = new Facts.Builder(VOCABULARY);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.restore(List.of(new Facts.Fact("text.love", "0.9"))))
        .withMessageContaining("text.love is not a variable");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.restore(List.of(new Facts.Fact("content.links", "many"))))
        .withMessage("content.links is \"many\", which is no int");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.restore(List.of(new Facts.Fact("text.scored", "yes"))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.restore(List.of(new Facts.Fact("matches.banks", "[1,"))));
  }

  @Test
  void evidence_is_counted_by_label_with_its_fields() {
    ModelScores scores =
        ModelScores.scored(
            Modality.TEXT,
            "m",
            "1",
            List.of(new LabelScore("hate", 0.9), new LabelScore("spam", 0.4)),
            List.of(
                Evidence.inText("hate", "transcript", 0, 0.9),
                Evidence.inText("hate", "title", 0, 0.8),
                Evidence.inText("hate", "transcript", 3, 0.7),
                Evidence.inText("spam", "title", 0, 0.4)));

    Facts facts = facts(scores);

    assertThat(facts.get("text.hate.units")).isEqualTo(3L);
    assertThat(facts.get("text.hate.fields")).isEqualTo(List.of("title", "transcript"));
    assertThat(facts.get("text.spam.units")).isEqualTo(1L);
    assertThat(facts.get("text.violence.units")).isEqualTo(0L);
  }

  @Test
  void seconds_of_audio_that_segments_cover_twice_count_once() {
    ModelScores scores =
        ModelScores.scored(
            Modality.AUDIO,
            "m",
            "1",
            List.of(new LabelScore("gunshot", 0.9)),
            List.of(
                new Evidence("gunshot", "audio", 0, 4_000, 6_500, 0.8),
                new Evidence("gunshot", "audio", 1, 1_000, 2_000, 0.9),
                new Evidence("gunshot", "audio", 2, 6_000, 7_000, 0.7),
                new Evidence("gunshot", "audio", 3, -1, -1, 0.7)));

    Facts facts = facts(scores);

    assertThat(facts.get("audio.gunshot.segments")).isEqualTo(4L);
    assertThat(facts.get("audio.gunshot.seconds")).isEqualTo(4.0);
  }

  @Test
  void a_modality_that_no_model_answered_for_says_why() {
    Facts facts = facts(ModelScores.unscored(Modality.IMAGE, UnscoredReason.TIMEOUT));

    assertThat(facts.get("image.present")).isEqualTo(true);
    assertThat(facts.get("image.scored")).isEqualTo(false);
    assertThat(facts.get("image.unscored")).isEqualTo("TIMEOUT");
    assertThat(facts.get("text.present")).isEqualTo(false);
  }

  @Test
  void known_media_is_listed_by_policy_whatever_the_order_of_its_matches() {
    BankMatch song = new BankMatch("songs", "s1", "IPR.COPYRIGHT", Modality.AUDIO, 0.1);
    BankMatch cover = new BankMatch("covers", "c1", "CSE.CSAM", Modality.IMAGE, 0.0);
    BankMatch safe = new BankMatch("covers", "c2", "", Modality.IMAGE, 0.0);

    Facts facts = facts(new Assessment(CONTENT, List.of(), List.of(song, safe, cover)));

    assertThat(facts)
        .isEqualTo(facts(new Assessment(CONTENT, List.of(), List.of(cover, song, safe))));
    assertThat(facts.get("matches.count")).isEqualTo(2L);
    assertThat(facts.get("matches.policies")).isEqualTo(List.of("CSE.CSAM", "IPR.COPYRIGHT"));
    assertThat(facts.get("matches.banks")).isEqualTo(List.of("covers", "songs"));
    assertThat(facts.get("matches.modalities")).isEqualTo(List.of("IMAGE", "AUDIO"));
    // The cover is known both ways, and nothing speaks for the song.
    assertThat(facts.get("matches.safe")).isEqualTo(false);
    assertThat(facts(new Assessment(CONTENT, List.of(), List.of(cover, safe))).get("matches.safe"))
        .isEqualTo(true);
  }

  @Test
  void altered_copies_are_apart_from_matches() {
    BankMatch faster =
        new BankMatch("songs", "s1", "IPR.COPYRIGHT", Modality.AUDIO, 7, true, 30, 0);
    BankMatch likeSafe = new BankMatch("songs", "s2", "", Modality.AUDIO, 7, true, 30, 0);

    Facts facts = facts(new Assessment(CONTENT, List.of(), List.of(faster, likeSafe)));

    assertThat(facts.get("matches.altered")).isEqualTo(List.of("IPR.COPYRIGHT"));
    assertThat(facts.get("matches.count")).isEqualTo(0L);
    assertThat(facts.get("matches.policies")).isEqualTo(List.of());
    assertThat(facts.get("matches.safe")).isEqualTo(false);
  }

  @Test
  void what_enforcement_knows_comes_on_top() {
    Facts facts =
        facts(text())
            .withEnforcement(
                new EnforcementFacts(4, 5, 6, 7, 3, 2, Map.of(Family.HAT, 5, Family.LEG, 2)));

    assertThat(facts.get("strikes.community")).isEqualTo(4L);
    assertThat(facts.get("strikes.copyright")).isEqualTo(5L);
    assertThat(facts.get("strikes.integrity")).isEqualTo(6L);
    assertThat(facts.get("history.actions90d")).isEqualTo(7L);
    assertThat(facts.get("history.removals90d")).isEqualTo(3L);
    assertThat(facts.get("history.reversals90d")).isEqualTo(2L);
    assertThat(facts.get("history.actions90d.HAT")).isEqualTo(5L);
    assertThat(facts.get("history.actions90d.LEG")).isEqualTo(2L);
    assertThat(facts.get("history.actions90d.HAR")).isEqualTo(0L);
  }

  @Test
  void a_rule_asks_for_the_history_of_its_own_family() {
    PolicyEvaluator policies =
        Bundles.compile(
            Bundles.rule(
                "HAT.HATE",
                "history.sameFamily90d >= 2 && history.sameFamily90d + 0 < 9",
                "{action: SEND_TO_REVIEW}"));
    Assessment assessment = new Assessment(CONTENT, List.of(text()));
    Facts facts = policies.facts(assessment, CreatorFacts.NONE);
    List<String> open = policies.judge(assessment, facts, Pauses.NONE).open();

    assertThat(
            policies.settle(
                assessment, facts.withEnforcement(history(Family.HAT)), open, Pauses.NONE))
        .hasSize(1);
    assertThat(
            policies.settle(
                assessment, facts.withEnforcement(history(Family.HAR)), open, Pauses.NONE))
        .isEmpty();
  }

  private static EnforcementFacts history(Family family) {
    return new EnforcementFacts(0, 0, 0, 2, 0, 0, Map.of(family, 2));
  }
}
