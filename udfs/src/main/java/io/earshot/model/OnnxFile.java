package io.earshot.model;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What an ONNX file says of the operators it needs, read without ONNX Runtime: the sets that its
 * {@code ModelProto} imports (onnx.proto3, field 8), everything else skipped.
 */
public final class OnnxFile {

  /** The oldest set of standard operators that ONNX Runtime 1.29 runs. */
  static final long OLDEST_OPSET = 7;

  /** Domains whose operators ONNX Runtime has by itself; the standard one has no name. */
  private static final Set<String> KNOWN_DOMAINS =
      Set.of(
          "",
          "ai.onnx",
          "ai.onnx.ml",
          "ai.onnx.training",
          "ai.onnx.preview.training",
          "com.microsoft",
          "com.microsoft.nchwc",
          "com.microsoft.experimental",
          "com.ms.internal.nhwc",
          "org.pytorch.aten");

  /** Both names of the standard one. */
  private static final Set<String> STANDARD = Set.of("", "ai.onnx");

  private static final int OPSET_IMPORT = 8;
  private static final int MAX_IMPORT_BYTES = 4_096;

  private OnnxFile() {}

  /**
   * Versions of the operator sets that a model imports, by domain; the standard one's is empty.
   *
   * @throws ModelPackageException when the file is no ONNX model or cannot be read
   */
  public static SortedMap<String, Long> opsets(Path file) {
    SortedMap<String, Long> opsets = new TreeMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      for (long tag = tag(in); tag >= 0; tag = tag(in)) {
        int wireType = (int) (tag & 7);
        long field = tag >>> 3;
        switch (wireType) {
          case 0 -> varint(in);
          case 1 -> in.skipNBytes(Long.BYTES);
          case 2 -> {
            long length = varint(in);
            if (length < 0) {
              throw new EOFException("a field has a negative length");
            }
            if (field == OPSET_IMPORT && length <= MAX_IMPORT_BYTES) {
              byte[] imported = in.readNBytes((int) length);
              if (imported.length < length) {
                throw new EOFException("it ends within a field");
              }
              addImport(imported, opsets);
            } else {
              in.skipNBytes(length);
            }
          }
          case 5 -> in.skipNBytes(Integer.BYTES);
          default -> throw new EOFException("a field has the unknown wire type " + wireType);
        }
      }
    } catch (IOException e) {
      throw new ModelPackageException(
          file + " is no ONNX model: " + e.getMessage() + "; package the exported graph", e);
    }
    return opsets;
  }

  /**
   * Refuses what ONNX Runtime cannot run for want of operators.
   *
   * @throws ModelPackageException naming the operator set, or when the file is no ONNX model
   */
  public static void check(Path file) {
    SortedMap<String, Long> opsets = opsets(file);
    if (opsets.isEmpty()) {
      throw new ModelPackageException(
          file + " is no ONNX model: it imports no set of operators; package the exported graph");
    }
    opsets.forEach(
        (domain, version) -> {
          if (!KNOWN_DOMAINS.contains(domain)) {
            throw new ModelPackageException(
                file
                    + " needs the operators of '"
                    + domain
                    + "', but ONNX Runtime has those of "
                    + new TreeSet<>(KNOWN_DOMAINS)
                    + "; export the model without custom operators");
          }
          if (STANDARD.contains(domain) && version < OLDEST_OPSET) {
            throw new ModelPackageException(
                file
                    + " is of opset "
                    + version
                    + ", but ONNX Runtime runs "
                    + OLDEST_OPSET
                    + " and newer; export or convert it again");
          }
        });
  }

  private static void addImport(byte[] bytes, SortedMap<String, Long> into) throws IOException {
    String domain = "";
    long version = 0;
    try (InputStream in = new ByteArrayInputStream(bytes)) {
      for (long tag = tag(in); tag >= 0; tag = tag(in)) {
        if (tag == (1 << 3 | 2)) {
          long length = varint(in);
          if (length < 0 || length > in.available()) {
            throw new EOFException("it ends within the name of a set of operators");
          }
          domain = new String(in.readNBytes((int) length), StandardCharsets.UTF_8);
        } else if (tag == 2 << 3) {
          version = varint(in);
        } else {
          throw new EOFException("an imported operator set has the unknown field " + (tag >>> 3));
        }
      }
    }
    into.put(domain, version);
  }

  /** The next field's tag, -1 at the end. */
  private static long tag(InputStream in) throws IOException {
    int first = in.read();
    return first < 0 ? -1 : varint(first, in);
  }

  private static long varint(InputStream in) throws IOException {
    int first = in.read();
    if (first < 0) {
      throw new EOFException("it ends within a field");
    }
    return varint(first, in);
  }

  private static long varint(int first, InputStream in) throws IOException {
    long value = first & 0x7f;
    int last = first;
    for (int shift = 7; (last & 0x80) != 0; shift += 7) {
      last = in.read();
      if (last < 0 || shift > 63) {
        throw new EOFException("it ends within a number");
      }
      value |= (long) (last & 0x7f) << shift;
    }
    return value;
  }
}
