package io.earshot.job.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.earshot.job.ConfigurationException;
import io.earshot.policy.PolicyEvaluator;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot policy explain}: recomputes an action from its audit record. */
@Command(
    name = "explain",
    header = "Explains an action, recomputed from its audit record.",
    mixinStandardHelpOptions = true,
    description = {
      "Explains an enforcement action or an audit record: recomputes it from the facts in the"
          + " audit",
      "record with the bundle that decided, shows each step with values and thresholds, and what",
      "single changes would have led to something else, each of them tried.",
      "Takes records as ./earshot demo --out writes them, or as JSON without what is around them."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:recomputed, it comes out as recorded, or no rule decided it",
      "1:it comes out otherwise, or something that is needed is missing",
      "2:called wrongly"
    })
final class PolicyExplainCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private PolicyFiles policyFiles = new PolicyFiles();

  @Parameters(
      paramLabel = "RECORD",
      description = {
        "a file with the record, such as enforcement.actions.jsonl with --id; - for standard input"
      })
  private String record = PolicyFiles.STANDARD;

  @Option(
      names = "--id",
      paramLabel = "ID",
      description = "Event id or decision id of the record, where the file has more than one.")
  private @Nullable String id;

  @Option(
      names = "--audit",
      paramLabel = "FILE",
      description = "Audit records; default: decisions.audit.jsonl beside the record.")
  private @Nullable Path audit;

  @Option(
      names = "--bundle",
      paramLabel = "FILE",
      description = {
        "Text of the bundle that decided; default: the one with its digest in",
        "control.policies.jsonl beside the record, or that of this build."
      })
  private @Nullable Path bundle;

  @Option(names = "--json", description = "Prints the explanation as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    ExplainFiles files = new ExplainFiles(record, audit, bundle);
    Explanation explanation;
    try {
      explanation = explain(files, files.record(id));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new ConfigurationException(
          "the record, or its audit record, has a value that is none: " + e.getMessage(), e);
    }
    if (json) {
      out.println(
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(explanation.json()));
    } else {
      explanation.print(out);
    }
    out.flush();
    return explanation.agrees() ? 0 : EarshotCli.FAILED;
  }

  private Explanation explain(ExplainFiles files, JsonNode found) {
    if (found.has("auditId")) {
      return explainer(files, RecordedAudit.of(found)).ofAudit();
    }
    String trigger = RecordedAudit.text(found.path("inputs"), "triggerEventId");
    return explainer(files, files.audit(trigger)).ofAction(found);
  }

  private Explainer explainer(ExplainFiles files, RecordedAudit recorded) {
    PolicyEvaluator policies =
        PolicyFiles.compile(
            files.bundle(recorded.bundle()), policyFiles.vocabulary(recorded.labels()));
    return new Explainer(policies, recorded, files);
  }
}
