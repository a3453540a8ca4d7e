package io.earshot.job.cli;

import io.earshot.job.cli.PolicyFiles.Text;
import io.earshot.risk.PriorTable;
import io.earshot.schemas.avro.PolicyOperation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./earshot policy priors publish}: gives a running job another table of priors. */
@Command(
    name = "publish",
    header = "Gives a running job another table of priors.",
    mixinStandardHelpOptions = true,
    description = {
      "Gives a running job another table of priors, whole, and waits for its answer. A table with",
      "faults is not sent; if the job refuses it, the one before stays."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:accepted",
      "1:refused, or not written",
      "2:called wrongly",
      "3:written, and no job answered in time"
    })
final class PriorsPublishCommand implements Callable<Integer> {

  @Mixin private PolicyChanges changes = new PolicyChanges();

  @Parameters(paramLabel = "FILE", description = "the table; - for standard input")
  private String file = "";

  @Override
  public Integer call() {
    Text text = PolicyFiles.read(file);
    PriorTable table = PriorFiles.read(text);
    return changes.publish(
        PolicyOperation.PRIORS, text.yaml(), "", table.id(), PriorFiles.named(table));
  }
}
