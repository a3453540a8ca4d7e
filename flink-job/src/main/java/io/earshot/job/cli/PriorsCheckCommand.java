package io.earshot.job.cli;

import io.earshot.risk.PriorTable;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot policy priors check}: reads a table of priors as the job does. */
@Command(
    name = "check",
    header = "Checks a table of priors and prints every fault with its place.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:no faults", "1:faults", "2:called wrongly"})
final class PriorsCheckCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "the table; - for standard input")
  private String file = "";

  @Override
  public Integer call() {
    PriorTable table = PriorFiles.read(PolicyFiles.read(file));
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    out.println(
        file
            + ": "
            + PriorFiles.named(table)
            + ", sha256 "
            + table.digest()
            + ", of "
            + String.join(", ", table.levels().keySet().stream().map(Object::toString).toList())
            + ": no faults");
    out.flush();
    return 0;
  }
}
