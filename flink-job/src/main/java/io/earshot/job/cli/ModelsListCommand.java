package io.earshot.job.cli;

import io.earshot.job.ConfigurationException;
import io.earshot.job.ModelDirectory;
import io.earshot.job.ModelDirectory.Use;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelManifest.Gate;
import io.earshot.model.ModelPackage;
import io.earshot.model.ModelPackageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./earshot models list}: the packages of a directory and what the job uses each for. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the packages of a directory, one a line: id, version, modality, task, size of the"
          + " model, number of",
      "labels, and what the job uses it for with no option but scoring.models. Digests are checked."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every package can be read",
      "1:some package is broken; the job refuses such a directory",
      "2:the directory cannot be listed or has no package"
    })
public final class ModelsListCommand implements Callable<Integer> {

  private static final String FORMAT = "%-16s %-9s %-9s %-28s %10s %6s  %s";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Directory with one model package a folder; default: the models of this build.")
  private Path models = ModelFolders.bundled();

  /** Lists; what it returns is the exit code. */
  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<ModelPackage> good = new ArrayList<>();
    List<String> broken = new ArrayList<>();
    for (ModelFolders.Entry entry : ModelFolders.of(spec.commandLine(), models).entries()) {
      try {
        good.add(ModelPackage.load(entry.folder()));
      } catch (ModelPackageException e) {
        broken.add(entry.id() + ": broken: " + e.getMessage());
      }
    }
    ModelDirectory directory = new ModelDirectory(models, good);
    out.println(
        String.format(
            Locale.ROOT,
            FORMAT,
            "ID",
            "VERSION",
            "MODALITY",
            "TASK",
            "SIZE",
            "LABELS",
            "USED FOR"));
    for (ModelPackage model : good) {
      ModelManifest manifest = model.manifest();
      out.println(
          String.format(
              Locale.ROOT,
              FORMAT,
              manifest.id(),
              manifest.version(),
              manifest.modality().key(),
              manifest.task().key(),
              ModelFolders.size(model.modelFile()).orElse("?"),
              manifest.labels().size(),
              use(directory, model)));
    }
    broken.forEach(out::println);
    out.flush();
    return broken.isEmpty() ? 0 : EarshotCli.FAILED;
  }

  /** What the job does with a model, or why nothing. */
  static String use(ModelDirectory directory, ModelPackage model) {
    ModelManifest manifest = model.manifest();
    Optional<ModelManifest> judge = judge(directory, manifest);
    if (judge.isPresent()) {
      return gateOf(judge.get(), manifest);
    }
    for (Use use : Use.values()) {
      if (use.fits(manifest)) {
        return use(directory, model, use);
      }
    }
    return "not used: the job has no use for "
        + manifest.task().key()
        + " of "
        + manifest.modality().key();
  }

  private static String use(ModelDirectory directory, ModelPackage model, Use use) {
    String name = use.name().toLowerCase(Locale.ROOT);
    if (use == Use.SPEECH && directory.packages().stream().noneMatch(ModelsListCommand::hears)) {
      return "not used: speech is told beside audio events, and no package hears those";
    }
    try {
      Optional<ModelPackage> used = directory.find(use, null);
      if (used.equals(Optional.of(model))) {
        return name;
      }
    } catch (ConfigurationException e) {
      return "not used: several packages are for " + name + "; name one in " + use.option().key();
    }
    return "not used: another package is for " + name;
  }

  private static boolean hears(ModelPackage model) {
    return Use.AUDIO.fits(model.manifest());
  }

  /** The model that names this one as its first step. */
  private static Optional<ModelManifest> judge(ModelDirectory directory, ModelManifest first) {
    Stream<ModelManifest> others = directory.packages().stream().map(ModelPackage::manifest);
    return others
        .filter(other -> other.gate().map(Gate::model).filter(first.id()::equals).isPresent())
        .findFirst();
  }

  private static String gateOf(ModelManifest judge, ModelManifest first) {
    String fitted = judge.gate().map(Gate::version).orElse("");
    return fitted.equals(first.version())
        ? "gate of " + judge.id()
        : "not used: the gate of " + judge.id() + " was fitted on version " + fitted;
  }
}
