package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code ./earshot dsa export} from lines of a file to request bodies. */
final class DsaCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void statements_become_batches_of_at_most_a_hundred() throws IOException {
    int exit = export(lines(250));

    assertThat(exit).isZero();
    assertThat(files()).containsExactly("batch-0001.json", "batch-0002.json", "batch-0003.json");
    assertThat(puids("batch-0001.json")).hasSize(100).startsWith("p-0");
    assertThat(puids("batch-0002.json")).hasSize(100);
    assertThat(puids("batch-0003.json")).hasSize(50).endsWith("p-249");
    assertThat(out.toString())
        .contains("250 statements in 3 batches, 0 repeats, 0 left out, 0 refused");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void statement_is_sent_without_what_is_absent_or_does_not_apply() throws IOException {
    export(List.of(statement("a")));

    JsonNode sent = batch("batch-0001.json").get("statements").get(0);
    assertThat(sent.toString())
        .isEqualTo(
            """
            {"decision_visibility":["DECISION_VISIBILITY_CONTENT_REMOVED"],\
            "decision_ground":"DECISION_GROUND_INCOMPATIBLE_CONTENT",\
            "incompatible_content_ground":"Policy HAT.HATE, version 1",\
            "incompatible_content_explanation":"It is what the policy does not allow.",\
            "content_type":["CONTENT_TYPE_TEXT"],\
            "category":"STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",\
            "territorial_scope":["AT","DE"],\
            "content_date":"2026-02-27","application_date":"2026-03-01",\
            "decision_facts":"A model found it.",\
            "source_type":"SOURCE_VOLUNTARY",\
            "automated_detection":"Yes","automated_decision":"AUTOMATED_DECISION_FULLY",\
            "puid":"a"}\
            """);
  }

  @Test
  void lines_of_the_demo_are_read_as_they_are() throws IOException {
    ObjectNode line = JSON.createObjectNode().put("partition", 0).put("offset", 7).put("key", "a");
    line.putObject("headers").put("earshot-host", "h");
    line.set("value", JSON.readTree(statement("a")));

    assertThat(export(List.of(line.toString(), ""))).isZero();
    assertThat(puids("batch-0001.json")).containsExactly("a");
  }

  @Test
  void repeated_puid_goes_into_one_batch_only_and_the_first_counts() throws IOException {
    String again = statement("a").replace("A model found it.", "It is still in force.");

    assertThat(export(List.of(statement("a"), statement("b"), again), "--batch", "1")).isZero();

    assertThat(files()).containsExactly("batch-0001.json", "batch-0002.json");
    assertThat(batch("batch-0001.json").findValue("decision_facts").textValue())
        .isEqualTo("A model found it.");
    assertThat(out.toString()).contains("2 statements in 2 batches, 1 repeat,");
  }

  @Test
  void what_the_database_would_refuse_is_listed_with_its_faults_and_is_in_no_batch()
      throws IOException {
    List<String> lines =
        List.of(
            statement("a"),
            statement("b")
                .replace("AUTOMATED_DECISION_FULLY", "Yes")
                .replace("2026-02-27", "1999-01-01"),
            "not json",
            "[\"a\"]",
            "{\"key\":\"x\",\"undecodable\":\"no such schema\"}",
            statement("c").replace("A model found it.", "Ask jane@example.com"),
            statement("d").replaceFirst("\\{", "{\"puid\":\"d\","));

    int exit = export(lines);

    assertThat(exit).isEqualTo(EarshotCli.FAILED);
    assertThat(puids("batch-0001.json")).containsExactly("a");
    List<JsonNode> refused = refused();
    assertThat(refused)
        .extracting(line -> line.get("line").asInt())
        .containsExactly(2, 3, 4, 5, 6, 7);
    assertThat(refused.get(0).get("puid").textValue()).isEqualTo("b");
    assertThat(refused.get(0).get("faults"))
        .extracting(fault -> fault.get("field").textValue())
        .containsExactly("content_date", "automated_decision");
    assertThat(refused.get(0).get("faults").get(1).toString())
        .isEqualTo(
            "{\"field\":\"automated_decision\",\"value\":\"\\\"Yes\\\"\",\"limit\":\"allowed are"
                + " AUTOMATED_DECISION_FULLY, AUTOMATED_DECISION_NOT_AUTOMATED,"
                + " AUTOMATED_DECISION_PARTIALLY\",\"remedy\":\"write one of them\"}");
    assertThat(refused.get(1).get("error").textValue()).startsWith("not JSON at column");
    assertThat(refused.get(2).get("error").textValue()).contains("no JSON object");
    assertThat(refused.get(3).get("error").textValue()).contains("no such schema");
    assertThat(refused.get(4).toString()).contains("e-mail address").doesNotContain("jane@");
    assertThat(refused.get(5).get("error").textValue()).contains("Duplicate field 'puid'");
    assertThat(out.toString()).contains("1 statement in 1 batch,");
    assertThat(err.toString()).contains("6 lines are in no batch").contains("refused.jsonl");
  }

  @Test
  void line_that_is_too_long_or_not_utf8_is_refused_and_the_next_is_read() throws IOException {
    Path in = folder.resolve("in.jsonl");
    try (var file = Files.newOutputStream(in)) {
      file.write(" ".repeat(StatementExport.MAX_LINE_BYTES + 1).getBytes(StandardCharsets.UTF_8));
      file.write('\n');
      file.write(statement("\u00e9").getBytes(StandardCharsets.ISO_8859_1));
      file.write('\n');
      file.write(statement("a").getBytes(StandardCharsets.UTF_8));
    }

    assertThat(run("--in", in.toString(), "--out", dir().toString())).isEqualTo(EarshotCli.FAILED);

    assertThat(refused())
        .extracting(line -> line.get("error").textValue())
        .satisfiesExactly(
            first -> assertThat(first).contains("more than 1048576 bytes"),
            second -> assertThat(second).isEqualTo("the line is not UTF-8"));
    assertThat(puids("batch-0001.json")).containsExactly("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p-1\n\n  p-3\n",
        "[\"p-1\", \"p-3\"]",
        "{\"message\":\"x\",\"errors\":{\"puid\":[\"not"
            + " unique\"],\"existing_puids\":[\"p-1\",\"p-3\"]}}"
      })
  void puids_that_the_database_has_are_left_out(String answer) throws IOException {
    Path resend = Files.writeString(folder.resolve("answer"), answer);

    assertThat(export(lines(5), "--resend", resend.toString())).isZero();

    assertThat(puids("batch-0001.json")).containsExactly("p-0", "p-2", "p-4");
    assertThat(out.toString()).contains("2 left out");
  }

  @Test
  void empty_input_gives_no_batch() throws IOException {
    assertThat(export(List.of())).isZero();
    assertThat(files()).isEmpty();
    assertThat(out.toString()).contains("0 statements in 0 batches");
  }

  @Test
  void standard_input_is_read_for_a_hyphen() throws IOException {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(statement("a").getBytes(StandardCharsets.UTF_8)));
    try {
      assertThat(run("--in", "-", "--out", dir().toString())).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(puids("batch-0001.json")).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource({"0", "101", "-1"})
  void batch_that_the_database_would_not_take_is_refused(String batch) throws IOException {
    assertMisused("--batch is " + batch + "; it must be 1 to 100", "--batch", batch);
  }

  @Test
  void batch_that_is_no_number_is_refused() throws IOException {
    assertMisused("'many'", "--batch", "many");
  }

  @Test
  void input_that_is_missing_is_named() {
    assertThat(run("--in", folder.resolve("gone.jsonl").toString(), "--out", dir().toString()))
        .isEqualTo(EarshotCli.MISUSED);
    assertThat(err.toString()).contains("gone.jsonl, and there is no such file").contains("--help");
  }

  @Test
  void input_is_required() {
    assertThat(run("--out", dir().toString())).isEqualTo(EarshotCli.MISUSED);
    assertThat(err.toString()).contains("--in=FILE");
  }

  @Test
  void directory_that_cannot_be_made_is_named() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    int exit = run("--in", input(lines(1)), "--out", file.resolve("below").toString());

    assertThat(exit).isEqualTo(EarshotCli.MISUSED);
    assertThat(err.toString()).contains("file/below, and it cannot be made").contains("--help");
  }

  @Test
  void directory_with_an_earlier_export_is_refused_so_that_nothing_is_sent_twice()
      throws IOException {
    export(lines(1));
    out.getBuffer().setLength(0);

    assertMisused("--out has batch-0001.json of an earlier export");
  }

  @Test
  void resend_list_that_is_none_is_refused() throws IOException {
    Path object = Files.writeString(folder.resolve("object"), "{\"errors\":{}}");
    assertMisused("has no errors.existing_puids", "--resend", object.toString());
    Path broken = Files.writeString(folder.resolve("broken"), "[\"a\"");
    assertMisused("it is no JSON", "--resend", broken.toString());
    Path numbers = Files.writeString(folder.resolve("numbers"), "[7]");
    assertMisused("7 in it is no PUID", "--resend", numbers.toString());
    assertMisused("cannot be read", "--resend", folder.resolve("gone").toString());
  }

  @Test
  void help_tells_arguments_and_exit_codes() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--in=FILE", "--out=DIR", "--batch=N", "--resend=FILE")
        .contains("Exit codes:", "refused.jsonl", "100");
  }

  private void assertMisused(String message, String... more) throws IOException {
    err.getBuffer().setLength(0);
    assertThat(export(lines(1), more)).isEqualTo(EarshotCli.MISUSED);
    assertThat(err.toString())
        .startsWith("earshot: ")
        .contains(message)
        .contains("dsa export --help");
    assertThat(out.toString()).isEmpty();
  }

  private int export(List<String> lines, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--in", input(lines), "--out", dir().toString()));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... arguments) {
    CommandLine command = EarshotCli.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(
        Stream.concat(Stream.of("dsa", "export"), Stream.of(arguments)).toArray(String[]::new));
  }

  private String input(List<String> lines) throws IOException {
    return Files.write(folder.resolve("in.jsonl"), lines).toString();
  }

  private Path dir() {
    return folder.resolve("batches");
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(dir())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private JsonNode batch(String name) throws IOException {
    return JSON.readTree(dir().resolve(name).toFile());
  }

  private List<String> puids(String name) throws IOException {
    return batch(name).findValuesAsText("puid");
  }

  private List<JsonNode> refused() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(dir().resolve("refused.jsonl"))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static List<String> lines(int count) {
    return IntStream.range(0, count).mapToObj(i -> statement("p-" + i)).toList();
  }

  /** A statement as the topic has it, with the nulls and empty arrays of Avro. */
  private static String statement(String puid) {
    return """
    {"decision_visibility":["DECISION_VISIBILITY_CONTENT_REMOVED"],\
    "decision_visibility_other":null,"decision_monetary":null,"decision_monetary_other":null,\
    "decision_provision":null,"decision_account":null,"account_type":null,\
    "decision_ground":"DECISION_GROUND_INCOMPATIBLE_CONTENT",\
    "decision_ground_reference_url":null,"illegal_content_legal_ground":null,\
    "illegal_content_explanation":null,\
    "incompatible_content_ground":"Policy HAT.HATE, version 1",\
    "incompatible_content_explanation":"It is what the policy does not allow.",\
    "incompatible_content_illegal":null,"content_type":["CONTENT_TYPE_TEXT"],\
    "content_type_other":null,"category":"STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",\
    "category_addition":[],"category_specification":[],"category_specification_other":null,\
    "territorial_scope":["AT","DE"],"content_language":null,"content_date":"2026-02-27",\
    "application_date":"2026-03-01","end_date_visibility_restriction":null,\
    "end_date_monetary_restriction":null,"end_date_service_restriction":null,\
    "end_date_account_restriction":null,"decision_facts":"A model found it.",\
    "source_type":"SOURCE_VOLUNTARY","source_identity":"ignored",\
    "automated_detection":"Yes","automated_decision":"AUTOMATED_DECISION_FULLY",\
    "puid":"%s","content_id":null}\
    """
        .formatted(puid);
  }
}
