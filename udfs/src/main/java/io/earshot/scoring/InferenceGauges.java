package io.earshot.scoring;

import io.earshot.model.ModelManifest;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * The numbers of a service in Flink, below the model's id and version. Every subtask of a process
 * shows the same ones, since they share the service.
 */
final class InferenceGauges {

  private InferenceGauges() {}

  /** Where the numbers of a model lie. */
  static MetricGroup group(MetricGroup operator, ModelManifest model) {
    return operator
        .addGroup("inference")
        .addGroup("model", model.id())
        .addGroup("version", model.version());
  }

  /** Shows a service's numbers. */
  static void register(MetricGroup operator, InferenceService<?> service) {
    MetricGroup group = group(operator, service.manifest());
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

  static <T> void gauge(MetricGroup group, String name, Gauge<T> gauge) {
    group.gauge(name, gauge);
  }
}
