package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class EvaluateCommandTest {

  private static final String LINES =
      """
      {"id":"1","text":"you are awful","labels":{"violence":1,"hate":0},"slices":{"kind":"a"}}

      {"id":"2","text":"you","labels":{"violence":0},"slices":{"kind":"b"}}
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void labelled_lines_give_a_table_json_and_a_page() throws Exception {
    Path json = folder.resolve("result.json");
    Path html = folder.resolve("result.html");

    int exit =
        execute(
            "--data",
            data(LINES),
            "--json",
            json.toString(),
            "--html",
            html.toString(),
            "--models",
            models());

    assertThat(err.toString()).contains("2 lines: 2 scored, 0 unscored, 0 bad");
    assertThat(exit).isZero();
    assertThat(out.toString()).contains("label", "violence", "any");
    JsonNode result = new ObjectMapper().readTree(json.toFile());
    JsonNode violence = result.get("labels").get("violence");
    assertThat(violence.get("n").asInt()).isEqualTo(2);
    assertThat(violence.get("positives").asInt()).isEqualTo(1);
    assertThat(violence.get("auc").asDouble()).isEqualTo(1);
    assertThat(result.get("labels").get("hate").get("auc").isNull()).isTrue();
    assertThat(result.get("labels").get("spam").get("n").asInt()).isZero();
    assertThat(result.get("labels").get("any").get("n").asInt()).isEqualTo(2);
    assertThat(result.at("/slices/kind/b/violence/positives").asInt(-1)).isZero();
    assertThat(html)
        .content()
        .contains("<svg", "ROC, AUC 1.000", "tiny-text 0.0.1", "by kind")
        .doesNotContain("<script", "http");
  }

  @Test
  void compressed_data_is_read_by_what_it_holds() throws Exception {
    Path file = folder.resolve("data");
    try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
      packed.write(LINES.getBytes(StandardCharsets.UTF_8));
    }

    assertThat(execute("--data", file.toString(), "--models", models())).isZero();
  }

  @Test
  void bad_lines_are_told_by_number_and_left_out_and_the_rest_is_judged() throws Exception {
    String lines =
        LINES
            + """
            not json
            {"id":"3","text":"you","labels":{"hate":7}}
            {"id":"4","text":" ","labels":{"hate":1}}
            {"id":"5","text":"you","labels":{"hate":1}}
            """;

    int exit = execute("--data", data(lines), "--models", models());

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString())
        .contains("line 4: not JSON at column")
        .contains("line 5: labels.hate is 7; it must be 0 or 1")
        .contains("1 lines with bad labels or slices, left out")
        .contains("6 lines: 4 scored, 1 unscored, 1 bad");
    assertThat(out.toString()).containsPattern("hate +2 +1 ");
  }

  @Test
  void output_that_is_the_data_is_refused() throws Exception {
    String file = data(LINES);

    assertThat(execute("--data", file, "--json", file, "--models", models())).isEqualTo(2);
    assertThat(err.toString()).contains("would overwrite");
    assertThat(Path.of(file)).hasContent(LINES);
  }

  @Test
  void data_that_is_not_there_is_named() {
    String missing = folder.resolve("missing.jsonl").toString();

    assertThat(execute("--data", missing, "--models", models())).isEqualTo(1);
    assertThat(err.toString()).contains(missing);
  }

  private String data(String lines) throws IOException {
    Path file = folder.resolve("data.jsonl");
    Files.writeString(file, lines);
    return file.toString();
  }

  private int execute(String... arguments) {
    CommandLine command = new CommandLine(new EvaluateCommand());
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(arguments);
  }

  private static String models() {
    return Path.of(
            Objects.requireNonNull(EvaluateCommandTest.class.getResource("/models")).getPath())
        .toString();
  }
}
