package io.earshot.job.traffic;

/**
 * When a script plays: in each cycle a row of plays at equal distance.
 *
 * @param lengthMillis of a cycle
 * @param firstMillis of the first play after the start of the cycle
 * @param spacingMillis between plays
 * @param plays in a cycle; they must end within it
 */
record Cycle(long lengthMillis, long firstMillis, long spacingMillis, int plays) {

  Cycle {
    if (spacingMillis * (plays - 1) >= lengthMillis) {
      throw new IllegalArgumentException(
          plays + " plays, " + spacingMillis + " ms apart, in a cycle of " + lengthMillis + " ms");
    }
  }

  long dueMillis(long n) {
    return firstMillis + round(n) * lengthMillis + step(n) * spacingMillis;
  }

  /** In which cycle a play is. */
  long round(long n) {
    return n / plays;
  }

  /** Which play of its cycle it is. */
  int step(long n) {
    return (int) (n % plays);
  }
}
