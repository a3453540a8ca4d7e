package io.earshot.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

/** What every record says about the run that wrote it. */
final class RunHeadersTest {

  @Test
  void everyRecord_saysWhenWhereAndInWhichAttemptItWasWritten() {
    Instant before = Instant.now();
    Map<String, String> headers = new TreeMap<>();
    for (Header header : headersOf("payload".getBytes(StandardCharsets.UTF_8))) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }

    assertThat(headers)
        .containsOnlyKeys("earshot-processed-at", "earshot-host", "earshot-attempt")
        .containsEntry("earshot-attempt", "3");
    assertThat(headers.get("earshot-host")).isNotBlank();
    assertThat(Instant.ofEpochMilli(Long.parseLong(headers.get("earshot-processed-at"))))
        .isBetween(Instant.ofEpochMilli(before.toEpochMilli()), Instant.now());
  }

  @Test
  void payload_isThatOfTheSerialiserWithin() {
    byte[] value = "payload".getBytes(StandardCharsets.UTF_8);

    assertThat(record(value).value()).isEqualTo(value);
    assertThat(record(value).topic()).isEqualTo("topic");
  }

  /** Headers of a record of the fourth attempt. */
  static Headers headersOf(byte[] value) {
    return record(value).headers();
  }

  private static ProducerRecord<byte[], byte[]> record(byte[] value) {
    RunHeaders<byte[]> headers =
        new RunHeaders<>(
            KafkaRecordSerializationSchema.<byte[]>builder()
                .setTopic("topic")
                .setValueSerializationSchema((byte[] bytes) -> bytes)
                .build());
    KafkaRecordSerializationSchema.KafkaSinkContext sink = new OneTask();
    try {
      headers.open(new FourthAttempt(), sink);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    ProducerRecord<byte[], byte[]> record = headers.serialize(value, sink, 1L);
    if (record == null) {
      throw new AssertionError("no record");
    }
    return record;
  }

  /** A writer that is alone. */
  static final class OneTask implements KafkaRecordSerializationSchema.KafkaSinkContext {
    @Override
    public int getParallelInstanceId() {
      return 0;
    }

    @Override
    public int getNumberOfParallelInstances() {
      return 1;
    }

    @Override
    public int[] getPartitionsForTopic(String topic) {
      return new int[] {0};
    }
  }

  private static final class FourthAttempt implements SerializationSchema.InitializationContext {
    @Override
    public MetricGroup getMetricGroup() {
      return new UnregisteredMetricsGroup() {
        @Override
        public Map<String, String> getAllVariables() {
          return Map.of("<task_attempt_num>", "3");
        }
      };
    }

    @Override
    public UserCodeClassLoader getUserCodeClassLoader() {
      return SimpleUserCodeClassLoader.create(RunHeadersTest.class.getClassLoader());
    }
  }
}
