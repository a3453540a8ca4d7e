package io.earshot.risk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A number of a detector that the policy bundle sets.
 *
 * @param name as bundles write it
 * @param kind what sort of number
 * @param meaning for the author of a bundle
 * @param source who knows it
 * @param usual what holds where neither a bundle nor a table says it; null if a bundle has to
 * @param most the greatest value, in milliseconds if it is a duration: beyond it the detector would
 *     not fire any more, as no more is kept of a creator; 0 if there is none
 */
public record Parameter(
    String name, Kind kind, String meaning, Source source, @Nullable Double usual, long most) {

  /** A number that a bundle chooses. */
  public Parameter(String name, Kind kind, String meaning) {
    this(name, kind, meaning, Source.CHOSEN, null, 0);
  }

  /** Who knows a number. */
  public enum Source {
    /** Whoever writes the bundle. */
    CHOSEN,
    /** What creators did: a {@link PriorTable} may say it by segment. */
    FITTED
  }

  /** Sorts of numbers. */
  public enum Kind {
    /** A whole number, at least 0. */
    COUNT,
    /** A number, at least 0. */
    NUMBER,
    /** A number above 0. */
    POSITIVE,
    /** A number above 0 and below 1. */
    SHARE,
    /** An ISO 8601 duration, kept in milliseconds. */
    DURATION
  }

  /** A whole number. */
  public static Parameter count(String name, String meaning) {
    return new Parameter(name, Kind.COUNT, meaning);
  }

  /** A number. */
  public static Parameter number(String name, String meaning) {
    return new Parameter(name, Kind.NUMBER, meaning);
  }

  /** A number above 0. */
  public static Parameter positive(String name, String meaning) {
    return new Parameter(name, Kind.POSITIVE, meaning);
  }

  /** A share. */
  public static Parameter share(String name, String meaning) {
    return new Parameter(name, Kind.SHARE, meaning);
  }

  /** A duration. */
  public static Parameter duration(String name, String meaning) {
    return new Parameter(name, Kind.DURATION, meaning);
  }

  /** The same number, as one that is fitted to what creators did. */
  public Parameter fitted() {
    return new Parameter(name, kind, meaning, Source.FITTED, usual, most);
  }

  /**
   * The same number, as one that need not be said: of what detectors had before bundles could set
   * it, so that those that do not go on being read.
   */
  public Parameter byDefault(double value) {
    return new Parameter(name, kind, meaning, source, value, most);
  }

  /** The same count or duration, with a greatest value; see {@link #most()}. */
  public Parameter atMost(long greatest) {
    return new Parameter(name, kind, meaning, source, usual, greatest);
  }

  /** A value as bundles write it, of a count or a duration. */
  public String shown(long value) {
    return kind == Kind.DURATION ? shown(Duration.ofMillis(value)) : Long.toString(value);
  }

  /** Days as days: a year is easier to read than its hours. */
  private static String shown(Duration value) {
    return value.equals(Duration.ofDays(value.toDays()))
        ? "P" + value.toDays() + "D"
        : value.toString();
  }
}
