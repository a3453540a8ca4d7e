package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.earshot.intake.TextField;
import io.earshot.model.ModelPackageException;
import io.earshot.model.TinyModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextScorerTest {

  private static final List<TextField> INSULT = List.of(new TextField("title", "you are awful"));

  @TempDir Path folder;

  @Test
  void scoresAreCalibratedAsThePackageSays() throws Exception {
    // logit(.509) is .036; twice that is the logit of .518. The self test expects it too, or the
    // package would not open.
    Path calibrated =
        TinyModel.altered(
            folder,
            List.of(
                "{name: harassment, threshold: 0.5}",
                "{name: harassment, threshold: 0.5, calibration: {slope: 2, intercept: 0}}",
                "harassment: 0.509",
                "harassment: 0.518"));

    assertThat(harassment(calibrated)).isCloseTo(0.518, within(0.0015));
    assertThat(harassment(TinyModel.directory())).isEqualTo(0.509);
  }

  private static double harassment(Path model) throws InterruptedException {
    try (InferenceServices.Lease<TextInference> lease =
        InferenceServices.SHARED.acquire(
            "test", InferenceServiceTest.config(model, 64), TextInference.class)) {
      ModelScores scores =
          new TextScorer(lease.service(), Duration.ofMinutes(1)).score(INSULT, 0).join();
      return scores.scores().get(0).score();
    }
  }

  private static final String GATE =
      """
      id: judge
      gate:
        model: %s
        version: 0.0.1
        pass: {harassment: %s, hate: 1, sexual: 1, violence: 1, self_harm: 1, spam: 1}
        recall: 0.99
        cleanPassed: 0.1
        fittedOn: texts
      """;

  @Test
  void aTextThatTheGateClearsCarriesTheGatesScoresAndTheJudgeIsNotAsked() throws Exception {
    cascade(
        GATE.formatted("tiny-text", "0.9"),
        Duration.ofMinutes(1),
        (scorer, judge) -> {
          ModelScores scores = scorer.score(INSULT, 0).get(1, TimeUnit.MINUTES);

          assertThat(scores.modelId()).isEqualTo("tiny-text");
          assertThat(scores.scores().get(0)).isEqualTo(new LabelScore("harassment", 0.509));
          assertThat(judge.metrics().rows()).isZero();
          assertThat(scorer.gatePassShare()).isZero();
        });
  }

  @Test
  void aTextThatReachesThePassValueOfOneLabelCarriesTheJudgesScores() throws Exception {
    cascade(
        GATE.formatted("tiny-text", "0.509"),
        Duration.ofMinutes(1),
        (scorer, judge) -> {
          ModelScores scores = scorer.score(INSULT, 0).get(1, TimeUnit.MINUTES);

          assertThat(scores.modelId()).isEqualTo("judge");
          assertThat(scores.isScored()).isTrue();
          assertThat(judge.metrics().rows()).isPositive();
          assertThat(scorer.gatePassShare()).isEqualTo(1);
        });
  }

  @Test
  void onlyTheFieldThatTheGatePassesIsShownToTheJudge() throws Exception {
    List<TextField> fields =
        List.of(new TextField("title", "good morning"), new TextField("comment", "you are awful"));
    cascade(
        GATE.formatted("tiny-text", "0.509"),
        Duration.ofMinutes(1),
        (scorer, judge) -> {
          ModelScores scores = scorer.score(fields, 0).get(1, TimeUnit.MINUTES);

          assertThat(scores.modelId()).isEqualTo("judge");
          assertThat(scores.scores().get(0)).isEqualTo(new LabelScore("harassment", 0.509));
          assertThat(scores.evidence())
              .filteredOn(evidence -> evidence.label().equals("harassment"))
              .singleElement()
              .satisfies(evidence -> assertThat(evidence.field()).isEqualTo("comment"));
          assertThat(judge.metrics().rows()).isEqualTo(1);
        });
  }

  @Test
  void aGateThatTimesOutClearsNothingAndTheTimeoutCoversBothSteps() throws Exception {
    cascade(
        GATE.formatted("tiny-text", "0.9"),
        Duration.ZERO,
        (scorer, judge) -> {
          ModelScores scores = scorer.score(INSULT, 0).get(1, TimeUnit.MINUTES);

          assertThat(scores.modelId()).isEqualTo("judge");
          assertThat(scores.unscored()).isEqualTo(UnscoredReason.TIMEOUT);
          assertThat(scorer.gatePassShare()).isEqualTo(1);
        });
  }

  @Test
  void aGateOfAnotherModelIsRefusedAndNothingStaysOpen() {
    Path model = TinyModel.altered(folder, List.of("id: tiny-text\n", GATE.formatted("x", "0.9")));
    TextScoring scoring =
        new TextScoring(
            InferenceServiceTest.config(model, 0),
            InferenceServiceTest.config(TinyModel.directory(), 0),
            Duration.ofMinutes(1));

    assertThatThrownBy(() -> scoring.open("cascade"))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining("cannot be the gate of judge")
        .hasMessageContaining("x@0.0.1");
    assertThat(InferenceServices.SHARED.open()).isZero();
  }

  private interface Check {
    void of(TextScorer scorer, TextInference judge) throws Exception;
  }

  private void cascade(String gate, Duration timeout, Check check) throws Exception {
    Path model = TinyModel.altered(folder, List.of("id: tiny-text\n", gate));
    try (InferenceServices.Lease<TextInference> judge =
            InferenceServices.SHARED.acquire(
                "test", InferenceServiceTest.config(model, 0), TextInference.class);
        InferenceServices.Lease<TextInference> first =
            InferenceServices.SHARED.acquire(
                "test",
                InferenceServiceTest.config(TinyModel.directory(), 0),
                TextInference.class)) {
      check.of(new TextScorer(judge.service(), first.service(), timeout), judge.service());
    }
  }
}
