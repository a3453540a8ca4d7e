package io.earshot.job.cli;

import io.earshot.matching.BankEntry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot bank list}: what is in a file of banks. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = "Prints how many entries of each bank, kind, policy and source a file has.")
final class BankListCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A file of banks.")
  private @Nullable Path file;

  private record Group(String bank, String kind, String policy, String source)
      implements Comparable<Group> {
    @Override
    public int compareTo(Group other) {
      return text().compareTo(other.text());
    }

    private String text() {
      return String.join("\u0000", bank, kind, policy, source);
    }
  }

  /** Prints; what it returns is the exit code. */
  @Override
  public Integer call() {
    if (spec == null || file == null) {
      throw new IllegalStateException("picocli sets both");
    }
    Map<Group, int[]> counts = new TreeMap<>();
    for (BankEntry entry : BankFiles.read(file).values()) {
      Group group =
          new Group(
              entry.bank(),
              entry.kind().key(),
              entry.isSafe() ? "safe" : entry.policyId(),
              entry.source());
      int[] count = counts.computeIfAbsent(group, key -> new int[2]);
      count[0]++;
      count[1] += entry.until() == Long.MAX_VALUE ? 0 : 1;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(line("BANK", "KIND", "POLICY", "SOURCE", "ENTRIES", "THAT END"));
    counts.forEach(
        (group, count) ->
            out.println(
                line(
                    group.bank(),
                    group.kind(),
                    group.policy(),
                    group.source(),
                    Integer.toString(count[0]),
                    Integer.toString(count[1]))));
    out.flush();
    return 0;
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, "%-24s %-12s %-16s %-24s %9s %9s", cells).stripTrailing();
  }
}
