package io.earshot.stats;

/**
 * A sum in which an observation of weight {@code w} at time {@code s} counts {@code w * 2^-((t - s)
 * / halfLife)} at time {@code t}.
 *
 * <p>Only the sum and the time for which it holds are kept (16 bytes). Observations may come in any
 * order: a late one is decayed to the time of the sum before it is added (forward decay: Cormode,
 * Shkapenyuk, Srivastava, Xu, ICDE 2009). {@link StrictMath} keeps the bits the same on every
 * machine.
 *
 * @param value the sum, as of {@code at}
 * @param at time of the newest observation, milliseconds since the epoch
 */
public record DecayedCounter(double value, long at) {

  /** Nothing observed yet. */
  public static final DecayedCounter ZERO = new DecayedCounter(0.0, Long.MIN_VALUE);

  /** This sum with one more observation. */
  public DecayedCounter add(double weight, long time, long halfLifeMillis) {
    if (at == Long.MIN_VALUE) {
      return new DecayedCounter(weight, time);
    }
    return time >= at
        ? new DecayedCounter(value * factor(time - at, halfLifeMillis) + weight, time)
        : new DecayedCounter(value + weight * factor(at - time, halfLifeMillis), at);
  }

  /** The sum as of a time; a time before the newest observation reads it as of that observation. */
  public double valueAt(long time, long halfLifeMillis) {
    return at == Long.MIN_VALUE || time <= at ? value : value * factor(time - at, halfLifeMillis);
  }

  private static double factor(long elapsedMillis, long halfLifeMillis) {
    return elapsedMillis == 0 ? 1.0 : StrictMath.pow(2.0, -(double) elapsedMillis / halfLifeMillis);
  }
}
