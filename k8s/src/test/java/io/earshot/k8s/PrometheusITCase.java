package io.earshot.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus that reads the running job with the alerts in it, by hand where there is one:
 *
 * <pre>
 * mvn -pl k8s -am test -Dtest=PrometheusITCase -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dearshot.prometheus=prometheus
 * </pre>
 *
 * <p>{@code MonitoringITCase} holds names and labels without it. Only here does one see that a
 * query, as Prometheus evaluates it, comes to a number on a job in which nothing is wrong, and that
 * no alert holds.
 */
@EnabledIfSystemProperty(
    named = PrometheusITCase.PROMETHEUS,
    matches = ".+",
    disabledReason = "name the command of a Prometheus with -Dearshot.prometheus=prometheus")
final class PrometheusITCase {

  static final String PROMETHEUS = "earshot.prometheus";

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path FOLDER = Manifests.MODULE.resolve("components/monitoring");
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Panels without a number here: of the default bundle, no policy is in shadow; and everything has
   * a score.
   */
  private static final List<String> NOT_PLAYED =
      List.of(
          "Shadow: what would be done for each thing that is done", "Without a score, a minute");

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @Test
  void everyPanelHasANumber_andNoAlertHoldsOfAJobInWhichNothingIsWrong() throws Exception {
    try (PlayedJob job = PlayedJob.start(Files.createDirectory(folder.resolve("models")))) {
      URI address = URI.create("http://127.0.0.1:" + freePort());
      configure(job.page());
      Process prometheus =
          new ProcessBuilder(
                  System.getProperty(PROMETHEUS, "prometheus"),
                  "--config.file=" + folder.resolve("prometheus.yml"),
                  "--storage.tsdb.path=" + folder.resolve("data"),
                  "--web.listen-address=" + address.getAuthority())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("prometheus.log").toFile())
              .start();
      try {
        assertThat(silentPanels(job, address, prometheus)).isEmpty();
        assertThat(holdingAlerts(address)).isEmpty();
      } finally {
        prometheus.destroy();
        prometheus.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void configure(URI page) throws IOException {
    ObjectNode configuration = JSON.createObjectNode();
    configuration.putObject("global").put("scrape_interval", "2s").put("evaluation_interval", "2s");
    configuration.putArray("rule_files").add("rules.yml");
    ObjectNode scrape = configuration.putArray("scrape_configs").addObject();
    scrape.put("job_name", "earshot");
    scrape.putArray("static_configs").addObject().putArray("targets").add(page.getAuthority());
    // JSON is YAML.
    Files.writeString(folder.resolve("prometheus.yml"), configuration.toString());
    ObjectNode rules = JSON.createObjectNode();
    rules.set("groups", Manifests.all(FOLDER.resolve("alerts.yaml")).get(0).at("/spec/groups"));
    Files.writeString(folder.resolve("rules.yml"), rules.toString());
  }

  /** Plays content at the pace of its time until every panel has a number; those that have none. */
  private List<String> silentPanels(PlayedJob job, URI address, Process prometheus)
      throws Exception {
    Map<String, String> silent = new TreeMap<>();
    for (JsonNode panel :
        Manifests.json(Manifests.text(FOLDER.resolve("dashboard.json"))).get("panels")) {
      for (JsonNode target : panel.get("targets")) {
        String title = panel.get("title").asText();
        if (!NOT_PLAYED.contains(title)) {
          silent.put(title + " " + target.get("refId").asText(), target.get("expr").asText());
        }
      }
    }
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!silent.isEmpty() && System.nanoTime() < deadline) {
      if (!prometheus.isAlive()) {
        throw new AssertionError(Files.readString(folder.resolve("prometheus.log")));
      }
      job.playUntil(Instant.now());
      LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
      if (isReady(address)) {
        for (Map.Entry<String, String> query : List.copyOf(silent.entrySet())) {
          if (hasNumber(address, query.getValue())) {
            silent.remove(query.getKey());
          }
        }
      }
    }
    return List.copyOf(silent.keySet());
  }

  private boolean isReady(URI address) throws InterruptedException {
    try {
      HttpRequest request = HttpRequest.newBuilder(address.resolve("/-/ready")).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private boolean hasNumber(URI address, String query) throws Exception {
    for (JsonNode sample : asked(address, query)) {
      double value = Double.parseDouble(sample.at("/value/1").asText());
      // Where time stands before its first watermark, it is hundreds of millions of years away.
      if (Double.isFinite(value) && Math.abs(value) < 1e15) {
        return true;
      }
    }
    return false;
  }

  /** The alerts whose expression holds, whether or not for long enough to fire. */
  private List<String> holdingAlerts(URI address) throws Exception {
    List<String> holding = new ArrayList<>();
    for (JsonNode rule :
        Manifests.all(FOLDER.resolve("alerts.yaml")).get(0).at("/spec/groups/0/rules")) {
      JsonNode samples = asked(address, rule.get("expr").asText());
      if (!samples.isEmpty()) {
        holding.add(rule.get("alert").asText() + " " + samples);
      }
    }
    return holding;
  }

  private JsonNode asked(URI address, String query) throws Exception {
    URI question =
        address.resolve("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
    JsonNode answer =
        Manifests.json(
            http.send(HttpRequest.newBuilder(question).build(), BodyHandlers.ofString()).body());
    assertThat(answer.get("status").asText()).as(answer.toString()).isEqualTo("success");
    return answer.at("/data/result");
  }
}
