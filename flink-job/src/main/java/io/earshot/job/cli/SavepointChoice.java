package io.earshot.job.cli;

import io.earshot.job.ConfigurationException;
import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which savepoint a command looks into, and as of when. */
final class SavepointChoice {

  @Option(
      names = "--savepoint",
      required = true,
      paramLabel = "DIR",
      description = "Folder of one savepoint or checkpoint: the one that has the file _metadata.")
  private Path folder = Path.of("");

  @Option(
      names = "--at",
      paramLabel = "INSTANT",
      description = {
        "As of when, such as 2026-03-01T12:00:00Z; what decays does so until then. Default: the",
        "newest event that is looked at."
      })
  private @Nullable Instant at;

  Path folder() {
    return folder;
  }

  /** As of when; null if that is not said. */
  @Nullable Instant at() {
    return at;
  }

  /** Opens it. */
  SavepointStates open() {
    return SavepointStates.open(folder);
  }

  /**
   * As of when.
   *
   * @param newest time of the newest event that is looked at
   * @param what what event that is, for messages
   * @throws ConfigurationException if that is later
   */
  Instant asOf(Instant newest, String what) {
    if (at == null) {
      return newest;
    }
    if (at.isBefore(newest)) {
      throw new ConfigurationException(
          "--at is "
              + at
              + ", before "
              + what
              + ", "
              + newest
              + "; the past of a profile is not kept, take an earlier savepoint");
    }
    return at;
  }
}
