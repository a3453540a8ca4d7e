package io.earshot.scoring;

import io.earshot.intake.MediaRef;
import io.earshot.intake.WorkItem;
import io.earshot.model.ModelManifest;
import java.util.concurrent.CompletableFuture;

/**
 * Scores a medium once: what has the digest of one that these versions scored gets the scores of
 * that, and is neither fetched nor decoded. What was not scored is tried again with every item.
 */
final class ReusingScorer implements ItemScorer {

  private final ItemScorer scorer;
  private final ModelManifest model;
  private final Reuse<MediaKey, ModelScores> reuse;

  /**
   * A scorer of media.
   *
   * @param scorer whose score neither blocks nor depends on anything of an item but its medium
   * @param model under which the number of reused scores is shown
   * @param most media whose scores are remembered; 0 for none
   */
  ReusingScorer(ItemScorer scorer, ModelManifest model, int most) {
    this.scorer = scorer;
    this.model = model;
    this.reuse = new Reuse<>(most, scores -> 1);
  }

  @Override
  public CompletableFuture<ModelScores> score(WorkItem item) throws InterruptedException {
    MediaRef media = item.media();
    if (media == null) {
      return scorer.score(item);
    }
    return reuse.get(
        MediaKey.of(media),
        () -> attempt(item),
        scores -> scores.isScored() ? scores : null,
        scores -> scores);
  }

  private CompletableFuture<ModelScores> attempt(WorkItem item) {
    try {
      return scorer.score(item);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.completedFuture(unscored(UnscoredReason.OVERLOADED));
    }
  }

  @Override
  public ModelScores unscored(UnscoredReason reason) {
    return scorer.unscored(reason);
  }

  @Override
  public void show(Numbers numbers) {
    scorer.show(numbers);
    numbers.gauge(model, "reusedItems", this, shown -> shown.reuse.reused());
  }

  @Override
  public void close() {
    scorer.close();
  }
}
