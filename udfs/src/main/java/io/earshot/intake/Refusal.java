package io.earshot.intake;

import org.jspecify.annotations.Nullable;

/**
 * Why a record was refused.
 *
 * @param reason its class
 * @param field the field at fault; null where the record as a whole is
 * @param message field, value in short, limit and way out
 */
public record Refusal(Reason reason, @Nullable String field, String message) {

  /** Classes of refusal, as dead letters name them. */
  public enum Reason {
    /** The bytes are not a record of the topic. */
    UNDECODABLE,
    /** The record was written with a schema that nobody released. */
    UNKNOWN_SCHEMA,
    /** The record has no value. */
    TOMBSTONE,
    MISSING_FIELD,
    INVALID_FIELD,
    OVERSIZED_FIELD,
    /** Inline bytes whose SHA-256 is not the declared one. */
    DIGEST_MISMATCH
  }
}
