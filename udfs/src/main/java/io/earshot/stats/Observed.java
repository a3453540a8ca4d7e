package io.earshot.stats;

import java.util.Comparator;

/**
 * What one member of a population did, for a fit of what is usual among them: {@code y = sum w_i
 * y_i} events in {@code x = sum w_i} trials, or in {@code x = integral w(u) du} of time. With the
 * weights w that decay gives, the variance of y given the member's own share or rate is in
 * proportion to {@code q}, the sum (or integral) of the squared weights, and not to x; where
 * nothing decays, q is x.
 *
 * @param events y, 0 or more
 * @param exposure x, above 0
 * @param squares q, above 0
 */
public record Observed(double events, double exposure, double squares)
    implements Comparable<Observed> {

  /** So that sums do not depend on the order in which members come. */
  private static final Comparator<Observed> CANONICAL =
      Comparator.comparingDouble(Observed::events)
          .thenComparingDouble(Observed::exposure)
          .thenComparingDouble(Observed::squares);

  /** Checks that it can be counted with. */
  public Observed {
    if (!(events >= 0 && exposure > 0 && squares > 0)
        || Double.isInfinite(events + exposure + squares)) {
      throw new IllegalArgumentException(
          "events %s, exposure %s, squares %s; events are 0 or more, the others above 0"
              .formatted(events, exposure, squares));
    }
  }

  /** Events in trials that all count the same. */
  public static Observed of(double events, double trials) {
    return new Observed(events, trials, trials);
  }

  /**
   * Decayed events in a span of time.
   *
   * @param events decayed with the half-life
   * @param elapsedMillis how long, up to the time for which the events are decayed; above 0
   */
  public static Observed over(double events, long elapsedMillis, long halfLifeMillis) {
    return new Observed(
        events,
        DecayedCounter.exposure(elapsedMillis, halfLifeMillis),
        DecayedCounter.exposure(elapsedMillis, halfLifeMillis / 2));
  }

  /** The share or rate that was seen. */
  public double rate() {
    return events / exposure;
  }

  /** By what the variance of the rate around the member's own is multiplied: q / x^2. */
  double spread() {
    return squares / (exposure * exposure);
  }

  @Override
  public int compareTo(Observed other) {
    return CANONICAL.compare(this, other);
  }
}
