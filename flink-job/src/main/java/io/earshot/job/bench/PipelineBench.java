package io.earshot.job.bench;

import io.earshot.job.ConfigReader;
import io.earshot.job.DefaultBundle;
import io.earshot.job.Inputs;
import io.earshot.job.Inputs.Extent;
import io.earshot.job.JobConfig;
import io.earshot.job.JobEnvironment;
import io.earshot.job.Topology;
import io.earshot.job.embedded.EmbeddedFlink;
import io.earshot.job.embedded.EmbeddedKafka;
import io.earshot.job.embedded.RunningJob;
import io.earshot.job.kafka.KafkaInputs;
import io.earshot.job.kafka.KafkaOutputs;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.PolicySource;
import io.earshot.schemas.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The whole graph, Kafka to Kafka, in this process.
 *
 * <p><b>Throughput.</b> All events lie in their topic before the job starts, so that no producer is
 * measured, and their event times advance by {@link #EVENT_TIME_RATE} a second, so that windows
 * close as they do in production and a creator has few events in each. An event counts when its
 * audit record is in Kafka. There have to be enough of them: below a million, the just-in-time
 * compiler still has a quarter of two cores while the middle of the run is measured. The baseline
 * reads the same topic and writes the same record type with nothing between decoding and encoding:
 * what Kafka, Avro and Flink cost by themselves.
 *
 * <p><b>Latency</b> of events that lay in a topic says nothing, so it is measured in a second phase
 * under live traffic, at half the rate that was measured.
 *
 * <p>Kafka's broker runs in the same process and on the same cores, which a real deployment's does
 * not; rates here are with it, and so low rather than high.
 */
final class PipelineBench {

  /**
   * What to run.
   *
   * @param events events to decide
   * @param creators creators who publish them
   * @param parallelism of the job
   * @param live how long traffic lasts in the second phase; zero to leave it out
   * @param seed same seed, same events
   * @param rules rules of a further pass over the same events; zero to leave it out
   */
  record Plan(long events, int creators, int parallelism, Duration live, long seed, int rules) {}

  /** Events a second of event time in the first phase. */
  static final double EVENT_TIME_RATE = 2_000;

  private static final Instant EVENT_TIME_START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String BUNDLE = "/bench/policies.yaml";

  /** What stands in a bundle under this key: it, and lines that are indented or empty. */
  private static final Pattern DETECTORS =
      Pattern.compile("(?m)^detectors:\\R(?:[ \\t].*\\R|\\R)*");

  private static final String PIPELINE = "pipeline.";
  private static final String COPY = "copy.";
  private static final String AGAIN = "again.";
  private static final String RULES = "rules.";
  private static final String LIVE = "live.";
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** Live events that are published before the virtual machine and the caches are warm. */
  private static final Duration LIVE_WARM_UP = Duration.ofSeconds(15);

  private final Plan plan;
  private final PrintWriter log;
  private final int partitions;

  PipelineBench(Plan plan, PrintWriter log) {
    this.plan = plan;
    this.log = log;
    this.partitions = 2 * plan.parallelism();
  }

  /**
   * Runs both phases.
   *
   * @param command how it was asked for, for the record
   * @throws IllegalStateException if a job fails
   */
  PipelineResult run(String command) {
    Machine before = Machine.now();
    // The events are old, and would be deleted for it.
    Map<String, String> keep = Map.of("log.retention.ms", "-1");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(0, keep);
        EmbeddedFlink flink = EmbeddedFlink.start(plan.parallelism())) {
      String servers = kafka.bootstrapServers();
      createTopics(kafka, PIPELINE);
      createTopics(kafka, COPY);
      createTopics(kafka, LIVE);
      createTopics(kafka, AGAIN);
      createTopics(kafka, RULES);
      int creators = produce(servers);

      JobConfig config = config(servers, PIPELINE);
      log("baseline: the same records, decoded and encoded");
      PipelineResult.Phase copy =
          measure(flink, servers, COPY, env -> copy(env, config, config(servers, COPY)));
      log("pipeline: all stages, %d policies", policies(config));
      PipelineResult.Phase pipeline =
          measure(
              flink,
              servers,
              PIPELINE,
              env ->
                  Topology.build(
                      KafkaInputs.of(env, config, Extent.BOUNDED),
                      new KafkaOutputs(config),
                      config));
      PipelineResult.MoreRules more = plan.rules() == 0 ? null : moreRules(flink, servers);
      TopicDigest actions = digest(servers, Topic.ENFORCEMENT_ACTIONS);
      TopicDigest audits = digest(servers, Topic.DECISIONS_AUDIT);
      PipelineResult.Live live =
          plan.live().isZero() ? null : live(flink, servers, pipeline.steadyEventsPerSecond() / 2);
      return new PipelineResult(
          command,
          before.after(),
          plan.events(),
          creators,
          plan.parallelism(),
          policies(config),
          pipeline,
          copy,
          pipeline.steadyEventsPerSecond() / copy.steadyEventsPerSecond(),
          pipeline.steadyEventsPerCpuSecond() / copy.steadyEventsPerCpuSecond(),
          (double) pipeline.checkpoints().stateBytes() / creators,
          actions,
          audits,
          more,
          live);
    }
  }

  /**
   * The same events twice more, with the same bundle and with one of more rules: the first pass of
   * all had a virtual machine that was not warm yet.
   */
  private PipelineResult.MoreRules moreRules(EmbeddedFlink flink, String servers) {
    PolicySource same = config(servers, PIPELINE).policies();
    PolicySource more =
        new PolicySource(
            "more", RuleMix.more(same.yaml(), plan.rules(), plan.seed()), same.labels());
    log("pipeline: once more");
    PipelineResult.Phase again = pass(flink, servers, AGAIN, same);
    log("pipeline: with %d rules", plan.rules());
    PipelineResult.Phase phase = pass(flink, servers, RULES, more);
    return new PipelineResult.MoreRules(
        plan.rules(),
        phase,
        again,
        phase.steadyEventsPerSecond() / again.steadyEventsPerSecond(),
        phase.steadyEventsPerCpuSecond() / again.steadyEventsPerCpuSecond());
  }

  private PipelineResult.Phase pass(
      EmbeddedFlink flink, String servers, String prefix, PolicySource policies) {
    JobConfig from = with(config(servers, PIPELINE), policies);
    JobConfig to = with(config(servers, prefix), policies);
    return measure(
        flink,
        servers,
        prefix,
        env -> Topology.build(KafkaInputs.of(env, from, Extent.BOUNDED), new KafkaOutputs(to), to));
  }

  private void createTopics(EmbeddedKafka kafka, String prefix) {
    Map<String, Integer> topics = new HashMap<>();
    Set<String> compacted = new HashSet<>();
    for (Topic topic : Topic.values()) {
      topics.put(topic.fullName(prefix), topic.role().partitions(partitions));
      if (topic.compacted()) {
        compacted.add(topic.fullName(prefix));
      }
    }
    kafka.createTopics(topics, compacted);
  }

  /** Fills the topic of the first phase; how many creators have an event in it. */
  private int produce(String servers) {
    SyntheticEvents events = new SyntheticEvents(plan.seed(), plan.creators());
    long start = System.nanoTime();
    try (EventProducer producer = new EventProducer(servers, PIPELINE)) {
      for (long i = 0; i < plan.events(); i++) {
        producer.send(
            events.next(EVENT_TIME_START.plusMillis((long) (i * 1_000 / EVENT_TIME_RATE))));
      }
    }
    log(
        "%,d events of %,d creators produced in %.1f s",
        plan.events(), events.creatorsSeen(), (System.nanoTime() - start) / 1e9);
    return events.creatorsSeen();
  }

  private PipelineResult.Phase measure(
      EmbeddedFlink flink,
      String servers,
      String prefix,
      Consumer<StreamExecutionEnvironment> graph) {
    Progress progress = new Progress();
    RunningJob job = submit(flink, graph);
    try (TopicWatch audits =
        new TopicWatch(servers, Topic.DECISIONS_AUDIT.fullName(prefix), partitions)) {
      long records = 0;
      while (records < plan.events() && !job.status().isTerminalState()) {
        LockSupport.parkNanos(SAMPLE_NANOS);
        records = audits.records();
        progress.add(records);
      }
      JobStatus end = job.awaitEnd(START_LIMIT);
      if (end != JobStatus.FINISHED || audits.records() < plan.events()) {
        throw new IllegalStateException(
            "the job ended as "
                + end
                + " with "
                + audits.records()
                + " of "
                + plan.events()
                + " events decided",
            job.failure().orElse(null));
      }
    }
    return PipelineResult.Phase.of(progress, Checkpoints.of(job));
  }

  private RunningJob submit(EmbeddedFlink flink, Consumer<StreamExecutionEnvironment> graph) {
    Configuration configuration = flink.configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    // A failure would be measured as slowness.
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    StreamExecutionEnvironment env =
        JobEnvironment.prepare(StreamExecutionEnvironment.getExecutionEnvironment(configuration));
    env.setParallelism(plan.parallelism());
    graph.accept(env);
    return flink.execute(env.getStreamGraph());
  }

  private static void copy(StreamExecutionEnvironment env, JobConfig from, JobConfig to) {
    Inputs inputs = KafkaInputs.of(env, from, Extent.BOUNDED);
    new KafkaOutputs(to)
        .audits(
            inputs
                .content()
                .flatMap(new CopyFunction())
                .returns(DecisionAudit.class)
                .uid("copy")
                .name("Copy"));
  }

  private PipelineResult.Live live(EmbeddedFlink flink, String servers, double rate) {
    log("live: %,.0f events/s for %s after a warm-up of %s", rate, plan.live(), LIVE_WARM_UP);
    JobConfig config = config(servers, LIVE);
    RunningJob job =
        submit(
            flink,
            env ->
                Topology.build(
                    KafkaInputs.of(env, config, Extent.UNBOUNDED),
                    new KafkaOutputs(config),
                    config));
    job.awaitRunning(START_LIMIT);
    long countFrom = System.currentTimeMillis() + LIVE_WARM_UP.toMillis();
    LatencyProbe probe =
        new LatencyProbe(
            servers,
            LIVE,
            config.time().outOfOrderness(),
            countFrom,
            countFrom + plan.live().toMillis());
    // Traffic goes on until the windows of what is measured have closed.
    Duration closing = config.time().window().plus(config.time().outOfOrderness());
    try (probe) {
      play(servers, rate, LIVE_WARM_UP.plus(plan.live()).plus(closing.multipliedBy(2)));
    } finally {
      job.cancel();
    }
    return new PipelineResult.Live(
        rate,
        plan.live().toMillis() / 1e3,
        config.time().window().toMillis(),
        config.time().outOfOrderness().toMillis(),
        PipelineResult.Quantiles.of(probe.audited),
        PipelineResult.Quantiles.of(probe.afterWindow),
        PipelineResult.Quantiles.of(probe.express));
  }

  /** Produces at a rate for a time, each event at its moment, with the time it is sent. */
  private void play(String servers, double rate, Duration time) {
    SyntheticEvents events = new SyntheticEvents(plan.seed(), plan.creators());
    try (EventProducer producer = new EventProducer(servers, LIVE)) {
      long start = System.nanoTime();
      long all = (long) (rate * time.toMillis() / 1e3);
      for (long i = 0; i < all; i++) {
        long due = start + (long) (i * 1e9 / rate);
        long early = due - System.nanoTime();
        if (early > 0) {
          LockSupport.parkNanos(early);
        }
        producer.send(events.next(Instant.now()));
      }
    }
  }

  private static JobConfig config(String servers, String prefix) {
    JobConfig read =
        ConfigReader.read(
            Map.of(
                "kafka.bootstrap-servers",
                servers,
                "kafka.topic-prefix",
                prefix,
                "kafka.group-id",
                prefix + "bench",
                "kafka.start",
                "EARLIEST",
                "kafka.transaction.id-prefix",
                prefix + "bench",
                "scoring.mode",
                "SUPPLIED",
                // The other topics stay empty and must not hold the windows back for long.
                "watermark.signal-idle-timeout",
                "2 s"));
    return with(read, new PolicySource("bench", bundle(), read.policies().labels()));
  }

  private static JobConfig with(JobConfig config, PolicySource policies) {
    return new JobConfig(
        config.kafka(),
        config.wire(),
        config.time(),
        config.scoring(),
        config.limits(),
        policies,
        config.matching());
  }

  /** The policies that benchmarks decide by, with the detectors of the default bundle. */
  static String bundle() {
    try (InputStream in = PipelineBench.class.getResourceAsStream(BUNDLE)) {
      if (in == null) {
        throw new IllegalStateException(BUNDLE + " is not in this jar; build flink-job again");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replaceFirst(
              "(?m)^policies:$", Matcher.quoteReplacement(detectors(DefaultBundle.text())) + "$0");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + BUNDLE, e);
    }
  }

  /** The detectors of a bundle, as its text has them. */
  private static String detectors(String bundle) {
    Matcher section = DETECTORS.matcher(bundle);
    if (!section.find()) {
      throw new IllegalStateException("the default bundle switches no detectors on");
    }
    return section.group();
  }

  private static int policies(JobConfig config) {
    return (int)
        config.policies().yaml().lines().filter(line -> line.startsWith("  - id: ")).count();
  }

  private static TopicDigest digest(String servers, Topic topic) {
    return TopicDigest.of(servers, topic.fullName(PIPELINE));
  }

  private void log(String format, Object... arguments) {
    log.println(String.format(Locale.ROOT, format, arguments));
  }
}
