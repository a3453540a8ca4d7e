package io.earshot.job.cli;

import io.earshot.job.BankFile;
import io.earshot.job.ConfigurationException;
import io.earshot.matching.BankControl;
import io.earshot.matching.BankEntry;
import io.earshot.policy.Taxonomy;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./earshot bank import}: what others exchange, as a file of banks. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Reads entries from files of others and writes a file of banks, with the entries that it has"
          + " already unless one",
      "of that id comes anew. A .json file has signals of ThreatExchange ({\"data\": [{\"id\",",
      "\"type\", \"indicator\", …}]}) or hashes of NCMEC ({\"hashes\": [{\"id\", \"type\","
          + " \"value\", …}]}); any other is CSV.",
      "What is no kind that is matched here (MD5, PhotoDNA, URLs) is counted and left out."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:written",
      "1:a file or an entry cannot be used; nothing is written",
      "2:the command line is wrong"
    })
final class BankImportCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "CSV or JSON.")
  private List<Path> files = List.of();

  @Option(names = "--out", required = true, paramLabel = "FILE", description = "A file of banks.")
  private @Nullable Path out;

  @Option(
      names = "--bank",
      paramLabel = "NAME",
      description = "Bank of what comes as JSON, which names none.")
  private @Nullable String bank;

  @Option(
      names = "--policy",
      paramLabel = "ID",
      description = "Policy that media in that bank violates.")
  private String policy = "";

  @Option(
      names = "--safe",
      description =
          "What comes is known to be safe where it names no policy. Without it, an entry without a"
              + " policy is a mistake.")
  private boolean safe;

  @Option(names = "--severity", paramLabel = "0-4", description = "Severity of what comes as JSON.")
  private int severity = BankEntry.UNRATED;

  @Option(names = "--source", paramLabel = "NAME", description = "Who gave it.")
  private String source = "";

  /** Imports; what it returns is the exit code. */
  @Override
  public Integer call() throws IOException {
    if (spec == null || out == null) {
      throw new IllegalStateException("picocli sets both");
    }
    SortedMap<String, BankEntry> entries =
        Files.exists(out) ? BankFiles.read(out) : new TreeMap<>();
    int had = entries.size();
    BankControl control = new BankControl(Taxonomy.entries().keySet());
    Map<String, Integer> leftOut = new TreeMap<>();
    int read = 0;
    for (Path file : files) {
      boolean json = file.toString().endsWith(".json");
      List<BankEntry> found =
          json
              ? new ExchangedHashes(name(), policy, severity, source, leftOut).read(file)
              : List.copyOf(BankFiles.read(file).values());
      for (BankEntry entry : found) {
        // JSON of others says itself which signals are harmless.
        if (!json && entry.isSafe() && !safe) {
          throw new ConfigurationException(
              file
                  + ": entry "
                  + BankFiles.key(entry)
                  + " has no policyId, so it would count as known to be safe and hide what it is"
                  + " like; name the policy that it violates, or give --safe");
        }
        List<String> faults = control.policyFaults(entry);
        if (!faults.isEmpty()) {
          throw new ConfigurationException(
              file + ": entry " + BankFiles.key(entry) + ": " + String.join("; ", faults));
        }
        entries.put(BankFiles.key(entry), entry);
        read++;
      }
    }
    Path written = Files.createTempFile(out.toAbsolutePath().getParent(), "bank", ".csv");
    try (Writer writer = Files.newBufferedWriter(written)) {
      BankFile.writeHeader(writer);
      for (BankEntry entry : entries.values()) {
        BankFile.write(entry, writer);
      }
    }
    Files.move(written, out, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    spec.commandLine()
        .getOut()
        .println(
            read
                + " entries read, "
                + (entries.size() - had)
                + " of them new; "
                + entries.size()
                + " in "
                + out
                + (leftOut.isEmpty() ? "" : "; left out, by type: " + leftOut));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private String name() {
    if (policy.isEmpty() && !safe && spec != null) {
      throw new ParameterException(
          spec.commandLine(),
          "--policy is missing; JSON of others names none, and what has none counts as known to be"
              + " safe and hides what it is like. Give --safe if it is");
    }
    if (bank == null && spec != null) {
      throw new ParameterException(
          spec.commandLine(), "--bank is missing; JSON of others names no bank");
    }
    return String.valueOf(bank);
  }
}
