package io.earshot.schemas.wire;

import io.earshot.schemas.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/** Writes a fixed header and the record's body in the topic's current schema. */
final class BodyWriter<T extends SpecificRecord> implements RecordEncoder<T> {
  private static final int INITIAL_BYTES = 1024;

  private final Topic topic;
  private final byte[] header;
  private final SpecificDatumWriter<T> writer;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(INITIAL_BYTES);
  private BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);

  BodyWriter(Topic topic, Class<T> type, byte[] header) {
    this.topic = topic;
    this.header = header;
    this.writer = new SpecificDatumWriter<>(topic.schema(), generatedCoders(type));
  }

  /**
   * Avro's model of a class, but with the encoders that its compiler generated wherever it could:
   * the same bytes at half of the time, since nothing looks up a field by its position. A copy,
   * because the model of a class is shared in the whole process.
   */
  private static SpecificData generatedCoders(Class<?> type) {
    SpecificData model = new SpecificData(type.getClassLoader());
    SpecificData.getForClass(type).getConversions().forEach(model::addLogicalTypeConversion);
    model.setCustomCoders(true);
    return model;
  }

  @Override
  public byte[] encode(T value) {
    out.reset();
    out.writeBytes(header);
    try {
      writer.write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("An array in memory cannot fail", e);
    } catch (RuntimeException e) {
      // The old encoder still holds the part of the record that it took.
      encoder = EncoderFactory.get().binaryEncoder(out, null);
      throw new IllegalArgumentException(
          "Topic "
              + topic.topicName()
              + ": record breaks the schema "
              + topic.schema().getName()
              + ": "
              + e.getMessage()
              + ". Build records with the builder, which checks them.",
          e);
    }
    return out.toByteArray();
  }
}
