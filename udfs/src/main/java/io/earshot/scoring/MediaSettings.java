package io.earshot.scoring;

import java.io.Serializable;
import java.time.Duration;

/**
 * How pictures and sounds are had.
 *
 * @param loader where their bytes come from
 * @param threads that fetch and decode, of each reader: a subtask has one to match and one to score
 * @param queue media that may wait for one of those
 * @param timeout of fetching, decoding and, of a sound, scoring one
 */
public record MediaSettings(MediaLoader loader, int threads, int queue, Duration timeout)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  public MediaSettings {
    if (threads < 1 || queue < 1 || timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "media are read by "
              + threads
              + " threads with a queue of "
              + queue
              + " within "
              + timeout
              + "; each must be above zero");
    }
  }

  /** A reader with threads of its own. */
  public MediaReader reader() {
    return new MediaReader(loader, threads, queue, timeout);
  }
}
