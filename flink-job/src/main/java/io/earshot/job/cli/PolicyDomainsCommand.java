package io.earshot.job.cli;

import io.earshot.job.ConfigurationException;
import io.earshot.job.cli.PolicyFiles.Text;
import io.earshot.policy.BundleException;
import io.earshot.policy.DomainReader;
import io.earshot.risk.DomainList;
import io.earshot.schemas.avro.PolicyOperation;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot policy domains}: domains to which nobody may link. */
@Command(
    name = "domains",
    header = "Checks and publishes lists of domains to which nobody may link.",
    mixinStandardHelpOptions = true,
    description = {
      "A list has registrable domains, such as shop.co.uk; all hosts of one are meant with it.",
      "Detector D11 fires on every link to one, and names the domain and the list."
    })
final class PolicyDomainsCommand implements Runnable {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  /** Called without a command of its own. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given: check or publish");
  }

  @Command(
      name = "check",
      description = "Checks a list and prints every fault with its place.",
      mixinStandardHelpOptions = true)
  int check(
      @Parameters(paramLabel = "FILE", description = "the list; - for standard input")
          String file) {
    DomainList list = read(PolicyFiles.read(file));
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        file
            + ": "
            + named(list)
            + ", sha256 "
            + list.digest()
            + ", "
            + list.domains().size()
            + " domains: no faults");
    out.flush();
    return 0;
  }

  @Command(
      name = "publish",
      description = "Gives a running job another list, whole, and waits for its answer.",
      mixinStandardHelpOptions = true)
  int publish(
      @Mixin PolicyChanges changes,
      @Parameters(paramLabel = "FILE", description = "the list; - for standard input")
          String file) {
    Text text = PolicyFiles.read(file);
    DomainList list = read(text);
    return changes.publish(PolicyOperation.DOMAINS, text.yaml(), "", list.id(), named(list));
  }

  private static String named(DomainList list) {
    return "domains " + list.id() + ", version " + list.version();
  }

  private static DomainList read(Text text) {
    try {
      return DomainReader.read(text.name(), text.yaml());
    } catch (BundleException e) {
      throw new ConfigurationException(String.valueOf(e.getMessage()), e);
    }
  }
}
