package io.earshot.risk;

import java.util.List;

/**
 * That a detector fired.
 *
 * @param events how many events it rests on, each of which happened; the pieces of evidence
 * @param values of its evidence, in the order of the spec; of a list its place in {@code lists}
 * @param lists what is no number in its evidence
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Finding(long events, double[] values, List<List<String>> lists) {

  /** A finding of numbers only. */
  public Finding(long events, double... values) {
    this(events, values, List.of());
  }

  /** Three decimals, as scores: what a rule compares is what an explanation prints. */
  public static double round(double value) {
    return StrictMath.rint(value * 1000.0) / 1000.0;
  }
}
