package io.earshot.stats;

/**
 * How surprising a count is to somebody who knows an earlier rate. With the prior Gamma(a0, b0) on
 * the rate and {@code c} events in {@code e} units of time, what is expected of the next {@code d}
 * units is negative binomial with shape {@code a0 + c} and success probability {@code (b0 + e) /
 * (b0 + e + d)} (Gelman and others, Bayesian Data Analysis, 3rd edition, section 2.6). Its tail is
 * an incomplete beta function: {@code P(X >= k) = I_(1-p)(k, shape)} (DLMF 8.17).
 *
 * <p>Not state: it is made from counts when it is read.
 */
public final class GammaPoisson {

  /** Beyond, a surprise is a surprise. */
  private static final double MOST = 300.0;

  private static final double LN_10 = StrictMath.log(10.0);

  private GammaPoisson() {}

  /**
   * {@code -log10 P(X >= k)}: 0 where the count is no surprise, 6 where it is one in a million, at
   * most 300.
   *
   * @param shape a0 + c, above 0
   * @param exposure b0 + e, above 0, in any unit of time
   * @param observed k, at least 0
   * @param window d, above 0, in the same unit
   */
  public static double surprise(double shape, double exposure, long observed, double window) {
    if (observed <= 0) {
      return 0.0;
    }
    double failure = window / (exposure + window);
    double log = SpecialFunctions.logRegularisedBeta(failure, (double) observed, shape);
    return Math.max(0.0, Math.min(MOST, -log / LN_10));
  }
}
