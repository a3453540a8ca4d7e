package io.earshot.job.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class EmbeddedKafkaITCase {

  private static EmbeddedKafka kafka = EmbeddedKafka.start();

  @BeforeAll
  static void topics() {
    kafka.createTopics(Map.of("plain", 3, "compacted", 1), Set.of("compacted"));
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void transaction_read_committed_comes_back_whole_from_a_topic_just_created() {
    try (var producer = transactionalProducer()) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < 30; i++) {
        producer.send(new ProducerRecord<>("plain", i % 3, null, bytes("kept " + i)));
      }
      producer.commitTransaction();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("plain", 0, null, bytes("aborted")));
      producer.flush();
      producer.abortTransaction();
    }
    Set<String> read = new HashSet<>();
    try (var consumer = committedConsumer()) {
      consumer.subscribe(List.of("plain"));
      long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
      while (read.size() < 30 && System.nanoTime() < deadline) {
        consumer
            .poll(Duration.ofMillis(200))
            .forEach(r -> read.add(new String(r.value(), StandardCharsets.UTF_8)));
      }
    }
    assertThat(read).hasSize(30).allMatch(value -> value.startsWith("kept"));
  }

  @Test
  void topic_named_as_compacted_is_compacted_and_no_other_one_is() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      assertThat(cleanupPolicy(admin, "compacted")).isEqualTo("compact");
      assertThat(cleanupPolicy(admin, "plain")).isEqualTo("delete");
    }
  }

  @Test
  void topic_that_exists_is_refused_by_name() {
    assertThatThrownBy(() -> kafka.createTopics(Map.of("plain", 1), Set.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("plain");
  }

  @Test
  void busy_port_is_named_with_the_way_out() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedKafka.start(port, Map.of()))
          .isInstanceOf(PortInUseException.class)
          .hasMessageContaining("Kafka")
          .hasMessageContaining(Integer.toString(port))
          .hasMessageContaining("name another port");
    }
  }

  private static String cleanupPolicy(Admin admin, String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Map<ConfigResource, Config> described = admin.describeConfigs(List.of(resource)).all().get();
    return described.values().iterator().next().get("cleanup.policy").value();
  }

  private static KafkaProducer<byte[], byte[]> transactionalProducer() {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.bootstrapServers(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "embedded-kafka-test"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static KafkaConsumer<byte[], byte[]> committedConsumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            kafka.bootstrapServers(),
            ConsumerConfig.GROUP_ID_CONFIG,
            "embedded-kafka-test",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed"),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
