package io.earshot.risk;

/**
 * That a detector fired.
 *
 * @param events how many events it rests on, each of which happened; the pieces of evidence
 * @param values of its evidence, in the order of the spec
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Finding(long events, double... values) {

  /** Three decimals, as scores: what a rule compares is what an explanation prints. */
  public static double round(double value) {
    return StrictMath.rint(value * 1000.0) / 1000.0;
  }
}
