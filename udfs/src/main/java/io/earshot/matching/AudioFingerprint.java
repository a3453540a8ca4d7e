package io.earshot.matching;

import java.util.Arrays;

/**
 * A Chromaprint fingerprint (algorithm 2): a number of 32 bits for every {@value #SECONDS_A_PRINT}
 * s. A copy has most bits the same at the same place, another recording half of them.
 *
 * @param prints its numbers, which are not copied and must not change
 * @param seconds length of the sound
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its numbers, below
public record AudioFingerprint(int[] prints, double seconds) {

  /** From one number to the next, seconds. */
  public static final double SECONDS_A_PRINT = (double) ChromaFrames.HOP / ChromaFrames.RATE;

  /** A fingerprint of which only the numbers are known. */
  public static AudioFingerprint of(int... prints) {
    return new AudioFingerprint(prints.clone(), prints.length * SECONDS_A_PRINT);
  }

  /** How many numbers there are. */
  public int length() {
    return prints.length;
  }

  /** The number at a place. */
  public int print(int index) {
    return prints[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AudioFingerprint that
        && Arrays.equals(prints, that.prints)
        && seconds == that.seconds;
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(prints);
  }

  /** How long it is; the numbers are too many to show. */
  @Override
  public String toString() {
    return "AudioFingerprint of " + prints.length + " numbers";
  }
}
