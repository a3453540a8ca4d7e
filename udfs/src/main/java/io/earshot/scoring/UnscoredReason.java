package io.earshot.scoring;

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
  UNSUPPORTED;

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
