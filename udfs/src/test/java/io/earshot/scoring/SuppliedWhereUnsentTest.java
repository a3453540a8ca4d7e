package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.MediaRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SuppliedScores;
import io.earshot.intake.WorkItem;
import io.earshot.testing.TestData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who scores where both a model and the platform might. */
class SuppliedWhereUnsentTest {

  private static final SuppliedScores SUPPLIED =
      new SuppliedScores(Modality.AUDIO, "theirs", "3", List.of("synthetic"), List.of(0.9), null);
  private static final MediaRef SOUND =
      new MediaRef("audio/wav", "ab".repeat(32), new byte[] {1}, null);

  private final List<String> calls = new ArrayList<>();

  @Test
  void what_was_not_sent_has_the_scores_that_were_supplied() throws Exception {
    assertThat(scored(null, SUPPLIED))
        .isEqualTo(
            ModelScores.scored(
                Modality.AUDIO,
                "theirs",
                "3",
                List.of(new LabelScore("synthetic", 0.9)),
                List.of()));
    assertThat(calls).containsExactly("open job");
  }

  @Test
  void the_model_scores_what_was_sent_and_says_why_there_is_nothing() throws Exception {
    assertThat(scored(SOUND, SUPPLIED).modelId()).isEqualTo("ours");
    assertThat(scored(SOUND, null).modelId()).isEqualTo("ours");
    assertThat(scored(null, null).modelId()).isEqualTo("ours");
  }

  @Test
  void other_versions_and_places_of_the_model_do_the_same() throws Exception {
    ItemScoring other =
        new SuppliedWhereUnsent(new Ours())
            .at(
                Lineup.CONFIGURED,
                (id, version, location) -> {
                  throw new AssertionError("the model of the test looks for no package");
                })
            .onGpu(1);

    assertThat(other.modality()).isEqualTo(Modality.AUDIO);
    try (ItemScorer scorer = other.open("job")) {
      assertThat(scorer.score(item(null, SUPPLIED)).join().modelId()).isEqualTo("theirs");
      assertThat(scorer.unscored(UnscoredReason.TIMEOUT).unscored())
          .isEqualTo(UnscoredReason.TIMEOUT);
    }
    assertThat(calls).containsExactly("at", "open job", "close");
  }

  private ModelScores scored(@Nullable MediaRef sound, @Nullable SuppliedScores supplied)
      throws InterruptedException {
    return new SuppliedWhereUnsent(new Ours()).open("job").score(item(sound, supplied)).join();
  }

  private static WorkItem item(@Nullable MediaRef sound, @Nullable SuppliedScores supplied) {
    return new WorkItem(
        TestData.content("e", "c", 1, "creator", TestData.T0),
        Modality.AUDIO,
        List.of(),
        sound,
        supplied);
  }

  private final class Ours implements ItemScoring, ItemScorer {

    private static final long serialVersionUID = 1L;

    @Override
    public Modality modality() {
      return Modality.AUDIO;
    }

    @Override
    public ItemScoring at(Lineup lineup, ModelCatalog catalog) {
      calls.add("at");
      return this;
    }

    @Override
    public ItemScorer open(String owner) {
      calls.add("open " + owner);
      return this;
    }

    @Override
    public CompletableFuture<ModelScores> score(WorkItem item) {
      return CompletableFuture.completedFuture(
          ModelScores.scored(item.modality(), "ours", "1", List.of(), List.of()));
    }

    @Override
    public ModelScores unscored(UnscoredReason reason) {
      return ModelScores.unscored(Modality.AUDIO, reason);
    }

    @Override
    public void show(Numbers numbers) {}

    @Override
    public void close() {
      calls.add("close");
    }
  }
}
