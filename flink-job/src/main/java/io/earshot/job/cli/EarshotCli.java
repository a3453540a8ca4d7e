package io.earshot.job.cli;

import io.earshot.job.ConfigurationException;
import io.earshot.job.bench.BenchCommand;
import io.earshot.job.demo.DemoCommand;
import io.earshot.job.embedded.PortInUseException;
import io.earshot.job.traffic.InvalidPackException;
import io.earshot.model.ModelPackageException;
import java.io.PrintWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code earshot}. What goes wrong becomes an exit code and a message here, and nowhere
 * else: 0 done, 1 failed, 2 called wrongly.
 */
@Command(
    name = "earshot",
    description = "Real-time content safety for audio platforms, on one machine.",
    subcommands = {
      DemoCommand.class,
      ScoreCommand.class,
      EvaluateCommand.class,
      FingerprintCommand.class,
      BankCommand.class,
      PolicyCommand.class,
      ModelsCommand.class,
      StateCommand.class,
      DoctorCommand.class,
      FollowCommand.class,
      SchemaCommand.class,
      DsaCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    version = "earshot 0.1.0-SNAPSHOT",
    synopsisSubcommandLabel = "COMMAND")
public final class EarshotCli implements Runnable {

  static final int FAILED = 1;
  static final int MISUSED = 2;

  private static final Logger LOG = LoggerFactory.getLogger(EarshotCli.class);

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs a command. */
  static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new EarshotCli())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(EarshotCli::misused)
        .setExecutionExceptionHandler(EarshotCli::failed);
  }

  /** Called without a command. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }

  private static int misused(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("earshot: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try: ./" + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return MISUSED;
  }

  private static int failed(Exception e, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (isForTheUser(e)) {
      err.println("earshot: " + e.getMessage());
    } else {
      LOG.info("{} failed", command.getCommandSpec().qualifiedName(), e);
      err.println("earshot: " + message(e));
      String file = System.getProperty("log.file");
      if (file != null) {
        err.println("The whole story is in " + file);
      }
    }
    err.flush();
    return FAILED;
  }

  /** Whether the message alone says what to do. */
  private static boolean isForTheUser(Exception e) {
    return e instanceof ConfigurationException
        || e instanceof PortInUseException
        || e instanceof InvalidPackException
        || e instanceof ModelPackageException;
  }

  private static String message(Throwable failure) {
    StringBuilder message = new StringBuilder(describe(failure));
    Throwable cause = failure.getCause();
    String last = message.toString();
    while (cause != null) {
      String next = describe(cause);
      if (!last.contains(next)) {
        message.append(System.lineSeparator()).append("  because: ").append(next);
        last = next;
      }
      cause = cause.getCause();
    }
    return message.toString();
  }

  private static String describe(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
