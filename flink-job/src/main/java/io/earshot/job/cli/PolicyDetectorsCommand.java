package io.earshot.job.cli;

import io.earshot.risk.DetectorCatalog;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.Parameter;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./earshot policy detectors}: the detectors that a bundle can switch on. */
@Command(
    name = "detectors",
    mixinStandardHelpOptions = true,
    description = "Lists every detector that is installed, with what a bundle has to set for it.")
final class PolicyDetectorsCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    for (DetectorSpec detector : DetectorCatalog.installed().specs()) {
      out.printf(
          Locale.ROOT,
          "%s %s (%s, risk group %s): %s%n",
          detector.id(),
          detector.name(),
          detector.policyId(),
          detector.group().word(),
          detector.meaning());
      for (Parameter parameter : detector.parameters()) {
        out.printf(
            Locale.ROOT,
            "  %-18s %-9s %s%s%n",
            parameter.name(),
            parameter.kind().name().toLowerCase(Locale.ROOT),
            parameter.meaning(),
            (parameter.most() > 0 ? "; at most " + parameter.shown(parameter.most()) : "")
                + (parameter.source() == Parameter.Source.FITTED ? " (fitted)" : "")
                + (parameter.usual() == null
                    ? ""
                    : String.format(Locale.ROOT, " (default %.4g)", parameter.usual())));
      }
    }
    out.println(
        "Each also needs risk, 0 to 0.99: what its firing says about the creator. Rules see"
            + " creator.detectors.ID.*, which ./earshot policy vocabulary lists. What is fitted may"
            + " differ by segment of creators: ./earshot policy priors.");
    out.flush();
    return 0;
  }
}
