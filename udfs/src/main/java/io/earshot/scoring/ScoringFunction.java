package io.earshot.scoring;

import io.earshot.intake.WorkItem;
import io.earshot.model.ModelManifest;
import io.earshot.scoring.OpenScorers.Manner;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import org.jspecify.annotations.Nullable;

/**
 * Scores work items of one modality with models, for {@code AsyncDataStream.unorderedWait}. Every
 * item comes out, scored or not; none fails the task. The time-out given to Flink is a last resort
 * and should be longer than those that the scoring keeps itself.
 *
 * <p>Which versions score an item was decided before, by {@link RoutingFunction}. Those in shadow
 * get a little time beyond the ones that act, and no more: what nobody acts upon must hold nobody
 * up.
 */
public final class ScoringFunction extends RichAsyncFunction<RoutedItem, RoutedScores> {

  private static final long serialVersionUID = 1L;
  private static final String RELEASE_HOOK = "earshot-inference-services-of-";

  /**
   * Flink's external resource, as its GPU plugin's documentation names it, and a GPU's property.
   */
  private static final String GPU = "gpu";

  private static final String INDEX = "index";

  private final ItemScoring scoring;
  private final ModelCatalog catalog;
  private final Duration shadowPatience;
  private final int capacity;
  private transient @Nullable OpenScorers scorers;

  /**
   * A function whose subtasks share the models of a process.
   *
   * @param scoring with the versions of the configuration
   * @param catalog where those of other versions are
   * @param shadowPatience how long an item that is scored waits for versions in shadow
   * @param capacity items that Flink has in flight in a subtask: as many may wait for a version in
   *     shadow, so that none is refused before one has lost patience
   */
  public ScoringFunction(
      ItemScoring scoring, ModelCatalog catalog, Duration shadowPatience, int capacity) {
    this.capacity = capacity;
    this.scoring = scoring;
    this.catalog = catalog;
    this.shadowPatience = shadowPatience;
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
    scorers =
        new OpenScorers(
            gpu.isPresent() ? scoring.onGpu(gpu.getAsInt()) : scoring,
            catalog,
            job,
            new Gauges(getRuntimeContext().getMetricGroup().addGroup("inference")),
            capacity,
            System::nanoTime);
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
  public void asyncInvoke(RoutedItem routed, ResultFuture<RoutedScores> result)
      throws InterruptedException {
    WorkItem item = routed.item();
    if (item.modality() != scoring.modality()) {
      complete(routed, ModelScores.unscored(item.modality(), UnscoredReason.UNSUPPORTED), result);
      return;
    }
    OpenScorers open = Objects.requireNonNull(scorers, "open runs first");
    List<CompletableFuture<ModelScores>> shadows = new ArrayList<>();
    for (RoutedItem.Shadow shadow : routed.shadows()) {
      shadows.add(open.score(item, shadow.lineup(), Manner.SHADOW));
    }
    CompletableFuture<Void> unused =
        open.score(item, routed.acting(), Manner.ACTING)
            .thenCompose(
                acting -> {
                  for (int i = 0; i < shadows.size(); i++) {
                    shadows
                        .get(i)
                        .completeOnTimeout(
                            open.unscored(routed.shadows().get(i).lineup(), UnscoredReason.TIMEOUT),
                            shadowPatience.toMillis(),
                            TimeUnit.MILLISECONDS);
                  }
                  return CompletableFuture.allOf(shadows.toArray(CompletableFuture[]::new))
                      .thenAccept(
                          all ->
                              result.complete(
                                  List.of(
                                      new RoutedScores(
                                          item.content(),
                                          acting,
                                          said(routed, shadows),
                                          item.matches()))));
                });
  }

  @Override
  public void timeout(RoutedItem routed, ResultFuture<RoutedScores> result) {
    OpenScorers open = Objects.requireNonNull(scorers, "open runs first");
    complete(routed, open.unscored(routed.acting(), UnscoredReason.TIMEOUT), result);
  }

  @Override
  public void close() {
    OpenScorers held = scorers;
    if (held != null) {
      held.close();
    }
  }

  private static List<RoutedScores.Shadow> said(
      RoutedItem routed, List<CompletableFuture<ModelScores>> shadows) {
    List<RoutedScores.Shadow> said = new ArrayList<>(shadows.size());
    for (int i = 0; i < shadows.size(); i++) {
      said.add(new RoutedScores.Shadow(routed.shadows().get(i).model(), shadows.get(i).join()));
    }
    return said;
  }

  private static void complete(
      RoutedItem routed, ModelScores scores, ResultFuture<RoutedScores> result) {
    result.complete(
        List.of(
            new RoutedScores(routed.item().content(), scores, List.of(), routed.item().matches())));
  }

  /**
   * The numbers of services in Flink; every subtask of a process shows the same ones, since they
   * share the services. Flink knows no way to take one number back, so a version that was closed
   * and opened again shows its new self under the old name, and one that is closed shows 0.
   */
  private static final class Gauges implements ItemScorer.Numbers {

    private final MetricGroup inference;
    private final Map<String, WeakReference<?>> holders = new ConcurrentHashMap<>();

    Gauges(MetricGroup inference) {
      this.inference = inference;
    }

    @Override
    public void service(InferenceService<?> service) {
      number(service, "queuedRows", InferenceMetrics::queuedRows);
      number(service, "itemsInFlight", InferenceMetrics::itemsInFlight);
      number(service, "batches", InferenceMetrics::batches);
      number(service, "rows", InferenceMetrics::rows);
      number(service, "paddedRowShare", InferenceMetrics::paddedRowShare);
      number(service, "paddingShare", InferenceMetrics::paddingShare);
      number(service, "waitMillisP50", metrics -> metrics.waitMillis(0.5));
      number(service, "waitMillisP99", metrics -> metrics.waitMillis(0.99));
      number(service, "runMillisP50", metrics -> metrics.runMillis(0.5));
      number(service, "runMillisP99", metrics -> metrics.runMillis(0.99));
      number(service, "failedRuns", InferenceMetrics::failedRuns);
      number(service, "scored", InferenceMetrics::scored);
      number(service, "cacheHits", InferenceMetrics::cacheHits);
      number(service, "sharedRows", InferenceMetrics::sharedRows);
      number(service, "breaker", InferenceMetrics::breaker);
      for (UnscoredReason reason : UnscoredReason.values()) {
        show(
            group(service.manifest()).addGroup("reason", reason.name()),
            service.manifest().name() + " unscored " + reason,
            "unscored",
            service,
            other -> other.metrics().unscored(reason));
      }
    }

    private void number(
        InferenceService<?> service,
        String name,
        Function<InferenceMetrics, ? extends Number> value) {
      gauge(service.manifest(), name, service, other -> value.apply(other.metrics()));
    }

    @Override
    public <T> void gauge(
        ModelManifest model, String name, T holder, Function<? super T, ? extends Number> value) {
      show(group(model), model.name() + " " + name, name, holder, value);
    }

    private MetricGroup group(ModelManifest model) {
      return inference.addGroup("model", model.id()).addGroup("version", model.version());
    }

    @SuppressWarnings("unchecked") // what is under a key is always of one type
    private <T> void show(
        MetricGroup group,
        String key,
        String name,
        T holder,
        Function<? super T, ? extends Number> value) {
      if (holders.put(key, new WeakReference<>(holder)) == null) {
        group.gauge(
            name,
            (Gauge<Number>)
                () -> {
                  WeakReference<?> shown = holders.get(key);
                  T held = shown == null ? null : (T) shown.get();
                  return held == null ? 0 : value.apply(held);
                });
      }
    }
  }
}
