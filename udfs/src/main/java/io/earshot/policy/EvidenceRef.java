package io.earshot.policy;

import io.earshot.intake.Modality;
import io.earshot.scoring.Evidence;

/**
 * A pointer to what a model found; never the thing itself.
 *
 * @param modality where to look
 * @param evidence what was found there
 * @param modelId which model found it
 * @param modelVersion its version
 */
public record EvidenceRef(
    Modality modality, Evidence evidence, String modelId, String modelVersion) {}
