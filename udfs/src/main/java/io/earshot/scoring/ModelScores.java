package io.earshot.scoring;

import io.earshot.intake.Modality;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result for one modality: scores with the evidence for them, or the reason why there are none.
 *
 * @param modality what was judged
 * @param modelId which model judged; null if none did
 * @param modelVersion its version; null if none did
 * @param scores one entry a label, in the order of the model's manifest; empty if unscored
 * @param evidence where the higher scores were found, by label
 * @param unscored null if scored
 */
public record ModelScores(
    Modality modality,
    @Nullable String modelId,
    @Nullable String modelVersion,
    List<LabelScore> scores,
    List<Evidence> evidence,
    @Nullable UnscoredReason unscored) {

  /** A result with scores. */
  public static ModelScores scored(
      Modality modality,
      String modelId,
      String modelVersion,
      List<LabelScore> scores,
      List<Evidence> evidence) {
    return new ModelScores(modality, modelId, modelVersion, scores, evidence, null);
  }

  /** No model answered, for a reason that is not a model's. */
  public static ModelScores unscored(Modality modality, UnscoredReason reason) {
    return new ModelScores(modality, null, null, List.of(), List.of(), reason);
  }

  /** A model was asked and did not answer. */
  public static ModelScores unscored(
      Modality modality, String modelId, String modelVersion, UnscoredReason reason) {
    return new ModelScores(modality, modelId, modelVersion, List.of(), List.of(), reason);
  }

  /** Whether there are scores. */
  public boolean isScored() {
    return unscored == null;
  }
}
