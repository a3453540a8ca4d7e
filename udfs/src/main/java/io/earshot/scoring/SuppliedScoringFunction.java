package io.earshot.scoring;

import io.earshot.intake.Modality;
import io.earshot.intake.SuppliedScores;
import io.earshot.intake.WorkItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.jspecify.annotations.Nullable;

/**
 * Scores without a model of ours: takes what the platform supplied with the event, and says {@link
 * UnscoredReason#NO_MODEL} where it supplied nothing.
 */
public final class SuppliedScoringFunction extends RichMapFunction<WorkItem, ScoredItem> {

  private static final long serialVersionUID = 1L;

  private final Modality modality;
  private transient ShadowFunction.@Nullable Counts counts;

  public SuppliedScoringFunction(Modality modality) {
    this.modality = modality;
  }

  @Override
  public void open(OpenContext context) {
    counts = new ShadowFunction.Counts(getRuntimeContext().getMetricGroup(), modality);
  }

  @Override
  public ScoredItem map(WorkItem item) {
    ModelScores scores = scores(item);
    Objects.requireNonNull(counts, "open runs first").count(scores);
    return new ScoredItem(item.content(), scores, item.matches());
  }

  /** What was supplied with an item. */
  static ModelScores scores(WorkItem item) {
    SuppliedScores supplied = item.supplied();
    if (supplied == null) {
      return ModelScores.unscored(item.modality(), UnscoredReason.NO_MODEL);
    }
    String reason = supplied.unscoredReason();
    if (reason != null) {
      return ModelScores.unscored(
          item.modality(),
          supplied.modelId(),
          supplied.modelVersion(),
          UnscoredReason.suppliedAs(reason));
    }
    List<LabelScore> scores = new ArrayList<>(supplied.labels().size());
    for (int i = 0; i < supplied.labels().size(); i++) {
      scores.add(
          new LabelScore(supplied.labels().get(i), LabelScore.round(supplied.scores().get(i))));
    }
    return ModelScores.scored(
        item.modality(), supplied.modelId(), supplied.modelVersion(), scores, List.of());
  }
}
