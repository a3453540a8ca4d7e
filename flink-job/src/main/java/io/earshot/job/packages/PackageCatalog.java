package io.earshot.job.packages;

import io.earshot.model.ModelManifest;
import io.earshot.model.ModelPackage;
import io.earshot.model.ModelPackageException;
import io.earshot.scoring.ModelCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The packages of the model directory, as it is when asked, and those at other locations.
 *
 * @param directory that {@code scoring.models} names
 * @param access what may be fetched from elsewhere
 */
public record PackageCatalog(String directory, PackageAccess access) implements ModelCatalog {

  private static final long serialVersionUID = 1L;

  @Override
  public ModelPackage find(String id, String version, String location) {
    return location.isEmpty() ? inDirectory(id, version) : at(id, version, location);
  }

  /**
   * The package at a location.
   *
   * @throws ModelPackageException when it may not be fetched, or cannot be used
   */
  public ModelPackage at(String location) {
    return new PackageCache(access).fetch(location);
  }

  private ModelPackage at(String id, String version, String location) {
    ModelPackage found = at(location);
    if (!found.manifest().id().equals(id) || !found.manifest().version().equals(version)) {
      throw new ModelPackageException(
          "model package at "
              + location
              + " is "
              + found.manifest().name()
              + ", but "
              + id
              + "@"
              + version
              + " is asked for; correct the one or the other");
    }
    return found;
  }

  private ModelPackage inDirectory(String id, String version) {
    List<String> others = new ArrayList<>();
    try (Stream<Path> entries = Files.list(Path.of(directory))) {
      for (Path folder : entries.sorted().toList()) {
        Path file = folder.resolve(ModelManifest.FILE_NAME);
        if (!Files.isRegularFile(file)) {
          continue;
        }
        try {
          ModelManifest manifest = ModelManifest.read(file);
          if (manifest.id().equals(id) && manifest.version().equals(version)) {
            return ModelPackage.load(folder);
          }
          others.add(manifest.name());
        } catch (ModelPackageException e) {
          // Another one may be on its way here; if it is the one, its fault is the answer.
          if (folder.endsWith(id) || folder.endsWith(id + "@" + version)) {
            throw e;
          }
          others.add(folder.getFileName() + " (broken)");
        }
      }
    } catch (IOException e) {
      throw new ModelPackageException(
          "scoring.models is " + directory + ", which cannot be listed: " + e.getMessage(), e);
    }
    throw new ModelPackageException(
        "scoring.models is "
            + directory
            + ", which has no package "
            + id
            + "@"
            + version
            + "; there are "
            + others
            + ". Put its folder there on every machine, or publish it with its location");
  }
}
