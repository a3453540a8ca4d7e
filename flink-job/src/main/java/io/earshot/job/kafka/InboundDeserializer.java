package io.earshot.job.kafka;

import io.earshot.intake.Inbound;
import io.earshot.intake.Refusal;
import io.earshot.intake.SourceRef;
import io.earshot.job.wire.InputWire.WireException;
import io.earshot.job.wire.WireSettings;
import io.earshot.schemas.Topic;
import io.earshot.schemas.wire.DecodeException;
import io.earshot.schemas.wire.RecordDecoder;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a record, or says why it cannot be decoded. It never throws for what a record holds: a
 * poison record must not stop the ones behind it. It does throw when a registry cannot be asked,
 * since then no record is at fault and trying again is right.
 *
 * @param <A> the topic's Avro class
 * @param <T> what intake takes
 */
final class InboundDeserializer<A extends SpecificRecord, T>
    implements KafkaRecordDeserializationSchema<Inbound<T>> {

  private static final long serialVersionUID = 1L;

  /** From a decoded record to what intake takes. */
  @FunctionalInterface
  interface Mapping<A, T> extends Serializable {
    T map(A value) throws WireException;
  }

  private final Topic topic;
  private final Class<A> type;
  private final Mapping<A, T> mapping;
  private final WireSettings wire;
  private final TypeInformation<Inbound<T>> produced;
  private transient @Nullable RecordDecoder<A> decoder;

  InboundDeserializer(
      Topic topic,
      Class<A> type,
      Mapping<A, T> mapping,
      WireSettings wire,
      TypeInformation<Inbound<T>> produced) {
    this.topic = topic;
    this.type = type;
    this.mapping = mapping;
    this.wire = wire;
    this.produced = produced;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    decoder = wire.format().decoder(topic, type);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Inbound<T>> out) {
    T value = null;
    Refusal refusal = null;
    try {
      value =
          mapping.map(Objects.requireNonNull(decoder, "open runs first").decode(record.value()));
    } catch (DecodeException e) {
      refusal = new Refusal(reason(record, e), null, String.valueOf(e.getMessage()));
    } catch (WireException e) {
      refusal = e.refusal();
    }
    out.collect(
        new Inbound<>(
            new SourceRef(record.topic(), record.partition(), record.offset()),
            record.timestamp(),
            headers(record),
            record.key(),
            record.value(),
            value,
            refusal));
  }

  private static Refusal.Reason reason(ConsumerRecord<byte[], byte[]> record, DecodeException e) {
    return switch (e.reason()) {
      case EMPTY -> record.value() == null ? Refusal.Reason.TOMBSTONE : Refusal.Reason.UNDECODABLE;
      case UNKNOWN_SCHEMA -> Refusal.Reason.UNKNOWN_SCHEMA;
      default -> Refusal.Reason.UNDECODABLE;
    };
  }

  private static List<Inbound.Header> headers(ConsumerRecord<byte[], byte[]> record) {
    List<Inbound.Header> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(new Inbound.Header(header.key(), header.value()));
    }
    return headers;
  }

  @Override
  public TypeInformation<Inbound<T>> getProducedType() {
    return produced;
  }
}
