package io.earshot.stats;

/**
 * Wald's sequential probability ratio test of a share being {@code p1} against being {@code p0}
 * (Wald, Sequential Tests of Statistical Hypotheses, 1945). After {@code s} successes in {@code n}
 * trials the log likelihood ratio is {@code L = s ln(p1/p0) + (n - s) ln((1-p1)/(1-p0))}: a sum, so
 * it does not depend on their order, and what is taken back is taken out of it exactly. It accepts
 * p1 at {@code L >= ln((1-beta)/alpha)} and p0 at {@code L <= ln(beta/(1-alpha))}.
 *
 * @param p0 the ordinary share, between 0 and p1
 * @param p1 the share that is looked for, below 1
 * @param alpha how often p1 may be accepted where p0 is true
 * @param beta how often p0 may be accepted where p1 is true
 */
public record SequentialTest(double p0, double p1, double alpha, double beta) {

  /** Checks that it is a test. */
  public SequentialTest {
    if (!(0 < p0 && p0 < p1 && p1 < 1 && 0 < alpha && alpha < 1 && 0 < beta && beta < 1)) {
      throw new IllegalArgumentException(
          "p0 %s, p1 %s, alpha %s, beta %s; they lie in 0 to 1, p0 below p1"
              .formatted(p0, p1, alpha, beta));
    }
  }

  /** What a test says. */
  public enum Verdict {
    /** p1 is accepted. */
    FOUND,
    /** p0 is accepted. */
    CLEARED,
    /** More trials are needed. */
    UNDECIDED
  }

  /** L after some trials. */
  public double logRatio(double successes, double trials) {
    return successes * StrictMath.log(p1 / p0)
        + (trials - successes) * StrictMath.log((1 - p1) / (1 - p0));
  }

  /** What it says of some L. */
  public Verdict verdict(double logRatio) {
    if (logRatio >= StrictMath.log((1 - beta) / alpha)) {
      return Verdict.FOUND;
    }
    return logRatio <= StrictMath.log(beta / (1 - alpha)) ? Verdict.CLEARED : Verdict.UNDECIDED;
  }
}
