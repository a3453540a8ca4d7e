package io.earshot.job.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.UserCodeClassLoader;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

final class MeteredTest {

  private static final InitializationContext CONTEXT =
      new InitializationContext() {
        @Override
        public MetricGroup getMetricGroup() {
          return new UnregisteredMetricsGroup();
        }

        @Override
        public UserCodeClassLoader getUserCodeClassLoader() {
          throw new UnsupportedOperationException("nothing here loads classes");
        }
      };

  private static final KafkaSinkContext SINK = new RunHeadersTest.OneTask();

  private final List<String> seen = new ArrayList<>();

  private final RecordMeter<String> meter =
      new RecordMeter<>() {
        private static final long serialVersionUID = 1L;

        @Override
        public void open(MetricGroup group) {
          seen.add("open");
        }

        @Override
        public void written(String text) {
          seen.add(text);
        }
      };

  /** As the writer of transactions does, in whose metrics the second ones would not be shown. */
  @Test
  void aMeterIsOpenedOnce_howeverOftenItsSerialiserIs() throws Exception {
    Metered<String> metered = new Metered<>(MeteredTest::record, meter);

    metered.open(CONTEXT, SINK);
    metered.open(CONTEXT, SINK);
    metered.serialize("first", SINK, 0L);

    assertThat(seen).containsExactly("open", "first");
  }

  @Test
  void whatIsNotWritten_isNotMetered() throws Exception {
    Metered<String> metered = new Metered<>((text, sink, time) -> null, meter);

    metered.open(CONTEXT, SINK);

    assertThat(metered.serialize("first", SINK, 0L)).isNull();
    assertThat(seen).containsExactly("open");
  }

  private static ProducerRecord<byte[], byte[]> record(
      String text, KafkaSinkContext sink, Long time) {
    return new ProducerRecord<>("topic", text.getBytes(StandardCharsets.UTF_8));
  }
}
