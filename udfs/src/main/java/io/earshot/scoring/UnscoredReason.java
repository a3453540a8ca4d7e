package io.earshot.scoring;

import io.earshot.media.MediaException;

/** Why a modality has no scores. A policy decides what follows. */
public enum UnscoredReason {
  /** No model is deployed for the modality. */
  NO_MODEL,
  /** The item's deadline passed. */
  TIMEOUT,
  /** The service's queue was full for longer than the item could wait. */
  OVERLOADED,
  /** The model failed on this item, also when it was alone in a batch. */
  ERROR,
  /** The model failed so often that it is not asked for a while. */
  BREAKER_OPEN,
  /** There was nothing to score: the event promised the modality but did not carry it. */
  EMPTY,
  /** The model cannot read what there was. */
  UNSUPPORTED,
  /** The picture or sound is of another format than its media type says. */
  WRONG_TYPE,
  /** The picture or sound has more bytes, pixels or seconds than are decoded. */
  TOO_LARGE,
  /** The picture or sound contradicts its own format. */
  CORRUPT,
  /** The picture or sound ends before its format says it does. */
  TRUNCATED,
  /** The address of the picture or sound is not one that media may come from. */
  NOT_ALLOWED,
  /** The picture or sound could not be fetched. */
  UNREACHABLE,
  /** What was fetched is not what the event names by its digest. */
  DIGEST_MISMATCH,
  /** It is still being scored, and what is decided without it is decided before it is there. */
  PENDING;

  /** Why a picture or a sound has no scores when it cannot be used for that reason. */
  public static UnscoredReason of(MediaException.Reason reason) {
    return switch (reason) {
      case UNSUPPORTED -> UNSUPPORTED;
      case WRONG_TYPE -> WRONG_TYPE;
      case TOO_LARGE -> TOO_LARGE;
      case CORRUPT -> CORRUPT;
      case TRUNCATED -> TRUNCATED;
      case EMPTY -> EMPTY;
      case NOT_ALLOWED -> NOT_ALLOWED;
      case UNREACHABLE -> UNREACHABLE;
      case TIMEOUT -> TIMEOUT;
      case DIGEST_MISMATCH -> DIGEST_MISMATCH;
    };
  }

  /**
   * The reason that a platform gave for its own model. One that this version does not know is an
   * {@link #ERROR}: the content must still be decided on, and a rule for content that no model
   * judged must still find it.
   */
  static UnscoredReason suppliedAs(String name) {
    for (UnscoredReason reason : values()) {
      if (reason.name().equals(name)) {
        return reason;
      }
    }
    return ERROR;
  }
}
