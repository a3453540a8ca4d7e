package io.earshot.risk;

import io.earshot.assessment.Family;
import java.util.List;

/**
 * A creator's profile as of a time, in the terms of rules. Fractions are rounded to three decimals.
 *
 * @param ageDays age of the account in days; -1 if not known
 * @param trustedLicensor whether count limits are relaxed
 * @param uploads1h first publications within about an hour (twelve buckets of five minutes)
 * @param uploads24h first publications within about a day (24 buckets of an hour)
 * @param items published versions, decayed
 * @param linkShare share of them that carry links, 0 to 1
 * @param reports24h reports received within about a day
 * @param families mass by family, in the order of {@link Family}; only families with any
 */
public record CreatorFacts(
    double ageDays,
    boolean trustedLicensor,
    long uploads1h,
    long uploads24h,
    double items,
    double linkShare,
    long reports24h,
    List<FamilyFact> families) {

  /**
   * One family's sum.
   *
   * @param family the family
   * @param mass decayed sum of borderline and higher scores
   * @param items decayed number of such items
   */
  public record FamilyFact(Family family, double mass, double items) {}

  /** Where nothing about the creator may be asked: the express lane. */
  public static final CreatorFacts NONE = CreatorProfile.UNKNOWN.factsAt(0);
}
