package io.earshot.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.earshot.job.ModelDirectory;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    header = "Items a second in Flink and in a bare loop.",
    mixinStandardHelpOptions = true,
    description = {
      "Items a second of a bare ONNX Runtime loop over full batches, then of the same items through"
          + " the operator",
      "in Flink, in turns, and their ratio. Pictures and sounds are made by the bench and decoded"
          + " in both. The",
      "cache of scores is off."
    })
final class ScoringCommand implements Callable<Integer> {

  /** What is measured. */
  enum Choice {
    TEXT,
    IMAGE,
    AUDIO,
    ALL
  }

  /** What the first mark of the project is: the operator's rate by that of the bare loop. */
  private static final double MARK = 0.9;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--modality",
      paramLabel = "NAME",
      description =
          "text, image, audio or all; default: text, unless --cascade or --mixed is given.")
  private @Nullable Choice modality;

  @Option(
      names = "--cascade",
      description =
          "Also the text model behind its gate, beside the model alone, on ordinary traffic.")
  private boolean cascade;

  @Option(
      names = "--mixed",
      description =
          "Also texts of mixed length in length buckets, beside all padded to the longest.")
  private boolean mixed;

  @Option(
      names = "--texts",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Texts a round, from the traffic pack; default: ${DEFAULT-VALUE}.")
  private int texts;

  @Option(
      names = "--pictures",
      paramLabel = "N",
      defaultValue = "100",
      description = "Pictures a round; default: ${DEFAULT-VALUE}.")
  private int pictures;

  @Option(
      names = "--sounds",
      paramLabel = "N",
      defaultValue = "30",
      description = "Sounds a round, of 10 s each; default: ${DEFAULT-VALUE}.")
  private int sounds;

  @Option(
      names = "--models",
      paramLabel = "DIR",
      description = "Directory with one model package a folder; default: the models of this build.")
  private Path models = Path.of(System.getProperty("earshot.home", ""), "models");

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the numbers as JSON: an array, a comparison each.")
  private @Nullable Path json;

  /** Runs and reports; what it returns is the exit code. */
  @Override
  public Integer call() throws Exception {
    requireSome("--texts", texts);
    requireSome("--pictures", pictures);
    requireSome("--sounds", sounds);
    PrintWriter out =
        spec == null
            ? new PrintWriter(System.out, true, StandardCharsets.UTF_8)
            : spec.commandLine().getOut();
    PrintWriter err =
        spec == null
            ? new PrintWriter(System.err, true, StandardCharsets.UTF_8)
            : spec.commandLine().getErr();
    Choice choice = modality == null && !cascade && !mixed ? Choice.TEXT : modality;
    ScoringBench bench = new ScoringBench(ModelDirectory.open(models), command(choice), err);
    List<ScoringBench.Result> results = new ArrayList<>();
    if (choice == Choice.TEXT || choice == Choice.ALL) {
      results.add(print(out, bench.text(texts), "texts"));
    }
    if (choice == Choice.IMAGE || choice == Choice.ALL) {
      results.add(print(out, bench.image(pictures), "pictures"));
    }
    if (choice == Choice.AUDIO || choice == Choice.ALL) {
      results.add(print(out, bench.audio(sounds), "sounds"));
    }
    if (cascade) {
      results.add(print(out, bench.cascade(texts), "texts"));
    }
    if (mixed) {
      results.add(print(out, bench.mixed(texts), "texts"));
    }
    if (json != null) {
      Files.writeString(
          json,
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(results));
    }
    return 0;
  }

  private void requireSome(String option, int count) {
    if (count < 1 && spec != null) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + count + "; it must be at least 1");
    }
  }

  private String command(@Nullable Choice choice) {
    return "./earshot bench scoring"
        + (choice == null ? "" : " --modality " + choice.name().toLowerCase(Locale.ROOT))
        + (cascade ? " --cascade" : "")
        + (mixed ? " --mixed" : "")
        + String.format(
            Locale.ROOT, " --texts %d --pictures %d --sounds %d", texts, pictures, sounds);
  }

  private static ScoringBench.Result print(
      PrintWriter out, ScoringBench.Result result, String items) {
    out.println("machine  " + result.machine());
    out.println("model    " + result.model() + ", " + result.threads() + " threads, no cache");
    print(out, result.baselineName(), result.baseline(), items);
    print(out, result.measuredName(), result.measured(), items);
    boolean marked = result.baselineName().equals("bare");
    out.println(
        String.format(Locale.ROOT, "ratio    %.3f", result.ratio())
            + (marked ? String.format(Locale.ROOT, " (first mark: at least %.1f)", MARK) : ""));
    Double passed = result.passedShare();
    if (passed != null) {
      out.println(
          String.format(Locale.ROOT, "passed   %.1f %% of the texts by the gate", 100 * passed));
    }
    out.println();
    out.flush();
    return result;
  }

  private static void print(
      PrintWriter out, String name, ScoringBench.Measured measured, String items) {
    out.println(
        String.format(
            Locale.ROOT,
            "%-8s %,.1f %s/s: %,d %s, %,d rows in %.1f s, %.1f s of processor time",
            name,
            measured.textsPerSecond(),
            items,
            measured.texts(),
            items,
            measured.rows(),
            measured.seconds(),
            measured.cpuSeconds()));
  }
}
