package io.earshot.job.bench;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./earshot bench}: benchmarks of this machine; each prints what it measured and how. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Measures the job on this machine.",
    subcommands = {
      PipelineCommand.class,
      ControlCommand.class,
      ScoringCommand.class,
      PolicyBenchCommand.class,
      MatchCommand.class,
      StateBenchCommand.class
    })
public final class BenchCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  /** Says which benchmarks there are. */
  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getErr());
    }
    return 2;
  }
}
