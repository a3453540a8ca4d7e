package io.earshot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelManifestTest {

  @TempDir Path folder;

  @Test
  void aValidManifestIsReadWhole() {
    ModelManifest manifest = ModelPackage.load(TinyModel.directory()).manifest();

    assertThat(manifest.id()).isEqualTo("tiny-text");
    assertThat(manifest.labelNames())
        .containsExactly("harassment", "hate", "sexual", "violence", "self_harm", "spam");
    assertThat(manifest.batching()).isEqualTo(new ModelManifest.Batching(List.of(8, 16, 32), 2, 8));
    assertThat(manifest.inputs().get(1))
        .isEqualTo(
            new ModelManifest.TensorSpec(
                "attention_mask", ModelManifest.ElementType.INT64, List.of("batch", "sequence")));
    assertThat(manifest.selfTest().expected()).containsEntry("violence", 0.999);
    assertThat(manifest.gate()).isEmpty();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          maxBatch: 8           | maxBatch: 0             | 'batching.maxBatch' is 0, but must be a whole number from 1 to 4096
          maxBatch: 8           | maxBatsh: 8             | 'batching.maxBatsh' is unknown; allowed here: lengthBuckets, minBatch, maxBatch
          licence: Apache-2.0   | licence:                | 'licence' is "", but must be the SPDX id of a licence
          type: float32         | type: float16           | 'outputs[0].type' is "float16", but must be int64 or float32
          [8, 16, 32]           | [8, 8, 32]              | 'batching.lengthBuckets' is [8, 8, 32], but must be lengths in ascending order
          [8, 16, 32]           | [8, 16]                 | ends with 16, but must be a last bucket of preprocessing.maxTokens, 32
          file: model.onnx      | file: ../model.onnx     | 'file' is "../model.onnx", but must be the name of a file in the package's folder
          lowercase: true       | lowercase: maybe        | 'preprocessing.lowercase' is "maybe", but must be true or false
          spam, threshold: 0.5  | spam, threshold: 1.5    | 'labels[5].threshold' is 1.5, but must be a number from 0 to 1
          licence: Apache-2.0   | task2: x                | 'task2' is unknown; allowed here: id, version, task
          maxBatch: 8           | minBatch: 2             | 'batching.maxBatch' is missing; required here: lengthBuckets, maxBatch
          {name: spam,          | {name: hate,            | 'labels' is [harassment, hate, sexual, violence, self_harm, hate], but must be each name once
          hate: 0.088           | hatred: 0.088           | 'selfTest.expected' is
          modality: text        | modality: smell         | 'modality' is "smell", but must be text or image or audio
          version: 0.0.1        | version: 1.0            | 'version' is 1.0, but must be text of letters
          id: tiny-text         | id: [tiny               | is not valid YAML
          id: tiny-text         | id: tiny-text<nl>id: tiny | is not valid YAML
          sha256: a20b          | sha256: A20B            | 'sha256' is
          spam, threshold: 0.5  | spam, threshold: 0.5, calibration: {slope: 0, intercept: 1}   | 'labels[5].calibration.slope' is 0.0, but must be a number above 0
          spam, threshold: 0.5  | spam, threshold: 0.5, calibration: {slope: 1, intercept: x}   | 'labels[5].calibration.intercept' is "x", but must be a number
          spam, threshold: 0.5  | spam, threshold: 0.5, calibration: {slope: 1}                 | 'labels[5].calibration.intercept' is missing
          id: tiny-text         | id: tiny-text<nl>gate: {model: cheap, version: 1.0.0, pass: {}, recall: 0.99, cleanPassed: 0.1, fittedOn: texts} | 'gate.pass' is
          id: tiny-text         | id: tiny-text<nl>gate: {model: cheap, version: 1.0.0, pass: {hate: 2}, recall: 0.99, cleanPassed: 0.1, fittedOn: texts} | 'gate.pass.hate' is 2, but must be a number from 0 to 1
          id: tiny-text         | id: tiny-text<nl>gate: {model: cheap, version: 1.0.0, pass: {hate: 0.1}, cleanPassed: 0.1, fittedOn: texts} | 'gate.recall' is missing
          """)
  void aFaultIsRefusedWithItsFileKeyValueAndWhatIsAllowed(String from, String to, String message) {
    Path altered = TinyModel.altered(folder, List.of(from, to.replace("<nl>", "\n")));

    assertThatThrownBy(() -> ModelManifest.read(altered.resolve("model.yaml")))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining("model.yaml")
        .hasMessageContaining(message);
  }

  @Test
  void aSmallestBatchMayBeGiven() {
    Path altered = TinyModel.altered(folder, List.of("maxBatch: 8", "maxBatch: 8\n  minBatch: 4"));

    assertThat(ModelManifest.read(altered.resolve("model.yaml")).batching().minBatch())
        .isEqualTo(4);
  }

  @Test
  void calibrationAndGateMayBeGiven() {
    Path altered =
        TinyModel.altered(
            folder,
            List.of(
                "spam, threshold: 0.5",
                "spam, threshold: 0.5, calibration: {slope: 0.8, intercept: -1}",
                "id: tiny-text",
                """
                id: tiny-text
                gate:
                  model: cheap
                  version: 1.0.0
                  pass: {spam: 0.1, hate: 0.02}
                  recall: 0.995
                  cleanPassed: 0.12
                  fittedOn: held-out texts
                """));

    ModelManifest manifest = ModelManifest.read(altered.resolve("model.yaml"));

    assertThat(manifest.labels().get(5).calibration()).isEqualTo(new Calibration(0.8, -1));
    assertThat(manifest.labels().get(4).calibration()).isEqualTo(Calibration.NONE);
    assertThat(manifest.gate())
        .contains(
            new ModelManifest.Gate(
                "cheap",
                "1.0.0",
                new TreeMap<>(Map.of("hate", 0.02, "spam", 0.1)),
                0.995,
                0.12,
                "held-out texts"));
  }

  @Test
  void aFolderWithoutManifestIsRefused() {
    assertThatThrownBy(() -> ModelPackage.load(folder))
        .hasMessageContaining("model.yaml does not exist; a model package is a folder with");
  }

  @Test
  void aModelOfAnotherDigestIsRefusedWithBothDigests() throws IOException {
    Path altered = TinyModel.altered(folder, List.of());
    String expected = ModelPackage.load(altered).manifest().sha256();
    Files.write(altered.resolve("model.onnx"), new byte[] {1, 2, 3});

    assertThatThrownBy(() -> ModelPackage.load(altered))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining(
            "model.onnx has sha256"
                + " 039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81")
        .hasMessageContaining(expected)
        .hasMessageContaining("copy the package again");
  }

  @Test
  void aVocabularyOfAnotherDigestIsRefused() throws IOException {
    Path altered = TinyModel.altered(folder, List.of());
    Files.writeString(altered.resolve("vocab.txt"), "[PAD]\n");

    assertThatThrownBy(() -> ModelPackage.load(altered))
        .hasMessageContaining("vocab.txt has sha256")
        .hasMessageContaining("'preprocessing.vocabularySha256'");
  }

  @Test
  void aMissingModelIsRefused() throws IOException {
    Path altered = TinyModel.altered(folder, List.of());
    Files.delete(altered.resolve("model.onnx"));

    assertThatThrownBy(() -> ModelPackage.load(altered))
        .hasMessageContaining("model.onnx does not exist, but model.yaml names it");
  }
}
