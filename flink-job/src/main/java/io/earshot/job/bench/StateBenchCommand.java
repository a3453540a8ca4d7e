package io.earshot.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.earshot.job.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./earshot bench state}: what more creators in the state cost. */
@Command(
    name = "state",
    header = "Speed, checkpoints and restore with more and more creators in the state.",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the judgement, which keeps a profile of every creator, on RocksDB with bounded memory:"
          + " events a second over",
      "all creators at random, bytes a creator, the checkpoint of all and of what little changed,"
          + " and the restore. Ratios are",
      "to the first size in the same run. 10,000,000 creators take five minutes on"
          + " two idle cores, and far longer on busy ones."
    })
final class StateBenchCommand implements Callable<Integer> {

  private static final int LEAST = 1_000;
  private static final int MOST_CREATORS = 50_000_000;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--creators",
      paramLabel = "N",
      split = ",",
      defaultValue = "10000,1000000",
      description = "Numbers of creators, from 1,000 to 50,000,000; default: ${DEFAULT-VALUE}.")
  private List<Integer> creators = List.of();

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "300000",
      description = "Events of the measured stretch; default: ${DEFAULT-VALUE}.")
  private long events;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Of the job; default: ${DEFAULT-VALUE}.")
  private int parallelism;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      defaultValue = "512",
      description =
          "Memory of RocksDB, MiB, of all slots; below 256 a slot it flushes often; default:"
              + " ${DEFAULT-VALUE}.")
  private int memoryMib;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the numbers as JSON.")
  private @Nullable Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "Writes a page with plots.")
  private @Nullable Path html;

  /** Runs and reports; what it returns is the exit code. */
  @Override
  public Integer call() throws IOException {
    CommandSpec command = Objects.requireNonNull(spec, "picocli sets it");
    require(
        !creators.isEmpty() && creators.stream().allMatch(n -> n >= LEAST && n <= MOST_CREATORS),
        "--creators is %s; each must be from %d to %d",
        creators,
        LEAST,
        MOST_CREATORS);
    require(
        events >= LEAST && events <= 1_000_000_000,
        "--events is %d; it must be from %d to 1000000000",
        events,
        LEAST);
    require(
        parallelism >= 1 && parallelism <= 64,
        "--parallelism is %d; it must be from 1 to 64",
        parallelism);
    require(
        memoryMib >= 64 && memoryMib <= 65_536,
        "--memory is %d; it must be from 64 to 65536",
        memoryMib);
    StateBench.Plan plan = new StateBench.Plan(creators, events, parallelism, memoryMib);
    File folder = new File(System.getProperty("java.io.tmpdir"));
    long missing = StateBench.missingDisk(plan, folder);
    if (missing > 0) {
      throw new ConfigurationException(
          folder
              + " has too little room by about "
              + (missing >> 20)
              + " MiB; free some, name fewer --creators, or set"
              + " EARSHOT_JAVA_OPTS=-Djava.io.tmpdir=…");
    }
    StateResult result =
        new StateBench(plan, command.commandLine().getErr())
            .run(
                String.format(
                    Locale.ROOT,
                    "./earshot bench state --creators %s --events %d --parallelism %d --memory %d",
                    creators.stream().map(String::valueOf).collect(Collectors.joining(",")),
                    events,
                    parallelism,
                    memoryMib));
    print(result, command.commandLine().getOut());
    if (json != null) {
      Files.writeString(
          json,
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(result));
    }
    if (html != null) {
      Files.writeString(html, StateReport.html(result));
    }
    return 0;
  }

  private void require(boolean holds, String format, Object... values) {
    if (!holds) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), String.format(Locale.ROOT, format, values));
    }
  }

  private static void print(StateResult result, PrintWriter out) {
    out.println("machine   " + result.machine());
    for (StateResult.Size size : result.sizes()) {
      say(out, "%,d creators", size.creators());
      say(
          out,
          "  judged    %,.0f events/s, %.3f of the first size; %,.0f a core-second",
          size.eventsPerSecond(),
          size.ratio(),
          size.eventsPerCpuSecond());
      say(
          out,
          "  state     %,.1f MB, %,.0f bytes a creator; filled in %,.0f s",
          size.stateBytes() / 1e6,
          size.bytesPerCreator(),
          size.fillSeconds());
      say(
          out,
          "  all of it %,.1f MB written in %,d ms",
          size.full().writtenBytes() / 1e6,
          size.full().millis());
      for (StateResult.Change change : size.changes()) {
        say(
            out,
            "  changed   %,d creators: %,.1f MB written, %.3f of all, in %,d ms",
            change.events(),
            change.taken().writtenBytes() / 1e6,
            (double) change.taken().writtenBytes() / Math.max(1, size.full().writtenBytes()),
            change.taken().millis());
      }
      say(out, "  restored  in %,d ms", size.restoreMillis());
    }
    out.println("marks: at most 30 % slower at 10,000,000 creators than at 10,000");
    out.flush();
  }

  private static void say(PrintWriter out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
