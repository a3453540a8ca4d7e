package io.earshot.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.job.embedded.EmbeddedKafka;
import io.earshot.job.traffic.Traffic;
import io.earshot.job.traffic.TrafficEvent;
import io.earshot.schemas.SchemaStore;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.wire.RecordDecoder;
import io.earshot.schemas.wire.RecordEncoder;
import io.earshot.schemas.wire.SingleObject;
import io.earshot.schemas.wire.WireFormat;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job as it runs in production: the files of the image, the configuration and arguments of the
 * manifests, JobManager and TaskManagers as processes in application mode, Kafka beside them. What
 * differs from a pod is named in {@link #flink} and {@link #arguments}. It starts what was
 * packaged, so it runs in the verify phase.
 */
final class ApplicationClusterCheck {

  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final WireFormat WIRE = new SingleObject(SchemaStore.released());
  private static final int PARTITIONS = 2;

  private final JsonNode deployment = Manifests.deployment("minimal");
  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path folder;

  @Test
  void jobOfTheImage_acts_survivesTheLossOfATaskManager_andWritesNothingIntoTheImage()
      throws Exception {
    ImageRoot image = ImageRoot.build(folder);
    Map<String, String> before = image.state();
    int rest = freePort();
    int metrics = freePort();
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        ApplicationCluster cluster =
            new ApplicationCluster(
                image, Files.createDirectories(folder.resolve("run")), flink(image, rest));
        Committed actions = new Committed(kafka.bootstrapServers());
        Play play = new Play(kafka)) {
      cluster.startJobManager(
          deployment.at("/spec/job/entryClass").asText(), arguments(image, kafka));
      cluster.startTaskManager(Map.of());
      Process doomed =
          cluster.startTaskManager(
              Map.of(
                  "metrics.reporters",
                  "prom",
                  "metrics.reporter.prom.port",
                  String.valueOf(metrics)));
      awaitAction(cluster, play, actions);
      EnforcementAction first = actions.decoded().get(0);
      assertThat(first.getEvidence().toString()).contains("text-safety");
      assertThat(get(metrics, "/metrics")).contains("flink_taskmanager_job_task_operator_");

      // The task manager that stays gets the job once more, in a new class loader of the same JVM,
      // where libraries of the job's own loader could not be mapped again.
      ApplicationCluster.kill(doomed);
      cluster.startTaskManager(Map.of());
      int sofar = actions.decoded().size();
      await(cluster, "the job to be restarted", () -> restarts(rest) > 0);
      awaitMore(cluster, play, actions, sofar);

      assertThat(cluster.said("taskmanager")).doesNotContain("UnsatisfiedLinkError");
      assertThat(actions.decoded())
          .extracting(EnforcementAction::getEventId)
          .doesNotHaveDuplicates();
    }
    assertThat(image.state()).isEqualTo(before);
  }

  /** As deployed, but on this machine, smaller, and with quicker checkpoints. */
  private Map<String, String> flink(ImageRoot image, int rest) throws IOException {
    Map<String, String> flink = new TreeMap<>();
    Manifests.flinkConfiguration(deployment)
        .forEach((key, value) -> flink.put(key, image.located(value)));
    // Only the task manager that is asked has a reporter: on one machine, one has the port.
    flink.put("metrics.reporters", "");
    for (String address :
        List.of(
            "jobmanager.rpc.address",
            "jobmanager.bind-host",
            "taskmanager.host",
            "taskmanager.bind-host",
            "rest.address",
            "rest.bind-address")) {
      flink.put(address, "127.0.0.1");
    }
    flink.put("jobmanager.rpc.port", String.valueOf(freePort()));
    flink.put("rest.port", String.valueOf(rest));
    flink.put("rest.bind-port", String.valueOf(rest));
    String state = Files.createDirectories(folder.resolve("state")).toUri().toString();
    flink.put("execution.checkpointing.dir", state + "checkpoints");
    flink.put("execution.checkpointing.savepoint-dir", state + "savepoints");
    flink.put("execution.checkpointing.interval", "1 s");
    flink.put("execution.checkpointing.min-pause", "200 ms");
    flink.put("heartbeat.interval", "1 s");
    flink.put("heartbeat.timeout", "8 s");
    flink.put("parallelism.default", "2");
    flink.put("taskmanager.numberOfTaskSlots", "1");
    flink.put("jobmanager.memory.process.size", "1024 mb");
    flink.put("taskmanager.memory.process.size", "2000 mb");
    flink.put("taskmanager.memory.jvm-overhead.min", "400 mb");
    flink.put("taskmanager.memory.jvm-overhead.max", "400 mb");
    return flink;
  }

  /** As deployed, but for the brokers, and with time that passes more quickly. */
  private List<String> arguments(ImageRoot image, EmbeddedKafka kafka) {
    Map<String, String> options = new LinkedHashMap<>(Manifests.jobOptions(deployment));
    options.replaceAll((key, value) -> image.located(value));
    options.put("kafka.bootstrap-servers", kafka.bootstrapServers());
    options.put("window.size", "2 s");
    options.put("watermark.out-of-orderness", "1 s");
    options.put("watermark.signal-idle-timeout", "1 s");
    return options.entrySet().stream()
        .flatMap(option -> Stream.of("--" + option.getKey(), option.getValue()))
        .toList();
  }

  private void awaitAction(ApplicationCluster cluster, Play play, Committed actions)
      throws Exception {
    awaitMore(cluster, play, actions, 0);
  }

  /** Plays on until there are more actions: windows close only as time passes. */
  private static void awaitMore(ApplicationCluster cluster, Play play, Committed actions, int than)
      throws Exception {
    await(
        cluster,
        "more than " + than + " actions",
        () -> {
          play.seconds(1);
          return actions.decoded().size() > than;
        });
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(ApplicationCluster cluster, String what, Condition condition)
      throws Exception {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + LIMIT + " in vain for " + what + cluster.logs());
      }
    }
  }

  private int restarts(int rest) throws Exception {
    JsonNode jobs = Manifests.json(get(rest, "/jobs/overview")).get("jobs");
    String job = jobs.get(0).get("jid").asText();
    return Manifests.json(get(rest, "/jobs/" + job + "/metrics?get=numRestarts"))
        .path(0)
        .path("value")
        .asInt();
  }

  private String get(int port, String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Traffic, as much as is asked for at a time. */
  private static final class Play implements AutoCloseable {

    private final Instant start = Instant.now();
    private final Traffic traffic = new Traffic(7, start, Traffic.DEFAULT_RATE);
    private final RecordEncoder<ContentEvent> encoder =
        WIRE.encoder(Topic.CONTENT_EVENTS, ContentEvent.class);
    private final KafkaProducer<byte[], byte[]> producer;
    private Instant end = start;

    Play(EmbeddedKafka kafka) {
      Map<String, Integer> topics = new HashMap<>();
      for (Topic topic : Topic.values()) {
        topics.put(topic.topicName(), topic.role().partitions(PARTITIONS));
      }
      kafka.createTopics(topics, Set.of());
      producer =
          new KafkaProducer<>(
              Map.of("bootstrap.servers", kafka.bootstrapServers()),
              new ByteArraySerializer(),
              new ByteArraySerializer());
    }

    void seconds(int seconds) {
      end = end.plusSeconds(seconds);
      for (TrafficEvent event = traffic.next();
          event.eventTime().isBefore(end);
          event = traffic.next()) {
        if (event instanceof TrafficEvent.ContentPlayed played) {
          var unused =
              producer.send(
                  new ProducerRecord<>(
                      Topic.CONTENT_EVENTS.topicName(),
                      event.key().getBytes(StandardCharsets.UTF_8),
                      encoder.encode(played.event())));
        }
      }
      producer.flush();
    }

    @Override
    public void close() {
      producer.close();
    }
  }

  /** What a consumer that reads committed has seen so far. */
  private static final class Committed implements AutoCloseable {

    private final RecordDecoder<EnforcementAction> decoder =
        WIRE.decoder(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class);
    private final List<EnforcementAction> seen = new ArrayList<>();
    private final KafkaConsumer<byte[], byte[]> consumer;

    Committed(String bootstrapServers) {
      consumer =
          new KafkaConsumer<>(
              Map.of(
                  "bootstrap.servers", bootstrapServers,
                  "isolation.level", "read_committed",
                  "auto.offset.reset", "earliest"),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
      consumer.assign(
          Stream.iterate(0, i -> i + 1)
              .limit(PARTITIONS)
              .map(i -> new TopicPartition(Topic.ENFORCEMENT_ACTIONS.topicName(), i))
              .toList());
    }

    /** Reads on for a second. */
    List<EnforcementAction> decoded() throws Exception {
      for (ConsumerRecord<byte[], byte[]> action : consumer.poll(Duration.ofSeconds(1))) {
        seen.add(decoder.decode(action.value()));
      }
      return seen;
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
