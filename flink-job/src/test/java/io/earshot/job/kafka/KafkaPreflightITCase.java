package io.earshot.job.kafka;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.job.ConfigReader;
import io.earshot.job.ConfigurationException;
import io.earshot.job.JobConfig;
import io.earshot.job.embedded.EmbeddedKafka;
import io.earshot.schemas.Topic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class KafkaPreflightITCase {

  private static JobConfig config(String servers) {
    return ConfigReader.read(
        Map.of(
            "kafka.bootstrap-servers",
            servers,
            "kafka.topic-prefix",
            "p.",
            "scoring.mode",
            "SUPPLIED"));
  }

  @Test
  void nobodyAnswers_namesTheBrokers() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    String servers = "127.0.0.1:" + closed;

    assertThatThrownBy(() -> KafkaPreflight.check(config(servers).kafka(), Duration.ofSeconds(2)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContainingAll(servers, "no broker answered", "kafka.properties");
  }

  @Test
  void missingTopics_areNamed_presentOnesPass() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      assertThatThrownBy(() -> KafkaPreflight.check(config(kafka.bootstrapServers()).kafka()))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContainingAll("p.content.events", "p.enforcement.actions", "topic-prefix");

      Map<String, Integer> topics = new HashMap<>();
      for (Topic topic : Topic.values()) {
        topics.put(topic.fullName("p."), 1);
      }
      kafka.createTopics(topics, Set.of());

      assertThatCode(() -> KafkaPreflight.check(config(kafka.bootstrapServers()).kafka()))
          .doesNotThrowAnyException();
    }
  }
}
