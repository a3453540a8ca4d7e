package io.earshot.job.cli;

import io.earshot.model.Device;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelManifest.Medium;
import io.earshot.model.ModelPackage;
import io.earshot.model.ModelPackageException;
import io.earshot.model.OnnxFile;
import io.earshot.model.OnnxSession;
import io.earshot.model.SessionConfig;
import io.earshot.model.TensorClassifier;
import io.earshot.model.TextClassifier;
import io.earshot.model.WordPieceEncoder;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot models verify}: whether packages are what they say they are. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Checks packages: the manifest, the digests of all files, the operators that the graph needs,"
          + " its inputs",
      "and outputs against those declared, and the self test. A package that fails does not stop"
          + " the others.",
      "Runs on the processor."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every check of every package passed",
      "1:some check failed",
      "2:the directory cannot be listed or has no package, or one that was named is not there"
    })
public final class ModelsVerifyCommand implements Callable<Integer> {

  private interface Check {
    void run();
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      description = "Ids of packages, or names of their folders; default: all.")
  private List<String> ids = List.of();

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Directory with one model package a folder; default: the models of this build.")
  private Path models = ModelFolders.bundled();

  /** Checks; what it returns is the exit code. */
  @Override
  public Integer call() {
    ModelFolders folders = ModelFolders.of(spec.commandLine(), models);
    List<ModelFolders.Entry> entries =
        ids.isEmpty() ? folders.entries() : ids.stream().distinct().map(folders::named).toList();
    PrintWriter out = spec.commandLine().getOut();
    int failed = 0;
    for (ModelFolders.Entry entry : entries) {
      failed += verify(entry, out) ? 0 : 1;
      out.flush();
    }
    out.println(
        String.format(
            Locale.ROOT, "%d of %d packages passed", entries.size() - failed, entries.size()));
    out.flush();
    return failed == 0 ? 0 : EarshotCli.FAILED;
  }

  private static boolean verify(ModelFolders.Entry entry, PrintWriter out) {
    ModelManifest manifest = entry.manifest();
    if (manifest == null) {
      out.println(entry.id());
      ModelPackageException fault = entry.fault();
      mark(out, false, "manifest", fault == null ? "" : String.valueOf(fault.getMessage()));
      skip(out, "the manifest cannot be used", "digest", "opset", "graph", "self test");
      return false;
    }
    out.println(manifest.name());
    mark(out, true, "manifest", "");
    ModelPackage model = new ModelPackage(entry.folder(), manifest);
    boolean passed = check(out, "digest", () -> ModelPackage.load(entry.folder()));
    if (!Files.isRegularFile(model.modelFile())) {
      skip(out, "there is no " + manifest.file(), "opset", "graph", "self test");
      return false;
    }
    passed &= check(out, "opset", () -> OnnxFile.check(model.modelFile()));
    SessionConfig session = SessionConfig.of(Device.CPU, 0);
    boolean opens = check(out, "graph", () -> OnnxSession.open(model, session).close());
    if (!opens) {
      skip(out, "the graph is not the one declared", "self test");
      return false;
    }
    boolean answers = check(out, "self test", () -> selfTest(model, session));
    return passed && answers;
  }

  private static void selfTest(ModelPackage model, SessionConfig session) {
    if (model.manifest().modality() == Medium.TEXT) {
      TextClassifier.open(model, session, WordPieceEncoder.of(model)).close();
    } else {
      TensorClassifier.open(model, session).close();
    }
  }

  private static boolean check(PrintWriter out, String name, Check check) {
    try {
      check.run();
      mark(out, true, name, "");
      return true;
    } catch (ModelPackageException e) {
      mark(out, false, name, String.valueOf(e.getMessage()));
      return false;
    }
  }

  private static void mark(PrintWriter out, boolean passed, String name, String reason) {
    out.println(("  " + (passed ? "ok    " : "FAIL  ") + pad(name) + reason).stripTrailing());
  }

  private static void skip(PrintWriter out, String reason, String... names) {
    for (String name : names) {
      out.println("  -     " + pad(name) + "not run: " + reason);
    }
  }

  private static String pad(String name) {
    return String.format(Locale.ROOT, "%-11s", name);
  }
}
