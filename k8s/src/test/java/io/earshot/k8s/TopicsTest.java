package io.earshot.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.earshot.schemas.Topic;
import io.earshot.schemas.Topic.Role;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TopicsTest {

  /** Kafka's default for a topic, in bytes. */
  private static final int DEFAULT_MAX_MESSAGE = 1_048_588;

  /** Names, coordinates, headers and messages of a dead letter, in bytes, generously. */
  private static final int DEAD_LETTER_OVERHEAD = 65_536;

  private static final List<JsonNode> TOPICS =
      Manifests.all(Manifests.MODULE.resolve("base/topics.yaml"));

  @Test
  void topics_are_those_of_the_contract_in_its_order() {
    assertThat(TOPICS)
        .extracting(topic -> topic.at("/metadata/name").asText())
        .containsExactlyElementsOf(Arrays.stream(Topic.values()).map(Topic::topicName).toList());
  }

  static Stream<JsonNode> topics() {
    return TOPICS.stream();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void every_topic_is_a_replicated_topic_of_one_cluster(JsonNode topic) {
    assertThat(topic.at("/apiVersion").asText()).isEqualTo("kafka.strimzi.io/v1");
    assertThat(topic.at("/kind").asText()).isEqualTo("KafkaTopic");
    assertThat(topic.at("/metadata/labels").path("strimzi.io/cluster").asText())
        .isEqualTo("earshot");
    assertThat(topic.get("spec").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("partitions", "replicas", "config");
    assertThat(topic.at("/spec/replicas").asInt())
        .isGreaterThan(topic.at("/spec/config").path("min.insync.replicas").asInt());
  }

  @ParameterizedTest
  @MethodSource("topics")
  void every_setting_of_a_topic_is_one_of_kafkas_and_a_text(JsonNode topic) {
    assertThat(topic.at("/spec/config").fieldNames())
        .toIterable()
        .isSubsetOf(
            TopicConfig.CLEANUP_POLICY_CONFIG,
            TopicConfig.RETENTION_MS_CONFIG,
            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG);
    assertThat(topic.at("/spec/config")).allMatch(JsonNode::isTextual);
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void topic_is_compacted_where_the_contract_says_so(Topic topic) {
    assertThat(setting(topic, TopicConfig.CLEANUP_POLICY_CONFIG))
        .isEqualTo(
            topic.compacted()
                ? TopicConfig.CLEANUP_POLICY_COMPACT
                : TopicConfig.CLEANUP_POLICY_DELETE);
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void control_is_kept_for_ever_and_nothing_else_is(Topic topic) {
    String retention = setting(topic, TopicConfig.RETENTION_MS_CONFIG);

    if (topic.role() == Role.CONTROL) {
      assertThat(retention).isEqualTo("-1");
    } else if (topic.compacted()) {
      assertThat(retention).isEmpty();
    } else {
      assertThat(Long.parseLong(retention)).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource(Topic.class)
  void topics_of_the_load_have_the_same_partitions_and_the_others_one(Topic topic) {
    int loaded = partitions(Topic.CONTENT_EVENTS);

    assertThat(partitions(topic)).isEqualTo(topic.role().partitions(loaded));
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "cpu", "gpu", "production"})
  void every_task_has_a_partition_to_read(String overlay) {
    int parallelism = Manifests.deployment(overlay).at("/spec/job/parallelism").asInt();

    assertThat(partitions(Topic.CONTENT_EVENTS) % parallelism).isZero();
    assertThat(partitions(Topic.CONTENT_EVENTS)).isGreaterThanOrEqualTo(parallelism);
  }

  @Test
  void dead_letter_of_the_largest_record_can_be_written() {
    int largest =
        Arrays.stream(Topic.values())
            .filter(topic -> topic.role() == Role.INPUT || topic.role() == Role.CONTROL)
            .mapToInt(TopicsTest::maxMessage)
            .max()
            .orElseThrow();
    int request =
        Integer.parseInt(
            Manifests.jobOptions(Manifests.deployment("production"))
                .getOrDefault("kafka.properties.max.request.size", "1048576"));

    assertThat(maxMessage(Topic.DEAD_LETTERS))
        .isGreaterThanOrEqualTo(largest + DEAD_LETTER_OVERHEAD)
        .isLessThanOrEqualTo(request);
  }

  private static JsonNode topic(Topic topic) {
    return TOPICS.stream()
        .filter(node -> node.at("/metadata/name").asText().equals(topic.topicName()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("topics.yaml has no " + topic.topicName()));
  }

  private static int partitions(Topic topic) {
    return topic(topic).at("/spec/partitions").asInt();
  }

  private static int maxMessage(Topic topic) {
    String size = setting(topic, TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
    return size.isEmpty() ? DEFAULT_MAX_MESSAGE : Integer.parseInt(size);
  }

  /** A setting of a topic; empty if it is Kafka's default. */
  private static String setting(Topic topic, String key) {
    return topic(topic).at("/spec/config").path(key).asText("");
  }
}
