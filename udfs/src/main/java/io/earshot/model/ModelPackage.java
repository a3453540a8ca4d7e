package io.earshot.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model package whose files are what its manifest says they are.
 *
 * @param directory the package's folder
 * @param manifest its manifest
 */
public record ModelPackage(Path directory, ModelManifest manifest) {

  /**
   * Loads the package of a folder. The model itself is read only to compute its digest; {@link
   * OnnxSession} opens it.
   *
   * @throws ModelPackageException when the manifest cannot be used, a file is missing, or a file's
   *     digest differs from the manifest's
   */
  public static ModelPackage load(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new ModelPackageException(
          "model package "
              + directory
              + " is not a folder; give the folder that holds its "
              + ModelManifest.FILE_NAME);
    }
    ModelManifest manifest = ModelManifest.read(directory.resolve(ModelManifest.FILE_NAME));
    ModelPackage loaded = new ModelPackage(directory, manifest);
    loaded.check(loaded.modelFile(), "sha256", manifest.sha256());
    loaded.check(
        loaded.vocabularyFile(),
        "preprocessing.vocabularySha256",
        manifest.preprocessing().vocabularySha256());
    return loaded;
  }

  /** The ONNX file. */
  public Path modelFile() {
    return directory.resolve(manifest.file());
  }

  /** The tokeniser's vocabulary. */
  public Path vocabularyFile() {
    return directory.resolve(manifest.preprocessing().vocabulary());
  }

  private void check(Path file, String key, String expected) {
    if (!Files.isRegularFile(file)) {
      throw new ModelPackageException(
          file
              + " does not exist, but "
              + ModelManifest.FILE_NAME
              + " names it; copy the whole package again");
    }
    String actual = sha256(file);
    if (!actual.equals(expected)) {
      throw new ModelPackageException(
          file
              + " has sha256 "
              + actual
              + ", but '"
              + key
              + "' in "
              + ModelManifest.FILE_NAME
              + " says "
              + expected
              + "; copy the package again, or give it a new version with the digest of the new"
              + " file");
    }
  }

  private static String sha256(Path file) {
    MessageDigest digest = sha256();
    byte[] chunk = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        digest.update(chunk, 0, read);
      }
    } catch (IOException e) {
      throw new ModelPackageException(file + " cannot be read: " + e.getMessage(), e);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
