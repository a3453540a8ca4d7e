package io.earshot.job.cli;

import io.earshot.job.ConfigReader;
import io.earshot.job.ConfigurationException;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.EnforcementState;
import io.earshot.schemas.consumer.EnforcementView;
import io.earshot.schemas.wire.DecodeException;
import io.earshot.schemas.wire.RecordDecoder;
import io.earshot.schemas.wire.WireFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A consumer of enforcement, as an example of one: it starts from {@code enforcement.state},
 * follows {@code enforcement.actions} and {@code enforcement.express}, and always knows what is in
 * force. It keeps no offsets: whoever starts again starts from the states, which is as quick as
 * they are few.
 *
 * <p>The order of its steps is what matters. Where the actions end is noted <em>before</em> the
 * states are read, since what is written in between is in both or only in the actions; and {@link
 * EnforcementView} passes over what it knows already. A record that cannot be decoded stops it: to
 * pass over one would be to act on less than was decided.
 *
 * <p>For one thread.
 */
final class EnforcementFollower implements AutoCloseable {

  /** How much of the express lane before the last state is read again: some windows. */
  private static final Duration EXPRESS_BEFORE = Duration.ofMinutes(5);

  private static final Duration POLL = Duration.ofMillis(200);

  private final String prefix;
  private final EnforcementView view = new EnforcementView();
  private final RecordDecoder<EnforcementState> states;
  private final RecordDecoder<EnforcementAction> actions;
  private final RecordDecoder<EnforcementAction> express;
  private final KafkaConsumer<byte[], byte[]> consumer;

  /** A consumer that has read nothing yet. */
  EnforcementFollower(ConfigReader.Topics topics) {
    prefix = topics.kafka().topicPrefix();
    WireFormat wire = topics.wire().format();
    states = wire.decoder(Topic.ENFORCEMENT_STATE, EnforcementState.class);
    actions = wire.decoder(Topic.ENFORCEMENT_ACTIONS, EnforcementAction.class);
    express = wire.decoder(Topic.ENFORCEMENT_EXPRESS, EnforcementAction.class);
    Map<String, Object> properties = new TreeMap<>(topics.kafka().properties());
    properties.put("bootstrap.servers", topics.kafka().bootstrapServers());
    // Without this, what the job takes back after a failure would be seen, and then again.
    properties.put("isolation.level", "read_committed");
    properties.put("enable.auto.commit", "false");
    properties.put("auto.offset.reset", "earliest");
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Reads all states there are, and places itself where the actions go on.
   *
   * @return how many states there were
   */
  int bootstrap() {
    Map<TopicPartition, Long> from = new HashMap<>();
    consumer
        .endOffsets(partitions(Topic.ENFORCEMENT_ACTIONS))
        .forEach((partition, end) -> from.put(partition, end));
    List<TopicPartition> stored = partitions(Topic.ENFORCEMENT_STATE);
    Map<TopicPartition, Long> ends = consumer.endOffsets(stored);
    consumer.assign(stored);
    consumer.seekToBeginning(stored);
    int count = 0;
    Instant newest = Instant.MIN;
    while (stored.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.value() != null) {
          EnforcementState state = decode(states, record);
          view.bootstrap(state);
          newest = state.getUpdatedAt().isAfter(newest) ? state.getUpdatedAt() : newest;
          count++;
        }
      }
    }
    List<TopicPartition> quick = partitions(Topic.ENFORCEMENT_EXPRESS);
    from.putAll(expressFrom(quick, newest));
    consumer.assign(from.keySet());
    from.forEach(consumer::seek);
    return count;
  }

  /** The express lane is read from some windows before the newest state, or from its beginning. */
  private Map<TopicPartition, Long> expressFrom(List<TopicPartition> quick, Instant newest) {
    Map<TopicPartition, Long> from = new HashMap<>(consumer.beginningOffsets(quick));
    if (newest.isAfter(Instant.MIN)) {
      Map<TopicPartition, Long> times = new HashMap<>();
      quick.forEach(p -> times.put(p, newest.minus(EXPRESS_BEFORE).toEpochMilli()));
      for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
          consumer.offsetsForTimes(times).entrySet()) {
        // Where nothing is as new, the beginning is as good: the view passes over what is older.
        OffsetAndTimestamp at = found.getValue();
        if (at != null) {
          from.put(found.getKey(), at.offset());
        }
      }
    }
    return from;
  }

  /**
   * Takes what has arrived, waiting a moment if nothing has.
   *
   * @return the actions that changed what is in force
   */
  List<EnforcementAction> follow() {
    List<EnforcementAction> changes = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
      boolean quick = record.topic().equals(Topic.ENFORCEMENT_EXPRESS.fullName(prefix));
      EnforcementAction action = decode(quick ? express : actions, record);
      if (view.apply(action)) {
        changes.add(action);
      }
    }
    return changes;
  }

  /** What is in force. */
  EnforcementView view() {
    return view;
  }

  private List<TopicPartition> partitions(Topic topic) {
    return consumer.partitionsFor(topic.fullName(prefix)).stream()
        .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
        .toList();
  }

  private static <T extends SpecificRecord> T decode(
      RecordDecoder<T> decoder, ConsumerRecord<byte[], byte[]> record) {
    try {
      return decoder.decode(record.value());
    } catch (DecodeException e) {
      throw new ConfigurationException(
          record.topic()
              + ", partition "
              + record.partition()
              + ", offset "
              + record.offset()
              + " cannot be read: "
              + e.getMessage()
              + "; a newer contract, or another wire.format?",
          e);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
