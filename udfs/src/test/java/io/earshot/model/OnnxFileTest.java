package io.earshot.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are written here field by field, as onnx.proto3 lays them out. */
class OnnxFileTest {

  private static final int IR_VERSION = 1;
  private static final int PRODUCER = 2;
  private static final int GRAPH = 7;
  private static final int OPSET_IMPORT = 8;
  private static final int VARINT = 0;
  private static final int BYTES = 2;

  @TempDir Path folder;

  @Test
  void theImportsAreFoundAmongOtherFields() {
    Path file =
        write(
            number(IR_VERSION, 8),
            bytes(PRODUCER, "by hand".getBytes(StandardCharsets.UTF_8)),
            bytes(GRAPH, new byte[100_000]),
            opset("", 17),
            opset("com.microsoft", 1),
            tag(30, 1),
            new byte[8],
            tag(31, 5),
            new byte[4]);

    assertThat(OnnxFile.opsets(file)).hasSize(2).containsEntry("", 17L);
    assertThat(OnnxFile.opsets(file)).containsEntry("com.microsoft", 1L);
    OnnxFile.check(file);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"image-safety", "audio-events", "speech-gate", "text-safety", "text-ngram"})
  void theModelsThatShipPass(String name) {
    Path file = ShippedModels.directory(name).resolve("model.onnx");

    OnnxFile.check(file);

    assertThat(OnnxFile.opsets(file).get("")).isGreaterThanOrEqualTo(OnnxFile.OLDEST_OPSET);
  }

  @Test
  void anOpsetThatIsTooOldIsRefused() {
    Path file = write(number(IR_VERSION, 3), opset("", 5));

    assertThatThrownBy(() -> OnnxFile.check(file))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining("made.onnx is of opset 5, but ONNX Runtime runs 7 and newer")
        .hasMessageContaining("convert it again");
  }

  @Test
  void theStandardOperatorsByTheirLongNameAreHeldToTheSame() {
    Path file = write(number(IR_VERSION, 3), opset("ai.onnx", 5));

    assertThatThrownBy(() -> OnnxFile.check(file)).hasMessageContaining("is of opset 5, but");
  }

  @Test
  void operatorsOfSomebodysOwnAreRefused() {
    Path file = write(number(IR_VERSION, 8), opset("", 17), opset("com.example.mine", 1));

    assertThatThrownBy(() -> OnnxFile.check(file))
        .isInstanceOf(ModelPackageException.class)
        .hasMessageContaining("made.onnx needs the operators of 'com.example.mine'")
        .hasMessageContaining("com.microsoft")
        .hasMessageContaining("export the model without custom operators");
  }

  @Test
  void aFileWithoutImportsIsNoModel() {
    assertThatThrownBy(() -> OnnxFile.check(write(number(IR_VERSION, 8))))
        .hasMessageContaining("made.onnx is no ONNX model: it imports no set of operators");
    assertThatThrownBy(() -> OnnxFile.check(write()))
        .hasMessageContaining("it imports no set of operators");
  }

  @Test
  void aFileCutAnywhereIsRefusedOrIsWholeUpToThere() {
    byte[] whole = join(number(IR_VERSION, 300), opset("", 17), bytes(GRAPH, new byte[300]));
    for (int length = 1; length < whole.length; length++) {
      Path cut = write(Arrays.copyOf(whole, length));
      // Protocol buffers do not say where they end: a cut between two fields does not show.
      if (length == number(IR_VERSION, 300).length) {
        assertThatThrownBy(() -> OnnxFile.check(cut)).hasMessageContaining("imports no set");
      } else if (length == join(number(IR_VERSION, 300), opset("", 17)).length) {
        OnnxFile.check(cut);
      } else {
        assertThatThrownBy(() -> OnnxFile.check(cut))
            .as("cut to %d bytes", length)
            .isInstanceOf(ModelPackageException.class)
            .hasMessageContaining("made.onnx is no ONNX model");
      }
    }
  }

  @Test
  void whatIsNoProtocolBufferIsRefused() {
    for (byte[] wrong :
        new byte[][] {
          "<html>not found</html>".getBytes(StandardCharsets.UTF_8),
          tag(IR_VERSION, 3),
          tag(IR_VERSION, 7),
          // Lengths below zero: of a field, and of a domain within an import.
          join(tag(GRAPH, BYTES), varint(-1)),
          bytes(OPSET_IMPORT, join(tag(1, BYTES), varint(-1))),
          bytes(OPSET_IMPORT, join(tag(1, BYTES), varint(50), new byte[3])),
          bytes(OPSET_IMPORT, number(9, 1)),
          new byte[] {
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            (byte) 0xff,
            1
          }
        }) {
      Path file = write(wrong);
      assertThatThrownBy(() -> OnnxFile.check(file))
          .as(Arrays.toString(wrong))
          .isInstanceOf(ModelPackageException.class)
          .hasMessageContaining("made.onnx is no ONNX model");
    }
  }

  private Path write(byte[]... fields) {
    try {
      return Files.write(folder.resolve("made.onnx"), join(fields));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] opset(String domain, long version) {
    return bytes(
        OPSET_IMPORT, join(bytes(1, domain.getBytes(StandardCharsets.UTF_8)), number(2, version)));
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] number(int field, long value) {
    return join(tag(field, VARINT), varint(value));
  }

  private static byte[] bytes(int field, byte[] content) {
    return join(tag(field, BYTES), varint(content.length), content);
  }

  private static byte[] tag(int field, int wireType) {
    return varint(((long) field << 3) | wireType);
  }

  private static byte[] varint(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return out.toByteArray();
  }
}
