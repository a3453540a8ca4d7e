package io.earshot.scoring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.TextField;
import io.earshot.intake.WorkItem;
import io.earshot.model.ModelPackageException;
import io.earshot.model.ShippedModels;
import io.earshot.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cheap model before a dear one, as the job opens them. */
class CascadeTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** From which harassment on a text passes is left open; the other labels let nothing pass. */
  private static final String GATE =
      """
      id: judge
      gate:
        model: tiny-text
        version: 0.0.1
        pass: {harassment: %s, hate: 1, sexual: 1, violence: 1, self_harm: 1, spam: 1}
        recall: 0.99
        cleanPassed: 0.1
        fittedOn: texts
      """;

  @TempDir Path folder;

  @AfterEach
  void nothingStaysOpen() {
    assertThat(InferenceServices.SHARED.open()).isZero();
  }

  @Test
  void aGateWhoseRunFailsClearsNothingAndTheJudgeAnswers() throws Exception {
    // The word's id lies behind the graph's table, so the run fails on it and on no other.
    Path gate = tiny("gate", List.of());
    String vocabulary = Files.readString(gate.resolve("vocab.txt")) + "grotesque\n";
    ShippedModels.substitute(gate, "vocab.txt", vocabulary.getBytes(UTF_8));
    try (ItemScorer scorer = cascade(judge("1"), gate).open("job")) {
      ModelScores poisoned = score(scorer, "you are grotesque");
      ModelScores sound = score(scorer, "good morning");

      assertThat(poisoned.isScored()).isTrue();
      assertThat(poisoned.modelId()).isEqualTo("judge");
      assertThat(sound.modelId()).isEqualTo("tiny-text");
    }
  }

  @Test
  void aGateOfAnotherVersionIsRefused() throws Exception {
    refused(
        cascade(judge("0.5"), tiny("gate", List.of("version: 0.0.1", "version: 0.0.2"))),
        "tiny-text@0.0.2 cannot be the gate of judge@0.0.1, whose gate was fitted on"
            + " tiny-text@0.0.1");
  }

  @Test
  void aGateWithOtherLabelsIsRefused() throws Exception {
    refused(
        cascade(
            judge("0.5"), tiny("gate", List.of("name: spam", "name: ham", " spam: ", " ham: "))),
        "with the labels [harassment, hate, sexual, violence, self_harm, spam]");
  }

  @Test
  void aModelWithoutGateIsRefused() throws Exception {
    refused(
        cascade(tiny("judge", List.of()), tiny("gate", List.of())),
        "whose gate was fitted on none");
  }

  @Test
  void theModelsThatShipShareTheWork() throws Exception {
    // Smaller batches than they ship with, so that they open fast; that changes no score.
    List<String> small = List.of("maxBatch: 32", "maxBatch: 2");
    Path judge = ShippedModels.altered("text-safety", folder, small);
    Path gate = ShippedModels.altered("text-ngram", folder, small);
    try (ItemScorer scorer = cascade(judge, gate).open("job")) {
      ModelScores clean = score(scorer, "Morning coffee and quiet piano");
      ModelScores insult =
          score(scorer, "Shut up you stupid idiot, nobody wants to hear your voice");

      assertThat(clean.modelId() + "@" + clean.modelVersion()).isEqualTo("text-ngram@1.0.0");
      assertThat(clean.scores()).allSatisfy(score -> assertThat(score.score()).isLessThan(0.322));
      assertThat(insult.modelId() + "@" + insult.modelVersion()).isEqualTo("text-safety@2.0.0");
      assertThat(insult.scores().get(0)).isEqualTo(new LabelScore("harassment", 0.849));
    }
  }

  @Test
  void closingWhileTextsAreBetweenTheStepsAnswersAll() throws Exception {
    Path judge = judge("0");
    Path gate = tiny("gate", List.of());
    for (int round = 0; round < 10; round++) {
      List<CompletableFuture<ModelScores>> answers;
      try (ItemScorer scorer = cascade(judge, gate).open("job")) {
        answers = ask(scorer, 200);
      }
      for (CompletableFuture<ModelScores> answer : answers) {
        ModelScores scores = answer.get(1, TimeUnit.MINUTES);
        // The drain is long enough for all of them.
        assertThat(scores.isScored()).isTrue();
        assertThat(scores.modelId()).isEqualTo("judge");
      }
    }
  }

  @Test
  void closingAnswersAllAlsoWhereAnotherJobKeepsTheGateOpen() throws Exception {
    Path judge = judge("0");
    Path gate = tiny("gate", List.of());
    try (InferenceServices.Lease<TextInference> other =
        InferenceServices.SHARED.acquire(
            "other", InferenceServiceTest.config(gate, 0), TextInference.class)) {
      for (int round = 0; round < 10; round++) {
        List<CompletableFuture<ModelScores>> answers;
        try (ItemScorer scorer = cascade(judge, gate).open("job")) {
          answers = ask(scorer, 200);
        }
        for (CompletableFuture<ModelScores> answer : answers) {
          ModelScores scores = answer.get(1, TimeUnit.MINUTES);
          assertThat(scores.modelId()).isEqualTo("judge");
          assertThat(scores.unscored()).isIn(null, UnscoredReason.OVERLOADED);
        }
      }
      assertThat(other.service().metrics().batches()).isPositive();
    }
  }

  private static List<CompletableFuture<ModelScores>> ask(ItemScorer scorer, int texts)
      throws Exception {
    List<CompletableFuture<ModelScores>> answers = new ArrayList<>();
    for (int i = 0; i < texts; i++) {
      answers.add(scorer.score(item("good morning " + (char) ('a' + i % 26))));
    }
    return answers;
  }

  private static void refused(TextScoring scoring, String message) {
    assertThatThrownBy(() -> scoring.open("job").close())
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("switch the cascade off");
  }

  private static TextScoring cascade(Path judge, Path gate) {
    return new TextScoring(
        InferenceServiceTest.config(judge, 0), InferenceServiceTest.config(gate, 0), MINUTE);
  }

  private Path judge(String pass) throws IOException {
    return tiny("judge", List.of("id: tiny-text\n", GATE.formatted(pass)));
  }

  private Path tiny(String name, List<String> replacements) throws IOException {
    return TinyModel.altered(Files.createDirectory(folder.resolve(name)), replacements);
  }

  private static ModelScores score(ItemScorer scorer, String text) throws Exception {
    return scorer.score(item(text)).get(1, TimeUnit.MINUTES);
  }

  private static WorkItem item(String text) {
    ContentRef content =
        new ContentRef(
            "e",
            "e",
            1,
            "creator",
            ContentKind.TRACK,
            "en",
            "ZZ",
            1_000,
            null,
            false,
            0,
            0,
            0,
            List.of(Modality.TEXT),
            new SourceRef("content.events", 0, 0));
    return new WorkItem(content, Modality.TEXT, List.of(new TextField("title", text)), null, null);
  }
}
