package io.earshot.stats;

/**
 * What is believed about a share after some trials (Beta-Bernoulli): Beta(a0 + s, b0 + n - s) after
 * {@code s} successes in {@code n} trials, with the prior Beta(a0, b0) (Gelman and others, Bayesian
 * Data Analysis, 3rd edition, section 2.4). Successes and trials may be decayed, and so be
 * fractions.
 *
 * <p>Not state: it is made from counts when it is read.
 *
 * @param alpha a0 + s, above 0
 * @param beta b0 + n - s, above 0
 */
public record BetaPosterior(double alpha, double beta) {

  /** Quantiles are found to this precision, below the three decimals of facts. */
  private static final double PRECISION = 1e-7;

  /**
   * The posterior.
   *
   * @param priorSuccesses a0, above 0
   * @param priorFailures b0, above 0
   * @param successes s, at least 0
   * @param trials n, at least s
   */
  public static BetaPosterior of(
      double priorSuccesses, double priorFailures, double successes, double trials) {
    return new BetaPosterior(
        priorSuccesses + successes, priorFailures + Math.max(0.0, trials - successes));
  }

  /** The expected share. */
  public double mean() {
    return alpha / (alpha + beta);
  }

  /** How likely the share is at most {@code x}. */
  public double massBelow(double x) {
    return SpecialFunctions.regularisedBeta(x, alpha, beta);
  }

  /**
   * Whether the share is at least {@code x} with a confidence: the lower bound is at or above it.
   * One evaluation, where {@link #quantile} needs many.
   *
   * @param confidence such as 0.95
   */
  public boolean isAtLeast(double x, double confidence) {
    return mean() > x && massBelow(x) <= 1.0 - confidence;
  }

  /** The share that is not exceeded with probability {@code q}: the lower bound at q = 0.05. */
  public double quantile(double q) {
    double low = 0.0;
    double high = 1.0;
    while (high - low > PRECISION) {
      double middle = (low + high) / 2;
      if (massBelow(middle) < q) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
