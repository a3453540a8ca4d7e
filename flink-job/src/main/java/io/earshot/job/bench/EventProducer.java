package io.earshot.job.bench;

import io.earshot.schemas.SchemaStore;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.wire.RecordEncoder;
import io.earshot.schemas.wire.SingleObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes content events to a topic. */
final class EventProducer implements AutoCloseable {

  private final KafkaProducer<byte[], byte[]> producer;
  private final RecordEncoder<ContentEvent> encoder =
      new SingleObject(SchemaStore.released()).encoder(Topic.CONTENT_EVENTS, ContentEvent.class);
  private final String topic;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  EventProducer(String bootstrapServers, String topicPrefix) {
    this.topic = Topic.CONTENT_EVENTS.fullName(topicPrefix);
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "compression.type", "lz4",
                "linger.ms", "5",
                "batch.size", "131072"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /**
   * Hands one over.
   *
   * @throws IllegalStateException if an earlier one could not be written
   */
  void send(ContentEvent event) {
    Exception failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("an event could not be written to " + topic, failed);
    }
    var unused =
        producer.send(
            new ProducerRecord<>(
                topic,
                event.getContentId().getBytes(StandardCharsets.UTF_8),
                encoder.encode(event)),
            (metadata, e) -> {
              if (e != null) {
                failure.compareAndSet(null, e);
              }
            });
  }

  /** Waits until all are written. */
  @Override
  public void close() {
    producer.close();
  }
}
