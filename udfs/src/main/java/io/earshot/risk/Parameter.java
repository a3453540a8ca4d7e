package io.earshot.risk;

/**
 * A number of a detector that the policy bundle sets. The code has no value for it.
 *
 * @param name as bundles write it
 * @param kind what sort of number
 * @param meaning for the author of a bundle
 * @param source who knows it
 */
public record Parameter(String name, Kind kind, String meaning, Source source) {

  /** A number that a bundle chooses. */
  public Parameter(String name, Kind kind, String meaning) {
    this(name, kind, meaning, Source.CHOSEN);
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
    return new Parameter(name, kind, meaning, Source.FITTED);
  }
}
