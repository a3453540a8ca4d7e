package io.earshot.job.cli;

import io.earshot.job.cli.PolicyFiles.Text;
import io.earshot.policy.BundleRef;
import io.earshot.schemas.avro.PolicyOperation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./earshot policy publish}: gives a running job another bundle. */
@Command(
    name = "publish",
    header = "Gives a running job another bundle.",
    mixinStandardHelpOptions = true,
    description = {
      "Gives a running job another bundle, whole, and waits for its answer. A bundle with faults"
          + " is",
      "not sent. The job checks it once more, with the labels of its own models; if it refuses,",
      "nothing changes."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:accepted",
      "1:refused, or not written",
      "2:called wrongly",
      "3:written, and no job answered in time"
    })
final class PolicyPublishCommand implements Callable<Integer> {

  @Mixin private PolicyChanges changes = new PolicyChanges();

  @Parameters(paramLabel = "FILE", description = "the bundle; - for standard input")
  private String file = "";

  @Override
  public Integer call() {
    Text text = PolicyFiles.read(file);
    BundleRef bundle = changes.files().compile(text).bundle();
    return changes.publish(
        PolicyOperation.BUNDLE,
        text.yaml(),
        "",
        bundle.id(),
        "bundle " + bundle.id() + ", version " + bundle.version());
  }
}
