package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.job.DefaultBundle;
import io.earshot.policy.PolicyBundle;
import io.earshot.policy.Vocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code ./earshot policy} for authors: check, test, vocabulary, schema. */
final class PolicyCommandTest {

  private static final String BUNDLE =
      """
      bundle: mine
      version: "7"
      policies:
        - id: HAT.HATE
          version: "1"
          clause: https://example.com/hate
          rules:
            - id: remove
              if: text.hate >= 0.9
              then: {action: REMOVE}
              because: It is hateful
              examples:
                - {name: certain, given: {text.hate: 0.95}, expect: REMOVE}
            - id: review
              if: text.hate >= 0.5
              then: {action: SEND_TO_REVIEW}
              because: It may be hateful
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(String... arguments) {
    CommandLine command = EarshotCli.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private int policy(String command, String yaml, String... more) throws IOException {
    Path file = folder.resolve("bundle.yaml");
    Files.writeString(file, yaml);
    String[] arguments = new String[5 + more.length];
    arguments[0] = "policy";
    arguments[1] = command;
    arguments[2] = file.toString();
    arguments[3] = "--models";
    arguments[4] = "src/test/resources/models";
    System.arraycopy(more, 0, arguments, 5, more.length);
    return run(arguments);
  }

  @Test
  void a_good_bundle_is_told_with_its_digest() throws IOException {
    assertThat(policy("check", BUNDLE)).isZero();
    assertThat(out.toString())
        .contains("bundle mine, version 7, sha256 ", ": no faults, no warnings");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void faults_are_told_with_file_line_and_column() throws IOException {
    int exit = policy("check", BUNDLE.replace("text.hate >= 0.9", "text.hat >= 0.9"));

    assertThat(exit).isEqualTo(EarshotCli.FAILED);
    assertThat(err.toString())
        .contains("bundle.yaml:9:13: fault: rule remove: no deployed model gives text.hat");
    assertThat(out.toString()).contains("refused, 1 fault");
  }

  @Test
  void what_is_no_bundle_at_all_is_told() throws IOException {
    assertThat(policy("check", "#".repeat(1_000_001))).isEqualTo(EarshotCli.FAILED);
    assertThat(err.toString()).contains("bundle.yaml: fault: it has 1000001 characters");
  }

  @Test
  void warnings_do_not_fail_unless_they_are_to() throws IOException {
    String dead = BUNDLE.replace("text.hate >= 0.5", "text.hate >= 0.95");

    assertThat(policy("check", dead)).isZero();
    assertThat(err.toString())
        .contains(
            "bundle.yaml:15:13: warning: rule review is never reached: whatever meets it meets rule"
                + " remove before it");
    assertThat(policy("check", dead, "--strict")).isEqualTo(EarshotCli.FAILED);
    assertThat(err.toString()).contains("bundle.yaml:15:13: fault: rule review is never reached");
  }

  @Test
  void a_bundle_that_cannot_be_read_is_told() {
    assertThat(run("policy", "check", folder.resolve("nowhere.yaml").toString()))
        .isEqualTo(EarshotCli.FAILED);
    assertThat(err.toString()).contains("nowhere.yaml cannot be read");
  }

  @Test
  void a_table_of_priors_is_checked() throws IOException {
    String table =
        """
        priors: uploads
        version: 2
        segments:
          - detectors: {D01: {priorUploads: 0.5, priorTime: PT12H}}
          - {type: LABEL, detectors: {D13: {p0: 0.02}}}
        """;
    Path file = Files.writeString(folder.resolve("priors.yaml"), table);

    assertThat(run("policy", "priors", "check", file.toString())).isZero();
    assertThat(out.toString())
        .contains("priors uploads, version 2, sha256 ", ", of all, LABEL: no faults");

    Files.writeString(file, table.replace("p0: 0.02", "p1: 0.02"));
    assertThat(run("policy", "priors", "check", file.toString())).isEqualTo(EarshotCli.FAILED);
    assertThat(err.toString()).contains("5:37: unknown key p1", "p0 is missing");
  }

  @Test
  void a_list_of_blocked_domains_is_checked() throws IOException {
    Path file = folder.resolve("domains.yaml");
    Files.writeString(file, "{domains: pharma, version: 7, blocked: [cheap-pills.com]}");

    assertThat(run("policy", "domains", "check", file.toString())).isZero();
    assertThat(out.toString())
        .contains("domains pharma, version 7, sha256 ", ", 1 domains: no faults");

    Files.writeString(file, "{domains: pharma, version: 7, blocked: [www.cheap-pills.com]}");
    assertThat(run("policy", "domains", "check", file.toString())).isEqualTo(EarshotCli.FAILED);
    assertThat(err.toString()).contains("1:41: ", "that of it is cheap-pills.com");
  }

  @Test
  void examples_that_come_out_as_expected_are_told() throws IOException {
    assertThat(policy("test", BUNDLE)).isZero();
    assertThat(out.toString())
        .contains(
            "HAT.HATE",
            "  ok    remove: certain: REMOVE by rule remove",
            "1 examples, all as expected; rules without one: review");
  }

  @Test
  void an_example_that_comes_out_otherwise_is_told_with_how() throws IOException {
    int exit = policy("test", BUNDLE.replace("text.hate: 0.95", "text.hate: 0.85"));

    assertThat(exit).isEqualTo(EarshotCli.FAILED);
    assertThat(out.toString())
        .contains(
            "  FAIL  remove: certain: REMOVE was expected, and it came to SEND_TO_REVIEW by rule"
                + " review",
            "line 13",
            "rule remove does not hold:",
            "[no]  text.hate is 0.85, asked for is at least 0.9",
            "[yes] text.hate is 0.85, asked for is at least 0.5",
            "1 examples, 1 came out otherwise");
  }

  @Test
  void outcomes_are_told_as_json() throws IOException {
    assertThat(policy("test", BUNDLE, "--json")).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());

    assertThat(json.at("/passed").asBoolean()).isTrue();
    assertThat(json.at("/bundle/id").asText()).isEqualTo("mine");
    assertThat(json.at("/examples/0/actual").asText()).isEqualTo("REMOVE");
    assertThat(json.at("/examples/0/rules/0/comparisons/0/variable").asText())
        .isEqualTo("text.hate");
    assertThat(json.at("/rulesWithoutExample/0").asText()).isEqualTo("review");
  }

  @Test
  void without_a_file_it_is_about_the_bundle_of_this_build() {
    assertThat(run("policy", "test", "--models", "../models")).isZero();
    assertThat(run("policy", "check", "--strict", "--models", "../models")).isZero();
    assertThat(out.toString())
        .contains("all as expected", "sha256 " + digest(DefaultBundle.text()));
  }

  private static String digest(String text) {
    return PolicyBundle.digest(text);
  }

  @Test
  void variables_are_told_by_group_with_type_and_meaning() {
    assertThat(run("policy", "vocabulary", "--models", "src/test/resources/models")).isZero();
    assertThat(out.toString())
        .contains(
            "matches.*: known media that was found in it",
            "  text.hate                    double        score of the label",
            "  matches.policies             list<string>  ",
            "  content.kind                 string        which sort of content it is: TRACK,");
  }

  @Test
  void detectors_are_told_with_what_a_bundle_has_to_set() {
    assertThat(run("policy", "detectors")).isZero();
    assertThat(out.toString())
        .contains(
            "D01 upload_burst (INT.FLOOD, risk group velocity): more uploads than the creator's"
                + " past makes likely",
            "  surprise           number    -log10 of how likely",
            "  youngAge           duration  until when an account is young");
  }

  @Test
  void variables_are_told_as_json() throws IOException {
    assertThat(run("policy", "vocabulary", "--json", "--models", "src/test/resources/models"))
        .isZero();
    JsonNode groups = new ObjectMapper().readTree(out.toString()).get("groups");

    assertThat(groups).hasSize(Vocabulary.Group.values().length);
    JsonNode hate =
        StreamSupport.stream(groups.get(1).get("variables").spliterator(), false)
            .filter(variable -> variable.get("name").asText().equals("text.hate"))
            .findFirst()
            .orElseThrow();
    assertThat(hate.get("type").asText()).isEqualTo("double");
    assertThat(hate.get("most").asDouble()).isEqualTo(1.0);
    assertThat(hate.get("expressLane").asBoolean()).isTrue();
  }

  @Test
  void the_schema_is_printed_as_it_is() throws IOException {
    assertThat(run("policy", "schema")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).at("/title").asText())
        .isEqualTo("Earshot policy bundle");
  }
}
