package io.earshot.job.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** On the packages that ship, and on copies of them that were broken here. */
final class ModelsCommandTest {

  private static final Path SHIPPED = Path.of("..", "models");

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void list_says_what_the_job_uses_each_package_for() {
    assertThat(run("list", "--models", SHIPPED.toString())).isZero();

    assertThat(lines())
        .anyMatch(line -> line.matches("text-safety .* text .* multi-label-.* 6  text"))
        .anyMatch(line -> line.matches("text-ngram .* text .* 6  gate of text-safety"))
        .anyMatch(line -> line.matches("image-safety .* image .* classification .* 5  image"))
        .anyMatch(line -> line.matches("audio-events .* audio .* 10  audio"))
        .anyMatch(line -> line.matches("speech-gate .* speech-activity .* 1  speech"));
  }

  @Test
  void list_says_why_a_package_is_not_used() throws IOException {
    copy("speech-gate", "speech-gate");
    copy("image-safety", "image-safety");
    copy("image-safety", "other");
    edit("other", "id: image-safety", "id: other");

    assertThat(run("list", "--models", folder.toString())).isZero();

    assertThat(lines())
        .anyMatch(line -> line.startsWith("speech-gate") && line.contains("not used: speech is"))
        .anyMatch(line -> line.startsWith("image-safety") && line.contains("scoring.image.model"))
        .anyMatch(line -> line.startsWith("other") && line.contains("scoring.image.model"));
  }

  @Test
  void list_tells_the_broken_package_beside_the_others_and_fails() throws IOException {
    copy("image-safety", "image-safety");
    copy("text-safety", "text-safety");
    edit("text-safety", "vocabularySha256: 07eced37", "vocabularySha256: 17eced37");

    assertThat(run("list", "--models", folder.toString())).isEqualTo(EarshotCli.FAILED);

    assertThat(lines())
        .anyMatch(line -> line.startsWith("image-safety"))
        .anyMatch(
            line ->
                line.startsWith("text-safety: broken: ")
                    && line.contains("preprocessing.vocabularySha256"));
  }

  @Test
  void verify_passes_what_ships() {
    assertThat(run("verify", "--models", SHIPPED.toString(), "speech-gate", "text-ngram")).isZero();

    assertThat(lines())
        .startsWith("speech-gate@1.0.0")
        .contains("  ok    self test", "text-ngram@1.0.0")
        .endsWith("2 of 2 packages passed");
  }

  @Test
  void verify_goes_on_after_a_package_that_fails_and_says_which_check_did() throws IOException {
    copy("image-safety", "a-digest");
    Files.write(folder.resolve("a-digest/selftest.png"), new byte[] {1, 2, 3});
    copy("speech-gate", "b-expected");
    edit("b-expected", "expected: {speech: 0.507}", "expected: {speech: 0.9}");
    copy("audio-events", "c-graph");
    edit("c-graph", "name: log_mel", "name: log_mels");
    copy("text-ngram", "d-manifest");
    edit("d-manifest", "licence:", "license:");
    copy("text-ngram", "e-good");

    assertThat(run("verify", "--models", folder.toString())).isEqualTo(EarshotCli.FAILED);

    assertThat(lines())
        .anyMatch(line -> line.startsWith("  FAIL  digest") && line.contains("mediaSha256"))
        .anyMatch(line -> line.startsWith("  FAIL  self test") && line.contains("expects 0.9"))
        .anyMatch(line -> line.startsWith("  FAIL  graph") && line.contains("log_mels"))
        .anyMatch(line -> line.startsWith("  FAIL  manifest") && line.contains("license"))
        .contains("text-ngram@1.0.0", "1 of 5 packages passed");
  }

  @Test
  void inspect_shows_labels_gate_graph_and_the_manifest_in_full() throws IOException {
    assertThat(run("inspect", "--models", SHIPPED.toString(), "text-safety")).isZero();

    String shown = out.toString();
    assertThat(shown)
        .contains("Apache-2.0", "text-ngram@1.0.0", "0.9982 of what", "MODEL_CARD.md")
        .containsPattern("opset +ai\\.onnx \\d+")
        .containsPattern("declared +input_ids +int64 +\\[batch, sequence]")
        .containsPattern("actual +input_ids +int64 +\\[")
        .containsPattern("self_harm +0\\.9450 +1\\.5208 +1\\.4189");
    for (String line : Files.readAllLines(SHIPPED.resolve("text-safety/model.yaml"))) {
      assertThat(shown).contains(line);
    }
  }

  @Test
  void package_that_is_not_there_is_refused_with_those_that_are() {
    assertThat(run("inspect", "--models", SHIPPED.toString(), "text-saftey"))
        .isEqualTo(EarshotCli.MISUSED);
    assertThat(err.toString()).contains("\"text-saftey\" names 0 packages", "text-safety in");
  }

  @Test
  void directory_without_packages_is_refused() {
    assertThat(run("verify", "--models", folder.toString())).isEqualTo(EarshotCli.MISUSED);
    assertThat(err.toString()).contains(folder.toString(), "model.yaml", "--help");
    assertThat(run("list", "--models", folder.resolve("none").toString()))
        .isEqualTo(EarshotCli.MISUSED);
    assertThat(err.toString()).contains("cannot be listed");
  }

  private int run(String... arguments) {
    CommandLine command = EarshotCli.commandLine();
    command.setOut(new PrintWriter(out, true));
    command.setErr(new PrintWriter(err, true));
    return command.execute(
        Stream.concat(Stream.of("models"), Stream.of(arguments)).toArray(String[]::new));
  }

  private List<String> lines() {
    return out.toString().lines().toList();
  }

  private void copy(String shipped, String name) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    try (Stream<Path> files = Files.list(SHIPPED.resolve(shipped))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
  }

  private void edit(String name, String from, String to) throws IOException {
    Path manifest = folder.resolve(name).resolve("model.yaml");
    String text = Files.readString(manifest);
    assertThat(text).contains(from);
    Files.writeString(manifest, text.replace(from, to));
  }
}
