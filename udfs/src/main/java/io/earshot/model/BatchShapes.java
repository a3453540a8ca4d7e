package io.earshot.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The batch sizes a model is run with: doubling from the smallest to the largest. A few fixed sizes
 * let every one of them be warmed before use, and a device that plans by shape never meets a new
 * one.
 *
 * @param sizes rows a run, ascending
 */
public record BatchShapes(List<Integer> sizes) {

  /**
   * The sizes 1, 2, 4 and so on up to {@code maxBatch}, which is one whatever it is, without those
   * below {@code minBatch}.
   */
  public static BatchShapes between(int minBatch, int maxBatch) {
    List<Integer> sizes = new ArrayList<>();
    for (int size = Integer.highestOneBit(minBatch); size < maxBatch; size *= 2) {
      if (size >= minBatch) {
        sizes.add(size);
      }
    }
    sizes.add(maxBatch);
    return new BatchShapes(List.copyOf(sizes));
  }

  /** Index of the smallest size that holds that many rows. */
  public int indexFor(int rows) {
    for (int i = 0; i < sizes.size(); i++) {
      if (rows <= sizes.get(i)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        rows + " rows are more than the largest batch, " + largest());
  }

  /** The smallest size that holds that many rows. */
  public int sizeFor(int rows) {
    return sizes.get(indexFor(rows));
  }

  /** The largest size. */
  public int largest() {
    return sizes.get(sizes.size() - 1);
  }

  /**
   * How many of the waiting rows to run together: all that fit when they fill three quarters of
   * their size, else what fills the size below. Padding costs as much as rows do, and the rest can
   * run next.
   */
  public int rowsToTake(int waiting) {
    int rows = Math.min(waiting, largest());
    int index = indexFor(rows);
    boolean wellFilled = rows * 4 >= sizes.get(index) * 3;
    return wellFilled || index == 0 ? rows : sizes.get(index - 1);
  }
}
