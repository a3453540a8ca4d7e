package io.earshot.scoring;

import io.earshot.model.ModelPackage;
import io.earshot.model.ModelPackageException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The versions that score an item together.
 *
 * @param models one a model of the modality, in the order of its {@link ItemScoring}: of sound,
 *     first the model of events, then the one of speech; empty for those of the configuration
 */
public record Lineup(List<ModelVersion> models) {

  /** The versions that the job was started with. */
  public static final Lineup CONFIGURED = new Lineup(List.of());

  /** Whether it is that of the configuration. */
  public boolean isConfigured() {
    return models.isEmpty();
  }

  /**
   * The package of one of its versions.
   *
   * @throws ModelPackageException when it is not there, or not the one that was checked
   */
  ModelPackage find(int index, ModelCatalog catalog) {
    ModelVersion version = models.get(index);
    ModelPackage found = catalog.find(version.id(), version.version(), version.location());
    if (!found.digest().equals(version.digest())) {
      throw new ModelPackageException(
          found.directory()
              + " has digest "
              + found.digest()
              + ", but the package of "
              + version.name()
              + " that was checked has "
              + version.digest()
              + "; give every machine the same one");
    }
    return found;
  }

  String ids() {
    return models.stream().map(ModelVersion::id).collect(Collectors.joining("+"));
  }

  String versions() {
    return models.stream().map(ModelVersion::version).collect(Collectors.joining("+"));
  }
}
