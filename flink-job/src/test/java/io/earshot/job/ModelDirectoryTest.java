package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        .hasMessageContaining("2 packages for text that are not the gate of another");
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
