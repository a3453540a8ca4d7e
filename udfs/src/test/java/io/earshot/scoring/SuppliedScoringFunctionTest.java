package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.Modality;
import io.earshot.intake.SuppliedScores;
import io.earshot.intake.WorkItem;
import io.earshot.testing.Counters;
import io.earshot.testing.TestData;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of scores that the platform supplied. */
class SuppliedScoringFunctionTest {

  @Test
  void scores_are_taken_at_the_precision_of_rules() {
    ModelScores scores =
        scored(
            new SuppliedScores(
                Modality.TEXT, "theirs", "3", List.of("hate"), List.of(0.12345), null));

    assertThat(scores)
        .isEqualTo(
            ModelScores.scored(
                Modality.TEXT, "theirs", "3", List.of(new LabelScore("hate", 0.123)), List.of()));
  }

  @Test
  void a_reason_stays_the_reason_and_one_that_is_not_known_is_an_error() {
    for (UnscoredReason reason : UnscoredReason.values()) {
      assertThat(scored(unscored(reason.name())))
          .isEqualTo(ModelScores.unscored(Modality.TEXT, "theirs", "3", reason));
    }
    assertThat(scored(unscored("OUT_OF_COFFEE")).unscored()).isEqualTo(UnscoredReason.ERROR);
  }

  @Test
  void nothing_supplied_is_no_model() {
    assertThat(scored(null))
        .isEqualTo(ModelScores.unscored(Modality.TEXT, UnscoredReason.NO_MODEL));
  }

  @Test
  void what_was_supplied_and_what_was_not_is_counted_by_reason() {
    Counters counters = new Counters();
    SuppliedScoringFunction function = new SuppliedScoringFunction(Modality.TEXT);
    function.setRuntimeContext(counters.context());
    function.open(DefaultOpenContext.INSTANCE);

    for (SuppliedScores supplied : List.of(unscored("TIMEOUT"), unscored("TIMEOUT"))) {
      assertThat(function.map(item(supplied)).scores().unscored())
          .isEqualTo(UnscoredReason.TIMEOUT);
    }
    assertThat(function.map(item(null)).scores().isScored()).isFalse();

    assertThat(counters.counts())
        .isEqualTo(Map.of("text.TIMEOUT.unscored", 2L, "text.NO_MODEL.unscored", 1L));
  }

  private static SuppliedScores unscored(String reason) {
    return new SuppliedScores(Modality.TEXT, "theirs", "3", List.of(), List.of(), reason);
  }

  private static ModelScores scored(@Nullable SuppliedScores supplied) {
    return SuppliedScoringFunction.scores(item(supplied));
  }

  private static WorkItem item(@Nullable SuppliedScores supplied) {
    return new WorkItem(
        TestData.content("e", "c", 1, "creator", TestData.T0),
        Modality.TEXT,
        List.of(),
        null,
        supplied);
  }
}
