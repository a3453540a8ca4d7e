package io.earshot.job.cli;

import io.earshot.model.Calibration;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelManifest.DeviceSettings;
import io.earshot.model.ModelManifest.Gate;
import io.earshot.model.ModelManifest.Label;
import io.earshot.model.ModelManifest.TensorSpec;
import io.earshot.model.ModelPackageException;
import io.earshot.model.OnnxFile;
import io.earshot.model.OnnxGraph;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot models inspect}: all that a package says, and what its graph says. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Shows a package: licence, inputs and outputs as declared and as they are, opset, labels with"
          + " threshold and",
      "calibration, gate, devices, where the model card is, and the manifest in full."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown",
      "1:the manifest or the graph cannot be read",
      "2:the directory cannot be listed, or has no such package"
    })
public final class ModelsInspectCommand implements Callable<Integer> {

  private static final String CARD = "MODEL_CARD.md";

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "Id of a package, or the name of its folder.")
  private String id = "";

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Directory with one model package a folder; default: the models of this build.")
  private Path models = ModelFolders.bundled();

  /** Shows; what it returns is the exit code. */
  @Override
  public Integer call() throws IOException {
    ModelFolders.Entry entry = ModelFolders.of(spec.commandLine(), models).named(id);
    PrintWriter out = spec.commandLine().getOut();
    ModelManifest manifest = entry.manifest();
    if (manifest == null) {
      ModelPackageException fault = entry.fault();
      throw fault == null ? new IllegalStateException("no manifest and no fault") : fault;
    }
    Path file = entry.folder().resolve(manifest.file());
    head(out, manifest, entry.folder(), file);
    boolean readable = graph(out, manifest, file);
    labels(out, manifest.labels());
    manifest.gate().ifPresent(gate -> gate(out, gate));
    devices(out, manifest.devices());
    Path yaml = entry.folder().resolve(ModelManifest.FILE_NAME);
    out.println();
    out.println(yaml);
    Files.readAllLines(yaml).forEach(line -> out.println("  " + line));
    out.flush();
    return readable ? 0 : EarshotCli.FAILED;
  }

  private static void head(PrintWriter out, ModelManifest manifest, Path folder, Path file) {
    Path card = folder.resolve(CARD);
    out.println(manifest.name());
    line(out, "modality", manifest.modality().key());
    line(out, "task", manifest.task().key());
    line(out, "licence", manifest.licence());
    line(out, "model", file + ", " + ModelFolders.size(file).orElse("which is not there"));
    line(out, "card", Files.isRegularFile(card) ? card.toString() : "none: there is no " + card);
  }

  /** Whether the graph could be read; why not is told in its place. */
  private static boolean graph(PrintWriter out, ModelManifest manifest, Path file) {
    boolean readable = true;
    try {
      line(
          out,
          "opset",
          OnnxFile.opsets(file).entrySet().stream()
              .map(
                  set -> (set.getKey().isEmpty() ? "ai.onnx" : set.getKey()) + " " + set.getValue())
              .collect(Collectors.joining(", ")));
    } catch (ModelPackageException e) {
      line(out, "opset", "not readable: " + e.getMessage());
      readable = false;
    }
    OnnxGraph graph = new OnnxGraph(List.of(), List.of());
    try {
      graph = OnnxGraph.read(file);
    } catch (ModelPackageException e) {
      line(out, "graph", "not readable: " + e.getMessage());
      readable = false;
    }
    tensors(out, "inputs", manifest.inputs(), graph.inputs());
    tensors(out, "outputs", manifest.outputs(), graph.outputs());
    return readable;
  }

  private static void tensors(
      PrintWriter out, String what, List<TensorSpec> declared, List<OnnxGraph.Tensor> actual) {
    out.println();
    out.println(what);
    for (TensorSpec spec : declared) {
      row(out, "declared", spec.name(), spec.type().name().toLowerCase(Locale.ROOT), spec.shape());
    }
    for (OnnxGraph.Tensor tensor : actual) {
      row(out, "actual", tensor.name(), tensor.type(), tensor.shape());
    }
  }

  private static void row(
      PrintWriter out, String whose, String name, String type, List<String> shape) {
    out.println(String.format(Locale.ROOT, "  %-9s %-18s %-8s %s", whose, name, type, shape));
  }

  private static void labels(PrintWriter out, List<Label> labels) {
    out.println();
    out.println("labels");
    String format = "  %-18s %9s %9s %9s";
    out.println(String.format(Locale.ROOT, format, "", "threshold", "slope", "intercept"));
    for (Label label : labels) {
      boolean calibrated = !label.calibration().equals(Calibration.NONE);
      out.println(
          String.format(
              Locale.ROOT,
              format,
              label.name(),
              number(label.threshold()),
              calibrated ? number(label.calibration().slope()) : "-",
              calibrated ? number(label.calibration().intercept()) : "-"));
    }
  }

  private static void gate(PrintWriter out, Gate gate) {
    out.println();
    out.println("gate");
    line(out, "model", gate.model() + "@" + gate.version());
    line(out, "recall", gate.recall() + " of what this model finds goes on to it");
    line(out, "clean", gate.cleanPassed() + " of clean texts go on all the same");
    line(out, "fitted on", gate.fittedOn());
    line(out, "pass", gate.pass().toString());
  }

  private static void devices(PrintWriter out, DeviceSettings devices) {
    out.println();
    out.println("devices");
    device(out, "cpu", devices.cpu());
    device(out, "cuda", devices.cuda());
    device(out, "tensorrt", devices.tensorrt());
  }

  private static void device(PrintWriter out, String name, Map<String, String> options) {
    line(out, name, options.isEmpty() ? "no options of its own" : options.toString());
  }

  private static void line(PrintWriter out, String name, String value) {
    out.println(String.format(Locale.ROOT, "  %-9s %s", name, value));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
