package io.earshot.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies of the small text model of {@code udfs}' tests, as versions of one model. */
public final class TinyPackages {

  private static final Path TINY =
      Path.of("..", "udfs", "src", "test", "resources", "io", "earshot", "model", "tiny");

  private TinyPackages() {}

  /** A folder with the model as it is. */
  public static Path copy(Path folder) throws IOException {
    return copy(folder, "0.0.1", "", "");
  }

  /**
   * A folder with the model as another version.
   *
   * @param old part of the manifest
   * @param other what stands in its place
   */
  public static Path copy(Path folder, String version, String old, String other)
      throws IOException {
    Files.createDirectories(folder);
    for (String name : new String[] {"model.onnx", "vocab.txt"}) {
      Files.copy(TINY.resolve(name), folder.resolve(name));
    }
    Files.writeString(
        folder.resolve("model.yaml"),
        Files.readString(TINY.resolve("model.yaml"))
            .replace("version: 0.0.1", "version: " + version)
            .replace(old, other));
    return folder;
  }

  /**
   * A folder with a version that finds hate almost everywhere.
   *
   * @param intercept added to the log-odds of the model's own score, which is low
   * @param expected score of the self test
   */
  public static Path hateful(Path folder, String version, int intercept, double expected)
      throws IOException {
    copy(
        folder,
        version,
        "{name: hate, threshold: 0.5}",
        "{name: hate, threshold: 0.5, calibration: {slope: 1, intercept: " + intercept + "}}");
    Path manifest = folder.resolve("model.yaml");
    Files.writeString(
        manifest, Files.readString(manifest).replace("hate: 0.088", "hate: " + expected));
    return folder;
  }
}
