package io.earshot.job.cli;

import io.earshot.job.ConfigurationException;
import io.earshot.policy.Taxonomy;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** One policy of the taxonomy, or all. */
final class PolicyChoice {

  @Parameters(paramLabel = "POLICY", description = "id of the policy, such as HAT.HATE")
  private String id = "";

  @Option(names = "--all", required = true, description = "All policies.")
  private boolean all;

  /**
   * As the control record has it: empty for all.
   *
   * @throws ConfigurationException if the taxonomy has no such policy, which no job need be asked
   */
  String policyId() {
    if (!all && Taxonomy.find(id) == null) {
      throw new ConfigurationException(
          "policy "
              + id
              + " is not in the taxonomy, so no bundle has it; ./earshot policy schema lists those"
              + " that there are");
    }
    return all ? "" : id;
  }

  @Override
  public String toString() {
    return all ? "all policies" : id;
  }
}
