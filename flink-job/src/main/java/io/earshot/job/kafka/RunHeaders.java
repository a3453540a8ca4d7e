package io.earshot.job.kafka;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.runtime.metrics.scope.ScopeFormat;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Puts on every record what belongs to a run and not to a decision: when, where and in which
 * attempt it was computed. It travels in headers, so that the payload of a decision is the same in
 * every run.
 *
 * <p>Around the connector's own serialiser and not as its header provider, since that is not told
 * in which attempt it runs.
 *
 * @param <T> what the topic carries
 */
final class RunHeaders<T> implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {

  private static final long serialVersionUID = 1L;

  /** When the record was written, milliseconds since the epoch as decimal text. */
  static final String PROCESSED_AT = "earshot-processed-at";

  /** Which machine wrote it. */
  static final String HOST = "earshot-host";

  /** How often the task had been started before: 0 at first, up with every restart. */
  static final String ATTEMPT = "earshot-attempt";

  private static final Clock CLOCK = Clock.systemUTC();
  private static final byte[] LOCAL_HOST = localHost().getBytes(StandardCharsets.UTF_8);

  private final KafkaRecordSerializationSchema<T> payload;
  private transient byte @Nullable [] attempt;

  RunHeaders(KafkaRecordSerializationSchema<T> payload) {
    this.payload = payload;
  }

  @Override
  public void open(SerializationSchema.InitializationContext context, KafkaSinkContext sink)
      throws Exception {
    payload.open(context, sink);
    // Flink tells a sink's serialiser nothing about its task but the names of its metrics.
    attempt =
        context
            .getMetricGroup()
            .getAllVariables()
            .getOrDefault(ScopeFormat.SCOPE_TASK_ATTEMPT_NUM, "unknown")
            .getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public @Nullable ProducerRecord<byte[], byte[]> serialize(
      T element, KafkaSinkContext sink, Long timestamp) {
    ProducerRecord<byte[], byte[]> record = payload.serialize(element, sink, timestamp);
    if (record != null) {
      addTo(record.headers());
    }
    return record;
  }

  private void addTo(Headers headers) {
    headers
        .add(PROCESSED_AT, String.valueOf(CLOCK.millis()).getBytes(StandardCharsets.US_ASCII))
        .add(HOST, LOCAL_HOST)
        .add(ATTEMPT, Objects.requireNonNull(attempt, "open runs first"));
  }

  /** Which topic it is, which the sink's transactions need to know. */
  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return payload instanceof KafkaDatasetFacetProvider provider
        ? provider.getKafkaDatasetFacet()
        : Optional.empty();
  }

  private static String localHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      // A machine that cannot name itself still writes; the header says so.
      return "unknown";
    }
  }
}
