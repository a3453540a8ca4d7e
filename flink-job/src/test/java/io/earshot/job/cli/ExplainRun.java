package io.earshot.job.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import picocli.CommandLine;

/** {@code ./earshot policy explain}, for tests of other packages. */
public final class ExplainRun {

  private ExplainRun() {}

  /**
   * Explains a record with the audit records beside it.
   *
   * @param id of the record
   * @param bundle that decided
   * @return nothing if it comes out as recorded, else all that was printed
   */
  public static String complaint(Path records, String id, Path bundle) {
    StringWriter printed = new StringWriter();
    CommandLine command = EarshotCli.commandLine();
    command.setOut(new PrintWriter(printed, true));
    command.setErr(new PrintWriter(printed, true));
    int code =
        command.execute(
            "policy",
            "explain",
            records.toString(),
            "--id",
            id,
            "--bundle",
            bundle.toString(),
            "--models",
            "src/test/resources/models");
    return code == 0 ? "" : printed.toString();
  }
}
