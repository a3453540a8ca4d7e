package io.earshot.matching;

import java.util.List;

/**
 * The eight ways to turn and mirror a picture (the dihedral group of the square), in what they do
 * to the transform of the picture: mirroring changes the sign of every odd frequency of that axis,
 * and a quarter turn swaps the axes besides. So one transform gives the hashes of all eight.
 */
public enum Dihedral {
  /** As it is. */
  ORIGINAL(false, false, false),
  /** A quarter turn against the clock. */
  ROTATE_90(true, true, false),
  /** Upside down. */
  ROTATE_180(false, true, true),
  /** A quarter turn with the clock. */
  ROTATE_270(true, false, true),
  /** Top and bottom change places. */
  FLIP_X(false, true, false),
  /** Left and right change places. */
  FLIP_Y(false, false, true),
  /** Mirrored at the diagonal from the top left. */
  FLIP_PLUS_1(true, false, false),
  /** Mirrored at the diagonal from the top right. */
  FLIP_MINUS_1(true, true, true);

  /** All of them, in the order in which hashes are listed. */
  static final List<Dihedral> ALL = List.of(values());

  private final boolean transposed;
  private final boolean rowsNegated;
  private final boolean columnsNegated;

  Dihedral(boolean transposed, boolean rowsNegated, boolean columnsNegated) {
    this.transposed = transposed;
    this.rowsNegated = rowsNegated;
    this.columnsNegated = columnsNegated;
  }

  /**
   * The transform of the turned picture.
   *
   * @param square of {@code side × side} coefficients, row by row, frequencies from 1 on
   */
  double[] of(double[] square, int side) {
    double[] turned = new double[square.length];
    for (int row = 0; row < side; row++) {
      for (int column = 0; column < side; column++) {
        // Index 0 is frequency 1: even indices are odd frequencies.
        double value = square[transposed ? column * side + row : row * side + column];
        boolean negative = (rowsNegated && row % 2 == 0) != (columnsNegated && column % 2 == 0);
        turned[row * side + column] = negative ? -value : value;
      }
    }
    return turned;
  }
}
