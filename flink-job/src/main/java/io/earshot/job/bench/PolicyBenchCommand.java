package io.earshot.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./earshot bench policy}: what rules cost. */
@Command(
    name = "policy",
    header = "Rule evaluations a second.",
    mixinStandardHelpOptions = true,
    description = {
      "Rule evaluations a second of one thread with 1, 20 and 200 rules, beside the interpreter of",
      "CEL on the same rules and events, in turns."
    })
final class PolicyBenchCommand implements Callable<Integer> {

  /** What the first mark of the project is: rule evaluations a second a core. */
  static final double MARK = 500_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds of each; default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "1",
      description = "Processor time of a round; default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the numbers as JSON.")
  private @Nullable Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "Writes a report.")
  private @Nullable Path html;

  /** Runs and reports; what it returns is the exit code. */
  @Override
  public Integer call() throws Exception {
    CommandSpec command = Objects.requireNonNull(spec, "picocli sets it");
    if (rounds < 1) {
      throw new ParameterException(
          command.commandLine(), "--rounds is " + rounds + "; it must be at least 1");
    }
    if (!(seconds > 0)) {
      throw new ParameterException(
          command.commandLine(), "--seconds is " + seconds + "; it must be above 0");
    }
    PrintWriter out = command.commandLine().getOut();
    PolicyBench.Result result =
        new PolicyBench(rounds, seconds, command.commandLine().getErr())
            .run(
                String.format(
                    Locale.ROOT,
                    "./earshot bench policy --rounds %d --seconds %s",
                    rounds,
                    seconds));
    print(result, out);
    if (json != null) {
      Files.writeString(
          json,
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(result));
    }
    if (html != null) {
      Files.writeString(html, PolicyReport.html(result));
    }
    return 0;
  }

  private static void print(PolicyBench.Result result, PrintWriter out) {
    out.println("machine  " + result.machine());
    out.println(
        String.format(
            Locale.ROOT,
            "facts    %,.0f sets of facts a second made of assessments",
            result.factsPerSecond()));
    for (PolicyBench.Measured m : result.measured()) {
      out.println(
          String.format(
              Locale.ROOT,
              "%-3d %-5s %,.0f evaluations/s (%,.0f to %,.0f), %.1f times plain CEL (%,.0f);"
                  + " %,.0f events/s, %.3f decisions an event, %.1f bytes for one without",
              m.rules(),
              m.rules() == 1 ? "rule" : "rules",
              m.evaluationsPerSecond(),
              m.slowest(),
              m.fastest(),
              m.ratio(),
              m.celEvaluationsPerSecond(),
              m.eventsPerSecond(),
              m.decisionsPerEvent(),
              m.bytesPerSilentEvent()));
    }
    out.println(
        String.format(Locale.ROOT, "mark     at least %,.0f evaluations a second and core", MARK));
    out.flush();
  }
}
