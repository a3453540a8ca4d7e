package io.earshot.job.kafka;

import io.earshot.job.ConfigReader;
import io.earshot.job.ConfigurationException;
import io.earshot.job.JobConfig;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ControlStatus;
import io.earshot.schemas.wire.DecodeException;
import io.earshot.schemas.wire.RecordDecoder;
import io.earshot.schemas.wire.RecordEncoder;
import io.earshot.schemas.wire.WireFormat;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
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

  /**
   * A change as it is written.
   *
   * @param eventId of the change
   * @param key of the record
   */
  public record Keyed<T>(T change, String eventId, String key) {}

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
    return Optional.ofNullable(
        publish(List.of(new Keyed<>(change, eventId, key)), patience).get(eventId));
  }

  /**
   * Publishes changes, in their order, and waits for the answers to them.
   *
   * @param patience for how long they are awaited, all together
   * @return what the job answered, by the id of the change; those that it did not in time are not
   *     there
   * @throws ConfigurationException if one could not be written; those before it may have been
   */
  public Map<String, ControlStatus> publish(List<Keyed<T>> all, Duration patience) {
    RecordEncoder<T> encoder = wire.encoder(topic, type);
    try {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (Keyed<T> one : all) {
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    changes,
                    one.key().getBytes(StandardCharsets.UTF_8),
                    encoder.encode(one.change()))));
      }
      for (Future<RecordMetadata> one : sent) {
        var unused = one.get(BROKER_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("interrupted while writing to " + changes, e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      throw new ConfigurationException(
          "the change was not written to " + changes + ": " + cause.getMessage(), e);
    }
    Set<String> awaited = all.stream().map(Keyed::eventId).collect(Collectors.toSet());
    Map<String, ControlStatus> answered = new HashMap<>();
    long end = System.nanoTime() + patience.toNanos();
    while (answered.size() < awaited.size() && System.nanoTime() < end) {
      for (ConsumerRecord<byte[], byte[]> record : answers.poll(POLL)) {
        decoded(record)
            .filter(status -> awaited.contains(status.getControlEventId()))
            .ifPresent(status -> answered.put(status.getControlEventId(), status));
      }
    }
    return answered;
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
