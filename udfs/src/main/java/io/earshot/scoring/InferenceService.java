package io.earshot.scoring;

import io.earshot.model.Device;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelPackage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model at work in this process: one session, one queue, one dispatcher thread, shared by all
 * subtasks that score with it.
 *
 * <p><b>Why shared.</b> Weights and, on a GPU, device memory exist once a session; and a batch
 * fills sooner from all subtasks together than from each alone. {@link InferenceServices} hands out
 * the shared instance and closes it after its last user.
 *
 * <p><b>Why not Flink's own retries, timers or batching.</b> Flink replays what was in flight at a
 * checkpoint before it opens for anything else, possibly more at once than the operator's capacity,
 * and at the end of input it waits for every answer: so the batcher flushes by its own clock and
 * never waits for a next record. Its retry strategies can lose an element when a timeout races a
 * retry (FLINK-40456): so retries happen in here, and every request is answered exactly once.
 *
 * <p><b>Same scores whatever shares the batch.</b> A row is always padded to the bucket of its own
 * length; the packaged models have no arithmetic across rows; and batch sizes are few and fixed. So
 * a row's raw scores are the same bits alone and in company, on one machine, and the same to three
 * decimals across machines, which is all that leaves the stage.
 *
 * <p>A text model takes token rows ({@link TextInference}), a model of pictures or sound rows of
 * numbers ({@link TensorInference}); all else is the same for both.
 *
 * <p>How batches are formed, and what happens to deadlines, overload and failures, is described at
 * {@link MicroBatcher}.
 *
 * @param <R> a row: what the model scores on its own
 */
public abstract sealed class InferenceService<R> implements AutoCloseable
    permits TextInference, TensorInference {

  private static final Logger LOG = LoggerFactory.getLogger(InferenceService.class);

  private final ModelManifest manifest;
  private final MicroBatcher<R> batcher;

  /** Starts the dispatcher of a model that is ready, a daemon thread named after it. */
  InferenceService(ModelManifest manifest, BatchRunner<R> runner, BatcherConfig config) {
    this.manifest = manifest;
    this.batcher = new MicroBatcher<>(runner, config, System::nanoTime);
    batcher.start(
        dispatcher -> {
          Thread thread = new Thread(dispatcher, "earshot-inference-" + manifest.id());
          thread.setDaemon(true);
          thread.start();
        });
  }

  /**
   * Opens a model: warms it, tests it, and starts its dispatcher.
   *
   * @throws io.earshot.model.ModelPackageException when the model or the device cannot be used
   */
  public static InferenceService<?> open(ModelPackage model, InferenceConfig config) {
    return switch (model.manifest().modality()) {
      case TEXT -> TextInference.open(model, config);
      case IMAGE, AUDIO -> TensorInference.open(model, config);
    };
  }

  static void say(ModelManifest manifest, Device device, Optional<String> fallback) {
    LOG.info(
        "{} runs on {}{}",
        manifest.name(),
        device.key(),
        fallback.map(reason -> ": " + reason).orElse(""));
  }

  /** What the model's package says. */
  public ModelManifest manifest() {
    return manifest;
  }

  /** What it did so far. */
  public InferenceMetrics metrics() {
    return batcher.metrics();
  }

  /**
   * Scores rows.
   *
   * @see MicroBatcher#submit
   */
  public CompletableFuture<Answer> submit(List<R> rows, int priority, long timeoutNanos)
      throws InterruptedException {
    return batcher.submit(rows, priority, timeoutNanos);
  }

  /** Drains the queue and closes the model. Users of a shared service close their lease instead. */
  @Override
  public void close() {
    batcher.close();
  }
}
