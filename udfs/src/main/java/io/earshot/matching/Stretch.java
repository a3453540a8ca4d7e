package io.earshot.matching;

/**
 * A stretch that two fingerprints have in common, in numbers of the fingerprints.
 *
 * @param queryStart where it starts in what was asked about
 * @param knownStart where it starts in what is known
 * @param length of it
 * @param meanBits in how many bits of 32 the numbers differ, on average over the stretch
 */
record Stretch(int queryStart, int knownStart, int length, double meanBits) {

  /** How long it is, seconds. */
  double seconds() {
    return length * AudioFingerprint.SECONDS_A_PRINT;
  }

  /** Where what is known starts in what was asked about, seconds; negative if before its start. */
  double offsetSeconds() {
    return (queryStart - knownStart) * AudioFingerprint.SECONDS_A_PRINT;
  }
}
