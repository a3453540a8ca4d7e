package io.earshot.intake;

/** A sense by which content is judged. The order is that in which results are listed. */
public enum Modality {
  TEXT,
  IMAGE,
  AUDIO
}
