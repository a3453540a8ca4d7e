package io.earshot.scoring;

import io.earshot.intake.Modality;
import io.earshot.intake.WorkItem;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores text work items with a model, for {@code AsyncDataStream.unorderedWait}. Every item comes
 * out, scored or not; none fails the task. The time-out given to Flink is a last resort and should
 * be longer than {@link #timeout}, which the service keeps itself.
 */
public final class TextScoringFunction extends RichAsyncFunction<WorkItem, ScoredItem> {

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(TextScoringFunction.class);
  private static final String RELEASE_HOOK = "earshot-inference-services-of-";

  private final InferenceConfig config;
  private final Duration timeout;
  private transient InferenceServices.@Nullable Lease lease;
  private transient @Nullable TextScorer scorer;

  /**
   * A function whose subtasks share one service a process.
   *
   * @param timeout how long an item may wait for its answer
   */
  public TextScoringFunction(InferenceConfig config, Duration timeout) {
    this.config = config;
    this.timeout = timeout;
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
    InferenceServices.Lease acquired = InferenceServices.SHARED.acquire(job, config);
    lease = acquired;
    TextScorer opened = new TextScorer(acquired.service(), timeout);
    scorer = opened;
    MetricGroup metrics = getRuntimeContext().getMetricGroup().addGroup("inference");
    register(metrics, acquired.service().metrics());
    gauge(metrics, "truncatedFields", opened::truncatedFields);
  }

  @Override
  public void asyncInvoke(WorkItem item, ResultFuture<ScoredItem> result)
      throws InterruptedException {
    if (item.modality() != Modality.TEXT) {
      complete(item, ModelScores.unscored(item.modality(), UnscoredReason.UNSUPPORTED), result);
      return;
    }
    TextScorer open = Objects.requireNonNull(scorer, "open runs first");
    try {
      CompletableFuture<Void> unused =
          open.score(item.fields(), 0)
              .exceptionally(failure -> failed(item, open, failure))
              .thenAccept(scores -> complete(item, scores, result));
    } catch (RuntimeException e) {
      complete(item, failed(item, open, e), result);
    }
  }

  @Override
  public void timeout(WorkItem item, ResultFuture<ScoredItem> result) {
    TextScorer open = Objects.requireNonNull(scorer, "open runs first");
    complete(item, open.unscored(UnscoredReason.TIMEOUT), result);
  }

  @Override
  public void close() {
    InferenceServices.Lease held = lease;
    if (held != null) {
      held.close();
    }
  }

  private static ModelScores failed(WorkItem item, TextScorer scorer, Throwable failure) {
    LOG.warn("{} was not scored", item.content().eventId(), failure);
    return scorer.unscored(UnscoredReason.ERROR);
  }

  private static void complete(WorkItem item, ModelScores scores, ResultFuture<ScoredItem> result) {
    result.complete(List.of(new ScoredItem(item.content(), scores)));
  }

  /** The service's numbers; every subtask of a process shows the same ones, since they share it. */
  private static void register(MetricGroup group, InferenceMetrics metrics) {
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

  private static <T> void gauge(MetricGroup group, String name, Gauge<T> gauge) {
    group.gauge(name, gauge);
  }
}
