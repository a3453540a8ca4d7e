package io.earshot.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./earshot bench match}: what looking up known media costs. */
@Command(
    name = "match",
    header = "Lookups of known media a second.",
    mixinStandardHelpOptions = true,
    description = {
      "Lookups a second of one thread in a bank of pictures, what of it is found at a distance of"
          + " up to 31 bits, and",
      "memory, beside a linear scan and a BK-tree over the same entries in the same run; and the"
          + " same for sounds of 30 s.",
      "Exits with 1 if anything was missed."
    })
final class MatchCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--entries",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Pictures in the bank; default: ${DEFAULT-VALUE}.")
  private int entries;

  @Option(
      names = "--lookups",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Lookups a round; default: ${DEFAULT-VALUE}.")
  private int lookups;

  @Option(
      names = "--compared",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Lookups that the linear scan does too; default: ${DEFAULT-VALUE}.")
  private int compared;

  @Option(
      names = "--sounds",
      paramLabel = "N",
      defaultValue = "300000",
      description = "Sounds in the bank of sounds; default: ${DEFAULT-VALUE}.")
  private int sounds;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the numbers as JSON.")
  private @Nullable Path json;

  /** Runs and reports; what it returns is the exit code. */
  @Override
  public Integer call() throws Exception {
    CommandSpec command = Objects.requireNonNull(spec, "picocli sets it");
    if (entries < 1 || lookups < 1 || compared < 1 || sounds < 1) {
      throw new ParameterException(
          command.commandLine(),
          "--entries, --lookups, --compared and --sounds must be at least 1");
    }
    MatchBench.Result result =
        new MatchBench(entries, lookups, compared, sounds, command.commandLine().getErr())
            .run(
                String.format(
                    Locale.ROOT,
                    "./earshot bench match --entries %d --lookups %d --compared %d --sounds %d",
                    entries,
                    lookups,
                    compared,
                    sounds));
    print(result, command.commandLine().getOut());
    if (json != null) {
      Files.writeString(
          json,
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(result));
    }
    return result.recall() < 1 || result.beyond() > 0 ? 1 : 0;
  }

  private static void print(MatchBench.Result r, PrintWriter out) {
    out.println("machine   " + r.machine());
    say(
        out,
        "pictures  %,d in the bank, %,d MB, built in %.1f s",
        r.entries(),
        mb(r.bytes()),
        r.buildSeconds());
    say(
        out,
        "index     %,.0f pictures/s in all eight orientations; %,.0f hashes/s",
        r.indexed(),
        r.single());
    say(
        out,
        "linear    %,.0f hashes/s (the index is %,.0f times as fast)",
        r.linear(),
        r.single() / r.linear());
    say(
        out,
        "BK-tree   %,.1f hashes/s (the index is %,.0f times as fast)",
        r.tree(),
        r.single() / r.tree());
    say(out, "recall    %.4f at up to 31 bits, %d found beyond", r.recall(), r.beyond());
    say(
        out,
        "sounds    %,d of 30 s in the bank, %,d MB; %,.1f sounds/s with all alterations, %.3f of"
            + " copies found",
        r.sounds(),
        mb(r.soundBytes()),
        r.soundLookups(),
        r.soundRecall());
    out.flush();
  }

  private static long mb(long bytes) {
    return Math.round(bytes / 1e6);
  }

  private static void say(PrintWriter out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
