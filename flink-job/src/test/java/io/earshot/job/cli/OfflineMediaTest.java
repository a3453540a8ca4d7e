package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * {@code score} and {@code evaluate} on the files that the shipped packages test themselves with.
 */
final class OfflineMediaTest {

  private static final Path SHIPPED = Path.of("..", "models");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void copyMedia() throws IOException {
    Files.copy(SHIPPED.resolve("image-safety/selftest.png"), folder.resolve("picture.dat"));
    Files.copy(SHIPPED.resolve("audio-events/selftest.flac"), folder.resolve("sound.flac"));
    Files.write(folder.resolve("empty.png"), new byte[0]);
    Files.writeString(folder.resolve("words.png"), "these are words and no picture");
    byte[] picture = Files.readAllBytes(folder.resolve("picture.dat"));
    Files.write(folder.resolve("cut.png"), Arrays.copyOf(picture, picture.length / 2));
  }

  @Test
  void picture_and_sound_get_the_scores_that_their_packages_promise() throws IOException {
    String absolute = JSON.writeValueAsString(folder.resolve("sound.flac").toString());
    List<JsonNode> answers =
        score(
            """
            {"id":"1","text":"good morning","image":"picture.dat"}
            {"id":"2","audio":"sound.flac"}
            {"id":"3","audio":%s}
            """
                .formatted(absolute),
            0);

    assertThat(answers.get(0).at("/scores/neutral").asDouble()).isCloseTo(0.989, within());
    assertThat(answers.get(0).at("/scores/hate").isNumber()).isTrue();
    assertThat(answers.get(0).at("/models/image").asText()).isEqualTo("image-safety@1.0.0");
    assertThat(answers.get(1).at("/scores/siren").asDouble()).isCloseTo(0.965, within());
    assertThat(answers.get(1).at("/scores/speech_share").isNumber()).isTrue();
    assertThat(answers.get(2).get("scores")).isEqualTo(answers.get(1).get("scores"));
  }

  @Test
  void file_that_cannot_be_used_is_unscored_and_the_run_goes_on() throws IOException {
    List<JsonNode> answers =
        score(
            """
            {"id":"1","image":"missing.png"}
            {"id":"2","image":"empty.png"}
            {"id":"3","image":"words.png"}
            {"id":"4","image":"sound.flac"}
            {"id":"5","image":"cut.png"}
            {"id":"6","image":"."}
            {"id":"7","image":"picture.dat"}
            """,
            1);

    assertThat(answers)
        .extracting(answer -> answer.at("/unscored/image").asText())
        .containsExactly(
            "UNREACHABLE", "EMPTY", "UNSUPPORTED", "WRONG_TYPE", "TRUNCATED", "UNREACHABLE", "");
    assertThat(answers.get(0).at("/errors/image").asText())
        .contains("missing.png is no file", folder.toString());
    assertThat(answers.get(3).at("/errors/image").asText()).contains("audio/flac");
    assertThat(answers.get(6).at("/scores/neutral").asDouble()).isCloseTo(0.989, within());
  }

  @Test
  void evaluate_holds_labels_to_the_scores_of_pictures() throws IOException {
    Path data =
        Files.writeString(
            folder.resolve("data.jsonl"),
            """
            {"id":"1","image":"picture.dat","labels":{"neutral":1}}
            """);
    Path json = folder.resolve("result.json");

    int exit =
        execute(
            new EvaluateCommand(),
            "--data",
            data.toString(),
            "--json",
            json.toString(),
            "--models",
            SHIPPED.toString());

    assertThat(exit).as(err.toString()).isZero();
    assertThat(Files.readString(json)).contains("neutral");
  }

  private List<JsonNode> score(String lines, int expectedExit) throws IOException {
    Path in = Files.writeString(folder.resolve("in.jsonl"), lines);
    Path answers = folder.resolve("out.jsonl");
    int exit =
        execute(
            new ScoreCommand(),
            "--in",
            in.toString(),
            "--out",
            answers.toString(),
            "--models",
            SHIPPED.toString());
    assertThat(exit).as(err.toString()).isEqualTo(expectedExit);
    List<JsonNode> parsed = new ArrayList<>();
    for (String line : Files.readAllLines(answers)) {
      parsed.add(JSON.readTree(line));
    }
    return parsed;
  }

  private static Offset<Double> within() {
    return Offset.offset(0.002);
  }

  private int execute(Object command, String... args) {
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(args);
  }
}
