package io.earshot.risk;

/**
 * Which table of priors a creator was looked at with.
 *
 * @param version id and version of the table; empty without one
 * @param segment the group of creators, most special of those in the table, to which the creator
 *     belongs: {@code LABEL/NEW/DELIVERY}, {@code LABEL} or {@code all}; empty without a table
 */
public record PriorFacts(String version, String segment) {

  /** Without a table: the values of the bundle hold for all. */
  public static final PriorFacts NONE = new PriorFacts("", "");
}
