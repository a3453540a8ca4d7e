package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.job.DefaultBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Records of a run of the demo, explained. */
final class PolicyExplainCommandTest {

  private static final Path RECORDS = Path.of("src/test/resources/explain");
  private static final Path ACTIONS = RECORDS.resolve("enforcement.actions.jsonl");
  private static final Path AUDITS = RECORDS.resolve("decisions.audit.jsonl");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Removed by the model alone, had it not only been heard. */
  private static final String HEARD = "bf1f6430-5a9f-5650-af28-54fcbb4f4278";

  private static final String REMOVED = "33d2058b-94ff-5f4d-8d9b-889506299ea4";
  private static final String LADDER = "92f9c4cb-e926-5a19-b7a7-0a3a6723c8f4";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int explain(String record, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("policy", "explain", record, "--models", "src/test/resources/models"));
    arguments.addAll(List.of(more));
    CommandLine command = EarshotCli.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments.toArray(String[]::new));
  }

  static Stream<String> actions() throws IOException {
    return Files.readAllLines(ACTIONS).stream()
        .map(PolicyExplainCommandTest::value)
        .map(action -> action.get("eventId").asText());
  }

  static Stream<String> audits() throws IOException {
    return Files.readAllLines(AUDITS).stream()
        .map(PolicyExplainCommandTest::value)
        .map(audit -> audit.get("auditId").asText());
  }

  private static JsonNode value(String line) {
    try {
      return JSON.readTree(line).get("value");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("actions")
  void an_action_comes_out_of_its_audit_record_as_it_is_recorded(String eventId) {
    assertThat(explain(ACTIONS.toString(), "--id", eventId)).as(out.toString()).isZero();
    assertThat(out.toString()).contains("Recomputed from its audit record, it comes out as");
  }

  @ParameterizedTest
  @MethodSource("audits")
  void an_audit_record_comes_out_as_it_is_recorded(String auditId) {
    assertThat(explain(AUDITS.toString(), "--id", auditId)).as(out.toString()).isZero();
  }

  @Test
  void each_step_is_told_with_values_and_thresholds_and_what_would_have_changed_it() {
    explain(ACTIONS.toString(), "--id", HEARD);

    assertThat(out.toString())
        .contains(
            "REFERRED SEND_TO_REVIEW on TRACK",
            "decided by bundle default version 2026.12.1",
            "rule harassment-remove holds:",
            "[yes] text.harassment is 0.986, asked for is at least 0.98",
            "what has to be so for REMOVE without a human:",
            "[yes] ceiling: REMOVE is asked for, permitted is REMOVE",
            "[no]  evidence beside the transcript: there is none",
            "so it comes to SEND_TO_REVIEW",
            "with text.harassment.fields [title, transcript] (it was [transcript]) it would have"
                + " come to REMOVE by rule harassment-remove");
  }

  @Test
  void a_consequence_of_strikes_is_told_with_the_strike_that_led_to_it() {
    explain(ACTIONS.toString(), "--id", LADDER);

    assertThat(out.toString())
        .contains(
            "APPLIED WITHHOLD_ROYALTY on CREATOR",
            "The ladder of strikes:",
            "points on the ledger INTEGRITY",
            "rule link-spam-remove holds:");
  }

  @Test
  void an_explanation_is_told_as_json() throws IOException {
    assertThat(explain(ACTIONS.toString(), "--id", HEARD, "--json")).isZero();
    JsonNode json = JSON.readTree(out.toString());

    assertThat(json.at("/agrees").asBoolean()).isTrue();
    assertThat(json.at("/recomputed").asBoolean()).isTrue();
    assertThat(json.at("/policies/0/policy").asText()).isEqualTo("HAR.HARASS");
    assertThat(json.at("/policies/0/asked").asText()).isEqualTo("REMOVE");
    assertThat(json.at("/policies/0/outcome").asText()).isEqualTo("SEND_TO_REVIEW");
    assertThat(json.at("/policies/0/demands/2/variable").asText())
        .isEqualTo("evidence.besideTranscript");
    assertThat(json.at("/policies/0/alternatives")).isNotEmpty();
  }

  /** The files of the run, with one line of one of them changed. */
  private Path changed(Path file, String id, String from, String to) throws IOException {
    for (Path one : List.of(ACTIONS, AUDITS, RECORDS.resolve("control.policies.jsonl"))) {
      Files.copy(one, folder.resolve(one.getFileName()));
    }
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(line.contains(id) ? line.replace(from, to) : line);
    }
    assertThat(lines).isNotEqualTo(Files.readAllLines(file));
    Files.write(folder.resolve(file.getFileName()), lines);
    return folder.resolve("enforcement.actions.jsonl");
  }

  @Test
  void an_action_that_its_facts_do_not_bear_out_is_told_with_the_difference() throws IOException {
    Path actions = changed(ACTIONS, REMOVED, "\"action\": \"REMOVE\"", "\"action\": \"AGE_GATE\"");

    assertThat(explain(actions.toString(), "--id", REMOVED)).isEqualTo(EarshotCli.FAILED);
    assertThat(out.toString())
        .contains(
            "Recomputed, it does NOT come out as recorded:",
            "action: recorded is AGE_GATE, recomputed is REMOVE");
  }

  @Test
  void facts_that_do_not_lead_to_what_was_recorded_are_told() throws IOException {
    Path actions =
        changed(
            AUDITS,
            "d28d5c0c-867c-5cfe-8049-5d0e115c9195",
            "{\"name\": \"text.self_harm\", \"value\": \"0.99",
            "{\"name\": \"text.self_harm\", \"value\": \"0.89");

    assertThat(explain(actions.toString(), "--id", "a75c0e5a-a534-566c-9355-c7fc120bf194"))
        .isEqualTo(EarshotCli.FAILED);
    assertThat(out.toString())
        .contains(
            "policy SSH.PROMO, action: recorded is HIDE_PENDING_REVIEW, recomputed is"
                + " SEND_TO_REVIEW");
  }

  @Test
  void a_decision_that_the_audit_record_leaves_out_is_told() throws IOException {
    Path actions =
        changed(
            AUDITS,
            "d28d5c0c-867c-5cfe-8049-5d0e115c9195",
            "{\"name\": \"text.hate\", \"value\": \"0.",
            "{\"name\": \"text.hate\", \"value\": \"0.9");

    assertThat(explain(actions.toString(), "--id", "a75c0e5a-a534-566c-9355-c7fc120bf194"))
        .isEqualTo(EarshotCli.FAILED);
    assertThat(out.toString()).contains("policy HAT.HATE: recorded is nothing, recomputed is");
  }

  @Test
  void a_bundle_that_did_not_decide_is_refused() throws IOException {
    Path other = folder.resolve("other.yaml");
    Files.writeString(other, DefaultBundle.text() + "# a word more\n");

    assertThat(explain(ACTIONS.toString(), "--id", REMOVED, "--bundle", other.toString()))
        .isEqualTo(EarshotCli.FAILED);
    assertThat(err.toString())
        .contains("decided, and ", "other.yaml has ", "give the text that decided, unchanged");
  }

  @Test
  void what_is_missing_is_told_with_what_to_give() throws IOException {
    Path alone = folder.resolve("alone.json");
    String line =
        Files.readAllLines(ACTIONS).stream()
            .filter(l -> l.contains(REMOVED))
            .findFirst()
            .orElseThrow();
    Files.writeString(alone, value(line).toPrettyString());

    assertThat(explain(alone.toString())).isEqualTo(EarshotCli.FAILED);
    assertThat(err.toString()).contains("is needed; give a file with it: --audit FILE");
    assertThat(
            explain(
                alone.toString(),
                "--audit",
                AUDITS.toString(),
                "--bundle",
                bundleText().toString()))
        .isZero();
    assertThat(explain(ACTIONS.toString())).isEqualTo(EarshotCli.FAILED);
    assertThat(err.toString()).contains("has more than one record; name one", "--id ");
    assertThat(explain(ACTIONS.toString(), "--id", "nothing")).isEqualTo(EarshotCli.FAILED);
    assertThat(err.toString()).contains("has no record of nothing");
  }

  private Path bundleText() throws IOException {
    Path file = folder.resolve("bundle.yaml");
    Files.writeString(
        file,
        value(Files.readString(RECORDS.resolve("control.policies.jsonl"))).get("bundle").asText());
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "{}", "5", "{\"eventId\": 5}", "nonsense", "{\"auditId\": \"a\"}"})
  void what_is_no_record_is_told(String text) throws IOException {
    Path file = folder.resolve("record.json");
    Files.writeString(file, text);

    assertThat(explain(file.toString())).isEqualTo(EarshotCli.FAILED);
    assertThat(err.toString()).startsWith("earshot: ");
  }

  @Test
  void an_end_is_told_with_what_it_ended() throws IOException {
    String end =
        value(
                Files.readAllLines(ACTIONS).stream()
                    .filter(l -> l.contains(REMOVED))
                    .findFirst()
                    .orElseThrow())
            .toString()
            .replace("\"eventId\":\"" + REMOVED, "\"eventId\":\"the-end")
            .replace("\"eventType\":\"APPLIED\"", "\"eventType\":\"REVERSED\"")
            .replace("\"reasonCode\":null", "\"reasonCode\":\"APPEAL_OVERTURNED\"")
            .replace("\"actor\":\"AUTOMATED\"", "\"actor\":\"HUMAN\"");
    for (Path one : List.of(ACTIONS, AUDITS, RECORDS.resolve("control.policies.jsonl"))) {
      Files.copy(one, folder.resolve(one.getFileName()));
    }
    Path record = folder.resolve("end.json");
    Files.writeString(record, end);

    assertThat(explain(record.toString())).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains(
            "REVERSED REMOVE on",
            "was undone: APPEAL_OVERTURNED",
            "APPLIED REMOVE at ",
            "rule link-spam-remove holds:");
  }

  @Test
  void what_a_limit_took_off_is_told_from_the_record() throws IOException {
    String path =
        ",{\"variable\":\"limit.INT.LINKSPAM.REMOVE\",\"operator\":\"<\",\"threshold\":\"5000\","
            + "\"value\":\"5000\",\"held\":false}]";
    String because = "; to a human because limit.INT.LINKSPAM.REMOVE 5000 is not < 5000";
    ObjectNode action = (ObjectNode) value(line(ACTIONS, REMOVED));
    String trigger = action.at("/inputs/triggerEventId").asText();
    String reason = action.get("reason").asText();
    ObjectNode audit = (ObjectNode) value(line(AUDITS, trigger));
    for (JsonNode verdict : audit.get("policies")) {
      if (verdict.get("ruleId").asText().equals("link-spam-remove")) {
        limit((ObjectNode) verdict, path, reason + because);
        ((ObjectNode) verdict).put("action", "SEND_TO_REVIEW");
      }
    }
    limit(action, path, reason + because);
    action.put("eventType", "REFERRED");
    ((ObjectNode) action.get("action")).put("action", "SEND_TO_REVIEW").put("dimension", "NONE");
    Path record = folder.resolve("referred.json");
    Files.writeString(record, action.toString());
    Path audits = folder.resolve("audit.json");
    Files.writeString(audits, audit.toString());

    int exit =
        explain(
            record.toString(), "--audit", audits.toString(), "--bundle", bundleText().toString());

    assertThat(exit).as(out.toString()).isZero();
    assertThat(out.toString())
        .contains(
            "5000 subjects before this one in the period, and 5000 may be acted upon",
            "so a human decides");
  }

  private static void limit(ObjectNode record, String path, String reason) throws IOException {
    String before = record.get("decisionPath").toString();
    record.set("decisionPath", JSON.readTree(before.substring(0, before.length() - 1) + path));
    record.put("reason", reason);
  }

  private static String line(Path file, String of) throws IOException {
    return Files.readAllLines(file).stream().filter(l -> l.contains(of)).findFirst().orElseThrow();
  }
}
