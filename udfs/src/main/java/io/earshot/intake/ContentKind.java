package io.earshot.intake;

/** What was published. */
public enum ContentKind {
  TRACK,
  EPISODE,
  SHOW,
  AUDIOBOOK,
  PLAYLIST,
  COMMENT,
  IMAGE,
  PROFILE
}
