package io.earshot.job.bench;

import io.earshot.job.ConfigReader;
import io.earshot.job.Inputs.Extent;
import io.earshot.job.JobConfig;
import io.earshot.job.JobEnvironment;
import io.earshot.job.Topology;
import io.earshot.job.embedded.EmbeddedFlink;
import io.earshot.job.embedded.EmbeddedKafka;
import io.earshot.job.embedded.RunningJob;
import io.earshot.job.kafka.KafkaInputs;
import io.earshot.job.kafka.KafkaOutputs;
import io.earshot.policy.PolicySource;
import io.earshot.schemas.SchemaStore;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.ControlResult;
import io.earshot.schemas.avro.ControlStatus;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.Modality;
import io.earshot.schemas.avro.ModalityScores;
import io.earshot.schemas.avro.Score;
import io.earshot.schemas.wire.DecodeException;
import io.earshot.schemas.wire.RecordDecoder;
import io.earshot.schemas.wire.RecordEncoder;
import io.earshot.schemas.wire.SingleObject;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * How long a change of the policies or of the banks takes from its publication to its effect, in a
 * running job with RocksDB and checkpoints.
 *
 * <p>One bundle after the other is published with a time of now, each with a version of its own.
 * Beside it content flows that a rule on the express lane hides. A change is in effect when the
 * first action under its version is in a consumer's hands; it was answered when its status is.
 */
final class ControlBench {

  /**
   * What was measured.
   *
   * @param command how it was asked for
   * @param machine where
   * @param trial what was changed
   * @param changes how many changes were published
   * @param contentPerSecond content that flowed beside them
   * @param effect from publication to the first action that shows it
   * @param answer from publication to the answer on {@code control.status}
   */
  record Result(
      String command,
      Machine machine,
      ControlTrial trial,
      int changes,
      int contentPerSecond,
      PipelineResult.Quantiles effect,
      PipelineResult.Quantiles answer) {}

  private static final String PREFIX = "control.";
  private static final int PARTITIONS = 4;
  private static final int PARALLELISM = 2;
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration EFFECT_LIMIT = Duration.ofSeconds(30);
  private static final Duration BETWEEN = Duration.ofMillis(150);

  private final ControlTrial trial;
  private final int changes;
  private final int warmUp;
  private final int contentPerSecond;
  private final PrintWriter log;
  private final SingleObject wire = new SingleObject(SchemaStore.released());

  /** The change that is waited for. */
  private final AtomicInteger current = new AtomicInteger();

  ControlBench(ControlTrial trial, int changes, int contentPerSecond, PrintWriter log) {
    this.trial = trial;
    this.changes = changes;
    this.warmUp = Math.max(5, changes / 5);
    this.contentPerSecond = contentPerSecond;
    this.log = log;
  }

  /**
   * Measures.
   *
   * @throws IllegalStateException if a change is not in effect within half a minute
   */
  Result run(String command) {
    Machine before = Machine.now();
    Histogram effect = new Histogram(EFFECT_LIMIT.toMillis() * 2, 3);
    Histogram answer = new Histogram(EFFECT_LIMIT.toMillis() * 2, 3);
    try (EmbeddedKafka kafka = EmbeddedKafka.start(0, Map.of());
        EmbeddedFlink flink = EmbeddedFlink.start(PARALLELISM)) {
      String servers = kafka.bootstrapServers();
      createTopics(kafka);
      RunningJob job = submit(flink, servers);
      job.awaitRunning(START_LIMIT);
      ScheduledExecutorService content = Executors.newSingleThreadScheduledExecutor();
      try (KafkaProducer<byte[], byte[]> producer = producer(servers);
          KafkaConsumer<byte[], byte[]> consumer = consumer(servers)) {
        flow(content, producer);
        for (int version = 1; version <= warmUp + changes; version++) {
          boolean counted = version > warmUp;
          publish(producer, consumer, version, counted ? effect : null, counted ? answer : null);
          if (version % 25 == 0) {
            log.println(String.format(Locale.ROOT, "%d of %d changes", version, warmUp + changes));
          }
        }
      } finally {
        content.shutdownNow();
        job.cancel();
      }
    }
    return new Result(
        command,
        before.after(),
        trial,
        changes,
        contentPerSecond,
        PipelineResult.Quantiles.of(effect),
        PipelineResult.Quantiles.of(answer));
  }

  private static void createTopics(EmbeddedKafka kafka) {
    Map<String, Integer> topics = new HashMap<>();
    Set<String> compacted = new HashSet<>();
    for (Topic topic : Topic.values()) {
      topics.put(topic.fullName(PREFIX), topic.role().partitions(PARTITIONS));
      if (topic.compacted()) {
        compacted.add(topic.fullName(PREFIX));
      }
    }
    kafka.createTopics(topics, compacted);
  }

  private RunningJob submit(EmbeddedFlink flink, String servers) {
    JobConfig read =
        ConfigReader.read(
            Map.of(
                "kafka.bootstrap-servers",
                servers,
                "kafka.topic-prefix",
                PREFIX,
                "kafka.start",
                "EARLIEST",
                "scoring.mode",
                "SUPPLIED",
                // All content matches the entry that is waited for, each by a creator of its own.
                "matching.entry-limit",
                String.valueOf(Integer.MAX_VALUE)));
    JobConfig config =
        new JobConfig(
            read.kafka(),
            read.wire(),
            read.time(),
            read.scoring(),
            read.limits(),
            new PolicySource("bench", trial.bundle(0), read.policies().labels()),
            read.matching());
    Configuration configuration = flink.configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
    StreamExecutionEnvironment env =
        JobEnvironment.prepare(StreamExecutionEnvironment.getExecutionEnvironment(configuration));
    env.setParallelism(PARALLELISM);
    Topology.build(KafkaInputs.of(env, config, Extent.UNBOUNDED), new KafkaOutputs(config), config);
    return flink.execute(env.getStreamGraph());
  }

  private static KafkaProducer<byte[], byte[]> producer(String servers) {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", servers, "linger.ms", "0"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String servers) {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", servers,
                "group.id", "bench-control",
                "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(
        List.of(Topic.ENFORCEMENT_EXPRESS.fullName(PREFIX), Topic.CONTROL_STATUS.fullName(PREFIX)));
    return consumer;
  }

  /** Content that the rule hides, all the time and each by a creator of its own. */
  private void flow(ScheduledExecutorService executor, KafkaProducer<byte[], byte[]> producer) {
    RecordEncoder<ContentEvent> encoder = wire.encoder(Topic.CONTENT_EVENTS, ContentEvent.class);
    AtomicLong number = new AtomicLong();
    var unused =
        executor.scheduleAtFixedRate(
            () -> {
              long n = number.getAndIncrement();
              ContentEvent event =
                  ContentEvent.newBuilder()
                      .setEventId("event-" + n)
                      .setContentId("content-" + n)
                      .setVersion(1)
                      .setCreatorId("creator-" + n)
                      .setKind(ContentKind.COMMENT)
                      .setTitle(trial.text(current.get()))
                      .setEventTime(Instant.now())
                      .setSuppliedScores(
                          List.of(
                              new ModalityScores(
                                  Modality.TEXT,
                                  "bench-text",
                                  "1",
                                  List.of(new Score("violence", 0.95)),
                                  null)))
                      .build();
              var unusedSent =
                  producer.send(
                      new ProducerRecord<>(
                          Topic.CONTENT_EVENTS.fullName(PREFIX),
                          event.getContentId().getBytes(StandardCharsets.UTF_8),
                          encoder.encode(event)));
            },
            0,
            TimeUnit.SECONDS.toNanos(1) / contentPerSecond,
            TimeUnit.NANOSECONDS);
  }

  private void publish(
      KafkaProducer<byte[], byte[]> producer,
      KafkaConsumer<byte[], byte[]> consumer,
      int version,
      @Nullable Histogram effect,
      @Nullable Histogram answer) {
    String id = "change-" + version;
    Instant now = Instant.now();
    byte[] change = trial.record(id, version, now);
    current.set(version);
    long start = System.nanoTime();
    var unused =
        producer.send(
            new ProducerRecord<>(
                trial.topic().fullName(PREFIX), "bench".getBytes(StandardCharsets.UTF_8), change));
    boolean answered = false;
    boolean inEffect = false;
    while (!answered || !inEffect) {
      if (System.nanoTime() - start > EFFECT_LIMIT.toNanos()) {
        throw new IllegalStateException(
            "change "
                + version
                + (answered ? " has no effect" : " has no answer")
                + " after "
                + EFFECT_LIMIT);
      }
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(5))) {
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        if (record.topic().endsWith(Topic.CONTROL_STATUS.topicName())) {
          if (!answered && isAnswer(record, id)) {
            answered = true;
            note(answer, millis);
          }
        } else if (!inEffect && isUnder(record, version)) {
          inEffect = true;
          note(effect, millis);
        }
      }
    }
    pause(consumer);
  }

  private static void note(@Nullable Histogram histogram, long millis) {
    if (histogram != null) {
      histogram.recordValue(millis);
    }
  }

  /** Lets a little time pass, so that one change does not wait for the one before. */
  private static void pause(KafkaConsumer<byte[], byte[]> consumer) {
    long end = System.nanoTime() + BETWEEN.toNanos();
    while (System.nanoTime() < end) {
      var unused = consumer.poll(Duration.ofMillis(5));
    }
  }

  private boolean isAnswer(ConsumerRecord<byte[], byte[]> record, String id) {
    ControlStatus status =
        decode(wire.decoder(Topic.CONTROL_STATUS, ControlStatus.class), record.value());
    if (status.getResult() != ControlResult.ACCEPTED) {
      throw new IllegalStateException("a change of the benchmark was refused: " + status);
    }
    return status.getControlEventId().equals(id);
  }

  private boolean isUnder(ConsumerRecord<byte[], byte[]> record, int version) {
    EnforcementAction action =
        decode(wire.decoder(Topic.ENFORCEMENT_EXPRESS, EnforcementAction.class), record.value());
    return trial.isUnder(action, version);
  }

  private static <T> T decode(RecordDecoder<T> decoder, byte[] value) {
    try {
      return decoder.decode(value);
    } catch (DecodeException e) {
      throw new IllegalStateException("the job wrote what cannot be read", e);
    }
  }
}
