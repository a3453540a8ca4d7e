package io.earshot.job.cli;

import io.earshot.model.ModelManifest;
import io.earshot.model.ModelPackageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * The folders of a directory that have a manifest, each whatever the state of the others: the job
 * refuses a directory with one broken package, and these commands are to say which one and why.
 */
final class ModelFolders {

  /**
   * A folder.
   *
   * @param folder where it is
   * @param manifest what it says; null where that cannot be used
   * @param fault why it cannot be used; null where it can
   */
  record Entry(
      Path folder, @Nullable ModelManifest manifest, @Nullable ModelPackageException fault) {

    /** Its id, or its folder's name where the manifest does not tell. */
    String id() {
      return manifest == null ? String.valueOf(folder.getFileName()) : manifest.id();
    }

    private boolean isCalled(String name) {
      return id().equals(name) || folder.endsWith(name);
    }
  }

  private final CommandLine command;
  private final Path directory;
  private final List<Entry> entries;

  private ModelFolders(CommandLine command, Path directory, List<Entry> entries) {
    this.command = command;
    this.directory = directory;
    this.entries = entries;
  }

  /**
   * Reads the manifests of a directory.
   *
   * @param command whose option {@code --models} names the directory
   * @throws ParameterException if it cannot be listed, or has no folder with a manifest
   */
  static ModelFolders of(CommandLine command, Path directory) {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> listed = Files.list(directory)) {
      listed
          .filter(folder -> Files.isRegularFile(folder.resolve(ModelManifest.FILE_NAME)))
          .sorted()
          .forEach(folder -> entries.add(read(folder)));
    } catch (IOException e) {
      throw new ParameterException(
          command,
          "--models is "
              + directory
              + ", which cannot be listed ("
              + e
              + "); give the directory with the model packages",
          e);
    }
    if (entries.isEmpty()) {
      throw new ParameterException(
          command,
          "--models is "
              + directory
              + ", and none of its folders has a "
              + ModelManifest.FILE_NAME
              + "; give the directory that the packages lie in");
    }
    return new ModelFolders(command, directory, entries);
  }

  /** The models of this build. */
  static Path bundled() {
    return Path.of(System.getProperty("earshot.home", ""), "models");
  }

  /** All of them, in the order of their folders' names. */
  List<Entry> entries() {
    return entries;
  }

  /**
   * The one of an id or a folder's name.
   *
   * @throws ParameterException if there is none, or two folders say that they are it
   */
  Entry named(String name) {
    List<Entry> found = entries.stream().filter(entry -> entry.isCalled(name)).toList();
    if (found.size() != 1) {
      throw new ParameterException(
          command,
          "\""
              + name
              + "\" names "
              + found.size()
              + " packages of "
              + directory
              + ", which has "
              + entries.stream()
                  .map(entry -> entry.id() + " in " + entry.folder().getFileName())
                  .collect(Collectors.joining(", "))
              + "; give the id or the folder of one");
    }
    return found.get(0);
  }

  private static Entry read(Path folder) {
    try {
      return new Entry(folder, ModelManifest.read(folder.resolve(ModelManifest.FILE_NAME)), null);
    } catch (ModelPackageException e) {
      return new Entry(folder, null, e);
    }
  }

  /** Size of a file, as {@code 12.3 MB}; nothing where there is no such file. */
  static Optional<String> size(Path file) {
    try {
      return Optional.of(String.format(Locale.ROOT, "%.1f MB", Files.size(file) / 1e6));
    } catch (IOException e) {
      // Whoever asks says that it is not there.
      return Optional.empty();
    }
  }
}
