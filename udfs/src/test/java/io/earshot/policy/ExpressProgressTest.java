package io.earshot.policy;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.content;
import static io.earshot.testing.TestData.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.AssessmentProgress;
import io.earshot.intake.Modality;
import io.earshot.risk.CreatorFacts;
import io.earshot.scoring.Evidence;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import io.earshot.scoring.UnscoredReason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** What the express lane decides while modalities come in one after another. */
class ExpressProgressTest {

  private static final PolicyEvaluator POLICIES =
      Bundles.compile(
          """
          bundle: tests
          version: "1"
          policies:
            - id: VIO.THREAT
              version: "1"
              clause: https://example.org/clause
              rules:
                - id: threat
                  lane: express
                  if: text.violence >= 0.9
                  then: {action: HIDE_PENDING_REVIEW, duration: PT72H}
                  because: a threat
            - id: CSE.CSAM
              version: "1"
              clause: https://example.org/clause
              rules:
                - id: block
                  lane: express
                  if: text.hate >= 0.9
                  then: {action: BLOCK_UPLOAD}
                  because: a call
            - id: SEX.EXPLICIT
              version: "1"
              clause: https://example.org/clause
              rules:
                - id: seen
                  lane: express
                  if: image.porn >= 0.9 && content.links < 1
                  then: {action: HIDE_PENDING_REVIEW, duration: PT72H}
                  because: seen
            - id: HAT.HATE
              version: "1"
              clause: https://example.org/clause
              rules:
                - id: seen-or-heard
                  lane: express
                  if: image.gore >= 0.9 || audio.gunshot >= 0.9
                  then: {action: HIDE_PENDING_REVIEW, duration: PT72H}
                  because: seen or heard
                - id: heard-later
                  if: audio.gunshot >= 0.5
                  then: {action: SEND_TO_REVIEW}
                  because: heard
          """,
          Bundles.ALL_SENSES);

  @Test
  void text_is_decided_when_it_is_there_and_says_what_it_was_decided_without() {
    List<List<Decision>> steps =
        steps(
            List.of(
                text("violence", 0.95),
                scored(Modality.IMAGE, "porn", 0.1),
                scored(Modality.AUDIO, "gunshot", 0.95)));

    assertThat(steps.get(0))
        .singleElement()
        .satisfies(
            decision -> {
              assertThat(decision.ruleId()).isEqualTo("threat");
              assertThat(decision.action()).isEqualTo(ActionType.HIDE_PENDING_REVIEW);
              assertThat(decision.models()).containsExactly("text-safety@1.0.0");
              assertThat(decision.reason())
                  .endsWith(
                      "decided without an answer for image.unscored PENDING, audio.unscored"
                          + " PENDING");
            });
    assertThat(steps.get(1)).isEmpty();
    assertThat(steps.get(2)).extracting(Decision::ruleId).containsExactly("seen-or-heard");
  }

  @Test
  void what_is_severe_waits_for_all_answers() {
    List<List<Decision>> steps =
        steps(
            List.of(
                text("hate", 0.95),
                scored(Modality.IMAGE, "porn", 0.1),
                scored(Modality.AUDIO, "gunshot", 0.1)));

    assertThat(steps.get(0)).isEmpty();
    assertThat(steps.get(1)).isEmpty();
    assertThat(steps.get(2))
        .singleElement()
        .satisfies(
            decision -> {
              assertThat(decision.action()).isEqualTo(ActionType.BLOCK_UPLOAD);
              assertThat(decision.reason()).doesNotContain("without an answer");
            });
  }

  @Property(tries = 500)
  void any_order_leads_to_the_same_restrictions_each_once_and_the_window_agrees(@ForAll long seed) {
    Random random = new Random(seed);
    List<ModelScores> results = new ArrayList<>();
    results.add(any(random, Modality.TEXT, text("violence", high(random), "hate", high(random))));
    if (random.nextBoolean()) {
      results.add(
          any(
              random,
              Modality.IMAGE,
              scored(Modality.IMAGE, random.nextBoolean() ? "porn" : "gore", high(random))));
    }
    if (random.nextBoolean()) {
      results.add(any(random, Modality.AUDIO, scored(Modality.AUDIO, "gunshot", high(random))));
    }

    List<Decision> one = restrictions(results);
    List<ModelScores> otherOrder = new ArrayList<>(results);
    Collections.shuffle(otherOrder, random);

    assertThat(restrictions(otherOrder)).isEqualTo(one);
    assertThat(one).extracting(Decision::decisionId).doesNotHaveDuplicates();
    Assessment whole = assessment(results, results);
    assertThat(
            POLICIES
                .judge(whole, POLICIES.facts(whole, CreatorFacts.NONE), Pauses.NONE)
                .decisions()
                .stream()
                .filter(Decision::restricts)
                .sorted(Comparator.comparing(Decision::decisionId))
                .map(decision -> decision.decisionId() + decision.action()))
        .containsExactlyElementsOf(
            one.stream().map(decision -> decision.decisionId() + decision.action()).toList());
  }

  private static double high(Random random) {
    return random.nextBoolean() ? 0.95 : 0.6;
  }

  private static ModelScores any(Random random, Modality modality, ModelScores scores) {
    return switch (random.nextInt(6)) {
      case 0 -> ModelScores.unscored(modality, UnscoredReason.TIMEOUT);
      case 1 -> ModelScores.unscored(modality, UnscoredReason.EMPTY);
      default -> scores;
    };
  }

  private static ModelScores scored(Modality modality, String label, double score) {
    return ModelScores.scored(
        modality,
        "model-" + modality,
        "1",
        List.of(new LabelScore(label, score)),
        List.of(
            modality == Modality.AUDIO
                ? Evidence.inAudio(label, "audio", 0, 1_000, score)
                : Evidence.inPicture(label, "cover", score)));
  }

  /** All that was restricted over the arrival of the results in that order. */
  private static List<Decision> restrictions(List<ModelScores> arriving) {
    return steps(arriving).stream()
        .flatMap(List::stream)
        .filter(Decision::restricts)
        .sorted(Comparator.comparing(Decision::decisionId))
        .toList();
  }

  private static List<List<Decision>> steps(List<ModelScores> arriving) {
    List<List<Decision>> steps = new ArrayList<>();
    for (int i = 1; i <= arriving.size(); i++) {
      steps.add(
          POLICIES
              .decideExpress(
                  new AssessmentProgress(
                      assessment(arriving, arriving.subList(0, i)), arriving.get(i - 1).modality()),
                  Pauses.NONE)
              .stream()
              .filter(Decision::restricts)
              .toList());
    }
    return steps;
  }

  private static Assessment assessment(List<ModelScores> all, List<ModelScores> arrived) {
    List<Modality> modalities = all.stream().map(ModelScores::modality).sorted().toList();
    return new Assessment(
        content("e", "c", 1, "creator-1", T0, 0, 0, modalities, 0),
        arrived.stream().sorted(Comparator.comparing(ModelScores::modality)).toList());
  }
}
