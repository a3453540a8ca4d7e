package io.earshot.stats;

/**
 * A sum in which an observation of weight {@code w} at time {@code s} counts {@code w * 2^-((t - s)
 * / h)} at time {@code t}, {@code h} being the half-life.
 *
 * <p>Only the sum and the time for which it holds are kept (16 bytes, 10 to 15 written).
 * Observations may come in any order: a late one is decayed to the time of the sum before it is
 * added (forward decay: Cormode, Shkapenyuk, Srivastava, Xu, ICDE 2009). {@link StrictMath} keeps
 * the bits the same on every machine.
 *
 * @param value the sum, as of {@code at}
 * @param at time of the newest observation, milliseconds since the epoch
 */
public record DecayedCounter(double value, long at) {

  /** Nothing observed yet. */
  public static final DecayedCounter ZERO = new DecayedCounter(0.0, Long.MIN_VALUE);

  private static final double LN_2 = StrictMath.log(2.0);

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

  /**
   * Observations a millisecond, of weight 1 each, if they came at a steady rate: {@code v ln 2 /
   * h}, since a steady rate {@code r} adds up to {@code r h / ln 2}.
   */
  public double rateAt(long time, long halfLifeMillis) {
    return valueAt(time, halfLifeMillis) * LN_2 / halfLifeMillis;
  }

  /**
   * How much time counts, if it decays as observations do: {@code (h / ln 2)(1 - 2^-(T / h))} of
   * {@code T} milliseconds. A steady rate is the sum divided by it from the first moment on.
   */
  public static double exposure(long elapsedMillis, long halfLifeMillis) {
    return halfLifeMillis / LN_2 * (1.0 - factor(elapsedMillis, halfLifeMillis));
  }

  /** What is left after a time of something that was 1. */
  public static double factor(long elapsedMillis, long halfLifeMillis) {
    return elapsedMillis == 0 ? 1.0 : StrictMath.pow(2.0, -(double) elapsedMillis / halfLifeMillis);
  }

  /** Writes it: 1 byte if nothing was observed, else 9 and those of the time. */
  public void write(ByteWriter out) {
    if (at == Long.MIN_VALUE) {
      out.octet(0);
    } else {
      out.octet(1).fraction(value).signed(at);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static DecayedCounter read(ByteReader in) {
    return in.octet() == 0 ? ZERO : new DecayedCounter(in.fraction(), in.signed());
  }
}
