package io.earshot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextClassifierTest {

  @TempDir Path folder;

  @Property(tries = 60)
  void aRowsScoresAreTheSameBitsWhateverSharesItsBatch(
      @ForAll @Size(min = 1, max = 8)
          List<@Size(min = 1, max = 16) List<@IntRange(max = 60) Integer>> texts)
      throws OrtException {
    List<int[]> rows =
        texts.stream().map(text -> text.stream().mapToInt(Integer::intValue).toArray()).toList();
    try (TextClassifier classifier = TinyModel.open()) {
      float[][] together = classifier.classify(1, rows);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(classifier.classify(1, List.of(rows.get(i)))[0]).isEqualTo(together[i]);
      }
      List<int[]> reversed = new ArrayList<>(rows);
      Collections.reverse(reversed);
      float[][] backwards = classifier.classify(1, reversed);
      for (int i = 0; i < rows.size(); i++) {
        assertThat(backwards[rows.size() - 1 - i]).isEqualTo(together[i]);
      }
    }
  }

  @Test
  void aPaddedRowScoresLikeAnUnpaddedOne() throws OrtException {
    try (TextClassifier classifier = TinyModel.open()) {
      int[] row = {2, 56, 57, 58, 3};

      float[] inShortBucket = classifier.classify(0, List.of(row))[0];
      float[] inLongBucket = classifier.classify(2, List.of(row))[0];

      for (int i = 0; i < inShortBucket.length; i++) {
        assertThat(inLongBucket[i]).isCloseTo(inShortBucket[i], offset(1e-5f));
      }
    }
  }

  @Test
  void aFailedRunLeavesTheClassifierUsable() throws OrtException {
    try (TextClassifier classifier = TinyModel.open()) {
      float[] before = classifier.classify(0, List.of(new int[] {2, 5, 3}))[0];

      assertThatThrownBy(
              () ->
                  classifier.classify(
                      0, List.of(new int[] {2, 5, 3}, new int[] {2, TinyModel.POISON, 3})))
          .isInstanceOf(OrtException.class);

      assertThat(classifier.classify(0, List.of(new int[] {2, 5, 3}))[0]).isEqualTo(before);
    }
  }

  @Test
  void aRowBelongsToTheFirstBucketThatHoldsIt() {
    try (TextClassifier classifier = TinyModel.open()) {
      assertThat(Arrays.stream(new int[] {1, 8, 9, 16, 17, 32}).map(classifier::bucketOf))
          .containsExactly(0, 0, 1, 1, 2, 2);
      assertThatThrownBy(() -> classifier.bucketOf(33))
          .hasMessageContaining("33 tokens is longer than the last bucket, 32; cut the text");
    }
  }

  @Test
  void closingTheClassifierClosesItsSession() {
    int before = OnnxSession.openSessions();
    TextClassifier classifier = TinyModel.open();
    assertThat(OnnxSession.openSessions()).isEqualTo(before + 1);

    classifier.close();
    classifier.close();

    assertThat(OnnxSession.openSessions()).isEqualTo(before);
  }

  @Test
  void aModelThatAnswersOtherwiseFailsItsSelfTest() {
    refused(
        List.of("violence: 0.999", "violence: 0.995"),
        "fails its self test on device cpu: violence scores 0.999, but model.yaml expects 0.995"
            + " within 0.002");
  }

  @Test
  void aGraphThatDiffersFromItsManifestIsRefused() {
    refused(
        List.of("name: token_type_ids, ", "name: position_ids, "),
        "declares the inputs [input_ids, attention_mask, position_ids], but a text model takes"
            + " input_ids");
  }

  @Test
  void anUndeclaredInputIsRefused() {
    refused(
        List.of("  - {name: token_type_ids, type: int64, shape: [batch, sequence]}\n", ""),
        "'inputs' says [attention_mask, input_ids], but the graph has [attention_mask, input_ids,"
            + " token_type_ids]");
  }

  @Test
  void anInputOfAnotherTypeIsRefused() {
    refused(
        List.of("{name: input_ids, type: int64", "{name: input_ids, type: float32"),
        "'inputs.input_ids.type' says FLOAT32, but the graph has");
  }

  @Test
  void anOutputOfAnotherNameIsRefused() {
    refused(
        List.of("{name: scores,", "{name: logits,"),
        "'outputs' says logits, but the graph has only [scores]");
  }

  @Test
  void anOutputOfAnotherWidthIsRefused() {
    refused(
        List.of(
            "  - {name: spam, threshold: 0.5}\n",
            "",
            "    spam: 0.13\n",
            "",
            "[batch, 6]",
            "[batch, 5]"),
        "'outputs.scores.shape' says [batch, 5], but the graph has [-1, 6]");
  }

  @Test
  void aRankThatDiffersIsRefused() {
    refused(
        List.of(
            "{name: input_ids, type: int64, shape: [batch, sequence]}",
            "{name: input_ids, type: int64, shape: [batch]}"),
        "'inputs.input_ids.shape' says [batch], but the graph has [-1, -1]");
  }

  @Test
  void anotherNormaliserIsRefused() {
    refused(
        List.of("earshot-text-2", "earshot-text-1"),
        "'preprocessing.normaliser' is earshot-text-1, but this version of Earshot does"
            + " earshot-text-2 only");
  }

  @Test
  void cudaWithoutGpuIsRefusedWithTheReason() {
    ModelPackage model = ModelPackage.load(TinyModel.directory());

    assertThatThrownBy(() -> OnnxSession.open(model, SessionConfig.of(Device.CUDA, 1)))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining("model.onnx cannot be opened on device cuda: ")
        .hasMessageContaining("choose device cpu, or auto");
    assertThatThrownBy(() -> OnnxSession.open(model, SessionConfig.of(Device.TENSORRT, 1)))
        .hasMessageContaining("cannot be opened on device tensorrt: ");
  }

  @Test
  void autoWithoutGpuFallsBackToTheProcessorAndSaysWhy() {
    ModelPackage model = ModelPackage.load(TinyModel.directory());

    try (OnnxSession session = OnnxSession.open(model, SessionConfig.of(Device.AUTO, 1))) {
      assertThat(session.device()).isEqualTo(Device.CPU);
      assertThat(session.fallback()).get().asString().contains("CUDA");
    }
  }

  @Test
  void aCommandLineThatWouldCrashTheRuntimeIsRefusedBeforeItDoes() {
    NativeRuntime.requireSafe(3_960, null);
    NativeRuntime.requireSafe(9_000, "1");
    assertThatThrownBy(() -> NativeRuntime.requireSafe(3_961, null))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining("a command line of 3961 bytes, but ONNX Runtime's telemetry crashes")
        .hasMessageContaining("start it with ORT_DISABLE_TELEMETRY=1");
  }

  @Test
  void anUnknownDeviceIsRefusedWithTheKnownOnes() {
    assertThat(Device.parse("Auto")).isEqualTo(Device.AUTO);
    assertThatThrownBy(() -> Device.parse("gpu"))
        .hasMessage("device is 'gpu', but must be one of cpu, cuda, tensorrt, auto");
  }

  @Test
  void batchShapesDoubleUpToTheLargest() {
    assertThat(BatchShapes.between(1, 32).sizes()).containsExactly(1, 2, 4, 8, 16, 32);
    assertThat(BatchShapes.between(2, 12).sizes()).containsExactly(2, 4, 8, 12);
    assertThat(BatchShapes.between(3, 3).sizes()).containsExactly(3);
    assertThat(BatchShapes.between(1, 1).sizes()).containsExactly(1);
  }

  @Test
  void aBatchThatWouldBeMostlyPaddingIsCutToTheSizeBelow() {
    BatchShapes shapes = BatchShapes.between(1, 32);

    assertThat(Arrays.stream(new int[] {1, 3, 5, 6, 17, 24, 25, 32, 99}).map(shapes::rowsToTake))
        .containsExactly(1, 3, 4, 6, 16, 24, 25, 32, 32);
    assertThat(BatchShapes.between(4, 8).rowsToTake(1)).isEqualTo(1);
  }

  private void refused(List<String> replacements, String message) {
    Path altered = TinyModel.altered(folder, replacements);
    int before = OnnxSession.openSessions();

    assertThatThrownBy(
            () -> {
              ModelPackage model = ModelPackage.load(altered);
              TextClassifier.open(
                      model, SessionConfig.of(Device.CPU, 1), WordPieceEncoder.of(model))
                  .close();
            })
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining(message);
    assertThat(OnnxSession.openSessions()).isEqualTo(before);
  }
}
