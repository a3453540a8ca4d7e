package io.earshot.job;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * What a command of the command line did.
 *
 * @param code its exit code; 1 after an exception, which is in err
 * @param out what it printed
 * @param err what it printed on standard error
 */
record CommandRun(int code, String out, String err) {

  static CommandRun of(Object command, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        new CommandLine(command)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setExecutionExceptionHandler(
                (e, failed, parsed) -> {
                  e.printStackTrace(failed.getErr());
                  return 1;
                })
            .execute(args);
    return new CommandRun(code, out.toString(), err.toString());
  }
}
