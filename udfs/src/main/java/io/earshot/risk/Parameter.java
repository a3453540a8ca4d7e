package io.earshot.risk;

import org.jspecify.annotations.Nullable;

/**
 * A number of a detector that the policy bundle sets.
 *
 * @param name as bundles write it
 * @param kind what sort of number
 * @param meaning for the author of a bundle
 * @param source who knows it
 * @param usual what holds where neither a bundle nor a table says it; null if a bundle has to
 */
public record Parameter(
    String name, Kind kind, String meaning, Source source, @Nullable Double usual) {

  /** A number that a bundle chooses. */
  public Parameter(String name, Kind kind, String meaning) {
    this(name, kind, meaning, Source.CHOSEN, null);
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
    return new Parameter(name, kind, meaning, Source.FITTED, usual);
  }

  /**
   * The same number, as one that need not be said: of what detectors had before bundles could set
   * it, so that those that do not go on being read.
   */
  public Parameter byDefault(double value) {
    return new Parameter(name, kind, meaning, source, value);
  }
}
