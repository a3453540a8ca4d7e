package io.earshot.job.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka node, broker and KRaft controller in one, inside this process. It listens on loopback
 * only, keeps its log in a temporary folder and deletes that when it closes.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

  private static final int NODE = 1;

  /** A free port may be taken by somebody else between the look and the use. */
  private static final int ATTEMPTS = 3;

  private static final Duration TOPIC_TIMEOUT = Duration.ofSeconds(30);

  private final KafkaRaftServer server;
  private final ScratchFolder scratch;
  private final String bootstrapServers;

  private EmbeddedKafka(KafkaRaftServer server, ScratchFolder scratch, int port) {
    this.server = server;
    this.scratch = scratch;
    this.bootstrapServers = Loopback.HOST + ":" + port;
  }

  /** Starts on any free port. */
  public static EmbeddedKafka start() {
    return start(0, Map.of());
  }

  /**
   * Starts, and returns when the broker takes requests.
   *
   * @param port where clients connect; 0 for any free one
   * @param overrides broker settings beside or instead of those of this class
   * @throws PortInUseException if the port is taken
   * @throws IllegalStateException if the broker does not start for another reason
   */
  public static EmbeddedKafka start(int port, Map<String, String> overrides) {
    Loopback.requireFree("Kafka", port);
    for (int attempt = 1; ; attempt++) {
      List<Integer> free = Loopback.freePorts(2);
      try {
        return start(port == 0 ? free.get(0) : port, free.get(1), overrides);
      } catch (IllegalStateException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        LOG.info("Kafka did not start, attempt {} of {}", attempt, ATTEMPTS, e);
      }
    }
  }

  private static EmbeddedKafka start(int port, int controllerPort, Map<String, String> overrides) {
    ScratchFolder scratch = ScratchFolder.create("earshot-kafka-");
    @Nullable KafkaRaftServer server = null;
    try {
      Path log = scratch.folder("log");
      format(log);
      Properties settings = settings(port, controllerPort, log);
      settings.putAll(overrides);
      server = new KafkaRaftServer(new KafkaConfig(settings), Time.SYSTEM);
      server.startup();
      return new EmbeddedKafka(server, scratch, port);
    } catch (Exception e) {
      if (server != null) {
        server.shutdown();
      }
      scratch.close();
      throw new IllegalStateException(
          "Kafka did not start on " + Loopback.HOST + ":" + port + ": " + e.getMessage(), e);
    }
  }

  private static void format(Path log) throws Exception {
    new Formatter()
        .setPrintStream(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(NODE)
        .setControllerListenerName("CONTROLLER")
        .setMetadataLogDirectory(log.toString())
        .addDirectory(log.toString())
        .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
        .run();
  }

  private static Properties settings(int port, int controllerPort, Path log) {
    Properties settings = new Properties();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE));
    settings.put(
        "listeners",
        "CLIENT://%s:%d,CONTROLLER://%s:%d"
            .formatted(Loopback.HOST, port, Loopback.HOST, controllerPort));
    settings.put("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("inter.broker.listener.name", "CLIENT");
    settings.put("controller.listener.names", "CONTROLLER");
    settings.put(
        "controller.quorum.voters", "%d@%s:%d".formatted(NODE, Loopback.HOST, controllerPort));
    settings.put("log.dirs", log.toString());
    settings.put("auto.create.topics.enable", "false");
    // Records carry event time, which a demo or a test may set in the past; nothing is old enough
    // to be dropped.
    settings.put("log.retention.ms", "-1");

    // Event time is whatever a run says it is: nothing is too old to keep or too new to take.
    settings.put("log.retention.ms", "-1");
    settings.put("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));

    // One node holds every replica there is.
    settings.put("default.replication.factor", "1");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");

    // Few partitions and threads: one machine, a handful of clients, a quick start and stop.
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("transaction.state.log.num.partitions", "4");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("background.threads", "2");
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("controlled.shutdown.enable", "false");
    // The cleaner's default, 128 MiB of heap, is sized for a broker of its own.
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
    settings.put("log.cleaner.io.buffer.size", Integer.toString(512 << 10));
    return settings;
  }

  /** Where clients connect: {@code host:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * Creates topics, and returns when every partition has a leader that answers. Producing right
   * after a creation otherwise meets partitions without a leader, and an idempotent producer may
   * never get over that.
   *
   * @param partitions partitions by topic name
   * @param compacted the topics among them that keep the last record of a key
   * @throws IllegalStateException if a topic cannot be created, or is not ready within 30 s
   */
  public void createTopics(Map<String, Integer> partitions, Set<String> compacted) {
    List<NewTopic> topics =
        partitions.entrySet().stream()
            .map(topic -> newTopic(topic.getKey(), topic.getValue(), compacted))
            .toList();
    long deadline = System.nanoTime() + TOPIC_TIMEOUT.toNanos();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin.createTopics(topics).all().get(TOPIC_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      Map<TopicPartition, OffsetSpec> all = new HashMap<>();
      partitions.forEach(
          (topic, count) -> {
            for (int partition = 0; partition < count; partition++) {
              all.put(new TopicPartition(topic, partition), OffsetSpec.earliest());
            }
          });
      while (!answered(admin, all)) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "topics " + partitions.keySet() + " have no leader after " + TOPIC_TIMEOUT);
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("cannot create topics " + partitions.keySet(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted creating topics " + partitions.keySet(), e);
    }
  }

  private static boolean answered(Admin admin, Map<TopicPartition, OffsetSpec> partitions)
      throws ExecutionException, InterruptedException, TimeoutException {
    try {
      admin.listOffsets(partitions).all().get(TOPIC_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException) {
        return false;
      }
      throw e;
    }
  }

  private static NewTopic newTopic(String name, int partitions, Set<String> compacted) {
    NewTopic topic = new NewTopic(name, partitions, (short) 1);
    return compacted.contains(name)
        ? topic.configs(
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT))
        : topic;
  }

  /** Stops, and deletes everything it held. */
  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
    scratch.close();
  }
}
