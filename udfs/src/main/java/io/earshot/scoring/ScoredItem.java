package io.earshot.scoring;

import io.earshot.intake.BankMatch;
import io.earshot.intake.ContentRef;
import java.util.List;

/**
 * One modality of one content version, judged.
 *
 * @param content what it belongs to
 * @param scores what the model said, or why it said nothing
 * @param matches known media that was found in it
 */
public record ScoredItem(ContentRef content, ModelScores scores, List<BankMatch> matches) {

  /** An item in which no known media was found. */
  public ScoredItem(ContentRef content, ModelScores scores) {
    this(content, scores, List.of());
  }
}
