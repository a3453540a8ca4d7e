package io.earshot.schemas.wire;

import io.earshot.schemas.Compatibility;
import io.earshot.schemas.SchemaVersion;
import io.earshot.schemas.Topic;
import io.earshot.schemas.wire.DecodeException.Reason;
import io.earshot.schemas.wire.SchemaRegistry.Found;
import io.earshot.schemas.wire.SchemaRegistry.Lookup;
import io.earshot.schemas.wire.SchemaRegistry.Missing;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * The wire format of Confluent's serializers: a zero byte, the id of the writer's schema in 4
 * big-endian bytes, the body. Subjects are named {@code <full topic name>-value}
 * (TopicNameStrategy).
 *
 * <p>A decoder asks the registry when it meets an id for the first time, and waits for the answer.
 * Unlike bytes that are wrong, a registry that cannot be asked is a {@link
 * SchemaRegistryException}: the record is not at fault.
 */
public final class ConfluentWireFormat implements WireFormat {
  static final int HEADER_BYTES = 5;

  /**
   * Readers that a decoder keeps before it starts anew; a topic sees a handful of schemas in its
   * life.
   */
  private static final int MAX_READERS = 256;

  private final SchemaRegistry registry;
  private final String prefix;

  /**
   * @param prefix of the topics, as in {@link Topic#fullName}
   */
  public ConfluentWireFormat(SchemaRegistry registry, String prefix) {
    this.registry = registry;
    this.prefix = prefix;
  }

  /** The subject under which the schema of a topic's values is registered. */
  public String subject(Topic topic) {
    return topic.fullName(prefix) + "-value";
  }

  /**
   * Registers the schema at once, so that a registry that refuses it is found at the start and not
   * with the first record.
   *
   * @throws SchemaRegistryException if the registry did not take the schema
   */
  @Override
  public <T extends SpecificRecord> RecordEncoder<T> encoder(Topic topic, Class<T> type) {
    topic.requireType(type);
    int id = registry.register(subject(topic), SchemaVersion.portable(topic.schema()));
    return new BodyWriter<>(
        topic, type, ByteBuffer.allocate(HEADER_BYTES).put((byte) 0).putInt(id).array());
  }

  @Override
  public <T extends SpecificRecord> RecordDecoder<T> decoder(Topic topic, Class<T> type) {
    topic.requireType(type);
    Map<Integer, BodyReader<T>> readers = new HashMap<>();
    BoundedDecoder in = new BoundedDecoder();
    return bytes -> {
      int id = id(topic, bytes);
      BodyReader<T> reader = readers.get(id);
      if (reader == null) {
        Schema written = written(topic, id);
        reader = new BodyReader<>(topic, type, written, "id " + id, in);
        if (readers.size() >= MAX_READERS) {
          readers.clear();
        }
        readers.put(id, reader);
      }
      return reader.read(bytes == null ? new byte[0] : bytes, HEADER_BYTES);
    };
  }

  private static int id(Topic topic, byte @Nullable [] bytes) throws DecodeException {
    if (bytes == null || bytes.length == 0) {
      throw new DecodeException(
          Reason.EMPTY, topic, "no bytes (a tombstone, if null); send a record or nothing.");
    }
    if (bytes.length < HEADER_BYTES || bytes[0] != 0) {
      throw new DecodeException(
          Reason.NOT_CONFLUENT,
          topic,
          bytes.length
              + " bytes that do not begin with 00 and 4 bytes of schema id"
              + (bytes[0] == (byte) 0xC3 ? "; they look like Avro single-object encoding" : "")
              + ". Write the Confluent wire format, or tell the job the format that is used.");
    }
    return ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
  }

  private Schema written(Topic topic, int id) throws DecodeException {
    Lookup answer = id > 0 ? registry.schema(id) : new Missing("is not a positive number");
    if (answer instanceof Found found) {
      List<String> faults = Compatibility.faults(topic.schema(), found.schema());
      if (faults.isEmpty()) {
        return found.schema();
      }
      answer =
          new Missing(
              "names the schema "
                  + found.schema().getFullName()
                  + ", which cannot be read as this topic's: "
                  + String.join("; ", faults));
    }
    throw new DecodeException(
        Reason.UNKNOWN_SCHEMA,
        topic,
        "schema id "
            + id
            + " "
            + (answer instanceof Missing missing ? missing.why() : "")
            + ". Write with a schema registered under subject "
            + subject(topic)
            + ".");
  }
}
