package io.earshot.scoring;

import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Parts the scores that count from those in shadow, which end here. */
public final class ShadowFunction extends ProcessFunction<RoutedScores, ScoredItem> {

  private static final long serialVersionUID = 1L;

  public static final OutputTag<ShadowScores> SHADOWS =
      new OutputTag<ShadowScores>("shadow-scores") {};

  @Override
  public void processElement(RoutedScores scores, Context context, Collector<ScoredItem> out) {
    out.collect(new ScoredItem(scores.content(), scores.acting(), scores.matches()));
    for (RoutedScores.Shadow shadow : scores.shadows()) {
      context.output(SHADOWS, ShadowScores.of(scores, shadow));
    }
  }
}
