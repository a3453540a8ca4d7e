package io.earshot.intake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One record of an input topic: its decoded value, or the reason why it could not be decoded, and
 * always its bytes as they came.
 *
 * @param source where it was read
 * @param timestamp the record's own time, milliseconds since the epoch: when it was produced
 * @param headers its headers
 * @param key its key, if it had one
 * @param bytes its value as it came; null for a tombstone
 * @param value what was decoded; null if it could not be
 * @param refusal why it could not be decoded; null if it was
 * @param <T> what the topic carries
 */
@SuppressWarnings("ArrayRecordComponent") // carried through, never compared
public record Inbound<T>(
    SourceRef source,
    long timestamp,
    List<Header> headers,
    byte @Nullable [] key,
    byte @Nullable [] bytes,
    @Nullable T value,
    @Nullable Refusal refusal) {

  /** A header of a record. */
  @SuppressWarnings("ArrayRecordComponent") // carried through, never compared
  public record Header(String name, byte @Nullable [] value) {}

  /** The dead letter of this record. */
  public DeadLetter refused(Refusal why) {
    return new DeadLetter(why, source, headers, key, bytes);
  }
}
