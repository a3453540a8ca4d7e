package io.earshot.job.kafka;

import io.earshot.job.ConfigReader;
import io.earshot.job.ConfigurationException;
import io.earshot.job.JobConfig;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ControlStatus;
import io.earshot.schemas.wire.DecodeException;
import io.earshot.schemas.wire.RecordDecoder;
import io.earshot.schemas.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Publishes changes to a control topic of a running job, and waits for its answers. Belongs to one
 * thread.
 *
 * @param <T> what the topic carries
 */
public final class ControlPublisher<T extends SpecificRecord> implements AutoCloseable {

  private static final Duration BROKER_LIMIT = Duration.ofSeconds(15);
  private static final Duration POLL = Duration.ofMillis(50);

  private final Topic topic;
  private final Class<T> type;
  private final String changes;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> answers;
  private final WireFormat wire;
  private final RecordDecoder<ControlStatus> decoder;

  /**
   * Connects to the brokers of a job.
   *
   * @param topics of the job
   * @param topic the control topic
   * @param type of its records
   * @throws ConfigurationException if the brokers do not answer or lack the topics
   */
  public ControlPublisher(ConfigReader.Topics topics, Topic topic, Class<T> type) {
    this.topic = topic;
    this.type = type;
    JobConfig.Kafka kafka = topics.kafka();
    KafkaPreflight.check(kafka);
    Map<String, Object> properties = new TreeMap<>(kafka.properties());
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    this.changes = topic.fullName(kafka.topicPrefix());
    this.wire = topics.wire().format();
    this.decoder = wire.decoder(Topic.CONTROL_STATUS, ControlStatus.class);
    Map<String, Object> writing = new HashMap<>(properties);
    writing.put("acks", "all");
    this.producer =
        new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
    Map<String, Object> reading = new HashMap<>(properties);
    reading.put("enable.auto.commit", "false");
    this.answers =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        answers.partitionsFor(Topic.CONTROL_STATUS.fullName(kafka.topicPrefix())).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    answers.assign(partitions);
    answers.seekToEnd(partitions);
    // Seeking is lazy, and an answer that came before it would be passed over.
    partitions.forEach(answers::position);
  }

  /**
   * Publishes a change and waits for the answer to it.
   *
   * @param eventId of the change
   * @param key of the record
   * @param patience for how long an answer is awaited
   * @return what the job answered; empty if it did not in time
   * @throws ConfigurationException if the change could not be written
   */
  public Optional<ControlStatus> publish(T change, String eventId, String key, Duration patience) {
    byte[] value = wire.encoder(topic, type).encode(change);
    try {
      var unused =
          producer
              .send(new ProducerRecord<>(changes, key.getBytes(StandardCharsets.UTF_8), value))
              .get(BROKER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("interrupted while writing to " + changes, e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      throw new ConfigurationException(
          "the change was not written to " + changes + ": " + cause.getMessage(), e);
    }
    long end = System.nanoTime() + patience.toNanos();
    while (System.nanoTime() < end) {
      for (ConsumerRecord<byte[], byte[]> record : answers.poll(POLL)) {
        Optional<ControlStatus> status = decoded(record);
        if (status.isPresent() && status.get().getControlEventId().equals(eventId)) {
          return status;
        }
      }
    }
    return Optional.empty();
  }

  /** A record that is no answer is not for this client. */
  private Optional<ControlStatus> decoded(ConsumerRecord<byte[], byte[]> record) {
    try {
      return Optional.of(decoder.decode(record.value()));
    } catch (DecodeException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    producer.close(BROKER_LIMIT);
    answers.close();
  }
}
