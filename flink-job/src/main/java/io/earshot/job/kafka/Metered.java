package io.earshot.job.kafka;

import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A serialiser whose records a meter sees.
 *
 * @param <T> what the topic carries
 */
final class Metered<T> implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1L;

  private final KafkaRecordSerializationSchema<T> payload;
  private final RecordMeter<T> meter;
  private transient boolean metered;

  Metered(KafkaRecordSerializationSchema<T> payload, RecordMeter<T> meter) {
    this.payload = payload;
    this.meter = meter;
  }

  @Override
  public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sink)
      throws Exception {
    payload.open(context, sink);
    // A writer of transactions opens its serialiser twice. What a meter shows the second time under
    // the same name Flink does not show, and that is what would be counted from then on.
    if (!metered) {
      meter.open(context.getMetricGroup());
      metered = true;
    }
  }

  @Override
  public @Nullable ProducerRecord<byte[], byte[]> serialize(
      T element, KafkaSinkContext sink, Long timestamp) {
    ProducerRecord<byte[], byte[]> record = payload.serialize(element, sink, timestamp);
    if (record != null) {
      meter.written(element);
    }
    return record;
  }

  /** Which topic it is, which the sink's transactions need to know. */
  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return payload instanceof KafkaDatasetFacetProvider provider
        ? provider.getKafkaDatasetFacet()
        : Optional.empty();
  }
}
