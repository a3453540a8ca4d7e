package io.earshot.assessment;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.content;
import static io.earshot.testing.TestData.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.BankMatch;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.scoring.ModelScores;
import io.earshot.scoring.ScoredItem;
import io.earshot.scoring.UnscoredReason;
import io.earshot.testing.Harnesses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** The join of modalities. */
@SuppressWarnings("try") // harnesses close with Exception, InterruptedException included
class AssessmentFunctionTest {

  private static ScoredItem item(long offset, Modality modality, Modality... all) {
    ContentRef content = content("e-1", "c-1", 1, "creator-1", T0, 0, 0, List.of(all), offset);
    ModelScores scores =
        modality == Modality.TEXT
            ? text("hate", 0.5)
            : ModelScores.unscored(modality, UnscoredReason.NO_MODEL);
    return new ScoredItem(content, scores);
  }

  /** Copies of one event, each of some modalities. */
  @Provide
  Arbitrary<List<List<Modality>>> copies() {
    return Arbitraries.of(Modality.class)
        .set()
        .ofMinSize(1)
        .map(set -> set.stream().sorted().toList())
        .list()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  @Property
  void any_interleaving_completes_each_copy_exactly_once(
      @ForAll("copies") List<List<Modality>> copies, @ForAll Random random) {
    List<ScoredItem> items = new ArrayList<>();
    for (int copy = 0; copy < copies.size(); copy++) {
      for (Modality modality : copies.get(copy)) {
        items.add(item(copy, modality, copies.get(copy).toArray(Modality[]::new)));
      }
    }
    java.util.Collections.shuffle(items, random);

    PendingJoin pending = PendingJoin.EMPTY;
    Map<Long, List<Modality>> completed = new HashMap<>();
    for (ScoredItem item : items) {
      PendingJoin.Step step =
          pending.add(
              item.content().source(),
              item.scores(),
              item.matches(),
              item.content().modalities().size());
      pending = step.pending();
      AssessmentProgress progress =
          new AssessmentProgress(
              new Assessment(item.content(), step.results()), item.scores().modality());
      if (progress.isWhole()) {
        assertThat(
                completed.put(
                    item.content().source().offset(),
                    step.results().stream().map(ModelScores::modality).toList()))
            .isNull();
      }
    }

    assertThat(pending).isEqualTo(PendingJoin.EMPTY);
    for (int copy = 0; copy < copies.size(); copy++) {
      assertThat(completed).containsEntry((long) copy, copies.get(copy));
    }
  }

  @Test
  void known_media_of_any_modality_is_in_the_assessment() throws Exception {
    BankMatch match = new BankMatch("bank", "entry", "TVE.TERROR", Modality.IMAGE, 3);
    ScoredItem text = item(1, Modality.TEXT, Modality.TEXT, Modality.IMAGE);
    ScoredItem image = item(1, Modality.IMAGE, Modality.TEXT, Modality.IMAGE);
    ScoredItem alone = item(2, Modality.IMAGE, Modality.IMAGE);
    try (var harness =
        Harnesses.open(new AssessmentFunction(), (ScoredItem i) -> i.content().contentId(), null)) {
      harness.processElement(new ScoredItem(image.content(), image.scores(), List.of(match)), T0);
      harness.processElement(text, T0);
      harness.processElement(new ScoredItem(alone.content(), alone.scores(), List.of(match)), T0);

      assertThat(harness.extractOutputValues())
          .hasSize(3)
          .allSatisfy(p -> assertThat(p.assessment().matches()).containsExactly(match));
    }
  }

  @Test
  void a_join_that_is_half_done_at_a_snapshot_completes_after_it() throws Exception {
    Modality[] all = Modality.values();
    OperatorSubtaskState snapshot;
    try (var harness =
        Harnesses.open(new AssessmentFunction(), (ScoredItem i) -> i.content().contentId(), null)) {
      harness.processElement(item(1, Modality.AUDIO, all), T0);
      harness.processElement(item(2, Modality.IMAGE, all), T0);
      harness.processElement(item(1, Modality.TEXT, all), T0);
      assertThat(harness.extractOutputValues())
          .extracting(progress -> progress.assessment().results().size())
          .containsExactly(1, 1, 2);
      assertThat(harness.extractOutputValues()).noneMatch(AssessmentProgress::isWhole);
      snapshot = harness.snapshot(1, 1);
    }
    try (var harness =
        Harnesses.open(
            new AssessmentFunction(), (ScoredItem i) -> i.content().contentId(), snapshot)) {
      harness.processElement(item(1, Modality.IMAGE, all), T0);
      assertThat(harness.extractOutputValues())
          .singleElement()
          .isEqualTo(
              new AssessmentProgress(
                  new Assessment(
                      item(1, Modality.TEXT, all).content(),
                      List.of(
                          text("hate", 0.5),
                          ModelScores.unscored(Modality.IMAGE, UnscoredReason.NO_MODEL),
                          ModelScores.unscored(Modality.AUDIO, UnscoredReason.NO_MODEL))),
                  Modality.IMAGE));

      harness.processElement(item(2, Modality.TEXT, all), T0);
      harness.processElement(item(2, Modality.AUDIO, all), T0);
      assertThat(harness.extractOutputValues()).filteredOn(AssessmentProgress::isWhole).hasSize(2);
      assertThat(Harnesses.keys(harness, "pending-join")).isZero();
    }
  }

  @Test
  void content_of_one_modality_keeps_nothing() throws Exception {
    try (var harness =
        Harnesses.open(new AssessmentFunction(), (ScoredItem i) -> i.content().contentId(), null)) {
      harness.processElement(item(1, Modality.TEXT, Modality.TEXT), T0);

      assertThat(harness.extractOutputValues()).hasSize(1);
      assertThat(Harnesses.keys(harness, "pending-join")).isZero();
    }
  }
}
