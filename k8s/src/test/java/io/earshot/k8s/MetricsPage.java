package io.earshot.k8s;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The page that Prometheus reads, without the samples that say nothing yet. */
final class MetricsPage {

  private static final Duration LIMIT = Duration.ofMinutes(4);

  /** How samples end that say nothing: quantiles of no values, and a watermark before the first. */
  private static final List<String> NOTHING = List.of(" NaN", " -9.223372036854776E18");

  private static final Pattern SAMPLE = Pattern.compile("(\\w+)\\{(.*)} \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private final Map<String, Set<String>> labels = new TreeMap<>();
  private final Map<String, Set<String>> values = new TreeMap<>();

  private MetricsPage(String text) {
    text.lines()
        .filter(sample -> NOTHING.stream().noneMatch(sample::endsWith))
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .forEach(
            sample -> {
              Set<String> names =
                  labels.computeIfAbsent(sample.group(1), metric -> new TreeSet<>());
              Matcher label = LABEL.matcher(sample.group(2));
              while (label.find()) {
                names.add(label.group(1));
                values
                    .computeIfAbsent(sample.group(1) + " " + label.group(1), l -> new TreeSet<>())
                    .add(label.group(2));
              }
            });
  }

  /** The names of all metrics. */
  Set<String> metrics() {
    return labels.keySet();
  }

  /** The labels of a metric; none if there is no such metric. */
  Set<String> labels(String metric) {
    return labels.getOrDefault(metric, Set.of());
  }

  /** The values that a label of a metric has. */
  Set<String> values(String metric, String label) {
    return values.getOrDefault(metric + " " + label, Set.of());
  }

  /**
   * Plays content to a job until its page is as wanted, or for some minutes.
   *
   * @return the last page
   */
  static MetricsPage of(PlayedJob job, Predicate<MetricsPage> wanted)
      throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    for (int second = 1; ; second++) {
      job.playUntil(job.begin().plusSeconds(second));
      MetricsPage page =
          new MetricsPage(
              http.send(HttpRequest.newBuilder(job.page()).build(), BodyHandlers.ofString())
                  .body());
      if (wanted.test(page) || System.nanoTime() > deadline) {
        return page;
      }
    }
  }
}
