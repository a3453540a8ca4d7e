package io.earshot.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.earshot.job.ModelDirectory;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./earshot bench scoring}: what Flink costs around the model. */
@Command(
    name = "scoring",
    mixinStandardHelpOptions = true,
    description = {
      "Texts a second of a bare ONNX Runtime loop over full batches, then of the same texts"
          + " through",
      "the operator in Flink, in turns, and their ratio. The cache of scores is off."
    })
final class ScoringCommand implements Callable<Integer> {

  /** What the first mark of the project is: the operator's rate by that of the bare loop. */
  private static final double MARK = 0.9;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--texts",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Texts a round, from the traffic pack; default: ${DEFAULT-VALUE}.")
  private int texts;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Directory with one model package a folder; default: the models of this build.")
  private Path models = Path.of(System.getProperty("earshot.home", ""), "models");

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the numbers as JSON.")
  private @Nullable Path json;

  /** Runs and reports; what it returns is the exit code. */
  @Override
  public Integer call() throws Exception {
    if (texts < 1 && spec != null) {
      throw new ParameterException(
          spec.commandLine(), "--texts is " + texts + "; it must be at least 1");
    }
    PrintWriter out =
        spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
    PrintWriter err =
        spec == null ? new PrintWriter(System.err, true) : spec.commandLine().getErr();
    ScoringBench.Result result =
        new ScoringBench(ModelDirectory.text(models), texts, err)
            .run("./earshot bench scoring --texts " + texts);
    out.println("machine  " + result.machine());
    out.println("model    " + result.model() + ", " + result.threads() + " threads, no cache");
    print(out, "bare", result.bare());
    print(out, "Flink", result.flink());
    out.println(
        String.format(
            Locale.ROOT, "ratio    %.3f (first mark: at least %.1f)", result.ratio(), MARK));
    out.flush();
    if (json != null) {
      Files.writeString(
          json,
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(result));
    }
    return 0;
  }

  private static void print(PrintWriter out, String name, ScoringBench.Measured measured) {
    out.println(
        String.format(
            Locale.ROOT,
            "%-8s %,.1f texts/s: %,d texts, %,d rows in %.1f s, %.1f s of processor time",
            name,
            measured.textsPerSecond(),
            measured.texts(),
            measured.rows(),
            measured.seconds(),
            measured.cpuSeconds()));
  }
}
