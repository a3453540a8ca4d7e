package io.earshot.job.kafka;

import io.earshot.job.wire.WireSettings;
import io.earshot.schemas.Topic;
import io.earshot.schemas.wire.RecordEncoder;
import java.io.Serializable;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializationSchema;
import org.jspecify.annotations.Nullable;

/**
 * Maps a record of a stage to the topic's Avro class and encodes it.
 *
 * @param <T> what the stage gives
 * @param <A> the topic's Avro class
 */
final class AvroSerializer<T, A extends SpecificRecord> implements SerializationSchema<T> {

  private static final long serialVersionUID = 1L;

  /** From a stage's record to the topic's. */
  @FunctionalInterface
  interface Mapping<T, A> extends Serializable {
    A map(T value);
  }

  private final Topic topic;
  private final Class<A> type;
  private final Mapping<T, A> mapping;
  private final WireSettings wire;
  private transient @Nullable RecordEncoder<A> encoder;

  AvroSerializer(Topic topic, Class<A> type, Mapping<T, A> mapping, WireSettings wire) {
    this.topic = topic;
    this.type = type;
    this.mapping = mapping;
    this.wire = wire;
  }

  @Override
  public void open(InitializationContext context) {
    encoder = wire.format().encoder(topic, type);
  }

  @Override
  public byte[] serialize(T element) {
    return Objects.requireNonNull(encoder, "open runs first").encode(mapping.map(element));
  }
}
