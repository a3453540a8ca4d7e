package io.earshot.job.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./earshot policy}: what the authors of bundles, and those who answer for them, need. */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description =
        "Checks, tries and publishes policy bundles, and explains what was decided by one.",
    subcommands = {
      PolicyCheckCommand.class,
      PolicyTestCommand.class,
      PolicyPublishCommand.class,
      PolicyPauseCommand.class,
      PolicyResumeCommand.class,
      PolicyPriorsCommand.class,
      PolicyDomainsCommand.class,
      PolicyExplainCommand.class,
      PolicyVocabularyCommand.class,
      PolicyDetectorsCommand.class,
      PolicySchemaCommand.class
    })
public final class PolicyCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  /** Called without a command of its own. */
  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(),
          "no command given: check, test, publish, pause, resume, priors, domains, explain,"
              + " vocabulary, detectors or schema");
    }
  }
}
