package io.earshot.matching;

import java.util.Comparator;

/**
 * What another creator published first, and sounds like a content version: a reference, and never
 * who it was.
 *
 * @param contentId what was published first
 * @param eventTime when, milliseconds since the epoch
 * @param bits in how many bits of {@value SoundSketch#BITS} the two sketches differ
 */
public record Earlier(String contentId, long eventTime, int bits) {

  /** The first of all is the one that counts, whoever finds it. */
  public static final Comparator<Earlier> ORDER =
      Comparator.comparingLong(Earlier::eventTime)
          .thenComparing(Earlier::contentId)
          .thenComparing(Earlier::bits);
}
