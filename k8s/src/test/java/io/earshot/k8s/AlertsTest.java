package io.earshot.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each alert fires when it should, does not when it should not, and has its page in the runbook.
 */
final class AlertsTest {

  private static final Path FOLDER = Manifests.MODULE.resolve("components/monitoring");
  private static final JsonNode RULES =
      Manifests.all(FOLDER.resolve("alerts.yaml")).get(0).at("/spec/groups/0/rules");

  /** A case of alerts.test.yaml. */
  record Case(String alert, boolean fires, JsonNode given) {
    @Override
    public String toString() {
      return alert + (fires ? " fires" : " does not fire");
    }

    Map<String, String> series() {
      Map<String, String> series = new LinkedHashMap<>();
      given.get("series").properties().forEach(s -> series.put(s.getKey(), s.getValue().asText()));
      return series;
    }

    int minutes() {
      return given.get("minutes").asInt();
    }

    Map<String, String> labels() {
      Map<String, String> labels = new TreeMap<>();
      given.path("labels").properties().forEach(l -> labels.put(l.getKey(), l.getValue().asText()));
      return labels;
    }
  }

  static Stream<Case> cases() {
    return Manifests.all(FOLDER.resolve("alerts.test.yaml")).stream()
        .flatMap(
            test ->
                Stream.of(
                    new Case(test.get("alert").asText(), true, test.get("fires")),
                    new Case(test.get("alert").asText(), false, test.get("quiet"))));
  }

  static Stream<JsonNode> rules() {
    return Stream.iterate(0, i -> i + 1).limit(RULES.size()).map(RULES::get);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void alert_fires_when_it_should_and_only_then(Case given) {
    JsonNode rule = rule(given.alert());
    PromQl query = new PromQl(rule.get("expr").asText());
    PromData data = PromData.of(given.series());
    int pending = minutes(rule.get("for").asText());
    Map<Map<String, String>, Integer> since = new LinkedHashMap<>();
    for (int minute = 0; minute <= given.minutes(); minute++) {
      Set<Map<String, String>> holds =
          new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
      query.at(data, minute * PromData.STEP).keySet().forEach(l -> holds.add(PromQl.unnamed(l)));
      since.keySet().retainAll(holds);
      for (Map<String, String> labels : holds) {
        since.putIfAbsent(labels, minute);
      }
    }
    since.values().removeIf(began -> given.minutes() - began < pending);

    assertThat(since.keySet()).isEqualTo(given.fires() ? Set.of(given.labels()) : Set.of());
  }

  private static int minutes(String duration) {
    assertThat(duration).matches("\\d+m");
    return Integer.parseInt(duration.substring(0, duration.length() - 1));
  }

  private static JsonNode rule(String alert) {
    return rules()
        .filter(rule -> rule.get("alert").asText().equals(alert))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no alert " + alert));
  }

  @Test
  void every_alert_has_its_cases() {
    assertThat(cases().map(Case::alert).distinct())
        .containsExactlyElementsOf(rules().map(rule -> rule.get("alert").asText()).toList());
  }

  @Test
  void promtool_says_the_same(@TempDir Path folder) throws Exception {
    assumeTrue(OverlaysTest.onPath("promtool"), "promtool is not here to ask");
    JsonNodeFactory json = JsonNodeFactory.instance;
    ObjectNode rules = json.objectNode();
    rules.putArray("groups").addObject().put("name", "earshot").set("rules", RULES);
    Files.writeString(folder.resolve("rules.yaml"), rules.toString());
    ObjectNode tests = json.objectNode();
    tests.putArray("rule_files").add("rules.yaml");
    ArrayNode all = tests.putArray("tests");
    cases().forEach(given -> all.add(asked(given)));
    Files.writeString(folder.resolve("tests.yaml"), tests.toString());
    Process process =
        new ProcessBuilder("promtool", "test", "rules", "tests.yaml")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  /** A case as promtool reads it. */
  private static ObjectNode asked(Case given) {
    ObjectNode test = JsonNodeFactory.instance.objectNode();
    test.put("interval", "1m");
    ArrayNode input = test.putArray("input_series");
    given.series().forEach((s, v) -> input.addObject().put("series", s).put("values", v));
    ObjectNode question = test.putArray("alert_rule_test").addObject();
    question.put("eval_time", given.minutes() + "m").put("alertname", given.alert());
    ArrayNode expected = question.putArray("exp_alerts");
    if (given.fires()) {
      ObjectNode alert = expected.addObject();
      ObjectNode labels = alert.putObject("exp_labels");
      given.labels().forEach(labels::put);
      labels.set("severity", rule(given.alert()).at("/labels/severity"));
      alert.set("exp_annotations", rule(given.alert()).get("annotations"));
    }
    return test;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void alert_says_how_urgent_it_is_and_where_to_read_what_to_do(JsonNode rule) {
    assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning");
    assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
    String[] page = rule.at("/annotations/runbook_url").asText().split("#", 2);
    assertThat(page[0]).isEqualTo("k8s/runbook.md");
    assertThat(anchors()).contains(page[1]);
    assertThat(section(rule.get("alert").asText()))
        .contains("**Means**", "**Hurts**", "**Look**", "**Do**", "**Worked**");
  }

  @Test
  void runbook_refers_to_pages_that_it_has() {
    assertThat(Pattern.compile("]\\(#([^)]*)\\)").matcher(Manifests.text("runbook.md")).results())
        .isNotEmpty()
        .allSatisfy(link -> assertThat(anchors()).contains(link.group(1)));
  }

  /** The headings of the runbook, as they are called in a link. */
  private static List<String> anchors() {
    return Manifests.text("runbook.md")
        .lines()
        .filter(line -> line.startsWith("## "))
        .map(line -> line.substring(3).strip().toLowerCase(Locale.ROOT).replace(' ', '-'))
        .toList();
  }

  private static String section(String title) {
    String text = Manifests.text("runbook.md");
    int start = text.indexOf("## " + title + "\n");
    int end = text.indexOf("\n## ", start + 1);
    return text.substring(start, end < 0 ? text.length() : end);
  }
}
