package io.earshot.scoring;

import io.earshot.intake.WorkItem;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.metrics.MetricGroup;

/** Scores work items of one modality. For many threads at a time. */
public interface ItemScorer extends AutoCloseable {

  /**
   * Scores an item.
   *
   * @return completes with scores or the reason for none; exceptionally only where this code is
   *     wrong
   * @throws InterruptedException when interrupted while a queue was full
   */
  CompletableFuture<ModelScores> score(WorkItem item) throws InterruptedException;

  /** The absence of scores of this model, for a reason found outside of it. */
  ModelScores unscored(UnscoredReason reason);

  /** Shows its numbers in Flink. */
  void register(MetricGroup operator);

  /** Gives back what it uses. */
  @Override
  void close();
}
