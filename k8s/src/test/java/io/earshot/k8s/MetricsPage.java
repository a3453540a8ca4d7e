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
import io.earshot.schemas.wire.RecordEncoder;
import io.earshot.schemas.wire.SingleObject;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
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
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The page that Prometheus reads, of the production graph while it runs on Kafka: traffic with a
 * record that is refused, one that is too late, and a real text model.
 */
final class MetricsPage {

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
   * @return the last page
   */
  static MetricsPage of(Predicate<MetricsPage> wanted) throws Exception {
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
      RunningJob job = submit(cluster, kafka);
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

  private static RunningJob submit(EmbeddedFlink cluster, EmbeddedKafka kafka) {
    JobConfig config =
        ConfigReader.read(
            Map.of(
                "kafka.bootstrap-servers", kafka.bootstrapServers(),
                "scoring.models", Manifests.CHECKOUT.resolve("models").toString(),
                "window.size", "1 s",
                "watermark.out-of-orderness", "1 s",
                "watermark.signal-idle-timeout", "1 s"));
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
    send(producer, "none", "no record".getBytes(StandardCharsets.UTF_8));
    long deadline = System.nanoTime() + LIMIT.toNanos();
    for (int second = 1; ; second++) {
      for (TrafficEvent event = traffic.next();
          event.eventTime().isBefore(start.plusSeconds(second));
          event = traffic.next()) {
        if (event instanceof TrafficEvent.ContentPlayed played) {
          send(producer, event.key(), encoder.encode(played.event()));
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

  private static void send(KafkaProducer<byte[], byte[]> producer, String key, byte[] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(
                Topic.CONTENT_EVENTS.topicName(), key.getBytes(StandardCharsets.UTF_8), value));
  }
}
