package io.earshot.schemas.wire;

import io.earshot.schemas.SchemaStore;
import io.earshot.schemas.SchemaVersion;
import io.earshot.schemas.Topic;
import io.earshot.schemas.wire.DecodeException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Avro single-object encoding (Avro specification, "Single-object encoding"): C3 01, the
 * CRC-64-AVRO fingerprint of the writer's schema in 8 little-endian bytes, the body. The writer's
 * schema is looked up among the released versions and resolved to the class that this build has, so
 * old records read with today's defaults.
 */
public final class SingleObject implements WireFormat {
  static final int HEADER_BYTES = 10;

  private final SchemaStore store;

  public SingleObject(SchemaStore store) {
    this.store = store;
  }

  /**
   * @throws IllegalStateException if the schema of this build is not released, so that nobody could
   *     read the records
   */
  @Override
  public <T extends SpecificRecord> RecordEncoder<T> encoder(Topic topic, Class<T> type) {
    topic.requireType(type);
    long fingerprint = SchemaNormalization.parsingFingerprint64(topic.schema());
    if (store.find(topic, fingerprint).isEmpty()) {
      throw new IllegalStateException(
          "Topic "
              + topic.topicName()
              + ": the schema of this build, fingerprint "
              + SchemaVersion.hex(fingerprint)
              + ", is not released; run ./earshot schema release.");
    }
    byte[] header =
        ByteBuffer.allocate(HEADER_BYTES)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0xC3)
            .put((byte) 0x01)
            .putLong(fingerprint)
            .array();
    return new BodyWriter<>(topic, type, header);
  }

  @Override
  public <T extends SpecificRecord> RecordDecoder<T> decoder(Topic topic, Class<T> type) {
    topic.requireType(type);
    Map<Long, BodyReader<T>> readers = new HashMap<>();
    BoundedDecoder in = new BoundedDecoder();
    for (SchemaVersion version : store.versions(topic)) {
      String writer =
          "fingerprint "
              + SchemaVersion.hex(version.fingerprint())
              + " (version "
              + version.number()
              + ")";
      readers.put(
          version.fingerprint(), new BodyReader<>(topic, type, version.schema(), writer, in));
    }
    return bytes -> {
      long fingerprint = fingerprint(topic, bytes);
      BodyReader<T> reader = readers.get(fingerprint);
      if (reader == null || bytes == null) {
        throw unknown(topic, fingerprint);
      }
      return reader.read(bytes, HEADER_BYTES);
    };
  }

  private static long fingerprint(Topic topic, byte @Nullable [] bytes) throws DecodeException {
    if (bytes == null || bytes.length == 0) {
      throw new DecodeException(
          Reason.EMPTY, topic, "no bytes (a tombstone, if null); send a record or nothing.");
    }
    if (bytes.length < HEADER_BYTES || bytes[0] != (byte) 0xC3 || bytes[1] != (byte) 0x01) {
      throw new DecodeException(
          Reason.NOT_SINGLE_OBJECT,
          topic,
          bytes.length
              + " bytes that do not begin with C3 01 and 8 bytes of fingerprint"
              + (bytes[0] == 0 ? "; they look like the Confluent wire format" : "")
              + ". Write Avro single-object encoding, or tell the job the format that is used.");
    }
    return ByteBuffer.wrap(bytes, 2, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private DecodeException unknown(Topic topic, long fingerprint) {
    String known =
        store.versions(topic).stream()
            .map(version -> version.number() + " = " + SchemaVersion.hex(version.fingerprint()))
            .collect(Collectors.joining(", "));
    String elsewhere =
        store
            .find(fingerprint)
            .map(other -> "is a schema of topic " + other.topic().topicName() + ", written here")
            .orElse("is that of no released schema");
    return new DecodeException(
        Reason.UNKNOWN_SCHEMA,
        topic,
        "fingerprint "
            + SchemaVersion.hex(fingerprint)
            + " "
            + elsewhere
            + "; this topic has "
            + known
            + ". Write one of these, or release the writer's schema and upgrade the reader first.");
  }
}
