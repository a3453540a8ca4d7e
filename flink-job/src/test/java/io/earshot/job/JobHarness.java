package io.earshot.job;

import io.earshot.job.embedded.EmbeddedFlink;
import io.earshot.job.embedded.EmbeddedKafka;
import io.earshot.job.embedded.RunningJob;
import io.earshot.job.kafka.KafkaInputs;
import io.earshot.job.kafka.KafkaOutputs;
import io.earshot.job.traffic.Traffic;
import io.earshot.job.traffic.TrafficEvent;
import io.earshot.schemas.SchemaStore;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.AccountSignal;
import io.earshot.schemas.avro.AccountSignalType;
import io.earshot.schemas.avro.CreatorEvent;
import io.earshot.schemas.avro.CreatorEventKind;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.ModalityScores;
import io.earshot.schemas.avro.Outcome;
import io.earshot.schemas.avro.Report;
import io.earshot.schemas.avro.ReviewOutcome;
import io.earshot.schemas.avro.Score;
import io.earshot.schemas.avro.Source;
import io.earshot.schemas.wire.DecodeException;
import io.earshot.schemas.wire.RecordDecoder;
import io.earshot.schemas.wire.RecordEncoder;
import io.earshot.schemas.wire.SingleObject;
import io.earshot.schemas.wire.WireFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the production graph on Kafka and Flink in process, over what a test puts into the topics.
 */
final class JobHarness implements AutoCloseable {

  /** Event time of the first event of all tests. */
  static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  static final Duration LIMIT = Duration.ofMinutes(3);

  static {
    // Tests make records before anything of the job does, and only topics tell Avro of their
    // classes.
    Topic.CONTENT_EVENTS.schema();
  }

  static final int PARTITIONS = 4;

  private static final List<String> LABELS =
      List.of("harassment", "hate", "sexual", "violence", "self_harm", "spam");

  static final WireFormat SINGLE_OBJECT = new SingleObject(SchemaStore.released());

  private final EmbeddedKafka kafka = EmbeddedKafka.start(0, Map.of());

  /** A record for an input topic. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Input(Topic topic, String key, byte[] value, Instant time) {

    /** The record of a generated event. */
    static Input of(TrafficEvent event) {
      return of(event.topic(), event.key(), event.payload(), event.eventTime());
    }

    static Input of(Topic topic, String key, SpecificRecord value, Instant time) {
      return new Input(topic, key, encoder(topic, SINGLE_OBJECT).encode(value), time);
    }

    /** The same records in another format. */
    static List<Input> in(WireFormat format, List<Input> inputs) {
      Map<Topic, RecordEncoder<SpecificRecord>> encoders = new EnumMap<>(Topic.class);
      Map<Topic, RecordDecoder<? extends SpecificRecord>> decoders = new EnumMap<>(Topic.class);
      List<Input> converted = new ArrayList<>();
      for (Input input : inputs) {
        Topic topic = input.topic();
        try {
          SpecificRecord record =
              decoders
                  .computeIfAbsent(topic, t -> SINGLE_OBJECT.decoder(t, t.valueType()))
                  .decode(input.value());
          byte[] value = encoders.computeIfAbsent(topic, t -> encoder(t, format)).encode(record);
          converted.add(new Input(topic, input.key(), value, input.time()));
        } catch (DecodeException e) {
          throw new AssertionError(e);
        }
      }
      return converted;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static RecordEncoder<SpecificRecord> encoder(Topic topic, WireFormat format) {
      return format.encoder(topic, (Class) topic.valueType());
    }
  }

  /**
   * Labelled traffic of so many seconds with scores that agree with the labels, instead of a
   * model's.
   */
  static List<Input> traffic(long seed, int seconds) {
    List<Input> inputs = new ArrayList<>();
    Traffic traffic = new Traffic(seed, START, 20);
    while (true) {
      TrafficEvent event = traffic.next();
      if (!event.eventTime().isBefore(START.plusSeconds(seconds))) {
        return inputs;
      }
      if (event instanceof TrafficEvent.ContentPlayed played) {
        played.event().setSuppliedScores(List.of(scores(played)));
        played.event().setCover(null);
        played.event().setAudio(null);
        played.event().setExpectedModalities(List.of());
      }
      inputs.add(Input.of(event));
    }
  }

  /**
   * Traffic with what people do about it: reports on published items, reviews of all decisions,
   * upheld, overturned and unsure in turn, and changes of accounts, two of them forgotten. In the
   * order of event time.
   *
   * @param decided what a run over the traffic decided
   * @param seconds the length of the traffic, which nothing exceeds
   */
  static List<Input> withSignals(List<Input> traffic, Written decided, int seconds) {
    List<Input> all = new ArrayList<>(traffic);
    List<DecisionAudit> audits =
        decided.values(Topic.DECISIONS_AUDIT, DecisionAudit.class).stream()
            .filter(audit -> audit.getSubject().getVersion() > 0)
            .sorted(Comparator.comparing(DecisionAudit::getAuditId))
            .toList();
    for (int i = 0; i < audits.size(); i++) {
      DecisionAudit audit = audits.get(i);
      if (i % 12 == 0) {
        all.add(report(audit, i / 12));
      }
      if (i % 150 == 75) {
        all.add(accountChange(audit, i / 150));
      }
    }
    List<EnforcementAction> actions =
        decided.values(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class).stream()
            .sorted(Comparator.comparing(EnforcementAction::getEventId))
            .toList();
    for (int i = 0; i < actions.size(); i++) {
      all.add(review(actions.get(i), i));
    }
    return all.stream()
        .filter(input -> input.time().isBefore(START.plusSeconds(seconds)))
        .sorted(Comparator.comparing(Input::time))
        .toList();
  }

  private static Input report(DecisionAudit about, int number) {
    List<String> policies = List.of("HAT.HATE", "HAR.HARASS", "DEC.SCAM", "IPR.COPYRIGHT");
    List<Source> sources =
        List.of(Source.USER_REPORT, Source.ART16, Source.TRUSTED_FLAGGER, Source.RIGHTSHOLDER);
    Instant time = about.getEventTime().plusMillis(3_001);
    return Input.of(
        Topic.REPORTS,
        about.getCreatorId(),
        Report.newBuilder()
            .setEventId("report-" + number)
            .setReporterId("reporter-" + number % 5)
            .setTarget(about.getSubject())
            .setCreatorId(about.getCreatorId())
            .setPolicyId(policies.get(number % policies.size()))
            .setSource(sources.get(number % sources.size()))
            .setEventTime(time)
            .build(),
        time);
  }

  private static Input accountChange(DecisionAudit about, int number) {
    Instant time = about.getEventTime().plusMillis(2_002);
    return Input.of(
        Topic.CREATOR_EVENTS,
        about.getCreatorId(),
        new CreatorEvent(
            "change-" + number,
            about.getCreatorId(),
            number % 5 == 4 ? CreatorEventKind.ERASE : CreatorEventKind.UPDATED,
            time,
            null,
            number % 2 == 0,
            List.of(
                new AccountSignal(AccountSignalType.DEVICE, "device-" + number % 3),
                new AccountSignal(AccountSignalType.PAYOUT, "payout-" + number % 2)),
            number % 3 == 0 ? "LABEL" : null,
            number % 3 == 1 ? "DELIVERY" : null),
        time);
  }

  private static Input review(EnforcementAction about, int number) {
    Outcome outcome = List.of(Outcome.OVERTURN, Outcome.UPHOLD, Outcome.UNSURE).get(number % 3);
    Instant time = about.getEventTime().plusMillis(15_003);
    return Input.of(
        Topic.REVIEWS,
        about.getCreatorId(),
        ReviewOutcome.newBuilder()
            .setEventId("review-" + number)
            .setDecisionId(about.getDecisionId())
            .setCreatorId(about.getCreatorId())
            .setOutcome(outcome)
            .setReasonCode(outcome == Outcome.OVERTURN ? "APPEAL_OVERTURNED" : null)
            .setPool("pool-" + number % 2)
            .setReviewerRef("reviewer-" + number)
            .setEventTime(time)
            .build(),
        time);
  }

  /** Scores of a text in which nothing was found. */
  static ModalityScores harmless() {
    return new ModalityScores(
        io.earshot.schemas.avro.Modality.TEXT,
        "supplied",
        "1",
        LABELS.stream().map(label -> new Score(label, 0.01)).toList(),
        null);
  }

  private static ModalityScores scores(TrafficEvent.ContentPlayed played) {
    // Spread by the id, so that neighbours of every threshold occur.
    double spread = (played.event().getEventId().hashCode() & 0xFF) / 2560.0;
    Map<String, String> labels =
        Map.of(
            "HAT.HATE", "hate",
            "HAR.HARASS", "harassment",
            "VIO.THREAT", "violence",
            "SSH.PROMO", "self_harm",
            "SEX.EXPLICIT", "sexual",
            "DEC.SCAM", "spam");
    Map<String, Double> scores = new HashMap<>();
    played
        .policies()
        .forEach(
            policy ->
                scores.put(labels.getOrDefault(policy, "spam"), Math.min(0.999, 0.92 + spread)));
    // The default bundle removes by text only what is hate and violence in one.
    if (played.policies().contains("HAT.HATE")) {
      scores.put("violence", 0.87 + spread);
    }
    if (played.variant().name().equals("BORDERLINE")) {
      scores.put("harassment", 0.45 + spread);
    }
    List<Score> all =
        LABELS.stream().map(label -> new Score(label, scores.getOrDefault(label, spread))).toList();
    return new ModalityScores(io.earshot.schemas.avro.Modality.TEXT, "supplied", "1", all, null);
  }

  /** The same inputs, each moved by up to so many milliseconds in their order. */
  static List<Input> outOfOrder(List<Input> inputs, int millis) {
    Random random = new Random(42);
    Map<Input, Long> places = new HashMap<>();
    inputs.forEach(i -> places.put(i, i.time().toEpochMilli() + random.nextInt(millis)));
    List<Input> shuffled = new ArrayList<>(inputs);
    shuffled.sort(Comparator.comparing(places::get));
    return shuffled;
  }

  /** What a run wrote, by topic, as read by a consumer that reads committed. */
  record Written(Map<Topic, List<ConsumerRecord<byte[], byte[]>>> topics) {

    List<ConsumerRecord<byte[], byte[]>> of(Topic topic) {
      return topics.getOrDefault(topic, List.of());
    }

    /** Payloads as comparable text, with their keys, in an order of their own. */
    List<String> payloads(Topic topic) {
      return of(topic).stream()
          .map(
              r ->
                  new String(r.key(), StandardCharsets.UTF_8)
                      + " "
                      + java.util.HexFormat.of().formatHex(r.value()))
          .sorted()
          .toList();
    }

    /** Decoded values of a topic. */
    <T extends SpecificRecord> List<T> values(Topic topic, Class<T> type) {
      return values(topic, type, SINGLE_OBJECT);
    }

    /** Values of a topic in some format. */
    <T extends SpecificRecord> List<T> values(Topic topic, Class<T> type, WireFormat format) {
      RecordDecoder<T> decoder = format.decoder(topic, type);
      return of(topic).stream()
          .map(
              r -> {
                try {
                  return decoder.decode(r.value());
                } catch (DecodeException e) {
                  throw new AssertionError(e);
                }
              })
          .toList();
    }
  }

  /** How a run differs from the plain one. */
  record Run(
      String name, int parallelism, UnaryOperator<Inputs> inputs, Map<String, String> options) {

    static Run plain(String name, int parallelism) {
      return new Run(name, parallelism, UnaryOperator.identity(), Map.of());
    }
  }

  /**
   * Puts inputs into topics of their own, runs the bounded job over them, and reads what it wrote.
   */
  Written run(Run run, List<Input> inputs) {
    String prefix = run.name() + ".";
    createTopics(prefix);
    produce(prefix, inputs, null);
    try (EmbeddedFlink cluster = cluster(run)) {
      RunningJob job = submit(cluster, run, run.parallelism(), Inputs.Extent.BOUNDED, null);
      JobStatus end = job.awaitEnd(LIMIT);
      if (end != JobStatus.FINISHED) {
        throw new AssertionError("the job is " + end, job.failure().orElse(null));
      }
    }
    return written(prefix);
  }

  /** Starts a job that goes on until it is drained, over topics that a test fills meanwhile. */
  Live start(Run run) {
    return start(run, run.parallelism());
  }

  /**
   * Starts a job that goes on until it is drained.
   *
   * @param parallelism with which it begins; at most that of the run
   */
  Live start(Run run, int parallelism) {
    createTopics(run.name() + ".");
    return live(run, parallelism, null);
  }

  private Live live(Run run, int parallelism, @Nullable String savepoint) {
    EmbeddedFlink cluster = cluster(run);
    try {
      return new Live(run, cluster, parallelism, savepoint);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /**
   * Starts a job from a savepoint, over topics that hold what the job that wrote it had read.
   *
   * @param read what that was
   */
  Live restore(Run run, List<Input> read, URI savepoint) {
    createTopics(run.name() + ".");
    produce(run.name() + ".", read, null);
    return live(run, run.parallelism(), savepoint.toString());
  }

  /** A job that runs. */
  final class Live implements AutoCloseable {
    private final Run run;
    private final String prefix;
    private final EmbeddedFlink cluster;
    private RunningJob job;

    private Live(Run run, EmbeddedFlink cluster, int parallelism, @Nullable String savepoint) {
      this.run = run;
      this.prefix = run.name() + ".";
      this.cluster = cluster;
      this.job = running(parallelism, savepoint);
    }

    private RunningJob running(int parallelism, @Nullable String savepoint) {
      RunningJob started = submit(cluster, run, parallelism, Inputs.Extent.UNBOUNDED, savepoint);
      started.awaitRunning(LIMIT);
      return started;
    }

    /** Stops the job with a savepoint; it is down until {@link #resume}. */
    String suspend() {
      return job.stopWithSavepoint(LIMIT);
    }

    /** Starts the job from a savepoint, as after an upgrade or to rescale it. */
    void resume(String savepoint, int parallelism) {
      job = running(parallelism, savepoint);
    }

    /** Puts inputs into the topics, each where its key belongs. */
    void produce(List<Input> inputs) {
      JobHarness.this.produce(prefix, inputs, null);
    }

    /** Puts inputs into one partition of their topics. */
    void produce(int partition, Input... inputs) {
      JobHarness.this.produce(prefix, List.of(inputs), partition);
    }

    /** Waits until the topic holds so many committed records. */
    void awaitWritten(Topic topic, int records) {
      await(topic + " to hold " + records, () -> read(topic.fullName(prefix)).size() >= records);
    }

    /** Committed records of a topic. */
    <T extends SpecificRecord> List<T> values(Topic topic, Class<T> type) {
      return new Written(Map.of(topic, read(topic.fullName(prefix)))).values(topic, type);
    }

    /** How many committed records a topic holds. */
    int count(Topic topic) {
      return read(topic.fullName(prefix)).size();
    }

    /** Waits until a checkpoint holds all that is in the input topics. */
    void awaitAllRead() {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
        await("the job to read its input", () -> unread(admin) == 0);
      }
    }

    private long unread(Admin admin) {
      try {
        Map<TopicPartition, OffsetAndMetadata> read =
            admin.listConsumerGroupOffsets(prefix + "group").partitionsToOffsetAndMetadata().get();
        Map<TopicPartition, OffsetSpec> inputs = new HashMap<>();
        for (Topic topic : Topic.values()) {
          boolean isRead =
              topic.role() == Topic.Role.INPUT
                  || topic == Topic.CONTROL_POLICIES
                  || topic == Topic.CONTROL_MODELS
                  || topic == Topic.CONTROL_BANKS;
          for (int i = 0; isRead && i < topic.role().partitions(PARTITIONS); i++) {
            inputs.put(new TopicPartition(topic.fullName(prefix), i), OffsetSpec.latest());
          }
        }
        long unread = 0;
        for (var end : admin.listOffsets(inputs).all().get().entrySet()) {
          OffsetAndMetadata at = read.get(end.getKey());
          unread += Math.max(0, end.getValue().offset() - (at == null ? 0 : at.offset()));
        }
        return unread;
      } catch (InterruptedException | ExecutionException e) {
        throw new AssertionError("Kafka does not say how far the job has read", e);
      }
    }

    /** Waits for something, as long as the job runs. */
    void await(String what, BooleanSupplier condition) {
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (!condition.getAsBoolean()) {
        if (job.status().isTerminalState()) {
          throw new AssertionError("the job is " + job.status(), job.failure().orElse(null));
        }
        if (System.nanoTime() > deadline) {
          throw new AssertionError("waited " + LIMIT + " in vain for " + what);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }

    /** All that has been written and committed so far. */
    Written soFar() {
      return written(prefix);
    }

    /** Reads all that is in the input topics, and ends with a savepoint in a folder. */
    Path stop(Path folder) {
      awaitAllRead();
      return Path.of(URI.create(job.stopWithSavepoint(folder.toUri(), LIMIT)));
    }

    /** Reads all that is in the input topics, closes every window, and ends. */
    Written drain() {
      awaitAllRead();
      job.stopWithDrain(LIMIT);
      return written(prefix);
    }

    @Override
    public void close() {
      cluster.close();
    }
  }

  private static EmbeddedFlink cluster(Run run) {
    Configuration flink = new Configuration();
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(300));
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    return EmbeddedFlink.start(run.parallelism(), 0, flink);
  }

  private RunningJob submit(
      EmbeddedFlink cluster,
      Run run,
      int parallelism,
      Inputs.Extent extent,
      @Nullable String savepoint) {
    JobConfig config = config(run.name() + ".", run.options());
    StreamExecutionEnvironment env =
        JobEnvironment.prepare(
            StreamExecutionEnvironment.getExecutionEnvironment(cluster.configuration()));
    env.setParallelism(parallelism);
    Topology.build(
        run.inputs().apply(KafkaInputs.of(env, config, extent)), new KafkaOutputs(config), config);
    StreamGraph graph = env.getStreamGraph();
    if (savepoint != null) {
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(savepoint));
    }
    return cluster.execute(graph);
  }

  private Written written(String prefix) {
    Map<Topic, List<ConsumerRecord<byte[], byte[]>>> written = new HashMap<>();
    for (Topic topic : Topic.values()) {
      if (topic.role() == Topic.Role.OUTPUT || topic.role() == Topic.Role.SIDE) {
        written.put(topic, read(topic.fullName(prefix)));
      }
    }
    return new Written(written);
  }

  private JobConfig config(String prefix, Map<String, String> options) {
    Map<String, String> all = new HashMap<>();
    all.put("kafka.bootstrap-servers", kafka.bootstrapServers());
    all.put("kafka.topic-prefix", prefix);
    all.put("kafka.group-id", prefix + "group");
    all.put("kafka.transaction.id-prefix", prefix + "tx");
    all.put("scoring.mode", "SUPPLIED");
    all.putAll(options);
    return ConfigReader.read(all);
  }

  private void createTopics(String prefix) {
    Map<String, Integer> partitions = new HashMap<>();
    for (Topic topic : Topic.values()) {
      partitions.put(topic.fullName(prefix), topic.role().partitions(PARTITIONS));
    }
    // No topic is compacted, since tests read all of it. A lag would not do: Kafka measures it by
    // the records' times, which are event times.
    kafka.createTopics(partitions, Set.of());
  }

  private void produce(String prefix, List<Input> inputs, @Nullable Integer partition) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (Input input : inputs) {
        var unused =
            producer.send(
                new ProducerRecord<>(
                    input.topic().fullName(prefix),
                    partition,
                    input.time().toEpochMilli(),
                    input.key().getBytes(StandardCharsets.UTF_8),
                    input.value()));
      }
      producer.flush();
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    properties.put("isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Set<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .collect(Collectors.toSet());
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              "an open transaction keeps " + topic + " from being read to its end");
        }
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  @Override
  public void close() {
    kafka.close();
  }
}
