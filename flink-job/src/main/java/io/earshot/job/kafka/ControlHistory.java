package io.earshot.job.kafka;

import io.earshot.intake.ControlChange;
import io.earshot.intake.ControlTimes;
import io.earshot.job.ConfigurationException;
import io.earshot.job.JobConfig;
import io.earshot.job.wire.InputWire.WireException;
import io.earshot.schemas.Topic;
import io.earshot.schemas.wire.DecodeException;
import io.earshot.schemas.wire.RecordDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * What a control topic holds when the job is put together. The stream reads it again, answers it,
 * and makes dead letters of what cannot be read or has no plausible time; so that is passed over
 * here.
 */
final class ControlHistory {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);

  private ControlHistory() {}

  /**
   * Reads a topic from its first record to the one that is its last now.
   *
   * @throws ConfigurationException if the brokers do not give it in time
   */
  static <A extends SpecificRecord, T extends ControlChange> List<T> read(
      JobConfig config, Topic topic, Class<A> type, InboundDeserializer.Mapping<A, T> mapping) {
    String name = topic.fullName(config.kafka().topicPrefix());
    Map<String, Object> properties = new TreeMap<>();
    properties.put("isolation.level", "read_committed");
    properties.putAll(config.kafka().properties());
    properties.put("bootstrap.servers", config.kafka().bootstrapServers());
    properties.put("enable.auto.commit", "false");
    properties.put("default.api.timeout.ms", Math.toIntExact(LIMIT.toMillis()));
    RecordDecoder<A> decoder = config.wire().format().decoder(topic, type);
    ControlTimes times = new ControlTimes(config.limits().maxAheadMillis());
    List<T> read = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(name).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long deadline = System.nanoTime() + LIMIT.toNanos();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        if (System.nanoTime() > deadline) {
          throw new ConfigurationException(
              name
                  + " was not read within "
                  + LIMIT.toSeconds()
                  + " s; check the brokers, and that no transaction is left open on it");
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          T change = change(record, decoder, mapping);
          if (change != null && times.refuse(change, record.timestamp()) == null) {
            read.add(change);
          }
        }
      }
    } catch (KafkaException e) {
      throw new ConfigurationException(name + " cannot be read: " + e.getMessage(), e);
    }
    return read;
  }

  private static <A extends SpecificRecord, T> @Nullable T change(
      ConsumerRecord<byte[], byte[]> record,
      RecordDecoder<A> decoder,
      InboundDeserializer.Mapping<A, T> mapping) {
    try {
      return mapping.map(decoder.decode(record.value()));
    } catch (DecodeException | WireException e) {
      // A dead letter of the stream.
      return null;
    }
  }
}
