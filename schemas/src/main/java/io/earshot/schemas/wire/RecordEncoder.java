package io.earshot.schemas.wire;

/**
 * Turns records into the bytes of a topic's values. Not safe for use by several threads at once.
 */
@FunctionalInterface
public interface RecordEncoder<T> {

  /**
   * The record's bytes, in an array of their own.
   *
   * @throws IllegalArgumentException if the record breaks its schema, such as null where the schema
   *     allows none; the encoder stays usable
   */
  byte[] encode(T value);
}
