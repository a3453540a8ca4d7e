package io.earshot.job.cli;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import io.earshot.intake.Modality;
import io.earshot.job.ConfigReader;
import io.earshot.job.ConfigurationException;
import io.earshot.job.JobConfig;
import io.earshot.job.kafka.KafkaInputs;
import io.earshot.model.ModelPackageException;
import io.earshot.scoring.ItemScoring;
import io.earshot.scoring.ModelBook;
import io.earshot.scoring.ModelVerdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.UnsupportedFileSystemSchemeException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot doctor}: whether a configuration fits what is there, in plain words. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Checks the job's arguments against what is there: options and bundle, Kafka with topics,"
          + " rights and",
      "transactions, the GPU if one is asked for, models on their device and which of their"
          + " versions would score, and with --deployment the directories of Flink's state.",
      "Run it where the job will run, with the job's login; it writes nothing but a file that it"
          + " deletes again.",
      "",
      "  ./earshot doctor -- --kafka.bootstrap-servers broker:9092 --scoring.models models"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing stands against it",
      "1:the job would not start, or would fail",
      "2:the arguments cannot be read"
    })
public final class DoctorCommand implements Callable<Integer> {

  private static final String OWNER = "doctor";
  private static final String VERSIONS = "versions";

  /** Where Flink's state lies. */
  private static final List<String> DIRECTORIES =
      List.of(
          CheckpointingOptions.CHECKPOINTS_DIRECTORY.key(),
          CheckpointingOptions.SAVEPOINT_DIRECTORY.key(),
          HighAvailabilityOptions.HA_STORAGE_PATH.key());

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--deployment",
      paramLabel = "FILE",
      description =
          "YAML with a FlinkDeployment, as kubectl kustomize writes it; its job's arguments are"
              + " taken, and those given here win.")
  private @Nullable Path deployment;

  @Parameters(
      paramLabel = "ARGUMENT",
      arity = "0..*",
      description = "Arguments of the job, behind a --.")
  private List<String> arguments = List.of();

  /** Checks; what it returns is the exit code. */
  @Override
  public Integer call() {
    List<String> all = new ArrayList<>();
    Map<String, String> flink = new TreeMap<>();
    if (deployment != null) {
      read(deployment, all, flink);
    }
    all.addAll(arguments);
    List<Finding> findings = new ArrayList<>();
    try {
      JobConfig config = ConfigReader.parse(all.toArray(String[]::new));
      findings.add(Finding.ok("arguments", "every option is one, and so is the policy bundle"));
      findings.addAll(new KafkaCheckup(config.kafka()).findings());
      models(config, findings);
      versions(config, findings);
    } catch (ConfigurationException e) {
      findings.add(Finding.fail("arguments", String.valueOf(e.getMessage())));
      findings.add(Finding.notChecked("the rest", "the arguments come first"));
    }
    directories(flink, findings);
    return report(findings);
  }

  private void read(Path file, List<String> args, Map<String, String> flink) {
    try (InputStream in = Files.newInputStream(file)) {
      for (Object document : new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(in)) {
        if (document instanceof Map<?, ?> resource
            && "FlinkDeployment".equals(resource.get("kind"))
            && resource.get("spec") instanceof Map<?, ?> given) {
          if (given.get("job") instanceof Map<?, ?> job
              && job.get("args") instanceof List<?> list) {
            list.forEach(argument -> args.add(String.valueOf(argument)));
          }
          if (given.get("flinkConfiguration") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> flink.put(String.valueOf(key), String.valueOf(value)));
          }
          return;
        }
      }
    } catch (IOException | YAMLException e) {
      throw new ParameterException(
          spec.commandLine(), "--deployment is " + file + ", which cannot be read: " + e, e);
    }
    throw new ParameterException(
        spec.commandLine(), "--deployment is " + file + ", which holds no FlinkDeployment");
  }

  private static void models(JobConfig config, List<Finding> findings) {
    if (config.scoring().models().isEmpty()) {
      findings.add(Finding.ok("models", "none is used; scores are supplied with the events"));
      return;
    }
    Set<OrtProvider> offered = OrtEnvironment.getAvailableProviders();
    findings.add(
        Finding.ok(
            "devices",
            "ONNX Runtime of this build offers "
                + offered.stream()
                    .map(OrtProvider::getName)
                    .sorted()
                    .collect(Collectors.joining(", "))));
    findings.add(GpuCheckup.here(config.scoring().session(), offered));
    for (Map.Entry<Modality, ItemScoring> scoring : config.scoring().models().entrySet()) {
      String what = "model: " + scoring.getKey().name().toLowerCase(Locale.ROOT);
      try {
        scoring.getValue().open(OWNER).close();
        findings.add(Finding.ok(what, "opens on its device and passes its self test"));
      } catch (ModelPackageException e) {
        findings.add(Finding.fail(what, String.valueOf(e.getMessage())));
      }
    }
  }

  /** Which versions would score: changes that were published stand above the options. */
  private static void versions(JobConfig config, List<Finding> findings) {
    if (config.scoring().models().isEmpty()) {
      return;
    }
    if (findings.stream()
        .anyMatch(
            finding ->
                finding.what().equals(KafkaCheckup.KAFKA)
                    && finding.result() == Finding.Result.FAIL)) {
      findings.add(Finding.notChecked(VERSIONS, "control.models says which; Kafka comes first"));
      return;
    }
    ModelBook.Beginning beginning;
    try {
      beginning = config.scoring().beginning(KafkaInputs.publishedModels(config));
    } catch (ConfigurationException e) {
      findings.add(Finding.fail(VERSIONS, String.valueOf(e.getMessage())));
      return;
    }
    for (ModelBook.Standing standing : new ModelBook(beginning).standing()) {
      findings.add(
          standing.isAsConfigured()
              ? Finding.ok(VERSIONS, standing.words())
              : Finding.note(VERSIONS, standing.words()));
    }
    for (ModelVerdict change : beginning.unusable()) {
      findings.add(
          Finding.note(
              VERSIONS,
              change.change().name()
                  + " was published as "
                  + change.change().stage()
                  + " and is passed over: "
                  + String.join("; ", change.faults())));
    }
  }

  private static void directories(Map<String, String> flink, List<Finding> findings) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String key : DIRECTORIES) {
      if (flink.containsKey(key)) {
        given.put(key, Objects.requireNonNull(flink.get(key)));
      }
    }
    given.forEach((key, directory) -> findings.add(directory(key, directory)));
  }

  /** Writes a file into a directory of Flink's state, and deletes it again. */
  private static Finding directory(String key, String directory) {
    org.apache.flink.core.fs.Path probe =
        new org.apache.flink.core.fs.Path(directory, ".earshot-doctor");
    try {
      FileSystem files = FileSystem.get(URI.create(directory));
      files.create(probe, FileSystem.WriteMode.OVERWRITE).close();
      files.delete(probe, false);
      return Finding.ok(key, directory + " can be written to");
    } catch (UnsupportedFileSystemSchemeException e) {
      return Finding.notChecked(
          key,
          directory
              + " needs a file system that is a plugin of Flink; the image has one for s3, this"
              + " command has none");
    } catch (IOException | IllegalArgumentException e) {
      return Finding.fail(
          key,
          directory
              + " cannot be written to ("
              + e.getMessage()
              + "); checkpoints would fail. Mount it, or correct the option");
    }
  }

  private int report(List<Finding> findings) {
    PrintWriter out = spec.commandLine().getOut();
    int width = findings.stream().mapToInt(finding -> finding.what().length()).max().orElse(0);
    for (Finding finding : findings) {
      out.printf(
          Locale.ROOT,
          "%-5s %-" + width + "s  %s%n",
          finding.result().mark(),
          finding.what(),
          finding.words());
    }
    long failed =
        findings.stream().filter(finding -> finding.result() == Finding.Result.FAIL).count();
    out.println(
        failed == 0
            ? "Nothing stands against it."
            : failed + (failed == 1 ? " thing has" : " things have") + " to be put right.");
    out.flush();
    return failed == 0 ? 0 : EarshotCli.FAILED;
  }
}
