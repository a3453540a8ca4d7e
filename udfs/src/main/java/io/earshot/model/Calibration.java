package io.earshot.model;

/**
 * Maps a model's score to the share of violations among texts that score so, by a line in log-odds
 * (Platt 1999). It keeps the order of scores; what it changes is what a threshold means.
 *
 * @param slope above 0
 * @param intercept added in log-odds
 */
public record Calibration(double slope, double intercept) {

  /** A score as the model gives it. */
  public static final Calibration NONE = new Calibration(1, 0);

  /** Log-odds of 0 and 1 have no end; what lies beyond is not told apart by float32 scores. */
  private static final double EDGE = 1e-7;

  /**
   * The calibrated score. {@link StrictMath}, so that every machine gives the same bits.
   *
   * @param score 0 to 1
   */
  public double apply(double score) {
    if (equals(NONE)) {
      return score;
    }
    double inside = Math.min(Math.max(score, EDGE), 1 - EDGE);
    double odds = StrictMath.log(inside / (1 - inside));
    return 1 / (1 + StrictMath.exp(-(slope * odds + intercept)));
  }
}
