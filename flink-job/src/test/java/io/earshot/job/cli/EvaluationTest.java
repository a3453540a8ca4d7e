package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {

  private final Evaluation evaluation = new Evaluation();

  @Test
  void any_takes_the_highest_score_and_any_positive() throws Exception {
    add("{\"labels\":{\"hate\":0,\"spam\":1}}", Map.of("hate", 0.9, "spam", 0.2));
    add("{\"labels\":{\"hate\":0}}", Map.of("hate", 0.1, "spam", 0.3));
    add("{\"labels\":{}}", Map.of("hate", 0.1, "spam", 0.3));

    assertThat(evaluation.labels()).containsExactly("hate", "spam", "any");
    assertThat(evaluation.scored("any").scores()).containsExactly(0.9, 0.3);
    assertThat(evaluation.scored("any").truth()).containsExactly(true, false);
    assertThat(evaluation.scored("spam").scores()).containsExactly(0.2);
    assertThat(evaluation.scored("hate").truth()).containsExactly(false, false);
  }

  @Test
  void slices_are_counted_by_value_and_those_of_lists_and_objects_too() throws Exception {
    add(
        "{\"labels\":{\"hate\":1},\"slices\":{\"lang\":\"en\",\"groups\":[\"a\",\"b\"],\"raw\":{\"H\":1}}}",
        Map.of("hate", 0.9));
    add("{\"labels\":{\"hate\":0},\"slices\":{\"lang\":\"en\"}}", Map.of("hate", 0.2));

    assertThat(evaluation.slices()).containsOnlyKeys("lang", "groups", "raw.H");
    assertThat(evaluation.slices().get("groups")).containsOnlyKeys("a", "b");
    assertThat(quality("lang", "en", "hate").n()).isEqualTo(2);
    assertThat(quality("lang", "en", "any").positives()).isEqualTo(1);
  }

  @Test
  void a_slice_of_too_many_values_is_left_out_and_said() throws Exception {
    for (int i = 0; i <= Evaluation.MAX_VALUES; i++) {
      add("{\"labels\":{\"hate\":1},\"slices\":{\"url\":\"" + i + "\"}}", Map.of("hate", 0.5));
    }

    assertThat(evaluation.crowded()).containsExactly("url");
    assertThat(evaluation.slices()).isEmpty();
  }

  @Test
  void a_label_that_nothing_scores_is_said() throws Exception {
    add("{\"labels\":{\"porn\":1}}", Map.of("hate", 0.5));

    assertThat(evaluation.withoutScore()).containsExactly("porn");
    assertThat(evaluation.scored("hate").scores()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"labels":{"hate":2}}     | labels.hate is 2; it must be 0 or 1, or missing if unknown
          {"labels":{"hate":"yes"}} | labels.hate is "yes"; it must be 0 or 1
          {"labels":[1]}            | labels is [1]; it must be an object
          {"labels":{"any":1}}      | labels.any is computed
          {"slices":"en"}           | slices is "en"; it must be an object
          """)
  void labels_that_cannot_be_used_are_refused(String line, String message) {
    assertThatThrownBy(() -> LabelledLine.parse(line.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(LabelledLine.BadLabels.class)
        .hasMessageContaining(message);
  }

  private Quality quality(String slice, String value, String label) {
    SortedMap<String, SortedMap<String, Quality>> values =
        Objects.requireNonNull(evaluation.slices().get(slice));
    return Objects.requireNonNull(Objects.requireNonNull(values.get(value)).get(label));
  }

  private void add(String line, Map<String, Double> scores) throws LabelledLine.BadLabels {
    evaluation.add(LabelledLine.parse(line.getBytes(StandardCharsets.UTF_8)), scores);
  }
}
