package io.earshot.job.cli;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One policy of the taxonomy, or all. */
final class PolicyChoice {

  @Parameters(paramLabel = "POLICY", description = "id of the policy, such as HAT.HATE")
  private String id = "";

  @Option(names = "--all", required = true, description = "All policies.")
  private boolean all;

  /** As the control record has it: empty for all. */
  String policyId() {
    return all ? "" : id;
  }

  @Override
  public String toString() {
    return all ? "all policies" : id;
  }
}
