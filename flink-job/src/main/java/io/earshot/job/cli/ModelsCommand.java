package io.earshot.job.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./earshot models}: what the packages of a directory are, and whether they can be used. */
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description =
        "Lists, checks and shows model packages, and says which versions a running job uses.",
    subcommands = {
      ModelsListCommand.class,
      ModelsVerifyCommand.class,
      ModelsInspectCommand.class,
      ModelsPublishCommand.class
    })
public final class ModelsCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  /** Called without a command of its own. */
  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "no command given: list, verify, inspect or publish");
    }
  }
}
