package io.earshot.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.schemas.avro.Media;
import java.util.Arrays;
import org.apache.avro.util.ClassSecurityValidator;
import org.junit.jupiter.api.Test;

class TopicTest {
  @Test
  void full_name_is_prefix_and_name() {
    assertThat(Topic.CONTENT_EVENTS.fullName("earshot.")).isEqualTo("earshot.content.events");
    assertThat(Topic.CONTENT_EVENTS.fullName("")).isEqualTo("content.events");
    assertThat(Topic.named("content.events")).contains(Topic.CONTENT_EVENTS);
    assertThat(Topic.named("earshot.content.events")).isEmpty();
  }

  @Test
  void avro_is_told_of_the_generated_classes_and_of_no_others() {
    assertThat(ClassSecurityValidator.getGlobal().isTrusted(Topic.REPORTS.valueType())).isTrue();
    assertThat(ClassSecurityValidator.getGlobal().isTrusted(Media.class)).isTrue();
    assertThat(ClassSecurityValidator.getGlobal().isTrusted(Topic.class)).isFalse();
    assertThat(ClassSecurityValidator.getGlobal().isTrusted(ProcessBuilder.class)).isFalse();
  }

  @Test
  void prefix_that_kafka_forbids_is_refused() {
    assertThatThrownBy(() -> Topic.REPORTS.fullName("a/b")).hasMessageContaining("\"a/b\"");
    assertThatThrownBy(() -> Topic.REPORTS.fullName("x".repeat(249)))
        .hasMessageContaining("256 characters, Kafka takes 249");
  }

  @Test
  void only_the_state_is_compacted_and_control_has_one_partition() {
    assertThat(Arrays.stream(Topic.values()).filter(Topic::compacted))
        .containsExactly(Topic.ENFORCEMENT_STATE);
    assertThat(Topic.CONTROL_POLICIES.role().partitions(12)).isEqualTo(1);
    assertThat(Topic.CONTENT_EVENTS.role().partitions(12)).isEqualTo(12);
  }
}
