package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.job.TinyPackages;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ScoreCommandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final StringWriter err = new StringWriter();

  @Test
  void every_line_scored_gives_scores_in_input_order_and_exit_code_0() throws Exception {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      lines.add(
          "{\"id\":\""
              + i
              + "\",\"text\":\""
              + "you are awful ".repeat(1 + i % 7)
              + i % 97
              + "\"}");
    }

    int exit = score(String.join("\n", lines));

    List<JsonNode> answers = answers();
    assertThat(exit).isZero();
    assertThat(answers).extracting(answer -> answer.get("id").asText()).hasSize(1_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(answers.get(i).get("id").asText()).isEqualTo(Integer.toString(i));
    }
    assertThat(answers.get(0).get("scores")).hasSize(6);
    assertThat(answers.get(0).get("models").get("text").asText()).isEqualTo("tiny-text@0.0.1");
    assertThat(err.toString()).contains("1,000 lines: 1,000 scored, 0 unscored, 0 bad");
  }

  @Test
  void score_of_a_text_is_the_one_that_the_package_promises() throws Exception {
    int exit = score("{\"id\":\"a\",\"text\":\"you are awful\"}\n");

    assertThat(exit).isZero();
    assertThat(answers().get(0).get("scores").get("violence").asDouble()).isEqualTo(0.999);
  }

  @Test
  void with_its_gate_the_model_sees_only_what_the_cheaper_one_does_not_clear() throws Exception {
    Path models = Files.createDirectory(folder.resolve("models"));
    TinyPackages.copy(models.resolve("first"));
    Path whole = TinyPackages.copy(models.resolve("whole"), "0.0.1", "id: tiny-text", "id: whole");
    Files.writeString(
        whole.resolve("model.yaml"),
        """
        gate:
          model: tiny-text
          version: 0.0.1
          pass: {harassment: 1.0, hate: 1.0, sexual: 1.0, violence: 0.99, self_harm: 1.0, spam: 1.0}
          recall: 0.99
          cleanPassed: 0.1
          fittedOn: texts
        """,
        StandardOpenOption.APPEND);
    String lines =
        "{\"id\":\"a\",\"text\":\"you are awful\"}\n{\"id\":\"b\",\"text\":\"good morning\"}\n";
    String input = input(lines.getBytes(StandardCharsets.UTF_8));

    assertThat(
            execute(
                "--in",
                input,
                "--out",
                output().toString(),
                "--models",
                models.toString(),
                "--cascade"))
        .isZero();
    assertThat(answers())
        .extracting(answer -> answer.at("/models/text").asText())
        .containsExactly("whole@0.0.1", "tiny-text@0.0.1");
    assertThat(err.toString()).contains("the gate passed 50.0 % of the texts on to whole");

    assertThat(execute("--in", input, "--out", output().toString(), "--models", models.toString()))
        .isZero();
    assertThat(answers())
        .extracting(answer -> answer.at("/models/text").asText())
        .containsExactly("whole@0.0.1", "whole@0.0.1");
  }

  @Test
  void a_gate_that_there_is_not_is_told_so() throws Exception {
    assertThat(
            execute(
                "--in",
                input(new byte[0]),
                "--out",
                output().toString(),
                "--models",
                models(),
                "--cascade"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--cascade is given, and tiny-text@0.0.1 names no gate");
  }

  @Test
  void bad_line_is_answered_with_its_number_and_does_not_stop_the_run() throws Exception {
    int exit =
        score(
            """
            {"id":"1","text":"you are awful"}
            not json
            {"text":"no id"}
            {"id":7,"text":"a number"}
            {"id":"2"}
            {"id":"3","text":["a list"]}
            ["a list"]

            {"id":"1","text":"again"}
            {"id":"4","text":"you are awful"}
            """);

    assertThat(exit).isEqualTo(1);
    assertThat(answers())
        .extracting(answer -> answer.path("line").asInt() + " " + answer.path("error").asText())
        .satisfiesExactly(
            one -> assertThat(one).isEqualTo("0 "),
            two -> assertThat(two).startsWith("2 not JSON at column"),
            three ->
                assertThat(three).isEqualTo("3 id is missing; every line needs one, as a string"),
            four -> assertThat(four).startsWith("4 id is a number"),
            five -> assertThat(five).contains("none of text, image and audio"),
            six -> assertThat(six).isEqualTo("6 text is an array; it must be a string"),
            seven -> assertThat(seven).startsWith("7 the line is an array"),
            nine -> assertThat(nine).isEqualTo("9 id is that of line 1 already; make it unique"),
            ten -> assertThat(ten).isEqualTo("0 "));
    assertThat(answers().get(4).get("id").asText()).isEqualTo("2");
  }

  @Test
  void byte_order_mark_belongs_to_no_line() throws Exception {
    int exit = score("\uFEFF{\"id\":\"1\",\"text\":\"you\"}\n");

    assertThat(exit).isZero();
    assertThat(answers().get(0).get("scores")).hasSize(6);
  }

  @Test
  void file_that_cannot_be_written_is_refused_before_the_model_is_loaded() throws Exception {
    String out = folder.resolve("missing/out.jsonl").toString();

    int exit = execute("--in", input(new byte[0]), "--out", out, "--models", "no models here");

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("--out is " + out, "a folder that exists");
  }

  @Test
  void empty_text_is_unscored_for_EMPTY_and_counts_as_not_scored() throws Exception {
    int exit = score("{\"id\":\"1\",\"text\":\" \"}\n");

    assertThat(exit).isEqualTo(1);
    assertThat(answers().get(0).toString())
        .isEqualTo("{\"id\":\"1\",\"scores\":{},\"models\":{},\"unscored\":{\"text\":\"EMPTY\"}}");
  }

  @Test
  void picture_and_sound_have_no_model_and_the_text_beside_them_is_scored() throws Exception {
    int exit =
        score("{\"id\":\"1\",\"text\":\"you are\",\"image\":\"a.png\",\"audio\":\"a.mp3\"}\n");

    assertThat(exit).isEqualTo(1);
    JsonNode answer = answers().get(0);
    assertThat(answer.get("scores")).hasSize(6);
    assertThat(answer.get("unscored").toString())
        .isEqualTo("{\"image\":\"NO_MODEL\",\"audio\":\"NO_MODEL\"}");
  }

  @Test
  void bytes_that_are_not_utf8_are_an_error_with_their_place() throws Exception {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes("{\"id\":\"1\",\"text\":\"".getBytes(StandardCharsets.UTF_8));
    input.write(0xE9);
    input.writeBytes("\"}\n{\"id\":\"2\",\"text\":\"you\"}".getBytes(StandardCharsets.UTF_8));

    int exit = score(input.toByteArray());

    assertThat(exit).isEqualTo(1);
    assertThat(answers().get(0).get("error").asText())
        .startsWith("byte 18 of the line is not UTF-8");
    assertThat(answers().get(1).get("scores")).hasSize(6);
  }

  @Test
  void line_above_the_limit_is_an_error_and_the_next_line_is_scored() throws Exception {
    String tooLong = "a".repeat(OfflineScoring.MAX_LINE_BYTES);

    int exit =
        score("{\"id\":\"1\",\"text\":\"" + tooLong + "\"}\n{\"id\":\"2\",\"text\":\"you\"}\n");

    assertThat(exit).isEqualTo(1);
    assertThat(answers().get(0).get("error").asText()).contains("more than 4194304 bytes");
    assertThat(answers().get(1).get("scores")).hasSize(6);
  }

  @Test
  void empty_input_gives_an_empty_output_and_exit_code_0() throws Exception {
    int exit = score("");

    assertThat(exit).isZero();
    assertThat(answers()).isEmpty();
  }

  @Test
  void directory_without_a_model_is_named_and_nothing_is_written() throws Exception {
    int exit = execute("--in", input(new byte[0]), "--models", folder.toString());

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains(folder.toString()).contains("0 packages for text");
  }

  @Test
  void input_that_is_the_output_is_refused_and_stays_as_it_was() throws Exception {
    String file = input("{\"id\":\"1\"}".getBytes(StandardCharsets.UTF_8));

    int exit = execute("--in", file, "--out", file, "--models", models());

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("would overwrite");
    assertThat(Path.of(file)).hasContent("{\"id\":\"1\"}");
  }

  @Test
  void input_that_is_not_there_is_named() {
    String missing = folder.resolve("missing.jsonl").toString();

    int exit = execute("--in", missing, "--models", "no models here");

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("--in is " + missing);
  }

  private int score(String input) throws Exception {
    return score(input.getBytes(StandardCharsets.UTF_8));
  }

  private int score(byte[] input) throws Exception {
    return execute("--in", input(input), "--out", output().toString(), "--models", models());
  }

  private int execute(String... args) {
    return new CommandLine(new ScoreCommand()).setErr(new PrintWriter(err, true)).execute(args);
  }

  private String input(byte[] bytes) throws Exception {
    return Files.write(folder.resolve("in.jsonl"), bytes).toString();
  }

  private Path output() {
    return folder.resolve("out.jsonl");
  }

  private List<JsonNode> answers() throws Exception {
    List<JsonNode> answers = new ArrayList<>();
    for (String line : Files.readAllLines(output())) {
      answers.add(JSON.readTree(line));
    }
    return answers;
  }

  private static String models() {
    return Path.of(Objects.requireNonNull(ScoreCommandTest.class.getResource("/models")).getPath())
        .toString();
  }
}
