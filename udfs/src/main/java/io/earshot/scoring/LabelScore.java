package io.earshot.scoring;

/**
 * What a model says about one label.
 *
 * @param label as the model's manifest names it
 * @param score 0 to 1, at the precision at which every rule sees it: three decimals
 */
public record LabelScore(String label, double score) {

  /**
   * Rounds to the precision of the model boundary, halves to even.
   *
   * <p>What a model computes beyond the third decimal may differ between processors; a decision
   * must not.
   */
  public static double round(double score) {
    return StrictMath.rint(score * 1000.0) / 1000.0;
  }
}
