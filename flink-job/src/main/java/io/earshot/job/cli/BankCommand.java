package io.earshot.job.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./earshot bank}: files of banks of known media. */
@Command(
    name = "bank",
    mixinStandardHelpOptions = true,
    description = {
      "Imports, lists and compares files of banks of known media, which matching.banks names: CSV"
          + " with the columns",
      "bank,entryId,kind,fingerprint,policyId,severity,source,from,until,maxDistance. Publishes"
          + " entries to a running job."
    },
    subcommands = {
      BankImportCommand.class,
      BankListCommand.class,
      BankDiffCommand.class,
      BankPublishCommand.class
    })
public final class BankCommand implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  /** Called without a command of its own. */
  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "no command given: import, list, diff or publish");
    }
  }
}
