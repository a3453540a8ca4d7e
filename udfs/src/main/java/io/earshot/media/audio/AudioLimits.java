package io.earshot.media.audio;

import io.earshot.media.MediaException;
import java.io.Serializable;
import java.time.Duration;

/**
 * How much sound is decoded. What the header states is checked before decoding, what comes out
 * while decoding.
 *
 * @param maxDuration of a sound
 * @param maxChannels of a sound
 */
public record AudioLimits(Duration maxDuration, int maxChannels) implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Six hours cover an audiobook's part, eight channels 7.1. */
  public static final AudioLimits DEFAULT = new AudioLimits(Duration.ofHours(6), 8);

  /** Below it nothing is intelligible, above it nothing is audible. */
  static final int MIN_RATE = 4_000;

  static final int MAX_RATE = 192_000;

  public AudioLimits {
    if (maxDuration.isNegative() || maxDuration.isZero() || maxChannels < 1) {
      throw new IllegalArgumentException(
          "maxDuration "
              + maxDuration
              + " and maxChannels "
              + maxChannels
              + " must both be above zero");
    }
  }

  /** Refuses a sound of that form. */
  void check(String format, long rate, int channels, long frames) throws MediaException {
    if (rate < MIN_RATE || rate > MAX_RATE) {
      throw MediaException.unsupported(
          format
              + " sound has "
              + rate
              + " samples a second, but "
              + MIN_RATE
              + " to "
              + MAX_RATE
              + " are read; resample it");
    }
    if (channels < 1 || channels > maxChannels) {
      throw MediaException.unsupported(
          format
              + " sound has "
              + channels
              + " channels, but 1 to "
              + maxChannels
              + " are read; mix it down");
    }
    if (frames > 0 && frames / rate > maxDuration.toSeconds()) {
      throw tooLong(format);
    }
  }

  MediaException tooLong(String format) {
    return MediaException.tooLarge(
        format + " sound is longer than " + maxDuration + "; raise the limit or cut it in parts");
  }
}
