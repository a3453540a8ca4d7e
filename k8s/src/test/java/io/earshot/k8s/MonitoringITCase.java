package io.earshot.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts and dashboard ask for what the job really shows: metrics, labels, and their values. */
final class MonitoringITCase {

  /** Of the default bundle, no policy is in shadow. */
  private static final Set<String> NOT_PLAYED = Set.of("SHADOW");

  private static final Path FOLDER = Manifests.MODULE.resolve("components/monitoring");

  @Test
  void everyQuery_asksForMetricsAndLabelsThatTheRunningJobHas(@TempDir Path folder)
      throws Exception {
    Map<String, PromQl> queries = new LinkedHashMap<>();
    Manifests.all(FOLDER.resolve("alerts.yaml"))
        .get(0)
        .at("/spec/groups/0/rules")
        .forEach(rule -> queries.put(rule.get("alert").asText(), query(rule)));
    for (JsonNode panel :
        Manifests.json(Manifests.text(FOLDER.resolve("dashboard.json"))).get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        queries.put(panel.get("title").asText() + target.get("refId").asText(), query(target));
      }
    }
    MetricsPage page;
    try (PlayedJob job = PlayedJob.start(folder)) {
      page = MetricsPage.of(job, seen -> problems(queries, seen).isEmpty());
    }

    assertThat(problems(queries, page)).isEmpty();
  }

  private static List<String> problems(Map<String, PromQl> queries, MetricsPage page) {
    List<String> problems = new ArrayList<>();
    queries.forEach((name, query) -> problems.addAll(problems(name, query, page)));
    return problems;
  }

  private static PromQl query(JsonNode holder) {
    return new PromQl(holder.get("expr").asText());
  }

  private static List<String> problems(String name, PromQl query, MetricsPage page) {
    List<String> problems = new ArrayList<>();
    Set<String> labels = new TreeSet<>();
    query
        .metrics()
        .forEach(
            (metric, compared) -> {
              if (!page.metrics().contains(metric)) {
                problems.add(name + ": the job has no " + metric);
              }
              labels.addAll(page.labels(metric));
              compared.forEach(
                  (label, value) -> {
                    if (!page.labels(metric).contains(label)) {
                      problems.add(name + ": " + metric + " has no label " + label);
                    } else if (!NOT_PLAYED.contains(value)
                        && page.values(metric, label).stream().noneMatch(v -> v.matches(value))) {
                      problems.add(name + ": no " + label + " of " + metric + " is " + value);
                    }
                  });
            });
    for (String grouping : query.groupings()) {
      if (!labels.contains(grouping)) {
        problems.add(name + ": nothing in it has a label " + grouping);
      }
    }
    return problems;
  }
}
