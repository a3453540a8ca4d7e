package io.earshot.scoring;

import io.earshot.intake.ContentRef;

/**
 * One modality of one content version, judged.
 *
 * @param content what it belongs to
 * @param scores what the model said, or why it said nothing
 */
public record ScoredItem(ContentRef content, ModelScores scores) {}
