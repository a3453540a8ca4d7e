package io.earshot.model;

import io.earshot.id.Sha256;
import io.earshot.model.ModelManifest.MediaSample;
import io.earshot.model.ModelManifest.WordPiece;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

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
    if (manifest.preprocessing() instanceof WordPiece text) {
      loaded.check(
          loaded.vocabularyFile(text), "preprocessing.vocabularySha256", text.vocabularySha256());
    }
    if (manifest.selfTest() instanceof MediaSample sample) {
      loaded.check(loaded.sampleFile(sample), "selfTest.mediaSha256", sample.mediaSha256());
    }
    return loaded;
  }

  /** The names of the files beside the manifest that a package cannot be used without. */
  public static List<String> files(ModelManifest manifest) {
    List<String> files = new ArrayList<>(List.of(manifest.file()));
    if (manifest.preprocessing() instanceof WordPiece text) {
      files.add(text.vocabulary());
    }
    if (manifest.selfTest() instanceof MediaSample sample) {
      files.add(sample.media());
    }
    return files;
  }

  /** The ONNX file. */
  public Path modelFile() {
    return directory.resolve(manifest.file());
  }

  /** The tokeniser's vocabulary. */
  Path vocabularyFile(WordPiece text) {
    return directory.resolve(text.vocabulary());
  }

  /** The picture or sound of the self test. */
  Path sampleFile(MediaSample sample) {
    return directory.resolve(sample.media());
  }

  /**
   * Identity of everything that scores depend on: the digests of the model and, of a text model,
   * its vocabulary. What a manifest says beyond them (labels, calibration) changes what is made of
   * scores, not the scores.
   */
  public List<String> digests() {
    return manifest.preprocessing() instanceof WordPiece text
        ? List.of(manifest.sha256(), text.vocabularySha256())
        : List.of(manifest.sha256());
  }

  /**
   * Identity of the whole package: the digest of its manifest, which names those of its files.
   *
   * @return 64 hex digits
   */
  public String digest() {
    return sha256(directory.resolve(ModelManifest.FILE_NAME));
  }

  ModelPackageException wrong(String what) {
    return new ModelPackageException(directory.resolve(ModelManifest.FILE_NAME) + ": " + what);
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
    MessageDigest digest = Sha256.digest();
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
}
