package io.earshot.job.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./earshot bench pipeline}: the whole graph, Kafka to Kafka. */
@Command(
    name = "pipeline",
    header = "Events a second through the whole graph.",
    mixinStandardHelpOptions = true,
    description = {
      "Events a second through the whole graph, Kafka to Kafka: RocksDB, checkpoints, 20 policies,",
      "scores supplied with the events; then latencies under live traffic at half that rate."
    })
final class PipelineCommand implements Callable<Integer> {

  /** What the first mark of the project is: events a second on two cores. */
  private static final double MARK = 20_000;

  private static final int MARK_CORES = 2;

  /** The bundle of the benchmark has some already. */
  private static final int LEAST_RULES = 30;

  /** And its rate with 200 rules by that with 20. */
  private static final double RULES_MARK = 0.7;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--events",
      paramLabel = "N",
      defaultValue = "1200000",
      description = "Events to decide; default: ${DEFAULT-VALUE}.")
  private long events;

  @Option(
      names = "--creators",
      paramLabel = "N",
      defaultValue = "50000",
      description = "Creators who publish them; default: ${DEFAULT-VALUE}.")
  private int creators;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Parallelism of the job; default: ${DEFAULT-VALUE}.")
  private int parallelism;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = TimeConverter.class,
      description =
          "How long live traffic is measured, 0s to leave it out; default: ${DEFAULT-VALUE}.")
  private Duration duration = Duration.ofSeconds(30);

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Same seed, same events; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--rules",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Decides the same events twice more, with the bundle as it is and with further rules up"
              + " to so many, such as 200, and prints the ratio; default: not.")
  private int rules;

  @Option(names = "--json", paramLabel = "FILE", description = "Writes the numbers as JSON.")
  private @Nullable Path json;

  @Option(names = "--html", paramLabel = "FILE", description = "Writes a report with plots.")
  private @Nullable Path html;

  /** Runs and reports; what it returns is the exit code. */
  @Override
  public Integer call() throws IOException {
    require("--events", events, 1_000);
    require("--creators", creators, 1);
    require("--parallelism", parallelism, 1);
    require("--rules", rules, rules == 0 ? 0 : LEAST_RULES);
    PrintWriter out =
        spec == null
            ? new PrintWriter(System.out, true, StandardCharsets.UTF_8)
            : spec.commandLine().getOut();
    PrintWriter err =
        spec == null
            ? new PrintWriter(System.err, true, StandardCharsets.UTF_8)
            : spec.commandLine().getErr();
    PipelineBench.Plan plan =
        new PipelineBench.Plan(events, creators, parallelism, duration, seed, rules);
    PipelineResult result = new PipelineBench(plan, err).run(command());
    print(result, out);
    if (json != null) {
      Files.writeString(
          json,
          new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(result));
    }
    if (html != null) {
      Files.writeString(html, PipelineReport.html(result));
    }
    return 0;
  }

  private String command() {
    return String.format(
        Locale.ROOT,
        "./earshot bench pipeline --events %d --creators %d --parallelism %d --duration %ds --seed"
            + " %d --rules %d",
        events,
        creators,
        parallelism,
        duration.toSeconds(),
        seed,
        rules);
  }

  private static void print(PipelineResult r, PrintWriter out) {
    line(out, "machine     %s", r.machine());
    line(
        out,
        "pipeline    %,.0f events/s first to last decision, %,.0f steady (first mark: %,.0f on %d"
            + " cores)",
        r.pipeline().eventsPerSecond(),
        r.pipeline().steadyEventsPerSecond(),
        MARK,
        MARK_CORES);
    line(
        out,
        "per core    %,.0f events per second of processor time, broker included; %.2f cores used",
        r.pipeline().steadyEventsPerCpuSecond(),
        r.pipeline().steadyCoresUsed());
    line(
        out,
        "copy        %,.0f events/s steady, %,.0f per core: decoded and encoded, no stages",
        r.copy().steadyEventsPerSecond(),
        r.copy().steadyEventsPerCpuSecond());
    line(out, "ratio       %.3f of the copy, %.3f by processor time", r.ratio(), r.cpuRatio());
    line(
        out,
        "state       %,.0f bytes a creator: %,d bytes in the last of %d checkpoints, %,d creators",
        r.stateBytesPerCreator(),
        r.pipeline().checkpoints().stateBytes(),
        r.pipeline().checkpoints().completed(),
        r.creators());
    line(
        out,
        "decided     %,d audits (digest %s), %,d actions (digest %s)",
        r.audits().records(),
        r.audits().digest(),
        r.actions().records(),
        r.actions().digest());
    PipelineResult.MoreRules more = r.moreRules();
    if (more != null) {
      line(
          out,
          "%-4d rules  %,.0f events/s steady, %.3f of that with %d policies, %.3f by processor time"
              + " (first mark: at least %.1f)",
          more.rules(),
          more.phase().steadyEventsPerSecond(),
          more.ratio(),
          r.policies(),
          more.cpuRatio(),
          RULES_MARK);
    }
    PipelineResult.Live live = r.live();
    if (live != null) {
      line(out, "live        %,.0f events/s for %.0f s", live.eventsPerSecond(), live.seconds());
      line(
          out,
          "  audited   p50 %,d ms, p99 %,d ms from production, the window of %,d ms and its wait of"
              + " %,d ms included",
          live.audited().p50(),
          live.audited().p99(),
          live.windowMillis(),
          live.outOfOrdernessMillis());
      line(
          out,
          "  window    p50 %,d ms, p99 %,d ms after the window could close",
          live.afterWindow().p50(),
          live.afterWindow().p99());
      line(
          out,
          "  express   p50 %,d ms, p99 %,d ms from production, %,d actions",
          live.express().p50(),
          live.express().p99(),
          live.express().count());
    }
    out.flush();
  }

  private static void line(PrintWriter out, String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
  }

  private void require(String option, long value, long least) {
    if (value < least && spec != null) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + "; it must be at least " + least);
    }
  }

  /** Durations as Flink writes them: 30s, 5m. */
  static final class TimeConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return TimeUtils.parseDuration(value);
    }
  }
}
