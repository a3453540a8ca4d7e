package io.earshot.media;

import java.io.IOException;

/**
 * A picture or a sound that cannot be used, and why. Decoders throw nothing else for what is wrong
 * with the medium; any other {@link IOException} is the source's.
 *
 * <p>Messages name the thing, the value, the limit and the way out. They hold no content.
 */
public final class MediaException extends IOException {

  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** A format, or a variant of one, that is not read here. */
    UNSUPPORTED,
    /** The bytes are of another format than the media type says. */
    WRONG_TYPE,
    /** More bytes, pixels, samples or work than the limits allow. */
    TOO_LARGE,
    /** The bytes contradict their own format. */
    CORRUPT,
    /** The bytes end before the format says they do. */
    TRUNCATED,
    /** There is nothing in it: no bytes, no pixels, no samples. */
    EMPTY,
    /** The address is not one that media may come from. */
    NOT_ALLOWED,
    /** The bytes could not be had: missing, refused, or the connection broke. */
    UNREACHABLE,
    /** The bytes did not come in time. */
    TIMEOUT,
    /** The bytes are not those that the event names by digest. */
    DIGEST_MISMATCH
  }

  private final Reason reason;

  public MediaException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public MediaException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** For what is not read here. */
  public static MediaException unsupported(String message) {
    return new MediaException(Reason.UNSUPPORTED, message);
  }

  /** For what contradicts its format. */
  public static MediaException corrupt(String message) {
    return new MediaException(Reason.CORRUPT, message);
  }

  /** For what ends too early. */
  public static MediaException truncated(String message) {
    return new MediaException(Reason.TRUNCATED, message);
  }

  /** For what is more than the limits allow. */
  public static MediaException tooLarge(String message) {
    return new MediaException(Reason.TOO_LARGE, message);
  }

  /** For what holds nothing. */
  public static MediaException empty(String message) {
    return new MediaException(Reason.EMPTY, message);
  }
}
