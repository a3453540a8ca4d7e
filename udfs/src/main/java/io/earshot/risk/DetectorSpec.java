package io.earshot.risk;

import java.util.List;

/**
 * What a detector is, for bundles, rules and readers.
 *
 * @param id by which bundles and rules name it, such as {@code D01}; letters and digits
 * @param name what it detects, in words joined by underscores
 * @param policyId the policy of the taxonomy that speaks of it
 * @param group detectors of one group see the same thing in several ways; only the strongest of
 *     them counts towards a creator's risk
 * @param meaning one line
 * @param parameters what a bundle has to set
 * @param evidence what it tells when it fires
 */
public record DetectorSpec(
    String id,
    String name,
    String policyId,
    RiskGroup group,
    String meaning,
    List<Parameter> parameters,
    List<Evidence> evidence) {

  /**
   * One value of the evidence.
   *
   * @param name as rules write it
   * @param kind of value
   * @param meaning for the author of a rule
   */
  public record Evidence(String name, Kind kind, String meaning) {

    /** Kinds of values. */
    public enum Kind {
      WHOLE,
      FRACTION,
      /** A policy family, as its place in the enumeration. */
      FAMILY,
      /** Names, as their place in {@link Finding#lists()}. */
      LIST
    }

    /** A whole number. */
    public static Evidence whole(String name, String meaning) {
      return new Evidence(name, Kind.WHOLE, meaning);
    }

    /** A fraction; rounded to three decimals. */
    public static Evidence fraction(String name, String meaning) {
      return new Evidence(name, Kind.FRACTION, meaning);
    }

    /** Names, such as ids of other accounts. */
    public static Evidence list(String name, String meaning) {
      return new Evidence(name, Kind.LIST, meaning);
    }

    /** A policy family. */
    public static Evidence family(String name, String meaning) {
      return new Evidence(name, Kind.FAMILY, meaning);
    }
  }

  /** The parameters that a {@link PriorTable} may set. */
  public List<Parameter> fitted() {
    return parameters.stream()
        .filter(parameter -> parameter.source() == Parameter.Source.FITTED)
        .toList();
  }
}
