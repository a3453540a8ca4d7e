package io.earshot.job.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./earshot state}: what a savepoint or checkpoint of the job holds. */
@Command(
    name = "state",
    mixinStandardHelpOptions = true,
    description = "Shows what a savepoint or checkpoint of the job holds.",
    subcommands = StateCreatorCommand.class)
public final class StateCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  /** Called without a command of its own. */
  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "no command given: creator");
    }
  }
}
