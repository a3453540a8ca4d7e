package io.earshot.job.cli;

import io.earshot.intake.Modality;
import io.earshot.job.ConfigReader;
import io.earshot.job.ConfigurationException;
import io.earshot.job.DefaultBundle;
import io.earshot.job.EarshotOptions;
import io.earshot.policy.BundleException;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.policy.Vocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The bundles and models that the commands of {@code ./earshot policy} work on. */
final class PolicyFiles {

  /** Stands for standard input. */
  static final String STANDARD = "-";

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = {
        "Directory of the model packages whose labels rules may use; default: the models of this",
        "build."
      })
  private @Nullable Path models;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = {
        "An option of the job: of its scoring, which says what labels there are, such as",
        "scoring.mode=SUPPLIED, or of the topics that it uses; may be given several times."
      })
  private Map<String, String> job = new LinkedHashMap<>();

  /** A bundle's text and what to call it. */
  record Text(String name, String yaml) {}

  /** The bundle in a file, on standard input, or of this build if none is named. */
  static Text read(@Nullable String file) {
    if (file == null) {
      return new Text(DefaultBundle.NAME, DefaultBundle.text());
    }
    try {
      return file.equals(STANDARD)
          ? new Text("standard input", new String(System.in.readAllBytes(), StandardCharsets.UTF_8))
          : new Text(file, Files.readString(Path.of(file)));
    } catch (IOException e) {
      throw new ConfigurationException(
          "policy bundle " + file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** What rules may ask, by the models. */
  Vocabulary vocabulary() {
    return vocabulary(Map.of());
  }

  /**
   * What rules may ask, by the models.
   *
   * @param further labels that no model here gives and that rules may ask for all the same
   */
  Vocabulary vocabulary(Map<Modality, Set<String>> further) {
    Map<Modality, List<String>> known = ConfigReader.labels(options());
    Map<Modality, List<String>> labels = new EnumMap<>(Modality.class);
    for (Modality modality : Modality.values()) {
      Set<String> all = new LinkedHashSet<>(known.getOrDefault(modality, List.of()));
      all.addAll(further.getOrDefault(modality, Set.of()));
      labels.put(modality, List.copyOf(all));
    }
    return new Vocabulary(labels);
  }

  /** The options of the job, as far as they were given. */
  Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    options.put(EarshotOptions.SCORING_MODELS.key(), directory().toString());
    options.putAll(job);
    return options;
  }

  private Path directory() {
    return models == null ? Path.of(System.getProperty("earshot.home", "."), "models") : models;
  }

  /** Compiles a bundle that is to have no faults. */
  PolicyEvaluator compile(Text text) {
    return compile(text, vocabulary());
  }

  /** Compiles a bundle that is to have no faults. */
  static PolicyEvaluator compile(Text text, Vocabulary vocabulary) {
    try {
      return PolicyEvaluator.compile(text.name(), text.yaml(), vocabulary);
    } catch (BundleException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }
}
