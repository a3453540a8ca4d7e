package io.earshot.job.demo;

import io.earshot.job.ConfigurationException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds out, before anything starts, whether the results of a run can be written at its end. After
 * five minutes of traffic would be the wrong moment.
 */
final class OutputPaths {

  private OutputPaths() {}

  /**
   * Tries what the options name; folders that are missing are made.
   *
   * @throws ConfigurationException naming the option, the path and what is wrong with it
   */
  static void check(DemoOptions options) {
    Path out = options.out();
    if (out != null) {
      tried("--out", out, () -> folder(out));
    }
    Path json = options.json();
    if (json != null) {
      tried("--json", json, () -> file(json));
    }
  }

  @FunctionalInterface
  private interface Attempt {
    void make() throws IOException;
  }

  private static void tried(String option, Path path, Attempt attempt) {
    try {
      attempt.make();
    } catch (IOException e) {
      throw new ConfigurationException(
          option + " is " + path + ", which cannot be written (" + e + "); name another place", e);
    }
  }

  private static void folder(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.delete(Files.createTempFile(folder, ".earshot", null));
  }

  private static void file(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("it is a folder");
    }
    if (Files.exists(file) && !Files.isWritable(file)) {
      throw new AccessDeniedException(file.toString());
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      folder(folder);
    }
  }
}
