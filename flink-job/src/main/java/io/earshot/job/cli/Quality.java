package io.earshot.job.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How well scores tell the texts that have a label from those that lack it. What is not defined is
 * null: an area under a curve needs texts of both kinds, a recall needs one that has the label.
 *
 * <p>Equal scores are one threshold: they are never told apart by the order of the lines.
 *
 * @param n texts of which it is known whether they have the label
 * @param positives those that have it
 * @param auc area under the ROC curve, by trapezoids: the chance that a text with the label scores
 *     higher than one without, equal scores counting half
 * @param ap average precision, by steps: the precision at each threshold, weighted by the recall it
 *     adds
 * @param precisionAtRecall90 the best precision of a threshold that finds nine in ten
 * @param recallAtPrecision90 the best recall of a threshold that is right nine times in ten; 0 if
 *     none is
 * @param ece expected calibration error: how far the mean score of a tenth of the scale is from the
 *     share of texts there that have the label, weighted by their number
 */
record Quality(
    int n,
    int positives,
    @Nullable Double auc,
    @Nullable Double ap,
    @Nullable Double precisionAtRecall90,
    @Nullable Double recallAtPrecision90,
    @Nullable Double ece) {

  /** Equal parts of the scale from 0 to 1 in which calibration is judged. */
  static final int BINS = 10;

  private static final double AIM = 0.9;

  /**
   * What a threshold does.
   *
   * @param threshold a score that occurs
   * @param found texts with the label that score as high or higher
   * @param mistaken texts without it that do
   */
  record Cut(double threshold, int found, int mistaken) {}

  /**
   * A tenth of the scale.
   *
   * @param n texts that score there
   * @param score their mean score
   * @param share those of them that have the label, as a share
   */
  record Bin(int n, double score, double share) {}

  /** The quality of scores; both arrays are of equal length and stay as they are. */
  static Quality of(double[] scores, boolean[] truth) {
    List<Cut> cuts = cuts(scores, truth);
    int n = scores.length;
    int positives = cuts.isEmpty() ? 0 : cuts.get(cuts.size() - 1).found();
    int negatives = n - positives;
    boolean any = positives > 0;
    return new Quality(
        n,
        positives,
        any && negatives > 0 ? auc(cuts, positives, negatives) : null,
        any ? averagePrecision(cuts, positives) : null,
        any ? precisionAtRecall(cuts, positives) : null,
        any ? recallAtPrecision(cuts, positives) : null,
        n > 0 ? calibrationError(bins(scores, truth), n) : null);
  }

  /** Every threshold that tells texts apart, from the highest score down. */
  static List<Cut> cuts(double[] scores, boolean[] truth) {
    Integer[] order = new Integer[scores.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Double.compare(scores[b], scores[a]));
    List<Cut> cuts = new ArrayList<>();
    int found = 0;
    int mistaken = 0;
    for (int i = 0; i < order.length; i++) {
      double score = scores[order[i]];
      if (truth[order[i]]) {
        found++;
      } else {
        mistaken++;
      }
      if (i + 1 == order.length || scores[order[i + 1]] != score) {
        cuts.add(new Cut(score, found, mistaken));
      }
    }
    return cuts;
  }

  /** The tenths of the scale, those without texts included. */
  static List<Bin> bins(double[] scores, boolean[] truth) {
    int[] n = new int[BINS];
    double[] score = new double[BINS];
    int[] positives = new int[BINS];
    for (int i = 0; i < scores.length; i++) {
      int bin = (int) Math.min(BINS - 1, Math.max(0, Math.floor(scores[i] * BINS)));
      n[bin]++;
      score[bin] += scores[i];
      positives[bin] += truth[i] ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    for (int i = 0; i < BINS; i++) {
      double of = Math.max(1, n[i]);
      bins.add(new Bin(n[i], score[i] / of, positives[i] / of));
    }
    return bins;
  }

  private static double auc(List<Cut> cuts, int positives, int negatives) {
    double area = 0;
    int found = 0;
    int mistaken = 0;
    for (Cut cut : cuts) {
      area += (cut.mistaken() - mistaken) * (found + cut.found()) / 2.0;
      found = cut.found();
      mistaken = cut.mistaken();
    }
    return area / ((double) positives * negatives);
  }

  private static double averagePrecision(List<Cut> cuts, int positives) {
    double sum = 0;
    int found = 0;
    for (Cut cut : cuts) {
      sum += (cut.found() - found) * precision(cut);
      found = cut.found();
    }
    return sum / positives;
  }

  private static double precisionAtRecall(List<Cut> cuts, int positives) {
    return cuts.stream()
        .filter(cut -> cut.found() >= AIM * positives)
        .mapToDouble(Quality::precision)
        .max()
        .orElse(0);
  }

  private static double recallAtPrecision(List<Cut> cuts, int positives) {
    return cuts.stream().filter(cut -> precision(cut) >= AIM).mapToInt(Cut::found).max().orElse(0)
        / (double) positives;
  }

  private static double calibrationError(List<Bin> bins, int n) {
    return bins.stream().mapToDouble(bin -> bin.n() * Math.abs(bin.score() - bin.share())).sum()
        / n;
  }

  private static double precision(Cut cut) {
    return cut.found() / (double) (cut.found() + cut.mistaken());
  }
}
