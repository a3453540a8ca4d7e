package io.earshot.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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

/** {@code ./earshot bench control}: from the publication of a change to its effect. */
@Command(
    name = "control",
    header = "From the publication of a change to its effect.",
    mixinStandardHelpOptions = true,
    description =
        "How long a policy bundle, or an entry of a bank of known media, takes from its publication"
            + " to its effect in a running job.")
final class ControlCommand implements Callable<Integer> {

  /** What the mark of the project is, 99 of 100 changes, in milliseconds. */
  private static final long MARK = 1_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--of",
      paramLabel = "WHAT",
      defaultValue = "policies",
      description = "What is changed, policies or banks; default: ${DEFAULT-VALUE}.")
  private String of = "policies";

  @Option(
      names = "--changes",
      paramLabel = "N",
      defaultValue = "100",
      description = "Changes to publish; default: ${DEFAULT-VALUE}.")
  private int changes;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "Content a second beside them, 1 to 1000; default: ${DEFAULT-VALUE}.")
  private int rate;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the numbers as JSON.")
  private @Nullable Path json;

  /** Runs and reports; what it returns is the exit code. */
  @Override
  public Integer call() throws IOException {
    if (spec == null) {
      throw new IllegalStateException("picocli sets the command's spec");
    }
    if (changes < 1) {
      throw new ParameterException(
          spec.commandLine(), "--changes is " + changes + "; it must be at least 1");
    }
    if (rate < 1 || rate > 1_000) {
      throw new ParameterException(
          spec.commandLine(), "--rate is " + rate + "; it must be from 1 to 1000");
    }
    ControlTrial trial =
        switch (of) {
          case "policies" -> ControlTrial.POLICIES;
          case "banks" -> ControlTrial.BANKS;
          default ->
              throw new ParameterException(
                  spec.commandLine(), "--of is " + of + "; it must be policies or banks");
        };
    PrintWriter out = spec.commandLine().getOut();
    ControlBench.Result result =
        new ControlBench(trial, changes, rate, spec.commandLine().getErr())
            .run(
                "./earshot bench control --of " + of + " --changes " + changes + " --rate " + rate);
    out.println("machine   " + result.machine());
    print(out, "effect", result.effect());
    print(out, "answer", result.answer());
    out.println(
        String.format(
            Locale.ROOT,
            "effect is the first express action under the change in a consumer's hands, answer its"
                + " control.status (mark: p99 below %,d ms)",
            MARK));
    out.flush();
    if (json != null) {
      Files.writeString(
          json,
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(result),
          StandardCharsets.UTF_8);
    }
    return 0;
  }

  private static void print(PrintWriter out, String what, PipelineResult.Quantiles quantiles) {
    out.println(
        String.format(
            Locale.ROOT,
            "%-9s p50 %,d ms, p99 %,d ms from publication, %,d changes",
            what,
            quantiles.p50(),
            quantiles.p99(),
            quantiles.count()));
  }
}
