package io.earshot.policy;

import java.util.Comparator;

/**
 * Something that is wrong with a bundle, or looks so.
 *
 * @param line where, from 1
 * @param column where, from 1
 * @param message what, and what is allowed
 */
public record Finding(int line, int column, String message) {

  /** The order in which an author reads them. */
  static final Comparator<Finding> BY_PLACE =
      Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column);

  @Override
  public String toString() {
    return line + ":" + column + ": " + message;
  }
}
