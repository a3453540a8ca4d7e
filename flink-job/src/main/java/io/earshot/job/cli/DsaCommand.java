package io.earshot.job.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.earshot.statement.StatementJson;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./earshot dsa}: statements of reasons for the DSA Transparency Database. */
@Command(
    name = "dsa",
    mixinStandardHelpOptions = true,
    description = "Statements of reasons for the DSA Transparency Database.")
public final class DsaCommand {

  private static final String STANDARD = "-";

  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  /** Writes batches of statements; what it returns is the exit code. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      showDefaultValues = true,
      sortOptions = false,
      description = {
        "Writes statements as request bodies of POST /api/v1/statements: batch-0001.json and so"
            + " on.",
        "",
        "Reads JSON lines, as ./earshot demo --out writes them to dsa.statements.jsonl. Each"
            + " statement is validated as the database does it, and a PUID goes into one batch"
            + " only. What would be refused is listed with its faults in refused.jsonl and is in no"
            + " batch.",
        ""
      },
      footer = {
        "",
        "A call is all or nothing. If one fails because the database has PUIDs already (422 with"
            + " errors.existing_puids), export again with --resend and send what comes out."
      },
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {
        "0:no statement is refused",
        "1:some are refused, or a file could not be read or written",
        "2:the arguments are wrong"
      })
  int export(
      @Option(
              names = "--in",
              paramLabel = "FILE",
              required = true,
              description = "Statements as JSON lines; - for standard input.")
          String in,
      @Option(
              names = "--out",
              paramLabel = "DIR",
              defaultValue = "dsa-batches",
              description = "Where the batches go; made if it is not there.")
          Path out,
      @Option(
              names = "--batch",
              paramLabel = "N",
              defaultValue = "" + StatementJson.MOST_PER_CALL,
              description = "Statements a batch, 1 to 100.")
          int batch,
      @Option(
              names = "--resend",
              paramLabel = "FILE",
              description =
                  "PUIDs to leave out: one a line, a JSON array, or the answer with"
                      + " errors.existing_puids.")
          @Nullable Path resend)
      throws IOException {
    require(
        batch >= 1 && batch <= StatementJson.MOST_PER_CALL,
        "--batch is " + batch + "; it must be 1 to " + StatementJson.MOST_PER_CALL);
    require(
        in.equals(STANDARD) || Files.isRegularFile(Path.of(in)),
        "--in is "
            + in
            + ", and there is no such file; name a file of JSON lines, or - for"
            + " standard input");
    Set<String> leaveOut = resend == null ? Set.of() : puids(resend);
    prepare(out);
    StatementExport.Tally tally;
    try (InputStream input = input(in)) {
      tally = new StatementExport(out, batch, leaveOut).run(input);
    }
    spec.commandLine().getOut().println(out + ": " + tally);
    if (tally.refused() > 0) {
      spec.commandLine()
          .getErr()
          .println(
              "earshot: "
                  + tally.refused()
                  + " lines are in no batch; "
                  + out.resolve(StatementExport.REFUSED)
                  + " says why");
    }
    spec.commandLine().getOut().flush();
    spec.commandLine().getErr().flush();
    return tally.refused() > 0 ? EarshotCli.FAILED : 0;
  }

  /** Makes the directory, and refuses one with batches that might be sent together with these. */
  private void prepare(Path out) {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new ParameterException(
          export(),
          "--out is " + out + ", and it cannot be made: " + e + "; name a directory that can",
          e);
    }
    require(
        Files.isWritable(out),
        "--out is " + out + ", and it cannot be written to; name another directory");
    try (DirectoryStream<Path> before =
        Files.newDirectoryStream(out, "{batch-*.json," + StatementExport.REFUSED + "}")) {
      for (Path file : before) {
        throw new ParameterException(
            export(),
            "--out has "
                + file.getFileName()
                + " of an earlier export; name an empty directory, or remove what is in "
                + out);
      }
    } catch (IOException e) {
      throw new ParameterException(
          export(), "--out is " + out + ", and it cannot be listed: " + e, e);
    }
  }

  /** PUIDs, in whichever of the three forms they are there. */
  private Set<String> puids(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new ParameterException(
          export(), "--resend is " + file + ", and it cannot be read: " + e, e);
    }
    Set<String> puids = new LinkedHashSet<>();
    if (text.isBlank()) {
      return puids;
    }
    char first = text.stripLeading().charAt(0);
    if (first != '[' && first != '{') {
      text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(puids::add);
      return puids;
    }
    try {
      JsonNode json = JSON.readTree(text);
      JsonNode list = json.isArray() ? json : json.path("errors").path("existing_puids");
      require(
          list.isArray(),
          "--resend is "
              + file
              + ", and it has no errors.existing_puids; give the answer of the database, a JSON"
              + " array, or one PUID a line");
      for (JsonNode puid : list) {
        require(
            puid.isTextual(),
            "--resend is " + file + ", and " + puid + " in it is no PUID; PUIDs are strings");
        puids.add(puid.textValue());
      }
      return puids;
    } catch (JsonProcessingException e) {
      throw new ParameterException(
          export(), "--resend is " + file + ", and it is no JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static InputStream input(String in) throws IOException {
    return in.equals(STANDARD)
        ? new FilterInputStream(System.in) {
          @Override
          public void close() {
            // Standard input belongs to the process.
          }
        }
        : Files.newInputStream(Path.of(in));
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(export(), message);
    }
  }

  /** The command whose help a wrong argument points to. */
  private CommandLine export() {
    return spec.subcommands().getOrDefault("export", spec.commandLine());
  }
}
