package io.earshot.job.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** Counters of one name that differ by labels, each shown from its first count on. */
final class Labelled {

  private final MetricGroup group;
  private final String name;
  private final List<String> labels;
  private final Map<List<String>, Counter> counters = new HashMap<>();

  Labelled(MetricGroup group, String name, String... labels) {
    this.group = group;
    this.name = name;
    this.labels = List.of(labels);
  }

  /** Counts one with these values, as many as there are labels. */
  void inc(String... values) {
    counters.computeIfAbsent(List.of(values), this::counter).inc();
  }

  private Counter counter(List<String> values) {
    MetricGroup labelled = group;
    for (int i = 0; i < labels.size(); i++) {
      labelled = labelled.addGroup(labels.get(i), values.get(i));
    }
    return labelled.counter(name);
  }
}
