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
 * @param rememberedScores media of which each subtask remembers the scores of each lineup of
 *     versions, to use them for what has the same digest; 0 for none
 * @param rememberedPrintBytes bytes of fingerprints that each subtask remembers; 0 for none
 */
public record MediaSettings(
    MediaLoader loader,
    int threads,
    int queue,
    Duration timeout,
    int rememberedScores,
    long rememberedPrintBytes)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  public MediaSettings {
    if (rememberedScores < 0 || rememberedPrintBytes < 0) {
      throw new IllegalArgumentException(
          rememberedScores
              + " scores and "
              + rememberedPrintBytes
              + " bytes of fingerprints are to be remembered; neither can be negative");
    }
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

  /** Nothing is remembered: every medium is fetched, decoded and scored. */
  public MediaSettings(MediaLoader loader, int threads, int queue, Duration timeout) {
    this(loader, threads, queue, timeout, 0, 0);
  }

  /** A reader with threads of its own. */
  public MediaReader reader() {
    return new MediaReader(loader, threads, queue, timeout);
  }
}
