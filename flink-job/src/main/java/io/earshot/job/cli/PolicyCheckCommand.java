package io.earshot.job.cli;

import io.earshot.job.cli.PolicyFiles.Text;
import io.earshot.policy.BundleCheck;
import io.earshot.policy.BundleException;
import io.earshot.policy.BundleRef;
import io.earshot.policy.Finding;
import io.earshot.policy.PolicyEvaluator;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot policy check}: reads and compiles a bundle as the job does. */
@Command(
    name = "check",
    header = "Checks a bundle and prints every fault with its place.",
    mixinStandardHelpOptions = true,
    description = {
      "Checks a bundle; prints every fault and warning as FILE:LINE:COLUMN. A fault keeps the",
      "bundle from being used. A warning is about rules that never decide, conditions that say",
      "nothing, limits that never apply and examples that come out otherwise."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:no faults", "1:faults, or warnings with --strict", "2:called wrongly"})
final class PolicyCheckCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private PolicyFiles files = new PolicyFiles();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "the bundle; - for standard input; default: that of this build")
  private @Nullable String file;

  @Option(names = "--strict", description = "Warnings are faults.")
  private boolean strict;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Text text = PolicyFiles.read(file);
    try {
      PolicyEvaluator policies =
          PolicyEvaluator.compile(text.name(), text.yaml(), files.vocabulary());
      List<Finding> warnings = BundleCheck.warnings(policies);
      for (Finding warning : warnings) {
        err.println(
            text.name()
                + ":"
                + warning.line()
                + ":"
                + warning.column()
                + ": "
                + (strict ? "fault: " : "warning: ")
                + warning.message());
      }
      BundleRef bundle = policies.bundle();
      out.println(
          text.name()
              + ": bundle "
              + bundle.id()
              + ", version "
              + bundle.version()
              + ", sha256 "
              + bundle.digest()
              + ": no faults, "
              + count(warnings.size(), "warning"));
      return strict && !warnings.isEmpty() ? EarshotCli.FAILED : 0;
    } catch (BundleException e) {
      for (String fault : e.faults()) {
        boolean hasPlace = fault.matches("(?s)\\d+:\\d+: .*");
        int message = hasPlace ? fault.indexOf(' ') : -1;
        err.println(
            text.name()
                + ":"
                + (hasPlace ? fault.substring(0, message) : "")
                + " fault: "
                + fault.substring(message + 1));
      }
      out.println(text.name() + ": refused, " + count(e.faults().size(), "fault"));
      return EarshotCli.FAILED;
    } finally {
      err.flush();
      out.flush();
    }
  }

  private static String count(int number, String what) {
    return number == 0 ? "no " + what + "s" : number + " " + what + (number == 1 ? "" : "s");
  }
}
