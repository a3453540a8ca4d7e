package io.earshot.intake;

import java.util.List;

/**
 * Scores that the platform computed itself and sent along.
 *
 * @param modality what they were computed on
 * @param modelId the platform's model
 * @param modelVersion its version
 * @param labels labels, in the order in which they came
 * @param scores score of the label at the same place, 0 to 1
 */
public record SuppliedScores(
    Modality modality,
    String modelId,
    String modelVersion,
    List<String> labels,
    List<Double> scores) {}
