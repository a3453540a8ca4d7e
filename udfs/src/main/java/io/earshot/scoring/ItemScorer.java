package io.earshot.scoring;

import io.earshot.intake.WorkItem;
import io.earshot.model.ModelManifest;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

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

  /** Takes what scorers have to show; of two that show the same number the later one counts. */
  interface Numbers {

    /** All numbers of a service, below its model's id and version. */
    void service(InferenceService<?> service);

    /**
     * One more number, below a model's id and version.
     *
     * @param holder whose number it is; not kept from being collected for it
     */
    <T> void gauge(
        ModelManifest model, String name, T holder, Function<? super T, ? extends Number> value);
  }

  /** Shows its numbers. */
  void show(Numbers numbers);

  /** Gives back what it uses. */
  @Override
  void close();
}
