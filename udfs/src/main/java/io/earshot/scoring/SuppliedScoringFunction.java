package io.earshot.scoring;

import io.earshot.intake.SuppliedScores;
import io.earshot.intake.WorkItem;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Scores without a model of ours: takes what the platform supplied with the event, and says {@link
 * UnscoredReason#NO_MODEL} where it supplied nothing.
 */
public final class SuppliedScoringFunction implements MapFunction<WorkItem, ScoredItem> {

  private static final long serialVersionUID = 1L;

  @Override
  public ScoredItem map(WorkItem item) {
    return new ScoredItem(item.content(), scores(item), item.matches());
  }

  private static ModelScores scores(WorkItem item) {
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
