package io.earshot.job.cli;

import io.earshot.job.ConfigurationException;
import io.earshot.policy.PriorWriter;
import io.earshot.risk.CreatorProfile;
import io.earshot.risk.Fitting;
import io.earshot.risk.PriorFit;
import io.earshot.risk.PriorTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot policy priors fit}: a table of priors from what creators did. */
@Command(
    name = "fit",
    header = "Fits a table of priors to what creators did, by a savepoint.",
    mixinStandardHelpOptions = true,
    description = {
      "Fits a table of priors to what the creators in a savepoint or checkpoint did, by moments,"
          + " and",
      "writes it as check and publish read it. Each creator counts for one: for its segment, its",
      "type and all. Left out are creators with a decision that people upheld, restricted accounts",
      "and trusted licensors. A group with too few creators gets no values of its own; the more",
      "general one holds for it. The same savepoint gives the same table."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:fitted",
      "1:nothing to fit, or the folder cannot be read",
      "2:called wrongly"
    })
final class PriorsFitCommand implements Callable<Integer> {

  private static final Pattern TABLE =
      Pattern.compile("([A-Za-z0-9_-]{1,32})@([A-Za-z0-9._-]{1,64})");

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(
      paramLabel = "ID@VERSION",
      description = "Id and version of the table, such as usual@2026-11-27.")
  private String table = "";

  @Mixin private SavepointChoice savepoint = new SavepointChoice();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the table goes; default: standard output.")
  private @Nullable Path target;

  @Option(
      names = "--since",
      paramLabel = "INSTANT",
      description = {
        "From when on the job has read all events. Default: the oldest of the creators' newest",
        "events, since then it certainly ran."
      })
  private @Nullable Instant since;

  @Option(
      names = "--least",
      paramLabel = "N",
      defaultValue = "200",
      description = "Fewest creators with values of their own. Default: ${DEFAULT-VALUE}.")
  private int least;

  @Option(
      names = "--worth",
      paramLabel = "N",
      defaultValue = "20",
      description = {
        "Most trials that the prior of a share is worth (a0 + b0), however alike creators are.",
        "Default: ${DEFAULT-VALUE}."
      })
  private double worth;

  @Option(
      names = "--worth-time",
      paramLabel = "DURATION",
      defaultValue = "P7D",
      description = {
        "Most time that the prior of a rate is worth (b0), however alike creators are. Default:",
        "${DEFAULT-VALUE}."
      })
  private Duration worthTime = Duration.ZERO;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "A bundle with which the values have to go; warns of those that do not.")
  private @Nullable String policy;

  @Mixin private PolicyFiles files = new PolicyFiles();

  /** Fits; what it returns is the exit code. */
  @Override
  public Integer call() {
    Matcher name = TABLE.matcher(table);
    if (!name.matches()) {
      throw new ConfigurationException(
          "the table is called "
              + table
              + "; write ID@VERSION, an id of up to 32 letters, digits, _ and -, a version of up to"
              + " 64 of these and dots");
    }
    PriorFit fit = fit();
    PrintWriter err = spec.commandLine().getErr();
    SavepointStates states = savepoint.open();
    Span span = span(states);
    err.printf(
        "%d creators, as of %s, taken as all seen since %s%n",
        span.creators(), span.at(), span.since());
    err.flush();
    add(states, span, fit);
    PriorFit.Result result = fit.fit();
    new PriorFitSummary(result, least).lines().forEach(err::println);
    if (result.levels().isEmpty()) {
      throw new ConfigurationException(
          "there is nothing to fit in "
              + savepoint.folder()
              + ": no detector saw anything of "
              + least
              + " creators; take a later savepoint, or ask for fewer (--least)");
    }
    String yaml =
        PriorWriter.write(
            name.group(1),
            name.group(2),
            List.of(
                "Fitted by ./earshot policy priors fit to %d creators as of %s, taken as all seen since %s"
                    .formatted(result.creators(), span.at(), span.since()),
                "(--least %d --worth %s --worth-time %s).".formatted(least, worth, worthTime)),
            result.levels());
    warn(PriorFiles.read(new PolicyFiles.Text("the table that was fitted", yaml)), err);
    write(yaml);
    return 0;
  }

  private static void add(SavepointStates states, Span span, PriorFit fit) {
    long at = span.at().toEpochMilli();
    long since = span.since().toEpochMilli();
    Set<String> restricted = states.restricted(at);
    states.profiles(
        (creator, profile) -> {
          // The job knows nothing any more of those of whom nothing came for so long.
          if (profile.newest() >= at - CreatorProfile.RETENTION.toMillis()) {
            fit.add(profile.sample(at, since), restricted.contains(creator));
          }
        });
  }

  private PriorFit fit() {
    try {
      return new PriorFit(least, new Fitting.Limits(worth, worthTime));
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException("--least, --worth or --worth-time: " + e.getMessage(), e);
    }
  }

  /**
   * Which creators there are, and when they were seen.
   *
   * @param creators how many
   * @param at as of when what they did is read
   * @param since from when on certainly everything was seen
   */
  private record Span(long creators, Instant at, Instant since) {}

  private Span span(SavepointStates states) {
    LongSummaryStatistics newest = new LongSummaryStatistics();
    states.profiles((creator, profile) -> newest.accept(profile.newest()));
    if (newest.getCount() == 0) {
      throw new ConfigurationException(
          savepoint.folder()
              + " holds no creator; take the savepoint of a job that has read some events");
    }
    Span span =
        new Span(
            newest.getCount(),
            savepoint.asOf(
                Instant.ofEpochMilli(newest.getMax()), "the newest event in the savepoint"),
            since == null
                ? Instant.ofEpochMilli(
                    Math.max(
                        newest.getMin(), newest.getMax() - CreatorProfile.RETENTION.toMillis()))
                : since);
    if (span.since().isAfter(span.at())) {
      throw new ConfigurationException(
          "--since is %s, after the time of the fit, %s".formatted(span.since(), span.at()));
    }
    return span;
  }

  private void warn(PriorTable fitted, PrintWriter err) {
    if (policy != null) {
      fitted
          .faults(files.compile(PolicyFiles.read(policy)).risk())
          .forEach(fault -> err.println("warning: " + fault + "; the bundle's own values hold"));
    }
    err.flush();
  }

  private void write(String yaml) {
    if (target == null) {
      spec.commandLine().getOut().print(yaml);
      spec.commandLine().getOut().flush();
      return;
    }
    try {
      Files.writeString(target, yaml);
    } catch (IOException e) {
      throw new ConfigurationException(target + " cannot be written: " + e.getMessage(), e);
    }
  }
}
