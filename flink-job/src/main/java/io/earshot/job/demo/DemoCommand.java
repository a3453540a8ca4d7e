package io.earshot.job.demo;

import io.earshot.job.traffic.Traffic;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./earshot demo}: the arguments, checked; {@link Demo} does the work. */
@Command(
    name = "demo",
    description = {
      "Runs the whole of Earshot on this machine and shows what it does to labelled traffic.",
      "Starts Kafka and Flink in this process; Ctrl-C stops them and sums up."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:played and summed up; if the machine did not keep up, the summary notes it and counts what"
          + " is in flight",
      "1:something failed",
      "2:the command line is wrong"
    },
    showDefaultValues = true,
    sortOptions = false)
public final class DemoCommand implements Callable<Integer> {

  /** Set by the launcher to the columns of the terminal, if the output is one. */
  private static final String TERMINAL = "earshot.columns";

  private static final int MOST_PARALLELISM = 64;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "How long traffic is played: 60s, 5m, 1h. Without it, until Ctrl-C.")
  private @Nullable Duration duration;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Content events a second.",
      defaultValue = "20")
  private double rate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Same seed, rate and start, same events.",
      defaultValue = "1")
  private long seed;

  @Option(
      names = "--start",
      paramLabel = "INSTANT",
      description = "Event time of the first event, such as 2026-03-01T12:00:00Z. Default: now.")
  private @Nullable Instant start;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Parallelism of the job.",
      defaultValue = "2")
  private int parallelism;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port of Flink's dashboard; 0 for any free one.",
      defaultValue = "0")
  private int port;

  @Option(
      names = "--prometheus-port",
      paramLabel = "PORT",
      description =
          "Port of a page with all metrics for Prometheus, on every interface of this machine; 0"
              + " for none.",
      defaultValue = "0")
  private int prometheusPort;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Writes each topic's content to DIR/<topic>.jsonl at the end.")
  private @Nullable Path out;

  @Option(
      names = "--plain",
      description = "Lines and no cursor movement; always so if the output is not a terminal.")
  private boolean plain;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the summary as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "An option of the job, such as window.size=5s; may be given several times.")
  private Map<String, String> job = new LinkedHashMap<>();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter terminal = spec.commandLine().getOut();
    new Demo(options(), terminal, StopSignal.listening()).run();
    return 0;
  }

  private DemoOptions options() {
    require(
        rate > 0 && rate <= Traffic.HIGHEST_RATE,
        "--rate is " + rate + "; it must be above 0 and at most " + (long) Traffic.HIGHEST_RATE);
    require(
        parallelism >= 1 && parallelism <= MOST_PARALLELISM,
        "--parallelism is " + parallelism + "; it must be 1 to " + MOST_PARALLELISM);
    require(port >= 0 && port <= 65_535, "--port is " + port + "; it must be 0 to 65535");
    require(
        prometheusPort >= 0 && prometheusPort <= 65_535,
        "--prometheus-port is " + prometheusPort + "; it must be 0 to 65535");
    Instant begin = start == null ? Instant.now() : start;
    return new DemoOptions(
        duration,
        rate,
        seed,
        begin.truncatedTo(ChronoUnit.MILLIS),
        parallelism,
        port,
        prometheusPort,
        out,
        plain ? 0 : Integer.getInteger(TERMINAL, 0),
        json,
        Path.of(System.getProperty("earshot.home", "."), "models"),
        job);
  }

  private void require(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
