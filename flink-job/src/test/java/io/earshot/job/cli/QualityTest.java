package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The figures against twins that count pairs and thresholds one by one. */
class QualityTest {

  record Text(double score, boolean has) {}

  @Test
  void a_perfect_order_is_told_from_one_that_is_upside_down() {
    Quality perfect = quality(List.of(new Text(0.9, true), new Text(0.1, false)));
    Quality reversed = quality(List.of(new Text(0.1, true), new Text(0.9, false)));

    assertThat(perfect.auc()).isEqualTo(1);
    assertThat(perfect.ap()).isEqualTo(1);
    assertThat(perfect.precisionAtRecall90()).isEqualTo(1);
    assertThat(perfect.recallAtPrecision90()).isEqualTo(1);
    assertThat(perfect.ece()).isCloseTo(0.1, within(1e-12));
    assertThat(reversed.auc()).isEqualTo(0);
    assertThat(reversed.ap()).isEqualTo(0.5);
    assertThat(reversed.recallAtPrecision90()).isEqualTo(0);
  }

  @Test
  void equal_scores_are_one_threshold_whatever_their_order() {
    List<Text> texts = List.of(new Text(0.5, true), new Text(0.5, false), new Text(0.5, false));

    assertThat(quality(texts).auc()).isEqualTo(0.5);
    assertThat(quality(texts).ap()).isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void what_is_not_defined_is_null() {
    assertThat(quality(List.of())).isEqualTo(new Quality(0, 0, null, null, null, null, null));
    Quality negativesOnly = quality(List.of(new Text(0.2, false)));
    assertThat(negativesOnly).isEqualTo(new Quality(1, 0, null, null, null, null, 0.2));
    Quality positivesOnly = quality(List.of(new Text(0.2, true)));
    assertThat(positivesOnly.auc()).isNull();
    assertThat(positivesOnly.ap()).isEqualTo(1);
  }

  @Property
  void figures_are_those_of_their_twins(@ForAll("texts") List<Text> texts) {
    Quality quality = quality(texts);

    assertClose(quality.auc(), pairsInOrder(texts));
    assertClose(quality.ap(), averagePrecision(texts));
    assertClose(quality.precisionAtRecall90(), precisionAtRecall(texts));
    assertClose(quality.recallAtPrecision90(), recallAtPrecision(texts));
    assertClose(quality.ece(), calibrationError(texts));
  }

  @Provide
  Arbitrary<List<Text>> texts() {
    // A coarse scale, so that scores are often equal.
    Arbitrary<Double> scores = Arbitraries.integers().between(0, 12).map(i -> i / 12.0);
    return Combinators.combine(scores, Arbitraries.of(true, false))
        .as(Text::new)
        .list()
        .ofMaxSize(40);
  }

  private static Quality quality(List<Text> texts) {
    double[] scores = texts.stream().mapToDouble(Text::score).toArray();
    boolean[] truth = new boolean[texts.size()];
    for (int i = 0; i < truth.length; i++) {
      truth[i] = texts.get(i).has();
    }
    return Quality.of(scores, truth);
  }

  private static void assertClose(@Nullable Double actual, @Nullable Double expected) {
    if (expected == null) {
      assertThat(actual).isNull();
    } else {
      assertThat(actual).isCloseTo(expected, within(1e-9));
    }
  }

  private static @Nullable Double pairsInOrder(List<Text> texts) {
    double sum = 0;
    int pairs = 0;
    for (Text positive : texts) {
      for (Text negative : texts) {
        if (positive.has() && !negative.has()) {
          pairs++;
          sum += (Math.signum(positive.score() - negative.score()) + 1) / 2;
        }
      }
    }
    return pairs == 0 ? null : sum / pairs;
  }

  private static long positives(List<Text> texts) {
    return texts.stream().filter(Text::has).count();
  }

  private static double precision(List<Text> texts, double threshold) {
    List<Text> above = texts.stream().filter(text -> text.score() >= threshold).toList();
    return positives(above) / (double) above.size();
  }

  private static double recall(List<Text> texts, double threshold) {
    return positives(texts.stream().filter(text -> text.score() >= threshold).toList())
        / (double) positives(texts);
  }

  private static @Nullable Double averagePrecision(List<Text> texts) {
    // The precision at the score of each text with the label, averaged over those.
    return positives(texts) == 0
        ? null
        : texts.stream()
            .filter(Text::has)
            .mapToDouble(text -> precision(texts, text.score()))
            .average()
            .orElseThrow();
  }

  private static @Nullable Double precisionAtRecall(List<Text> texts) {
    return positives(texts) == 0
        ? null
        : texts.stream()
            .mapToDouble(Text::score)
            .filter(threshold -> recall(texts, threshold) >= 0.9)
            .map(threshold -> precision(texts, threshold))
            .max()
            .orElseThrow();
  }

  private static @Nullable Double recallAtPrecision(List<Text> texts) {
    return positives(texts) == 0
        ? null
        : texts.stream()
            .mapToDouble(Text::score)
            .filter(threshold -> precision(texts, threshold) >= 0.9)
            .map(threshold -> recall(texts, threshold))
            .max()
            .orElse(0);
  }

  private static @Nullable Double calibrationError(List<Text> texts) {
    if (texts.isEmpty()) {
      return null;
    }
    double error = 0;
    for (int i = 0; i < Quality.BINS; i++) {
      int bin = i;
      List<Text> in =
          texts.stream()
              .filter(
                  text -> Math.min(Quality.BINS - 1, (int) (text.score() * Quality.BINS)) == bin)
              .toList();
      double scores = in.stream().mapToDouble(Text::score).sum();
      error += Math.abs(scores - positives(in)) / texts.size();
    }
    return error;
  }
}
