package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.job.ModelDirectory.Use;
import io.earshot.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelDirectoryTest {

  private static final Path TINY = Path.of("src", "test", "resources", "models", "tiny-text");

  @TempDir private Path folder;

  @Test
  void aModelThatIsTheGateOfAnotherIsNotTheTextModel() throws IOException {
    copy("tiny-text", "");
    copy(
        "whole",
        """
        gate:
          model: tiny-text
          version: 0.0.1
          pass: {hate: 0.1}
          recall: 0.99
          cleanPassed: 0.1
          fittedOn: texts
        """);

    assertThat(ModelDirectory.text(folder).manifest().id()).isEqualTo("whole");
  }

  @Test
  void twoModelsOfWhichNeitherIsTheGateOfTheOtherAreRefused() throws IOException {
    copy("one", "");
    copy("other", "");

    assertThatThrownBy(() -> ModelDirectory.text(folder))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "scoring.text.model is not set", "2 such packages: one@0.0.1, other@0.0.1");
    assertThat(ModelDirectory.open(folder).required(Use.TEXT, "other").manifest().id())
        .isEqualTo("other");
  }

  @Test
  void packagesAreToldApartByWhatTheyAreFor() {
    ModelDirectory shipped = ModelDirectory.open(Path.of("..", "models"));

    assertThat(id(shipped.find(Use.TEXT, null))).isEqualTo("text-safety");
    assertThat(id(shipped.find(Use.IMAGE, null))).isEqualTo("image-safety");
    assertThat(id(shipped.find(Use.AUDIO, null))).isEqualTo("audio-events");
    assertThat(id(shipped.find(Use.SPEECH, null))).isEqualTo("speech-gate");
    assertThat(id(shipped.gate(shipped.required(Use.TEXT, null)))).isEqualTo("text-ngram");
    assertThat(shipped.find(Use.IMAGE, ModelDirectory.NONE)).isEmpty();
    assertThatThrownBy(() -> shipped.find(Use.SPEECH, "audio-events"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll("scoring.audio.speech-model is audio-events", "speech-gate@1.0.0");
  }

  @Test
  void gateThatIsNotThereIsNamedWithTheWayOut() throws IOException {
    copy(
        "whole",
        """
        gate:
          model: cheaper
          version: 0.0.1
          pass: {hate: 0.1}
          recall: 0.99
          cleanPassed: 0.1
          fittedOn: texts
        """);
    ModelDirectory directory = ModelDirectory.open(folder);
    ModelPackage whole = directory.required(Use.TEXT, null);

    assertThatThrownBy(() -> directory.gate(whole))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(
            "whole@0.0.1 has cheaper@0.0.1 as its first step", "scoring.text.cascade to false");
  }

  private static String id(Optional<ModelPackage> model) {
    return model.orElseThrow().manifest().id();
  }

  private void copy(String id, String more) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(id));
    for (String name : new String[] {"model.onnx", "vocab.txt"}) {
      Files.copy(TINY.resolve(name), copy.resolve(name));
    }
    String manifest = Files.readString(TINY.resolve("model.yaml"));
    Files.writeString(
        copy.resolve("model.yaml"), manifest.replace("id: tiny-text", "id: " + id) + more);
  }
}
