package io.earshot.job.cli;

import io.earshot.job.ConfigReader;
import io.earshot.job.ConfigurationException;
import io.earshot.job.EarshotOptions;
import io.earshot.policy.BundleException;
import io.earshot.policy.BundleRef;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.policy.Vocabulary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ./earshot policy}: what the authors of bundles need before a bundle goes live. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "Checks policy bundles and lists what their rules can ask.")
public final class PolicyCommand {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      description = "directory of the model packages whose labels rules may use")
  private @Nullable Path models;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      scope = ScopeType.INHERIT,
      description =
          "An option of the job's scoring, which says what labels there are, such as"
              + " scoring.mode=SUPPLIED; may be given several times.")
  private Map<String, String> job = new LinkedHashMap<>();

  /** Reads and compiles a bundle as the job does at its start. */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Checks a bundle; prints every fault with line and column.")
  int check(@Parameters(paramLabel = "FILE") Path file) {
    String yaml;
    try {
      yaml = Files.readString(file);
    } catch (IOException e) {
      throw new ConfigurationException(
          "policy bundle " + file + " cannot be read: " + e.getMessage(), e);
    }
    try {
      BundleRef bundle = PolicyEvaluator.compile(file.toString(), yaml, vocabulary()).bundle();
      out()
          .printf(
              "%s: bundle %s, version %s, sha256 %s: no faults%n",
              file, bundle.id(), bundle.version(), bundle.digest());
      out().flush();
      return 0;
    } catch (BundleException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Lists the variables of rules. */
  @Command(
      name = "vocabulary",
      mixinStandardHelpOptions = true,
      description = "Lists every variable that a rule can ask for, with its type.")
  int list() {
    for (Vocabulary.Variable variable : vocabulary().variables()) {
      out()
          .printf(
              "%-28s %-7s %s%n",
              variable.name(), variable.type().name().toLowerCase(Locale.ROOT), variable.meaning());
    }
    out().flush();
    return 0;
  }

  private Vocabulary vocabulary() {
    Path directory =
        models == null ? Path.of(System.getProperty("earshot.home", "."), "models") : models;
    Map<String, String> options = new LinkedHashMap<>();
    options.put(EarshotOptions.SCORING_MODELS.key(), directory.toString());
    options.putAll(job);
    return new Vocabulary(ConfigReader.labels(options));
  }

  private PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the command's spec");
    }
    return spec.commandLine().getOut();
  }
}
