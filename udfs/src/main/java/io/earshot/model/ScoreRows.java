package io.earshot.model;

import io.earshot.model.ModelManifest.Label;
import io.earshot.model.ModelManifest.Sound;
import io.earshot.model.ModelManifest.Task;
import io.earshot.model.ModelManifest.TensorSpec;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.SortedMap;

/**
 * What all classifiers do with scores: take them from the output, and hold them to the manifest.
 */
final class ScoreRows {

  /**
   * How far the self test may be off, for what devices differ in: a score at a rounding boundary
   * may go either way.
   */
  static final double SELF_TEST_TOLERANCE = 0.002;

  private ScoreRows() {}

  /**
   * The first rows of an output.
   *
   * @throws ArithmeticException when a score is no number within [0, 1]
   */
  static float[][] read(ModelPackage model, FloatBuffer output, int rows, int columns) {
    float[][] scores = new float[rows][columns];
    for (int row = 0; row < rows; row++) {
      output.get(row * columns, scores[row]);
      for (int column = 0; column < columns; column++) {
        check(model, scores[row][column], column);
      }
    }
    return scores;
  }

  static void check(ModelPackage model, float score, int column) {
    if (!(score >= 0 && score <= 1)) {
      throw new ArithmeticException(
          model.modelFile()
              + " scored "
              + score
              + " for "
              + label(model, column)
              + ", but a score is a number from 0 to 1");
    }
  }

  /**
   * How many columns the first output has.
   *
   * @throws ModelPackageException when that is not one a label, or not one a frame of equal length
   */
  static int columns(ModelPackage model) {
    TensorSpec output = model.manifest().outputs().get(0);
    List<String> shape = output.shape();
    if (shape.size() != 2
        || Character.isDigit(shape.get(0).charAt(0))
        || !Character.isDigit(shape.get(1).charAt(0))
        || output.type() != ModelManifest.ElementType.FLOAT32) {
      throw new ModelPackageException(
          model.directory()
              + " declares an output "
              + output
              + ", but scores are [batch, a number] of float32");
    }
    int columns = Integer.parseInt(shape.get(1));
    int labels = model.manifest().labels().size();
    if (model.manifest().task() == Task.SPEECH_ACTIVITY) {
      boolean whole =
          model.manifest().preprocessing() instanceof Sound sound
              && sound.windowMs() % columns == 0;
      if (labels != 1 || !whole) {
        throw new ModelPackageException(
            model.directory()
                + " declares "
                + labels
                + " labels and "
                + columns
                + " frames a window, but speech activity has one label and frames of whole"
                + " milliseconds");
      }
    } else if (columns != labels) {
      throw new ModelPackageException(
          model.directory()
              + " declares an output of shape "
              + shape
              + ", but its "
              + labels
              + " labels need [batch, "
              + labels
              + "]");
    }
    return columns;
  }

  private static String label(ModelPackage model, int column) {
    List<Label> labels = model.manifest().labels();
    return labels.get(Math.min(column, labels.size() - 1)).name();
  }

  /**
   * Holds a self test's answers, raw scores a label, to the expected ones.
   *
   * @throws ModelPackageException when one is off
   */
  static void selfTest(ModelPackage model, Device device, float[] scores) {
    List<Label> labels = model.manifest().labels();
    SortedMap<String, Double> expected = model.manifest().selfTest().expected();
    for (int i = 0; i < scores.length; i++) {
      Label label = labels.get(i);
      expect(
          model,
          device,
          label.name(),
          label.calibration().apply(scores[i]),
          expected.getOrDefault(label.name(), Double.NaN));
    }
  }

  /** Holds one answer, calibrated, to the expected one. */
  static void expect(
      ModelPackage model, Device device, String label, double score, double expected) {
    double actual = Math.rint(score * 1000.0) / 1000.0;
    if (!(Math.abs(actual - expected) <= SELF_TEST_TOLERANCE)) {
      throw new ModelPackageException(
          model.modelFile()
              + " fails its self test on device "
              + device.key()
              + ": "
              + label
              + " scores "
              + actual
              + ", but "
              + ModelManifest.FILE_NAME
              + " expects "
              + expected
              + " within "
              + SELF_TEST_TOLERANCE
              + "; the files must be those the package was made with, and this version of Earshot"
              + " must prepare inputs as then");
    }
  }
}
