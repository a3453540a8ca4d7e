package io.earshot.schemas.wire;

import io.earshot.schemas.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are no record. Checked, because what becomes of them is for every caller to decide.
 */
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the bytes. */
  public enum Reason {
    /** No bytes at all, or a tombstone. */
    EMPTY,
    /** The bytes do not begin with C3 01 and a fingerprint. */
    NOT_SINGLE_OBJECT,
    /** The bytes do not begin with 00 and a schema id. */
    NOT_CONFLUENT,
    /** The writer's schema is not known, or is not one that can be read as the topic's. */
    UNKNOWN_SCHEMA,
    /** The schema is known and the bytes do not follow it. */
    TRUNCATED_OR_CORRUPT,
    /** A whole record, and bytes after it. */
    TRAILING_BYTES
  }

  private final Reason reason;
  private final Topic topic;

  DecodeException(Reason reason, Topic topic, String message) {
    this(reason, topic, message, null);
  }

  DecodeException(Reason reason, Topic topic, String message, @Nullable Throwable cause) {
    // Without stack trace: a flood of bad records must cost no more than one of good ones, and the
    // trace would always be the same.
    super("Topic " + topic.topicName() + ": " + message, cause, false, false);
    this.reason = reason;
    this.topic = topic;
  }

  public Reason reason() {
    return reason;
  }

  public Topic topic() {
    return topic;
  }
}
