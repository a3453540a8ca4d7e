package io.earshot.job.demo;

import io.earshot.job.ConfigReader;
import io.earshot.job.ConfigurationException;
import io.earshot.job.EarshotOptions;
import io.earshot.job.Inputs;
import io.earshot.job.JobConfig;
import io.earshot.job.JobEnvironment;
import io.earshot.job.Topology;
import io.earshot.job.embedded.EmbeddedFlink;
import io.earshot.job.embedded.EmbeddedKafka;
import io.earshot.job.embedded.RunningJob;
import io.earshot.job.kafka.KafkaInputs;
import io.earshot.job.kafka.KafkaOutputs;
import io.earshot.job.traffic.Traffic;
import io.earshot.schemas.Topic;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the demo: starts Kafka, Flink and the job, plays and watches until the time is over or
 * somebody stops it, drains the job so that open windows close, reads the topics to their end, and
 * sums up. A machine that cannot keep up with the rate has its summary too, with what is in flight
 * and why.
 */
final class Demo {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  /** How often it looks whether the traffic is over. */
  private static final Duration LOOK = Duration.ofMillis(50);

  /**
   * How long a job may lag behind that has more to do than the machine can.
   *
   * @param read until it has read all traffic, after the end of that
   * @param drain until it has decided what it has read
   */
  record Patience(Duration read, Duration drain) {

    static final Patience DEFAULT = new Patience(Duration.ofMinutes(2), Duration.ofMinutes(2));
  }

  /** What the demo starts and fills; the job must not look elsewhere. */
  private static final List<String> OWN_OPTIONS =
      List.of(
          EarshotOptions.KAFKA_BOOTSTRAP_SERVERS.key(), EarshotOptions.KAFKA_TOPIC_PREFIX.key());

  /** How far the clocks of one process can be apart, and some more. */
  private static final Duration AHEAD_MARGIN = Duration.ofHours(1);

  private static final Logger LOG = LoggerFactory.getLogger(Demo.class);

  private final DemoOptions options;
  private final PrintWriter out;
  private final StopSignal stop;
  private final Patience patience;

  Demo(DemoOptions options, PrintWriter out, StopSignal stop) {
    this(options, out, stop, Patience.DEFAULT);
  }

  Demo(DemoOptions options, PrintWriter out, StopSignal stop, Patience patience) {
    this.patience = patience;
    this.options = options;
    this.out = out;
    this.stop = stop;
  }

  /**
   * Runs to the end.
   *
   * @return the summary, which has been printed and written too
   * @throws IllegalStateException if something failed that keeps the demo from being what it says
   */
  Summary run() throws InterruptedException {
    // Everything that can be refused is refused before anything starts.
    config("localhost:9092");
    OutputPaths.check(options);
    out.println("Starting Kafka and Flink …");
    out.flush();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(0, Map.of())) {
      kafka.createTopics(
          Arrays.stream(Topic.values())
              .collect(Collectors.toMap(Topic::topicName, this::partitions)),
          Arrays.stream(Topic.values())
              .filter(Topic::compacted)
              .map(Topic::topicName)
              .collect(Collectors.toSet()));
      JobConfig config = config(kafka.bootstrapServers());
      if (stop.isRaised()) {
        return stoppedEarly();
      }
      try (EmbeddedFlink flink =
          EmbeddedFlink.start(options.parallelism(), options.port(), settings())) {
        String title =
            "Earshot   dashboard %s   kafka %s%s"
                .formatted(
                    flink.dashboard(),
                    kafka.bootstrapServers(),
                    options.prometheusPort() == 0
                        ? ""
                        : "   metrics http://127.0.0.1:%d/metrics"
                            .formatted(options.prometheusPort()));
        out.println(title);
        out.flush();
        if (stop.isRaised()) {
          return stoppedEarly();
        }
        RunningJob job = flink.execute(graph(flink, config));
        job.awaitRunning(START_LIMIT);
        if (stop.isRaised()) {
          return stoppedEarly();
        }
        Preparation.publish(config, options.start());
        return watch(job, kafka, config, title);
      }
    }
  }

  /**
   * Three days of plays are read at once, and a partition that is read a second before another one
   * would make that late; so they lie in one.
   */
  private int partitions(Topic topic) {
    return topic == Topic.PLAY_AGGREGATES ? 1 : topic.role().partitions(options.parallelism());
  }

  private Summary watch(RunningJob job, EmbeddedKafka kafka, JobConfig config, String title)
      throws InterruptedException {
    Scoreboard scoreboard;
    Summary summary;
    try (View view = view(title);
        Progress progress = new Progress(kafka.bootstrapServers(), config.kafka().groupId())) {
      scoreboard = new Scoreboard(view::action);
      Reviewer reviewer = new Reviewer(scoreboard);
      Observer observer =
          new Observer(kafka.bootstrapServers(), config.wire().format(), scoreboard, reviewer);
      observer.begin();
      Duration played;
      try (Player player =
          new Player(
              new Traffic(options.seed(), options.start(), options.rate()),
              options.start(),
              kafka.bootstrapServers(),
              config.wire().format(),
              scoreboard,
              reviewer)) {
        long begun = System.nanoTime();
        player.begin(options.duration());
        Pace pace = new Pace();
        while (!isOver(player, view.pause())) {
          requireHealthy(job, player, observer);
          Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
          Scoreboard.Snapshot now = scoreboard.snapshot();
          view.show(
              new View.Moment(now, elapsed, pace.at(elapsed, now.inputs()), progress.unread()));
          if (out.checkError()) {
            stop.raise(); // nobody reads what it shows, as behind `| head`
          }
        }
        played = Duration.ofNanos(System.nanoTime() - begun);
        requireHealthy(job, player, observer);
      }
      view.say("Stopping: closing open windows …");
      List<String> notes = drain(job, progress);
      observer.finish();
      throwIfAny("watching the output topics failed", observer.failure());
      summary = new Summary(scoreboard.snapshot(), played, options.seed(), notes);
    }
    conclude(summary, kafka, config);
    return summary;
  }

  /** Whether the traffic ends, or somebody ends it, within a time. */
  private boolean isOver(Player player, Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (!player.isDone()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      if (stop.await(Duration.ofNanos(Math.min(left, LOOK.toNanos())))) {
        return true;
      }
    }
    return true;
  }

  private Summary stoppedEarly() {
    out.println("Stopped before any traffic was played.");
    out.flush();
    return new Summary(
        new Scoreboard(line -> {}).snapshot(), Duration.ZERO, options.seed(), List.of());
  }

  /**
   * Lets the job decide what was played, and ends it.
   *
   * @return why there may be events that it has not decided, one line a reason; empty as a rule
   */
  private List<String> drain(RunningJob job, Progress progress) throws InterruptedException {
    List<String> notes = new ArrayList<>();
    long unread = progress.awaitAllRead(job, patience.read());
    if (unread != 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%s records were not read within %d s after the traffic; %.0f events a second are"
                  + " more than this machine can",
              unread > 0 ? String.format(Locale.ROOT, "%,d", unread) : "some",
              patience.read().toSeconds(),
              options.rate()));
    }
    try {
      job.stopWithDrain(patience.drain());
    } catch (RunningJob.TooSlowException e) {
      LOG.info("The job did not drain", e);
      notes.add(
          "what the job had read was not decided within "
              + patience.drain().toSeconds()
              + " s after that; open windows were left");
      cancel(job);
    }
    return notes;
  }

  private static void cancel(RunningJob job) {
    try {
      job.cancel();
    } catch (RunningJob.TooSlowException e) {
      // The cluster, which is closed next, ends it in any case.
      LOG.info("The job did not end in time when it was cancelled", e);
    }
  }

  private void conclude(Summary summary, EmbeddedKafka kafka, JobConfig config) {
    out.println();
    out.print(summary.text());
    if (options.out() != null) {
      TopicFiles.write(kafka.bootstrapServers(), config.wire().format(), options.out());
      out.println();
      out.println("Topics written to " + options.out().toAbsolutePath().normalize());
    }
    if (options.json() != null) {
      summary.write(options.json());
      out.println("Summary written to " + options.json().toAbsolutePath().normalize());
    }
    out.flush();
  }

  private View view(String title) {
    return options.columns() == 0
        ? new PlainView(out)
        : new LiveView(out, title, options.columns());
  }

  private static void requireHealthy(RunningJob job, Player player, Observer observer) {
    throwIfAny("playing traffic failed", player.failure());
    throwIfAny("watching the output topics failed", observer.failure());
    if (job.status().isTerminalState()) {
      throw new IllegalStateException(
          "the job ended by itself as " + job.status(), job.failure().orElse(null));
    }
  }

  private static void throwIfAny(String message, @Nullable Exception failure) {
    if (failure != null) {
      throw new IllegalStateException(message, failure);
    }
  }

  private JobConfig config(String bootstrapServers) {
    Map<String, String> job = new LinkedHashMap<>();
    job.put("kafka.bootstrap-servers", bootstrapServers);
    job.put("kafka.start", "EARLIEST");
    job.put("scoring.models", options.models().toString());
    // What the platform of the traffic has a detector for, and no model here.
    job.put("scoring.supplied-labels.audio", "synthetic");
    // Few report or review here, and a topic without records must not hold the windows back for as
    // long as it may in production.
    job.put("watermark.signal-idle-timeout", "1 s");
    // The content is what windows wait for, so it never goes idle here. An idle source says
    // nothing, not even that
    // time is over: with all of them idle a drain would leave the last windows open.
    job.put("watermark.idle-timeout", "365 d");
    job.put("watermark.out-of-orderness", "2 s");
    // Here plays run behind nothing, and nobody waits for two hours.
    job.put("plays.delay", "0 s");
    job.put("intake.max-ahead", ahead().toMillis() + " ms");
    for (String key : OWN_OPTIONS) {
      if (options.job().containsKey(key)) {
        throw new ConfigurationException(
            "--set "
                + key
                + " is "
                + options.job().get(key)
                + "; the demo brings its own Kafka and topics, and to run on yours, submit the job"
                + " to a Flink cluster");
      }
    }
    job.putAll(options.job());
    return ConfigReader.read(new HashMap<>(job));
  }

  /** Traffic may be given a start in the future; the job must believe it. */
  private Duration ahead() {
    Duration ahead = Duration.between(Instant.now(), options.start());
    return ahead.isNegative() ? AHEAD_MARGIN : ahead.plus(AHEAD_MARGIN);
  }

  private Configuration settings() {
    Configuration settings =
        options.prometheusPort() == 0
            ? new Configuration()
            : EmbeddedFlink.withMetricsPage(options.prometheusPort());
    // What consumers of the actions see, they see after the checkpoint that holds it.
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
    return settings;
  }

  private StreamGraph graph(EmbeddedFlink flink, JobConfig config) {
    StreamExecutionEnvironment env =
        JobEnvironment.prepare(
            StreamExecutionEnvironment.getExecutionEnvironment(flink.configuration()));
    env.setParallelism(options.parallelism());
    Topology.build(
        KafkaInputs.of(env, config, Inputs.Extent.UNBOUNDED), new KafkaOutputs(config), config);
    StreamGraph graph = env.getStreamGraph();
    graph.setJobName(JobEnvironment.JOB_NAME);
    return graph;
  }

  /** Events a second over the last moments. */
  private static final class Pace {

    private record Point(Duration at, long inputs) {}

    private static final Duration SPAN = Duration.ofSeconds(5);

    private Point last = new Point(Duration.ZERO, 0);
    private double rate;

    double at(Duration elapsed, long inputs) {
      Duration since = elapsed.minus(last.at());
      if (since.compareTo(SPAN) >= 0 || rate == 0) {
        rate = since.isZero() ? 0 : (inputs - last.inputs()) / (since.toNanos() / 1e9);
        last = new Point(elapsed, inputs);
      }
      return rate;
    }
  }
}
