package io.earshot.job.cli;

import io.earshot.schemas.avro.PolicyOperation;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./earshot policy resume}: gives a policy its automatism back. */
@Command(
    name = "resume",
    header = "Ends a pause.",
    mixinStandardHelpOptions = true,
    description = {
      "Ends a pause: the policy acts by itself again on what is published from then on. What"
          + " people",
      "were asked for meanwhile stays with them."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:accepted",
      "1:refused, or not written",
      "2:called wrongly",
      "3:written, and no job answered in time"
    })
final class PolicyResumeCommand implements Callable<Integer> {

  @Mixin private PolicyChanges changes = new PolicyChanges();

  @ArgGroup(multiplicity = "1")
  private @Nullable PolicyChoice choice;

  @Override
  public Integer call() {
    if (choice == null) {
      throw new IllegalStateException("picocli sets what is demanded");
    }
    return changes.publish(
        PolicyOperation.RESUME, "", choice.policyId(), choice.policyId(), "resume of " + choice);
  }
}
