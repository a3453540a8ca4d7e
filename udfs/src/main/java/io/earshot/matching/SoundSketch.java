package io.earshot.matching;

import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.Hash64;
import org.jspecify.annotations.Nullable;

/**
 * A sound in 16 bytes, to be kept by the hundred for a creator: enough to tell whether two sounds
 * are nearly the same, and nothing that a sound could be made of.
 *
 * <p>It is a SimHash (Charikar 2002) of the highest {@value #KEY_BITS} bits of a fingerprint's
 * numbers, those that alignment goes by as well, with a run of equal ones counted once. Where in
 * the sound a number stands does not matter, so a copy that starts later is near too. Measured on
 * music by formula, a minute long: copies after a codec or with noise of 2 % of full scale differ
 * in 14 to 20 bits of {@value #BITS}, after a cut of three seconds in about 30, after an equaliser
 * in 41 to 48; thirty other recordings among each other in 40 to 79. So it is trusted up to 30 and
 * misses some copies; {@link AudioComparison} tells them all, and needs the fingerprints.
 *
 * @param high half of the bits
 * @param low the other half
 * @param prints length of the fingerprint: a sketch is near only to one of about its length
 */
public record SoundSketch(long high, long low, int prints) {

  /** Bits of a sketch. */
  public static final int BITS = 128;

  /** Sounds with fewer different neighbours, some 5 s, have too little in them to be told by. */
  static final int LEAST_KEYS = 40;

  private static final int KEY_BITS = 12;

  /** The shorter of two sounds is at least this share of the longer, in hundredths. */
  private static final int LEAST_LENGTH_PERCENT = 80;

  /** The sketch of a sound; null where there is too little in it: silence, a tone, a jingle. */
  public static @Nullable SoundSketch of(AudioFingerprint sound) {
    int[] ones = new int[BITS];
    int keys = 0;
    for (int i = 0; i < sound.length(); i++) {
      int key = key(sound, i);
      if (i > 0 && key == key(sound, i - 1)) {
        continue;
      }
      keys++;
      count(Hash64.of(0, key), ones, 0);
      count(Hash64.of(1, key), ones, Long.SIZE);
    }
    return keys < LEAST_KEYS
        ? null
        : new SoundSketch(majority(ones, 0, keys), majority(ones, Long.SIZE, keys), sound.length());
  }

  private static int key(AudioFingerprint sound, int index) {
    return sound.print(index) >>> (Integer.SIZE - KEY_BITS);
  }

  private static void count(long hash, int[] ones, int from) {
    for (int bit = 0; bit < Long.SIZE; bit++) {
      ones[from + bit] += (int) (hash >>> bit & 1);
    }
  }

  private static long majority(int[] ones, int from, int of) {
    long bits = 0;
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if (2 * ones[from + bit] > of) {
        bits |= 1L << bit;
      }
    }
    return bits;
  }

  /** Bits in which two sketches differ, 0 to {@value #BITS}. */
  public int distance(SoundSketch other) {
    return Long.bitCount(high ^ other.high) + Long.bitCount(low ^ other.low);
  }

  /** Whether another sound is of about the same length and differs in so many bits at most. */
  public boolean isNear(SoundSketch other, double bits) {
    long shorter = Math.min(prints, other.prints);
    long longer = Math.max(prints, other.prints);
    return 100 * shorter >= LEAST_LENGTH_PERCENT * longer && distance(other) <= bits;
  }

  /** Writes it, about 18 bytes. */
  public void write(ByteWriter out) {
    out.word(high).word(low).count(prints);
  }

  /** Reads what {@link #write} wrote. */
  public static SoundSketch read(ByteReader in) {
    return new SoundSketch(in.word(), in.word(), in.smallCount());
  }
}
