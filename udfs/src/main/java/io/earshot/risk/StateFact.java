package io.earshot.risk;

import java.time.Instant;
import java.util.Locale;

/**
 * Something that a state says, for a person who looks at it.
 *
 * @param what it is about, with its unit or span
 * @param value in words or numbers
 */
public record StateFact(String what, String value) {

  /** A whole number. */
  public static StateFact whole(String what, long value) {
    return new StateFact(what, Long.toString(value));
  }

  /** A fraction, to three decimals. */
  public static StateFact fraction(String what, double value) {
    return new StateFact(what, decimals(value));
  }

  /** A share with what it is made of. */
  public static StateFact share(String what, double part, double all) {
    return new StateFact(
        what,
        decimals(part) + " of " + decimals(all) + (all > 0 ? ", " + decimals(part / all) : ""));
  }

  /**
   * A time.
   *
   * @param millis since the epoch
   */
  public static StateFact time(String what, long millis) {
    return new StateFact(what, Instant.ofEpochMilli(millis).toString());
  }

  private static String decimals(double value) {
    double rounded = Finding.round(value);
    return rounded == StrictMath.rint(rounded)
        ? Long.toString((long) rounded)
        : String.format(Locale.ROOT, "%.3f", rounded);
  }
}
