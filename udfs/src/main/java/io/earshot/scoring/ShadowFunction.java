package io.earshot.scoring;

import io.earshot.intake.Modality;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Parts the scores that count, of one modality, from those in shadow, which end here. */
public final class ShadowFunction extends ProcessFunction<RoutedScores, ScoredItem> {

  private static final long serialVersionUID = 1L;

  public static final OutputTag<ShadowScores> SHADOWS =
      new OutputTag<ShadowScores>("shadow-scores") {};

  private final Modality modality;
  private transient @Nullable ScoreCounts counts;

  public ShadowFunction(Modality modality) {
    this.modality = modality;
  }

  @Override
  public void open(OpenContext context) {
    counts = new ScoreCounts(getRuntimeContext().getMetricGroup(), modality);
  }

  @Override
  public void processElement(RoutedScores scores, Context context, Collector<ScoredItem> out) {
    Objects.requireNonNull(counts, "open runs first").count(scores.acting());
    out.collect(new ScoredItem(scores.content(), scores.acting(), scores.matches()));
    for (RoutedScores.Shadow shadow : scores.shadows()) {
      context.output(SHADOWS, ShadowScores.of(scores, shadow));
    }
  }
}
