package io.earshot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a package of pictures or sound is held to before the first record. */
class MediaPackageCheckTest {

  /** One shape to warm is enough here. */
  private static final String SMALL = "maxBatch: 1";

  @TempDir Path folder;

  private final int sessions = OnnxSession.openSessions();

  @AfterEach
  void nothingStaysOpen() {
    assertThat(OnnxSession.openSessions()).isEqualTo(sessions);
  }

  @Test
  void anAlteredSelfTestMediumIsRefusedByItsDigest() throws IOException {
    for (String[] file :
        new String[][] {{"image-safety", "selftest.png"}, {"audio-events", "selftest.flac"}}) {
      Path copy = ShippedModels.altered(file[0], folder, List.of());
      byte[] bytes = Files.readAllBytes(copy.resolve(file[1]));
      bytes[bytes.length / 2] ^= 1;
      Files.write(copy.resolve(file[1]), bytes);

      assertThatThrownBy(() -> ModelPackage.load(copy))
          .isInstanceOf(ModelPackageException.class)
          .hasMessageContaining(file[1] + " has sha256 ")
          .hasMessageContaining("'selfTest.mediaSha256' in model.yaml says ");
    }
  }

  @Test
  void aMissingSelfTestMediumIsRefused() throws IOException {
    Path copy = ShippedModels.altered("speech-gate", folder, List.of());
    Files.delete(copy.resolve("selftest.flac"));

    assertThatThrownBy(() -> ModelPackage.load(copy))
        .hasMessageContaining("selftest.flac does not exist, but model.yaml names it");
  }

  @Test
  void aSelfTestMediumThatCannotBeDecodedIsRefused() throws IOException {
    Path picture = small("image-safety", List.of());
    byte[] png = Files.readAllBytes(picture.resolve("selftest.png"));
    ShippedModels.substitute(picture, "selftest.png", Arrays.copyOf(png, png.length / 2));
    refused(picture, "selftest.png cannot be used as self test: ");

    Path sound = small("audio-events", List.of());
    ShippedModels.substitute(sound, "selftest.flac", "no sound".getBytes(StandardCharsets.UTF_8));
    refused(
        sound,
        "selftest.flac cannot be used as self test: its first bytes are those of no format read"
            + " here");
  }

  @Test
  void aPictureThatIsToBeHeardIsRefused() throws IOException {
    Path sound = small("audio-events", List.of());
    ShippedModels.substitute(
        sound,
        "selftest.flac",
        Files.readAllBytes(ShippedModels.directory("image-safety").resolve("selftest.png")));

    refused(sound, "selftest.flac cannot be used as self test: ");
  }

  @Test
  void aWrongExpectedScoreIsRefusedWithBoth() {
    refused(
        small("image-safety", List.of("neutral: 0.989", "neutral: 0.985")),
        "fails its self test on device cpu: neutral scores 0.989, but model.yaml expects 0.985"
            + " within 0.002");
    refused(
        small("audio-events", List.of("gunshot: 0.918", "gunshot: 0.718")),
        "fails its self test on device cpu: gunshot scores 0.918, but model.yaml expects 0.718");
    refused(
        small("speech-gate", List.of("speech: 0.507", "speech: 0.6")),
        "fails its self test on device cpu: speech scores 0.507, but model.yaml expects 0.6");
  }

  @Test
  void anInputShapeThatIsNotTheGraphsIsRefused() {
    refused(
        small(
            "image-safety",
            List.of(
                "224, 224]",
                "192, 192]",
                "width: 224",
                "width: 192",
                "height: 224",
                "height: 192")),
        "'inputs.pixels.shape' says [batch, 3, 192, 192], but the graph has [-1, 3, 224, 224]");
  }

  @Test
  void anInputShapeThatIsNotThePreprocessingsIsRefused() {
    refused(
        small("image-safety", List.of("[batch, 3, 224, 224]", "[batch, 224, 224, 3]")),
        "but its preprocessing gives one, of float32 and shape [batch, 3, 224, 224]");
    refused(
        small("audio-events", List.of("[batch, 96, 64]", "[batch, 64, 96]")),
        "but its preprocessing gives one, of float32 and shape [batch, 96, 64]");
    refused(
        small("speech-gate", List.of("[batch, 179776]", "[1, 179776]")),
        "but its preprocessing gives one, of float32 and shape [batch, 179776]");
    refused(
        small("speech-gate", List.of("contextSamples: 15936", "contextSamples: 0")),
        "but its preprocessing gives one, of float32 and shape [batch, 163840]");
  }

  @Test
  void aLabelTooManyIsRefused() {
    List<String> oneMore =
        List.of(
            "  - {name: sexy, threshold: 0.9}\n",
            "  - {name: sexy, threshold: 0.9}\n  - {name: more, threshold: 0.9}\n",
            "sexy: 0.0}",
            "sexy: 0.0, more: 0.0}");
    refused(
        small("image-safety", oneMore),
        "declares an output of shape [batch, 5], but its 6 labels need [batch, 6]");
  }

  @Test
  void aLabelAndAColumnTooManyAreRefused() {
    refused(
        small(
            "image-safety",
            List.of(
                "  - {name: sexy, threshold: 0.9}\n",
                "  - {name: sexy, threshold: 0.9}\n  - {name: more, threshold: 0.9}\n",
                "sexy: 0.0}",
                "sexy: 0.0, more: 0.0}",
                "[batch, 5]",
                "[batch, 6]")),
        "'outputs.probabilities.shape' says [batch, 6], but the graph has [-1, 5]");
  }

  @Test
  void framesThatTheGraphDoesNotGiveAreRefused() {
    refused(
        small("speech-gate", List.of("[batch, 320]", "[batch, 256]")),
        "'outputs.scores.shape' says [batch, 256], but the graph has [-1, 320]");
  }

  @Test
  void aSecondLabelOfSpeechActivityIsRefused() {
    refused(
        small(
            "speech-gate",
            List.of(
                "  - {name: speech, threshold: 0.5}\n",
                "  - {name: speech, threshold: 0.5}\n  - {name: song, threshold: 0.5}\n",
                "{speech: 0.507}",
                "{speech: 0.507, song: 0.0}")),
        "declares 2 labels and 320 frames a window, but speech activity has one label and frames of"
            + " whole milliseconds");
  }

  @Test
  void aGraphThatOnnxRuntimeCannotRunIsRefusedBeforeItIsOpened() {
    Path custom = small("audio-events", List.of());
    ShippedModels.substitute(
        custom,
        "model.onnx",
        OnnxFileTest.join(OnnxFileTest.opset("", 17), OnnxFileTest.opset("com.example.mine", 1)));
    refused(custom, "model.onnx needs the operators of 'com.example.mine', but ONNX Runtime has");

    Path old = small("image-safety", List.of());
    ShippedModels.substitute(old, "model.onnx", OnnxFileTest.opset("", 5));
    refused(old, "model.onnx is of opset 5, but ONNX Runtime runs 7 and newer");

    Path unborn = small("speech-gate", List.of());
    ShippedModels.substitute(unborn, "model.onnx", OnnxFileTest.opset("", 5_000));
    refused(unborn, "model.onnx cannot be opened on device cpu: ");
  }

  @Test
  void aTruncatedGraphIsRefused() throws IOException {
    Path copy = small("audio-events", List.of());
    byte[] graph = Files.readAllBytes(copy.resolve("model.onnx"));
    ShippedModels.substitute(copy, "model.onnx", Arrays.copyOf(graph, graph.length / 2));

    refused(copy, "model.onnx is no ONNX model: ");
  }

  private Path small(String name, List<String> replacements) {
    Path own;
    try {
      own = Files.createTempDirectory(folder, "copy");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    String batch = name.equals("audio-events") ? "maxBatch: 32" : "maxBatch: 8";
    return ShippedModels.altered(
        name, own, Stream.concat(List.of(batch, SMALL).stream(), replacements.stream()).toList());
  }

  private static void refused(Path copy, String message) {
    ModelPackage model = ModelPackage.load(copy);

    assertThatThrownBy(() -> TensorClassifier.open(model, SessionConfig.of(Device.CPU, 1)).close())
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining(message);
  }
}
