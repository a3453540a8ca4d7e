package io.earshot.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** The packages that ship, and copies of them that say something else. */
public final class ShippedModels {

  private ShippedModels() {}

  /** The package's folder in the source tree. */
  public static Path directory(String name) {
    return Path.of("..", "models", name);
  }

  /** A copy whose manifest says something else: each pair replaces its first by its second. */
  public static Path altered(String name, Path folder, List<String> replacements) {
    try (Stream<Path> files = Files.list(directory(name)).filter(Files::isRegularFile)) {
      Path copy = Files.createDirectories(folder.resolve(name));
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
      replace(copy, replacements);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts other bytes in a file's place and their digest in the manifest. */
  public static void substitute(Path copy, String file, byte[] bytes) {
    try {
      String before = sha256(Files.readAllBytes(copy.resolve(file)));
      Files.write(copy.resolve(file), bytes);
      replace(copy, List.of(before, sha256(bytes)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void replace(Path copy, List<String> replacements) throws IOException {
    Path file = copy.resolve(ModelManifest.FILE_NAME);
    String manifest = Files.readString(file);
    for (int i = 0; i < replacements.size(); i += 2) {
      if (!manifest.contains(replacements.get(i))) {
        throw new IllegalArgumentException("the manifest has no " + replacements.get(i));
      }
      manifest = manifest.replace(replacements.get(i), replacements.get(i + 1));
    }
    Files.writeString(file, manifest);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
