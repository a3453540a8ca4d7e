package io.earshot.job.cli;

import io.earshot.job.ConfigReader;
import io.earshot.job.EarshotOptions;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.consumer.EnforcementView.InEffect;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./earshot follow}: what is in force, as a consumer of enforcement sees it. */
@Command(
    name = "follow",
    mixinStandardHelpOptions = true,
    description = {
      "Follows enforcement as its consumers do: starts from enforcement.state, follows"
          + " enforcement.actions",
      "(committed) and enforcement.express, and prints each change with what is in force on the"
          + " subject then.",
      "Its source, EnforcementFollower, is an example of a consumer."
    })
public final class FollowCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      required = true,
      description = "The brokers of the job; the demo prints its own at the top.")
  private String servers = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Options of the job for topics and format, as kafka.topic-prefix=earshot.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(
      names = "--for",
      paramLabel = "PT1M",
      description = "How long; default: until it is stopped.")
  private @Nullable Duration duration;

  /** Follows; what it returns is the exit code. */
  @Override
  public Integer call() {
    Map<String, String> given = new LinkedHashMap<>(options);
    given.put(EarshotOptions.KAFKA_BOOTSTRAP_SERVERS.key(), servers);
    PrintWriter out = spec.commandLine().getOut();
    long begun = System.nanoTime();
    try (EnforcementFollower follower = new EnforcementFollower(ConfigReader.topics(given))) {
      out.println(follower.bootstrap() + " states read");
      while (!Thread.currentThread().isInterrupted()
          && (duration == null || System.nanoTime() - begun < duration.toNanos())) {
        for (EnforcementAction action : follower.follow()) {
          out.println(line(action, follower));
        }
        out.flush();
      }
    }
    return 0;
  }

  private static String line(EnforcementAction action, EnforcementFollower follower) {
    Instant at = action.getDecidedAt();
    List<InEffect> inForce =
        follower.view().inEffect(action.getSubject(), action.getAction().getDimension()).stream()
            .filter(effect -> effect.expiresAt() == null || at.isBefore(effect.expiresAt()))
            .toList();
    return action.getEventType()
        + " "
        + action.getSubject().getType()
        + " "
        + action.getSubject().getId()
        + " version "
        + action.getSubject().getVersion()
        + ": "
        + (inForce.isEmpty()
            ? "nothing is in force on " + action.getAction().getDimension()
            : inForce.stream()
                .map(effect -> effect.action() + until(effect))
                .collect(Collectors.joining(", ")));
  }

  private static String until(InEffect effect) {
    return effect.expiresAt() == null ? "" : " until " + effect.expiresAt();
  }
}
