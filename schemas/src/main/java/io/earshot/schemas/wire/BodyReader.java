package io.earshot.schemas.wire;

import io.earshot.schemas.Topic;
import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/** Reads record bodies of one writer's schema as the topic's current class. */
final class BodyReader<T extends SpecificRecord> {
  private final Topic topic;
  private final String writer;
  private final SpecificDatumReader<T> reader;
  private final BoundedDecoder in;

  /**
   * @param writer how messages name the writer's schema
   * @param in may be shared by readers of one decoder
   */
  BodyReader(Topic topic, Class<T> type, Schema written, String writer, BoundedDecoder in) {
    this.topic = topic;
    this.writer = writer;
    this.in = in;
    this.reader =
        new SpecificDatumReader<>(written, topic.schema(), SpecificData.getForClass(type));
  }

  T read(byte[] bytes, int offset) throws DecodeException {
    in.reset(bytes, offset);
    T value;
    try {
      value = reader.read(null, in);
    } catch (IOException | RuntimeException e) {
      // Avro answers bytes that it did not expect with whatever unchecked exception it runs into
      // (an index, a cast), so no narrower list of types is complete.
      throw new DecodeException(
          DecodeException.Reason.TRUNCATED_OR_CORRUPT,
          topic,
          "byte "
              + in.position()
              + " of "
              + bytes.length
              + " does not follow the schema with "
              + writer
              + ": "
              + e.getMessage()
              + ". The producer sent it cut off or with another schema than it named; have it sent"
              + " again.",
          e);
    }
    if (in.remainingBytes() > 0) {
      throw new DecodeException(
          DecodeException.Reason.TRAILING_BYTES,
          topic,
          in.remainingBytes()
              + " bytes follow the record of the schema with "
              + writer
              + ". The producer named another schema than it used, or put two records in one"
              + " message.");
    }
    return value;
  }
}
