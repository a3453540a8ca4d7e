package io.earshot.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.policy.ExampleOutcome;
import io.earshot.policy.PolicyBundle;
import io.earshot.policy.PolicyEvaluator;
import java.io.IOException;
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

/** {@code ./earshot policy test}: runs the examples that are kept beside the rules. */
@Command(
    name = "test",
    header = "Runs the examples that a bundle keeps beside its rules.",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the examples that a bundle keeps beside its rules: what is given goes through the",
      "rules, ceilings and evidence of the policy, and is to come to what is expected."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every example came out as expected",
      "1:some did not, or the bundle has faults",
      "2:called wrongly"
    })
final class PolicyTestCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private PolicyFiles files = new PolicyFiles();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "the bundle; - for standard input; default: that of this build")
  private @Nullable String file;

  @Option(names = "--json", description = "Prints the outcomes as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    PolicyEvaluator policies = files.compile(PolicyFiles.read(file));
    List<ExampleOutcome> outcomes = ExampleOutcome.all(policies);
    List<String> bare =
        policies.written().policies().stream()
            .flatMap(policy -> policy.rules().stream())
            .filter(rule -> rule.examples().isEmpty())
            .map(PolicyBundle.Rule::id)
            .toList();
    if (json) {
      out.println(
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(asJson(policies, outcomes, bare)));
    } else {
      print(out, outcomes, bare);
    }
    out.flush();
    return outcomes.stream().allMatch(ExampleOutcome::passed) ? 0 : EarshotCli.FAILED;
  }

  private static void print(PrintWriter out, List<ExampleOutcome> outcomes, List<String> bare) {
    String policy = "";
    for (ExampleOutcome outcome : outcomes) {
      if (!outcome.policyId().equals(policy)) {
        policy = outcome.policyId();
        out.println(policy);
      }
      out.println((outcome.passed() ? "  ok    " : "  FAIL  ") + outcome.ruleId() + ": " + outcome);
      if (!outcome.passed()) {
        out.println("          line " + outcome.line() + "; how it came to that:");
        PlainWords.steps(outcome.trace()).forEach(line -> out.println("          " + line));
      }
    }
    long failed = outcomes.stream().filter(outcome -> !outcome.passed()).count();
    out.println(
        outcomes.size()
            + " examples, "
            + (failed == 0 ? "all as expected" : failed + " came out otherwise")
            + (bare.isEmpty() ? "" : "; rules without one: " + String.join(", ", bare)));
  }

  private static ObjectNode asJson(
      PolicyEvaluator policies, List<ExampleOutcome> outcomes, List<String> bare) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    root.set("bundle", mapper.valueToTree(policies.bundle()));
    root.put("passed", outcomes.stream().allMatch(ExampleOutcome::passed));
    ArrayNode examples = root.putArray("examples");
    for (ExampleOutcome outcome : outcomes) {
      ObjectNode example = examples.addObject();
      example.put("policy", outcome.policyId());
      example.put("rule", outcome.ruleId());
      example.put("name", outcome.name());
      example.put("line", outcome.line());
      example.put("passed", outcome.passed());
      example.put("expected", outcome.expected().name());
      example.put("actual", outcome.actual().name());
      example.put("decidedBy", outcome.decidedBy());
      example.set("rules", mapper.valueToTree(outcome.trace().rules()));
      example.set("demands", mapper.valueToTree(outcome.trace().demands()));
    }
    root.set("rulesWithoutExample", mapper.valueToTree(bare));
    return root;
  }
}
