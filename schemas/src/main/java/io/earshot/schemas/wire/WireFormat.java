package io.earshot.schemas.wire;

import io.earshot.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;

/**
 * How values lie in a topic. Formats are safe to share between threads; the encoders and decoders
 * that they give are not, because they reuse buffers: take one for each task, where the task opens.
 */
public interface WireFormat {

  /**
   * A new encoder.
   *
   * @param type the class of the topic's values
   * @throws IllegalArgumentException if the topic carries another class
   */
  <T extends SpecificRecord> RecordEncoder<T> encoder(Topic topic, Class<T> type);

  /**
   * A new decoder.
   *
   * @param type the class of the topic's values
   * @throws IllegalArgumentException if the topic carries another class
   */
  <T extends SpecificRecord> RecordDecoder<T> decoder(Topic topic, Class<T> type);
}
