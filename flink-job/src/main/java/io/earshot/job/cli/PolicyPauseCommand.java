package io.earshot.job.cli;

import io.earshot.schemas.avro.PolicyOperation;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ./earshot policy pause}: the switch that takes the automatism off a policy. */
@Command(
    name = "pause",
    header = "Makes a policy of a running job ask people instead of acting.",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a policy of a running job, or all, ask people for whatever it would do by itself.",
      "What is in force stays so. resume ends it."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:accepted",
      "1:refused, or not written",
      "2:called wrongly",
      "3:written, and no job answered in time"
    })
final class PolicyPauseCommand implements Callable<Integer> {

  @Mixin private PolicyChanges changes = new PolicyChanges();

  @ArgGroup(multiplicity = "1")
  private @Nullable PolicyChoice choice;

  @Override
  public Integer call() {
    if (choice == null) {
      throw new IllegalStateException("picocli sets what is demanded");
    }
    return changes.publish(
        PolicyOperation.PAUSE, "", choice.policyId(), choice.policyId(), "pause of " + choice);
  }
}
