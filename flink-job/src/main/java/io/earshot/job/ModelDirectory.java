package io.earshot.job;

import io.earshot.model.ModelManifest;
import io.earshot.model.ModelPackage;
import io.earshot.model.ModelPackageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The directory that {@code scoring.models} names: one model package a folder. */
public final class ModelDirectory {

  private ModelDirectory() {}

  /**
   * The one text model of a directory that is not the first step of another; its digests are
   * checked here, before anything starts.
   *
   * @throws ConfigurationException if the directory cannot be listed, holds a broken package, or
   *     not exactly one for text
   */
  public static ModelPackage text(Path directory) {
    List<ModelPackage> texts = new ArrayList<>();
    for (Path folder : packages(directory)) {
      if (!isText(folder)) {
        continue; // this version reads no other manifests
      }
      try {
        ModelPackage model = ModelPackage.load(folder);
        if (model.manifest().modality().equals("text")) {
          texts.add(model);
        }
      } catch (ModelPackageException e) {
        throw new ConfigurationException(String.valueOf(e.getMessage()), e);
      }
    }
    Set<String> firstSteps =
        texts.stream()
            .flatMap(model -> model.manifest().gate().stream())
            .map(ModelManifest.Gate::model)
            .collect(Collectors.toSet());
    texts.removeIf(model -> firstSteps.contains(model.manifest().id()));
    if (texts.size() != 1) {
      throw new ConfigurationException(
          "scoring.models is "
              + directory
              + ", which holds "
              + texts.size()
              + " packages for text that are not the gate of another; exactly one is needed, as a"
              + " folder with a "
              + ModelManifest.FILE_NAME
              + ", or scoring.mode SUPPLIED");
    }
    return texts.get(0);
  }

  private static boolean isText(Path folder) {
    try {
      return Files.readString(folder.resolve(ModelManifest.FILE_NAME))
          .lines()
          .noneMatch(line -> line.strip().matches("modality: *(image|audio)"));
    } catch (IOException e) {
      return true; // loading it says what is wrong
    }
  }

  private static List<Path> packages(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(entry -> Files.isRegularFile(entry.resolve(ModelManifest.FILE_NAME)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ConfigurationException(
          "scoring.models is "
              + directory
              + ", which cannot be listed ("
              + e.getMessage()
              + "); give the directory with the model packages",
          e);
    }
  }
}
