package io.earshot.job.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./earshot policy priors}: what is usual, by segment of creators. */
@Command(
    name = "priors",
    header = "Fits, checks and publishes tables of priors: what is usual, by segment of creators.",
    mixinStandardHelpOptions = true,
    description = {
      "A table gives the fitted parameters of detectors (policy detectors marks them) for all",
      "creators, for those of a type, and for those of a type, tenure and channel. The most"
          + " special",
      "that says anything of a detector holds for it; where the table says nothing, the bundle's",
      "values do. What the platform says of an account, its type and channel, comes with",
      "creator.events; tenure is UNKNOWN, NEW (below 30 days), YOUNG (below a year) or SETTLED."
    },
    subcommands = {PriorsFitCommand.class, PriorsCheckCommand.class, PriorsPublishCommand.class})
public final class PolicyPriorsCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  /** Called without a command of its own. */
  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "no command given: fit, check or publish");
    }
  }
}
