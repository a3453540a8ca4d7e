package io.earshot.stats;

/**
 * The functions that posteriors need, with {@link StrictMath}, so that a threshold is met on one
 * machine if it is met on another.
 */
final class SpecialFunctions {

  private static final double HALF_LN_2_PI = 0.5 * StrictMath.log(2.0 * StrictMath.PI);

  /** From here on the series of Stirling is exact to the last digits. */
  private static final double ASYMPTOTIC = 15.0;

  private static final int MOST_STEPS = 500;
  private static final double PRECISION = 1e-15;
  private static final double TINY = 1e-300;

  private SpecialFunctions() {}

  /** ln Γ(x) for x above 0: Stirling's series (DLMF 5.11.1), below 15 by recurrence (5.5.1). */
  static double logGamma(double x) {
    double shifted = x;
    double product = 1.0;
    while (shifted < ASYMPTOTIC) {
      product *= shifted;
      shifted += 1.0;
    }
    double inverse = 1.0 / shifted;
    double square = inverse * inverse;
    double series =
        inverse
            * (1.0 / 12
                - square
                    * (1.0 / 360
                        - square * (1.0 / 1260 - square * (1.0 / 1680 - square * (1.0 / 1188)))));
    return (shifted - 0.5) * StrictMath.log(shifted)
        - shifted
        + HALF_LN_2_PI
        + series
        - StrictMath.log(product);
  }

  /**
   * The regularised incomplete beta function I_x(a, b), the distribution of Beta(a, b): by its
   * continued fraction (DLMF 8.17.22), which converges fast below the mean; above it by symmetry.
   */
  static double regularisedBeta(double x, double a, double b) {
    if (x <= 0.0) {
      return 0.0;
    }
    if (x >= 1.0) {
      return 1.0;
    }
    return x < (a + 1.0) / (a + b + 2.0)
        ? StrictMath.exp(logDirect(x, a, b))
        : 1.0 - StrictMath.exp(logDirect(1.0 - x, b, a));
  }

  /** ln I_x(a, b), exact where the function itself is too small for a double. */
  static double logRegularisedBeta(double x, double a, double b) {
    if (x <= 0.0) {
      return Double.NEGATIVE_INFINITY;
    }
    return x < (a + 1.0) / (a + b + 2.0)
        ? logDirect(x, a, b)
        : StrictMath.log(regularisedBeta(x, a, b));
  }

  private static double logDirect(double x, double a, double b) {
    double front =
        a * StrictMath.log(x)
            + b * StrictMath.log1p(-x)
            + logGamma(a + b)
            - logGamma(a)
            - logGamma(b)
            - StrictMath.log(a);
    return front - StrictMath.log(denominator(x, a, b));
  }

  /** 1 + d1/(1 + d2/(1 + ...)), by the method of Lentz (1976). */
  private static double denominator(double x, double a, double b) {
    double value = 1.0;
    double c = 1.0;
    double d = 0.0;
    for (int step = 1; step <= MOST_STEPS; step++) {
      int m = step / 2;
      double coefficient =
          step % 2 == 0
              ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
              : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1.0 / notZero(1.0 + coefficient * d);
      c = notZero(1.0 + coefficient / c);
      value *= c * d;
      if (StrictMath.abs(c * d - 1.0) < PRECISION) {
        break;
      }
    }
    return value;
  }

  private static double notZero(double value) {
    return StrictMath.abs(value) < TINY ? TINY : value;
  }
}
