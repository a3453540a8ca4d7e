package io.earshot.matching;

import java.util.Arrays;

/**
 * From rows of notes to the numbers of a Chromaprint fingerprint: rows are smoothed over five,
 * brought to length one, and each sixteen of them become one number.
 *
 * <p>Rows can be taken closer together or further apart than they came, in between by
 * interpolation: a fingerprint of the same sound at another tempo.
 */
final class ChromaPrinter {

  private static final double[] SMOOTHING = {0.25, 0.75, 1.0, 0.75, 0.25};

  /** What is quieter is silence, which has no notes. */
  private static final double LEAST_LENGTH = 0.01;

  private final double step;
  private final double[] before = new double[ChromaFrames.NOTES];
  private final double[][] unsmoothed = new double[SMOOTHING.length][ChromaFrames.NOTES];
  private final double[][] rows = new double[ChromaClassifier.ROWS][ChromaFrames.NOTES];
  private final double[][] sums = new double[ChromaClassifier.ROWS + 1][ChromaFrames.NOTES + 1];
  private long came;
  private long taken;
  private long smoothed;
  private int[] prints = new int[256];
  private int count;

  /**
   * A printer.
   *
   * @param step rows from one that is taken to the next; 1 takes them as they come
   */
  ChromaPrinter(double step) {
    this.step = step;
  }

  /** Takes the next row. */
  void row(double[] row) {
    double[] between = new double[row.length];
    while (taken * step <= came) {
      double share = taken * step - (came - 1);
      for (int note = 0; note < row.length; note++) {
        between[note] =
            share == 1 || came == 0 ? row[note] : before[note] + (row[note] - before[note]) * share;
      }
      taken++;
      smooth(between);
    }
    System.arraycopy(row, 0, before, 0, row.length);
    came++;
  }

  private void smooth(double[] row) {
    System.arraycopy(row, 0, unsmoothed[(int) ((taken - 1) % SMOOTHING.length)], 0, row.length);
    if (taken < SMOOTHING.length) {
      return;
    }
    double[] mean = rows[(int) (smoothed++ % rows.length)];
    Arrays.fill(mean, 0);
    for (int i = 0; i < SMOOTHING.length; i++) {
      double[] from = unsmoothed[(int) ((taken + i) % SMOOTHING.length)];
      for (int note = 0; note < mean.length; note++) {
        mean[note] += SMOOTHING[i] * from[note];
      }
    }
    double squares = 0;
    for (double value : mean) {
      squares += value * value;
    }
    double length = Math.sqrt(squares);
    for (int note = 0; note < mean.length; note++) {
      mean[note] = length < LEAST_LENGTH ? 0 : mean[note] / length;
    }
    if (smoothed >= rows.length) {
      print();
    }
  }

  private void print() {
    for (int i = 0; i < rows.length; i++) {
      double[] row = rows[(int) ((smoothed + i) % rows.length)];
      double sum = 0;
      for (int note = 0; note < row.length; note++) {
        sum += row[note];
        sums[i + 1][note + 1] = sums[i][note + 1] + sum;
      }
    }
    if (count == prints.length) {
      prints = Arrays.copyOf(prints, 2 * count);
    }
    prints[count++] = ChromaClassifier.print(sums);
  }

  /** The numbers so far. */
  int[] prints() {
    return Arrays.copyOf(prints, count);
  }
}
