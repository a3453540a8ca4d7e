package io.earshot.job.cli;

import io.earshot.job.ConfigurationException;
import io.earshot.job.cli.PolicyFiles.Text;
import io.earshot.policy.BundleException;
import io.earshot.policy.PriorReader;
import io.earshot.risk.PriorTable;

/** The tables of priors that the commands of {@code ./earshot policy priors} work on. */
final class PriorFiles {

  private PriorFiles() {}

  /** Reads a table that is to have no faults. */
  static PriorTable read(Text text) {
    try {
      return PriorReader.read(text.name(), text.yaml());
    } catch (BundleException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }

  /** What it is, for messages. */
  static String named(PriorTable table) {
    return "priors " + table.id() + ", version " + table.version();
  }
}
