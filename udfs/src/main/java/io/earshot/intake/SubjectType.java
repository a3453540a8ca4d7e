package io.earshot.intake;

/** What a report, a decision or a restriction is about. */
public enum SubjectType {
  TRACK,
  EPISODE,
  SHOW,
  AUDIOBOOK,
  PLAYLIST,
  COMMENT,
  IMAGE,
  PROFILE,
  CREATOR,
  ACCOUNT,
  REPORTER;

  /** Whether it is somebody, and not something that somebody published. */
  public boolean isAccount() {
    return this == CREATOR || this == ACCOUNT || this == REPORTER;
  }

  /** The subject type of a published thing. */
  public static SubjectType of(ContentKind kind) {
    return switch (kind) {
      case TRACK -> TRACK;
      case EPISODE -> EPISODE;
      case SHOW -> SHOW;
      case AUDIOBOOK -> AUDIOBOOK;
      case PLAYLIST -> PLAYLIST;
      case COMMENT -> COMMENT;
      case IMAGE -> IMAGE;
      case PROFILE -> PROFILE;
    };
  }
}
