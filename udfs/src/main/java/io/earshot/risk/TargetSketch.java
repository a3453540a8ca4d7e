package io.earshot.risk;

import io.earshot.stats.Hash64;
import java.util.Collection;

/**
 * Which things somebody has reported, in eight bytes: the MinHash (Broder, 1997) of eight hash
 * functions, one byte each. The share of bytes that two sketches have in common estimates the
 * Jaccard similarity of the two sets, a little too high by the 1 in 256 bytes that agree by chance;
 * that of one pair is coarse (standard error up to 0.18), the mean over a crowd is not.
 */
public final class TargetSketch {

  /** Sets smaller than this say nothing: two people who report one thing have all in common. */
  public static final int LEAST = 3;

  private static final int BYTES = Long.BYTES;

  private TargetSketch() {}

  /** The sketch of a set of hashes; 0 if it is too small. */
  public static long of(Collection<Long> targets) {
    if (targets.size() < LEAST) {
      return 0;
    }
    long sketch = 0;
    for (int function = 0; function < BYTES; function++) {
      long least = Long.MAX_VALUE;
      for (long target : targets) {
        least = Math.min(least, Hash64.of(target, function));
      }
      sketch = (sketch << Byte.SIZE) | (least & 0xFF);
    }
    // All bytes 0 happens once in 2^64; it must not read as nothing.
    return sketch == 0 ? 1 : sketch;
  }

  /** How similar two sets are, 0 to 1, in eighths. */
  public static double similarity(long one, long other) {
    int same = 0;
    for (int i = 0; i < BYTES; i++) {
      int shift = i * Byte.SIZE;
      same += ((one >>> shift) & 0xFF) == ((other >>> shift) & 0xFF) ? 1 : 0;
    }
    return same / (double) BYTES;
  }
}
