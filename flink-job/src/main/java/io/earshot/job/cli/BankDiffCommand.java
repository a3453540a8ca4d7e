package io.earshot.job.cli;

import io.earshot.matching.BankEntry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot bank diff}: what changed between two files of banks. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a line for each entry that only one of two files has (- the first, + the second) or"
          + " that differs (!),",
      "with the fields that do."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the same entries", "1:they differ, or a file cannot be used"})
final class BankDiffCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "BEFORE", description = "A file of banks.")
  private @Nullable Path before;

  @Parameters(index = "1", paramLabel = "AFTER", description = "Another one.")
  private @Nullable Path after;

  /** Prints; what it returns is the exit code. */
  @Override
  public Integer call() {
    if (spec == null || before == null || after == null) {
      throw new IllegalStateException("picocli sets all");
    }
    SortedMap<String, BankEntry> old = BankFiles.read(before);
    SortedMap<String, BankEntry> now = BankFiles.read(after);
    PrintWriter out = spec.commandLine().getOut();
    TreeSet<String> keys = new TreeSet<>(old.keySet());
    keys.addAll(now.keySet());
    int different = 0;
    for (String key : keys) {
      BankEntry was = old.get(key);
      BankEntry is = now.get(key);
      if (was == null || is == null) {
        out.println((was == null ? "+ " : "- ") + key);
        different++;
      } else if (!was.equals(is)) {
        out.println("! " + key + " " + String.join(", ", changes(was, is)));
        different++;
      }
    }
    out.println(different + " of " + keys.size() + " entries differ");
    out.flush();
    return different == 0 ? 0 : EarshotCli.FAILED;
  }

  private static List<String> changes(BankEntry was, BankEntry is) {
    List<String> changes = new ArrayList<>();
    change("kind", was.kind().key(), is.kind().key(), changes);
    if (!was.fingerprint().equals(is.fingerprint())) {
      changes.add("fingerprint");
    }
    change("policyId", was.policyId(), is.policyId(), changes);
    change("severity", was.severity(), is.severity(), changes);
    change("source", was.source(), is.source(), changes);
    change("from", was.from(), is.from(), changes);
    change("until", was.until(), is.until(), changes);
    change("maxDistance", was.within(), is.within(), changes);
    return changes;
  }

  private static void change(String field, Object was, Object is, List<String> into) {
    if (!was.equals(is)) {
      into.add(field + " " + was + " -> " + is);
    }
  }
}
