package io.earshot.stats;

/**
 * Exponential decay in whole hours, from a table: for sums that are made anew from their parts at
 * every reading, because a part may be taken back. The factor of an age is {@code 2^-(floor(age in
 * hours) / h)}.
 */
public final class DecayTable {

  private static final long HOUR = 3_600_000;

  private final double[] factors;

  /**
   * A table.
   *
   * @param halfLifeHours half-life
   * @param hours ages from this on count nothing
   */
  public DecayTable(int halfLifeHours, int hours) {
    factors = new double[hours];
    for (int age = 0; age < hours; age++) {
      factors[age] = StrictMath.pow(2.0, -(double) age / halfLifeHours);
    }
  }

  /** What is left of something that was 1; all of it if it is yet to be. */
  public double factor(long elapsedMillis) {
    if (elapsedMillis < HOUR) {
      return 1.0;
    }
    long hours = elapsedMillis / HOUR;
    return hours < factors.length ? factors[(int) hours] : 0.0;
  }

  /** Age, in milliseconds, from which on nothing counts. */
  public long reachMillis() {
    return factors.length * HOUR;
  }
}
