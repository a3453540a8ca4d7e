package io.earshot.job;

import io.earshot.intake.Modality;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelManifest.Gate;
import io.earshot.model.ModelManifest.Medium;
import io.earshot.model.ModelManifest.Task;
import io.earshot.model.ModelPackage;
import io.earshot.model.ModelPackageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.jspecify.annotations.Nullable;

/**
 * The directory that {@code scoring.models} names: one model package a folder.
 *
 * @param directory the directory
 * @param packages its packages, in the order of their folders' names; manifests and digests are
 *     checked
 */
public record ModelDirectory(Path directory, List<ModelPackage> packages) {

  /** Which model of a modality is used, where a directory has several. */
  public enum Use {
    /** Judges text. */
    TEXT(Medium.TEXT),
    /** Judges pictures. */
    IMAGE(Medium.IMAGE),
    /** Hears events. */
    AUDIO(Medium.AUDIO),
    /** Hears when somebody speaks. */
    SPEECH(Medium.AUDIO);

    private final Medium modality;

    Use(Medium modality) {
      this.modality = modality;
    }

    /** The option that names one by its id. */
    public ConfigOption<String> option() {
      return switch (this) {
        case TEXT -> EarshotOptions.SCORING_TEXT_MODEL;
        case IMAGE -> EarshotOptions.SCORING_IMAGE_MODEL;
        case AUDIO -> EarshotOptions.SCORING_AUDIO_MODEL;
        case SPEECH -> EarshotOptions.SCORING_SPEECH_MODEL;
      };
    }

    /** What it is for. */
    public Modality judges() {
      return switch (this) {
        case TEXT -> Modality.TEXT;
        case IMAGE -> Modality.IMAGE;
        case AUDIO, SPEECH -> Modality.AUDIO;
      };
    }

    /** Whether a model is of the modality and task that this use asks for. */
    public boolean fits(ModelManifest manifest) {
      return manifest.modality() == modality
          && (manifest.task() == Task.SPEECH_ACTIVITY) == (this == SPEECH);
    }
  }

  /** The value of an option that switches a use off. */
  public static final String NONE = "none";

  /**
   * Reads a directory.
   *
   * @throws ConfigurationException if it cannot be listed or holds a broken package
   */
  public static ModelDirectory open(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return new ModelDirectory(
          directory,
          entries
              .filter(entry -> Files.isRegularFile(entry.resolve(ModelManifest.FILE_NAME)))
              .sorted()
              .map(ModelPackage::load)
              .toList());
    } catch (ModelPackageException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
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

  /**
   * The one text model of a directory that is not the first step of another.
   *
   * @throws ConfigurationException if the directory cannot be listed, holds a broken package, or
   *     not exactly one for text
   */
  public static ModelPackage text(Path directory) {
    return open(directory).required(Use.TEXT, null);
  }

  /**
   * The model for a use that must have one.
   *
   * @param id of the model, or id@version; null for the only one
   * @throws ConfigurationException if there is none, or there are several to choose from
   */
  public ModelPackage required(Use use, @Nullable String id) {
    return find(use, id)
        .orElseThrow(
            () ->
                new ConfigurationException(
                    "scoring.models is "
                        + directory
                        + ", which holds 0 packages for "
                        + use.modality.key()
                        + "; one is needed, as a folder with a "
                        + ModelManifest.FILE_NAME
                        + ", or scoring.mode SUPPLIED"));
  }

  /**
   * The model for a use.
   *
   * @param id of the model, or id@version; null for the only one, {@value #NONE} for none
   * @return nothing if there is none and none was named
   * @throws ConfigurationException if the one that was named is not there, or there are several
   */
  public Optional<ModelPackage> find(Use use, @Nullable String id) {
    if (NONE.equals(id)) {
      return Optional.empty();
    }
    Set<String> firstSteps =
        packages.stream()
            .flatMap(model -> model.manifest().gate().stream())
            .map(Gate::model)
            .collect(Collectors.toSet());
    Predicate<ModelPackage> wanted =
        id == null
            ? model -> !firstSteps.contains(model.manifest().id())
            : model -> model.manifest().id().equals(id) || model.manifest().name().equals(id);
    List<ModelPackage> fitting =
        packages.stream().filter(model -> use.fits(model.manifest())).filter(wanted).toList();
    if (fitting.size() > 1 || (id != null && fitting.isEmpty())) {
      throw new ConfigurationException(
          use.option().key()
              + " is "
              + (id == null ? "not set" : id)
              + ", and scoring.models, "
              + directory
              + ", holds "
              + fitting.size()
              + " such packages: "
              + names(id == null || fitting.size() > 1 ? fitting : all(use))
              + "; name one by its id, or as id@version, or "
              + NONE);
    }
    return fitting.stream().findFirst();
  }

  /**
   * The cheaper model that a package names as its first step.
   *
   * @return nothing if it names none
   * @throws ConfigurationException if the one that it names is not there
   */
  public Optional<ModelPackage> gate(ModelPackage model) {
    return model
        .manifest()
        .gate()
        .map(
            gate ->
                packages.stream()
                    .filter(other -> other.manifest().id().equals(gate.model()))
                    .filter(other -> other.manifest().version().equals(gate.version()))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new ConfigurationException(
                                "scoring.models is "
                                    + directory
                                    + ", where "
                                    + model.manifest().name()
                                    + " has "
                                    + gate.model()
                                    + "@"
                                    + gate.version()
                                    + " as its first step, but there are only "
                                    + names(all(Use.TEXT))
                                    + "; add that package, or set scoring.text.cascade to false")));
  }

  private List<ModelPackage> all(Use use) {
    return packages.stream().filter(model -> use.fits(model.manifest())).toList();
  }

  private static String names(List<ModelPackage> models) {
    return models.isEmpty()
        ? "none"
        : models.stream().map(model -> model.manifest().name()).collect(Collectors.joining(", "));
  }
}
