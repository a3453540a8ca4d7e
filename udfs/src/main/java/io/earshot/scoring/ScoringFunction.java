package io.earshot.scoring;

import io.earshot.intake.WorkItem;
import io.earshot.model.ModelManifest;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores work items of one modality with models, for {@code AsyncDataStream.unorderedWait}. Every
 * item comes out, scored or not; none fails the task. The time-out given to Flink is a last resort
 * and should be longer than those that the scoring keeps itself.
 */
public final class ScoringFunction extends RichAsyncFunction<WorkItem, ScoredItem> {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(ScoringFunction.class);
  private static final String RELEASE_HOOK = "earshot-inference-services-of-";

  /**
   * Flink's external resource, as its GPU plugin's documentation names it, and a GPU's property.
   */
  private static final String GPU = "gpu";

  private static final String INDEX = "index";

  private final ItemScoring scoring;
  private transient @Nullable ItemScorer scorer;

  /** A function whose subtasks share the models of a process. */
  public ScoringFunction(ItemScoring scoring) {
    this.scoring = scoring;
  }

  @Override
  public void open(OpenContext context) {
    // A task that dies without close() must not keep the model, and through its thread the job's
    // classes, in memory. By job and not all at once: with the jar in Flink's lib/, the services
    // are those of every job of the process.
    String job = getRuntimeContext().getJobInfo().getJobId().toString();
    getRuntimeContext()
        .registerUserCodeClassLoaderReleaseHookIfAbsent(
            RELEASE_HOOK + job, () -> InferenceServices.SHARED.releaseAll(job));
    OptionalInt gpu =
        gpu(
            getRuntimeContext().getExternalResourceInfos(GPU),
            getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    ItemScorer opened = (gpu.isPresent() ? scoring.onGpu(gpu.getAsInt()) : scoring).open(job);
    scorer = opened;
    opened.show(new Gauges(getRuntimeContext().getMetricGroup().addGroup("inference")));
  }

  /**
   * The GPU of a subtask among those that Flink gave to its process, in turns; nothing if it gave
   * none.
   *
   * @throws IllegalStateException when one has no index that is a number
   */
  static OptionalInt gpu(Set<? extends ExternalResourceInfo> given, int subtask) {
    int[] indices = given.stream().mapToInt(ScoringFunction::index).sorted().toArray();
    return indices.length == 0
        ? OptionalInt.empty()
        : OptionalInt.of(indices[subtask % indices.length]);
  }

  private static int index(ExternalResourceInfo gpu) {
    String index = gpu.getProperty(INDEX).orElse("");
    try {
      return Integer.parseUnsignedInt(index);
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          "Flink's external resource "
              + GPU
              + " has the "
              + INDEX
              + " '"
              + index
              + "', but a GPU has a number from 0; correct its discovery script",
          e);
    }
  }

  @Override
  public void asyncInvoke(WorkItem item, ResultFuture<ScoredItem> result)
      throws InterruptedException {
    if (item.modality() != scoring.modality()) {
      complete(item, ModelScores.unscored(item.modality(), UnscoredReason.UNSUPPORTED), result);
      return;
    }
    ItemScorer open = Objects.requireNonNull(scorer, "open runs first");
    try {
      CompletableFuture<Void> unused =
          open.score(item)
              .exceptionally(failure -> failed(item, open, failure))
              .thenAccept(scores -> complete(item, scores, result));
    } catch (RuntimeException e) {
      complete(item, failed(item, open, e), result);
    }
  }

  @Override
  public void timeout(WorkItem item, ResultFuture<ScoredItem> result) {
    ItemScorer open = Objects.requireNonNull(scorer, "open runs first");
    complete(item, open.unscored(UnscoredReason.TIMEOUT), result);
  }

  @Override
  public void close() {
    ItemScorer held = scorer;
    if (held != null) {
      held.close();
    }
  }

  private static ModelScores failed(WorkItem item, ItemScorer scorer, Throwable failure) {
    LOG.warn("{} was not scored", item.content().eventId(), failure);
    return scorer.unscored(UnscoredReason.ERROR);
  }

  private static void complete(WorkItem item, ModelScores scores, ResultFuture<ScoredItem> result) {
    result.complete(List.of(new ScoredItem(item.content(), scores)));
  }

  /**
   * The numbers of services in Flink; every subtask of a process shows the same ones, since they
   * share the services.
   */
  private record Gauges(MetricGroup inference) implements ItemScorer.Numbers {

    @Override
    public void service(InferenceService<?> service) {
      MetricGroup group = group(service.manifest());
      InferenceMetrics metrics = service.metrics();
      gauge(group, "queuedRows", metrics::queuedRows);
      gauge(group, "itemsInFlight", metrics::itemsInFlight);
      gauge(group, "batches", metrics::batches);
      gauge(group, "rows", metrics::rows);
      gauge(group, "paddedRowShare", metrics::paddedRowShare);
      gauge(group, "paddingShare", metrics::paddingShare);
      gauge(group, "waitMillisP50", () -> metrics.waitMillis(0.5));
      gauge(group, "waitMillisP99", () -> metrics.waitMillis(0.99));
      gauge(group, "runMillisP50", () -> metrics.runMillis(0.5));
      gauge(group, "runMillisP99", () -> metrics.runMillis(0.99));
      gauge(group, "failedRuns", metrics::failedRuns);
      gauge(group, "scored", metrics::scored);
      gauge(group, "cacheHits", metrics::cacheHits);
      gauge(group, "sharedRows", metrics::sharedRows);
      gauge(group, "breaker", metrics::breaker);
      for (UnscoredReason reason : UnscoredReason.values()) {
        gauge(group.addGroup("reason", reason.name()), "unscored", () -> metrics.unscored(reason));
      }
    }

    @Override
    public void gauge(ModelManifest model, String name, Supplier<? extends Number> value) {
      gauge(group(model), name, value::get);
    }

    private MetricGroup group(ModelManifest model) {
      return inference.addGroup("model", model.id()).addGroup("version", model.version());
    }

    private static <T> void gauge(MetricGroup group, String name, Gauge<T> gauge) {
      group.gauge(name, gauge);
    }
  }
}
