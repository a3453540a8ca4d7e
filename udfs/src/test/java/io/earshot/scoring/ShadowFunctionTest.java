package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.Modality;
import io.earshot.testing.Counters;
import io.earshot.testing.TestData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.DefaultOpenContext;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;

/** What leaves scoring is parted and counted. */
class ShadowFunctionTest {

  private final Counters counters = new Counters();
  private final ShadowFunction function = new ShadowFunction(Modality.IMAGE);
  private final List<ScoredItem> out = new ArrayList<>();
  private final List<Object> aside = new ArrayList<>();

  @Test
  void what_counts_is_counted_by_reason_whoever_found_it_and_what_is_in_shadow_is_not() {
    function.setRuntimeContext(counters.context());
    function.open(DefaultOpenContext.INSTANCE);
    ModelScores scored = ModelScores.scored(Modality.IMAGE, "m", "1", List.of(), List.of());

    process(scored, List.of());
    process(
        scored, List.of(new RoutedScores.Shadow("m@2", unscored("2", UnscoredReason.OVERLOADED))));
    process(unscored("1", UnscoredReason.UNREACHABLE), List.of());
    process(unscored("1", UnscoredReason.UNREACHABLE), List.of());
    process(unscored("3", UnscoredReason.ERROR), List.of());

    assertThat(out).hasSize(5);
    assertThat(aside).hasSize(1);
    assertThat(counters.counts())
        .isEqualTo(
            Map.of(
                "image.scored", 2L, "image.UNREACHABLE.unscored", 2L, "image.ERROR.unscored", 1L));
    // Those that nothing was counted in are there too: an increase needs a count before it.
    assertThat(counters.size()).isEqualTo(1 + UnscoredReason.values().length);
  }

  private static ModelScores unscored(String version, UnscoredReason reason) {
    return ModelScores.unscored(Modality.IMAGE, "m", version, reason);
  }

  private void process(ModelScores acting, List<RoutedScores.Shadow> shadows) {
    function.processElement(
        new RoutedScores(
            TestData.content("e", "c", 1, "creator", TestData.T0), acting, shadows, List.of()),
        context(function),
        new ListCollector<>(out));
  }

  private ProcessFunction<RoutedScores, ScoredItem>.Context context(
      ProcessFunction<RoutedScores, ScoredItem> function) {
    return function.new Context() {
      @Override
      public Long timestamp() {
        return TestData.T0;
      }

      @Override
      public TimerService timerService() {
        throw new UnsupportedOperationException("it waits for nothing");
      }

      @Override
      public <X> void output(OutputTag<X> tag, X value) {
        aside.add(value);
      }
    };
  }
}
