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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The page that Prometheus reads, of the production graph while it runs on Kafka: traffic with a
 * record that is refused, one that is too late, and a real text model with a version in shadow.
 */
final class MetricsPage {

  private static final String TEXT = "text-safety";
  private static final String IN_SHADOW = "9.9.9";
  private static final Duration LIMIT = Duration.ofMinutes(4);
  private static final Pattern SAMPLE = Pattern.compile("(\\w+)\\{(.*)} \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

  private final Map<String, Set<String>> labels = new TreeMap<>();
  private final Map<String, Set<String>> values = new TreeMap<>();

  private MetricsPage(String text) {
    text.lines()
        .map(SAMPLE::matcher)
        .filter(Matcher::matches)
        .forEach(
            sample -> {
              Set<String> names =
                  labels.computeIfAbsent(sample.group(1), metric -> new TreeSet<>());
              Matcher label = LABEL.matcher(sample.group(2));
              while (label.find()) {
                names.add(label.group(1));
                values
                    .computeIfAbsent(sample.group(1) + " " + label.group(1), l -> new TreeSet<>())
                    .add(label.group(2));
              }
            });
  }

  /** The names of all metrics. */
  Set<String> metrics() {
    return labels.keySet();
  }

  /** The labels of a metric; none if there is no such metric. */
  Set<String> labels(String metric) {
    return labels.getOrDefault(metric, Set.of());
  }

  /** The values that a label of a metric has. */
  Set<String> values(String metric, String label) {
    return values.getOrDefault(metric + " " + label, Set.of());
  }

  /**
   * Runs the job until its page is as wanted, or for some minutes.
   *
   * @param folder an empty one, for models
   * @return the last page
   */
  static MetricsPage of(Path folder, Predicate<MetricsPage> wanted) throws Exception {
    Path models = models(folder);
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Configuration flink =
        Configuration.fromMap(
            Map.of(
                "metrics.reporters", "prom",
                "metrics.reporter.prom.factory.class",
                    "org.apache.flink.metrics.prometheus.PrometheusReporterFactory",
                "metrics.reporter.prom.port", String.valueOf(port),
                "restart-strategy.type", "none",
                "execution.checkpointing.interval", "1 s"));
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        KafkaProducer<byte[], byte[]> producer = producer(kafka);
        EmbeddedFlink cluster = EmbeddedFlink.start(1, 0, flink)) {
      tryInShadow(producer);
      RunningJob job = submit(cluster, kafka, models);
      try {
        job.awaitRunning(LIMIT);
      } catch (IllegalStateException e) {
        throw new AssertionError("the job does not run", job.failure().orElse(e));
      }
      return played(producer, port, wanted);
    }
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
        Files.createSymbolicLink(folder.resolve(model.getFileName()), model.toRealPath());
      }
    }
    Path other = Files.createDirectory(folder.resolve("other"));
    try (Stream<Path> files = Files.list(checkout.resolve(TEXT))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, other.resolve(file.getFileName()));
      }
    }
    Path manifest = other.resolve("model.yaml");
    Files.writeString(
        manifest,
        Files.readString(manifest)
            .replace("version: " + version(checkout) + "\n", "version: " + IN_SHADOW + "\n"));
    return folder;
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
    return cluster.execute(env.getStreamGraph());
  }

  private static MetricsPage played(
      KafkaProducer<byte[], byte[]> producer, int port, Predicate<MetricsPage> wanted)
      throws IOException, InterruptedException {
    RecordEncoder<ContentEvent> encoder =
        new SingleObject(SchemaStore.released()).encoder(Topic.CONTENT_EVENTS, ContentEvent.class);
    HttpClient http = HttpClient.newHttpClient();
    Instant start = Instant.now();
    Traffic traffic = new Traffic(7, start, Traffic.DEFAULT_RATE);
    send(producer, Topic.CONTENT_EVENTS, "none", "no record".getBytes(StandardCharsets.UTF_8));
    long deadline = System.nanoTime() + LIMIT.toNanos();
    for (int second = 1; ; second++) {
      for (TrafficEvent event = traffic.next();
          event.eventTime().isBefore(start.plusSeconds(second));
          event = traffic.next()) {
        if (event instanceof TrafficEvent.ContentPlayed played) {
          send(producer, Topic.CONTENT_EVENTS, event.key(), encoder.encode(played.event()));
        }
      }
      producer.flush();
      MetricsPage page =
          new MetricsPage(
              http.send(
                      HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                          .build(),
                      BodyHandlers.ofString())
                  .body());
      if (wanted.test(page) || System.nanoTime() > deadline) {
        return page;
      }
    }
  }

  private static void send(
      KafkaProducer<byte[], byte[]> producer, Topic topic, String key, byte[] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic.topicName(), key.getBytes(StandardCharsets.UTF_8), value));
  }
}
