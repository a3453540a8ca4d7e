package io.earshot.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores that the platform computed itself and sent along, or why it has none.
 *
 * @param modality what they were computed on
 * @param modelId the platform's model
 * @param modelVersion its version
 * @param labels labels, in the order in which they came; empty where there are no scores
 * @param scores score of the label at the same place, 0 to 1
 * @param unscoredReason why there are none, as the platform says it: NO_MODEL, TIMEOUT and so on;
 *     null where there are scores
 */
public record SuppliedScores(
    Modality modality,
    String modelId,
    String modelVersion,
    List<String> labels,
    List<Double> scores,
    @Nullable String unscoredReason) {}
