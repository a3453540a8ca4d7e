package io.earshot.k8s;

import io.earshot.job.ConfigReader;
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
import io.earshot.job.traffic.TrafficEvent;
import io.earshot.schemas.SchemaStore;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ModelControl;
import io.earshot.schemas.avro.RolloutStage;
import io.earshot.schemas.wire.RecordEncoder;
import io.earshot.schemas.wire.SingleObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The production graph on Kafka with what operators look at, Flink's dashboard and the page for
 * Prometheus, fed with traffic: content, and before it a record that is refused; scored by real
 * models, one of them with a version in shadow.
 */
final class PlayedJob implements AutoCloseable {

  /** For the job to run. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private static final String TEXT = "text-safety";
  private static final String IN_SHADOW = "9.9.9";

  private final EmbeddedKafka kafka;
  private final KafkaProducer<byte[], byte[]> producer;
  private final EmbeddedFlink cluster;
  private final RunningJob job;
  private final URI page;
  private final Instant begin = Instant.now();
  private final Traffic traffic = new Traffic(7, begin, Traffic.DEFAULT_RATE);
  private final RecordEncoder<ContentEvent> encoder =
      new SingleObject(SchemaStore.released()).encoder(Topic.CONTENT_EVENTS, ContentEvent.class);
  private TrafficEvent next = traffic.next();

  private PlayedJob(
      EmbeddedKafka kafka,
      KafkaProducer<byte[], byte[]> producer,
      EmbeddedFlink cluster,
      RunningJob job,
      URI page) {
    this.kafka = kafka;
    this.producer = producer;
    this.cluster = cluster;
    this.job = job;
    this.page = page;
  }

  /**
   * Starts Kafka, Flink and the job.
   *
   * @param folder an empty one, for models
   * @return the job, when it runs
   */
  static PlayedJob start(Path folder) throws IOException {
    Path models = models(folder);
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Configuration flink = EmbeddedFlink.withMetricsPage(port);
    flink.setString("restart-strategy.type", "none");
    flink.setString("execution.checkpointing.interval", "1 s");
    EmbeddedKafka kafka = EmbeddedKafka.start();
    KafkaProducer<byte[], byte[]> producer = producer(kafka);
    tryInShadow(producer);
    EmbeddedFlink cluster = EmbeddedFlink.start(1, 0, flink);
    PlayedJob played =
        new PlayedJob(
            kafka,
            producer,
            cluster,
            submit(cluster, kafka, models),
            URI.create("http://127.0.0.1:" + port + "/metrics"));
    try {
      played.job.awaitRunning(LIMIT);
    } catch (IllegalStateException e) {
      Throwable failure = played.job.failure().orElse(e);
      played.close();
      throw new AssertionError("the job does not run", failure);
    }
    send(producer, Topic.CONTENT_EVENTS, "none", "no record".getBytes(StandardCharsets.UTF_8));
    return played;
  }

  /** Plays the content of the time before an instant that was not played yet. */
  void playUntil(Instant end) {
    for (; next.eventTime().isBefore(end); next = traffic.next()) {
      if (next instanceof TrafficEvent.ContentPlayed played) {
        send(producer, Topic.CONTENT_EVENTS, next.key(), encoder.encode(played.event()));
      }
    }
    producer.flush();
  }

  /** The event time of its first content. */
  Instant begin() {
    return begin;
  }

  /** What Prometheus reads. */
  URI page() {
    return page;
  }

  /** Flink's dashboard, at the job. */
  URI dashboard() {
    return cluster.dashboard().resolve("/#/job/running/" + job.id() + "/overview");
  }

  /** What the JobManager says of the job, for programs. */
  URI rest() {
    return cluster.dashboard().resolve("/jobs/" + job.id());
  }

  @Override
  public void close() {
    producer.close();
    cluster.close();
    kafka.close();
  }

  private static KafkaProducer<byte[], byte[]> producer(EmbeddedKafka kafka) {
    Map<String, Integer> topics = new HashMap<>();
    for (Topic topic : Topic.values()) {
      topics.put(topic.topicName(), 1);
    }
    kafka.createTopics(topics, Set.of());
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", kafka.bootstrapServers()),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  /** The models of the checkout, and the one for texts a second time, as another version. */
  private static Path models(Path folder) throws IOException {
    Path checkout = Manifests.CHECKOUT.resolve("models");
    try (Stream<Path> packages = Files.list(checkout)) {
      for (Path model : packages.filter(p -> Files.exists(p.resolve("model.yaml"))).toList()) {
        copy(model, folder.resolve(model.getFileName()));
      }
    }
    Path other = folder.resolve("other");
    copy(checkout.resolve(TEXT), other);
    Path manifest = other.resolve("model.yaml");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace("version: " + version(checkout) + "\n", "version: " + IN_SHADOW + "\n"));
    return folder;
  }

  /** Copies the files of a package; a folder in it is how the model was made. */
  private static void copy(Path model, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(model)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static String version(Path models) {
    return Manifests.all(models.resolve(TEXT).resolve("model.yaml")).get(0).get("version").asText();
  }

  private static void tryInShadow(KafkaProducer<byte[], byte[]> producer) {
    Instant published = Instant.now().minus(Duration.ofMinutes(1));
    byte[] change =
        new SingleObject(SchemaStore.released())
            .encoder(Topic.CONTROL_MODELS, ModelControl.class)
            .encode(
                ModelControl.newBuilder()
                    .setEventId("shadow")
                    .setModelId(TEXT)
                    .setModelVersion(IN_SHADOW)
                    .setStage(RolloutStage.SHADOW)
                    .setEventTime(published)
                    .setEffectiveAt(published.plusSeconds(30))
                    .build());
    send(producer, Topic.CONTROL_MODELS, TEXT, change);
    // The job reads what was published before its start, and only that counts from its first item.
    producer.flush();
  }

  private static RunningJob submit(EmbeddedFlink cluster, EmbeddedKafka kafka, Path models) {
    JobConfig config =
        ConfigReader.read(
            Map.of(
                "kafka.bootstrap-servers",
                kafka.bootstrapServers(),
                "scoring.models",
                models.toString(),
                "scoring.text.model",
                TEXT + "@" + version(Manifests.CHECKOUT.resolve("models")),
                // How fast this machine is, is not what is looked at.
                "scoring.shadow-patience",
                "2 min",
                "window.size",
                "1 s",
                "watermark.out-of-orderness",
                "1 s",
                "watermark.signal-idle-timeout",
                "1 s"));
    StreamExecutionEnvironment env =
        JobEnvironment.prepare(
            StreamExecutionEnvironment.getExecutionEnvironment(cluster.configuration()));
    env.setParallelism(1);
    Topology.build(
        KafkaInputs.of(env, config, Inputs.Extent.UNBOUNDED), new KafkaOutputs(config), config);
    StreamGraph graph = env.getStreamGraph();
    graph.setJobName(JobEnvironment.JOB_NAME);
    return cluster.execute(graph);
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, Topic topic, String key, byte[] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), value));
  }
}
