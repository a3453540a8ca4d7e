package io.earshot.schemas.wire;

import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a topic's values into records. Not safe for use by several threads at once.
 */
@FunctionalInterface
public interface RecordDecoder<T> {

  /**
   * A new record, which shares nothing with the bytes.
   *
   * @param bytes a record's value; null, a tombstone, counts as empty
   * @throws DecodeException if the bytes are at fault; the decoder stays usable
   */
  T decode(byte @Nullable [] bytes) throws DecodeException;
}
