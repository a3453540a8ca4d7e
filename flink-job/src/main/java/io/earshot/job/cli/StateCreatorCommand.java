package io.earshot.job.cli;

import io.earshot.enforcement.LedgerReport;
import io.earshot.job.ConfigurationException;
import io.earshot.policy.PolicyChange;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.risk.CreatorProfile;
import io.earshot.risk.ProfileReport;
import io.earshot.risk.RiskSettings;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot state creator}: what the job knows of one creator. */
@Command(
    name = "creator",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what a savepoint or checkpoint holds of one creator: the account, counts and rates,",
      "what the detectors know, the risk with its contributions, and what enforcement keeps:",
      "strikes, restrictions, open tasks. Nothing of the content is in it.",
      "Flink finds a creator by going through all of them, so this takes time with their number."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:shown",
      "1:nothing is known of the creator, or the folder cannot be read",
      "2:called wrongly"
    })
final class StateCreatorCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "Id of the creator.")
  private String creatorId = "";

  @Mixin private SavepointChoice savepoint = new SavepointChoice();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = {
        "The bundle that says how risk adds up; default: the one of this build. What detectors",
        "found is in the state as it was found, whatever this bundle says."
      })
  private @Nullable String policy;

  @Option(names = "--json", description = "Prints one JSON object instead of text.")
  private boolean json;

  @Mixin private PolicyFiles files = new PolicyFiles();

  /** Shows; what it returns is the exit code. */
  @Override
  public Integer call() {
    PolicyFiles.Text bundle = PolicyFiles.read(policy);
    PolicyEvaluator evaluator = files.compile(bundle);
    SavepointStates states = savepoint.open();
    CreatorState state =
        states
            .creator(creatorId)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "nothing is known of creator "
                            + creatorId
                            + " in "
                            + savepoint.folder()
                            + ": nothing was ever seen of it, it was erased, or the id is another"
                            + " one"));
    CreatorPage page =
        new CreatorPage(
            creatorId,
            savepoint.folder().toString(),
            states.checkpointId(),
            bundle.name(),
            profile(state, evaluator, states),
            ledger(state),
            state.openEvents(),
            state.openMatters());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(page.json());
    } else {
      page.lines().forEach(out::println);
    }
    out.flush();
    return 0;
  }

  private @Nullable ProfileReport profile(
      CreatorState state, PolicyEvaluator evaluator, SavepointStates states) {
    byte[] bytes = state.profile();
    if (bytes == null) {
      return null;
    }
    CreatorProfile profile = states.profile(bytes);
    long asOf =
        savepoint
            .asOf(Instant.ofEpochMilli(profile.newest()), "the creator's newest event")
            .toEpochMilli();
    return profile.report(asOf, risk(evaluator, states, asOf));
  }

  /** As the bundle says, with the priors that the savepoint holds for that time. */
  private static RiskSettings risk(PolicyEvaluator evaluator, SavepointStates states, long asOf) {
    return states.changes().stream()
        .filter(change -> change.operation() == PolicyChange.Operation.PRIORS)
        .filter(change -> change.takesEffectAt() <= asOf)
        .max(PolicyChange.IN_EFFECT)
        .map(change -> new PolicyFiles.Text(change.eventId(), change.yaml()))
        .map(text -> evaluator.risk().with(PriorFiles.read(text)))
        .orElse(evaluator.risk());
  }

  private LedgerReport ledger(CreatorState state) {
    if (state.ledger() == null) {
      return LedgerReport.nothing();
    }
    Instant at = savepoint.at();
    long asOf =
        at != null
            ? at.toEpochMilli()
            : state.profile() == null
                ? Long.MIN_VALUE
                : CreatorProfile.of(state.profile()).newest();
    return LedgerReport.of(state.ledger(), state.subjects(), state.tasks(), asOf);
  }
}
