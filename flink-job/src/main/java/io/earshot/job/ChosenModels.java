package io.earshot.job;

import io.earshot.intake.Modality;
import io.earshot.job.EarshotOptions.ScoringMode;
import io.earshot.job.ModelDirectory.Use;
import io.earshot.job.packages.PackageAccess;
import io.earshot.job.packages.PackageCatalog;
import io.earshot.model.ModelPackage;
import io.earshot.model.ModelPackageException;
import io.earshot.scoring.ModelVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;

/**
 * The packages that options choose: none at all where all scores are supplied.
 *
 * @param byUse what each use has
 * @param gate the first step of the one for text, if that has one
 * @param catalog where other versions of them are
 */
record ChosenModels(Map<Use, Chosen> byUse, Optional<ModelPackage> gate, PackageCatalog catalog) {

  /**
   * A package.
   *
   * @param location where it lies: a URI, or empty for the model directory
   */
  record Chosen(ModelPackage model, String location) {

    private ModelVersion version() {
      return new ModelVersion(
          model.manifest().id(), model.manifest().version(), location, model.digest());
    }
  }

  /**
   * Chooses by the options that start with {@code scoring}.
   *
   * @throws ConfigurationException naming the first that is wrong
   */
  static ChosenModels of(Configuration options) {
    Map<Use, Chosen> byUse = new EnumMap<>(Use.class);
    PackageCatalog catalog =
        new PackageCatalog(options.get(EarshotOptions.SCORING_MODELS), PackageAccess.of(options));
    if (ConfigReader.value(options, EarshotOptions.SCORING_MODE) == ScoringMode.SUPPLIED) {
      return new ChosenModels(byUse, Optional.empty(), catalog);
    }
    ModelDirectory directory = ModelDirectory.open(Path.of(catalog.directory()));
    for (Use use : Use.values()) {
      chosen(options, use, directory, catalog).ifPresent(model -> byUse.put(use, model));
    }
    if (!byUse.containsKey(Use.AUDIO)) {
      byUse.remove(Use.SPEECH); // which is told beside what is heard
    }
    boolean cascade = ConfigReader.value(options, EarshotOptions.SCORING_TEXT_CASCADE);
    return new ChosenModels(
        byUse,
        Optional.ofNullable(byUse.get(Use.TEXT))
            .filter(text -> cascade)
            .flatMap(text -> directory.gate(text.model())),
        catalog);
  }

  /** What a use has. */
  Optional<ModelPackage> used(Use use) {
    return Optional.ofNullable(byUse.get(use)).map(Chosen::model);
  }

  /** The versions of each modality, in the order of a {@link io.earshot.scoring.Lineup}. */
  Map<Modality, List<ModelVersion>> versions() {
    Map<Modality, List<ModelVersion>> versions = new EnumMap<>(Modality.class);
    byUse.forEach(
        (use, chosen) ->
            versions
                .computeIfAbsent(use.judges(), modality -> new ArrayList<>())
                .add(chosen.version()));
    return versions;
  }

  /** The package that an option names, by its place where the name is one. */
  private static Optional<Chosen> chosen(
      Configuration options, Use use, ModelDirectory directory, PackageCatalog catalog) {
    String name = options.get(use.option());
    if (name == null || !name.contains(":/")) {
      Optional<ModelPackage> found =
          use == Use.TEXT ? Optional.of(directory.required(use, name)) : directory.find(use, name);
      return found.map(model -> new Chosen(model, ""));
    }
    ModelPackage model;
    try {
      model = catalog.at(name);
    } catch (ModelPackageException e) {
      throw new ConfigurationException(use.option().key() + ": " + e.getMessage(), e);
    }
    if (!use.fits(model.manifest())) {
      throw new ConfigurationException(
          use.option().key()
              + " is "
              + name
              + ", which is "
              + model.manifest().name()
              + ", for "
              + model.manifest().modality().key()
              + " and "
              + model.manifest().task().key()
              + "; name a package for this use");
    }
    return Optional.of(new Chosen(model, name));
  }
}
