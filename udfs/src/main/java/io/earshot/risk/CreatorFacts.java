package io.earshot.risk;

import io.earshot.assessment.Family;
import java.util.List;

/**
 * A creator's profile as of a time, in the terms of rules. Fractions are rounded to three decimals.
 *
 * @param ageDays age of the account in days; -1 if not known
 * @param trustedLicensor whether count limits are relaxed
 * @param uploads1h first publications other than comments within about an hour (twelve buckets of
 *     five minutes)
 * @param uploads24h first publications other than comments within about a day (24 buckets of an
 *     hour)
 * @param items published versions, decayed
 * @param linkShare share of them that carry links, 0 to 1
 * @param reports24h reports received within about a day
 * @param families mass by family, in the order of {@link Family}; only families with any
 * @param risk the creator's risk, and the detectors that fired on the event
 * @param reports what those reports are worth
 * @param priors by which priors detectors were asked
 */
public record CreatorFacts(
    double ageDays,
    boolean trustedLicensor,
    long uploads1h,
    long uploads24h,
    double items,
    double linkShare,
    long reports24h,
    List<FamilyFact> families,
    RiskFacts risk,
    ReportFacts reports,
    PriorFacts priors) {

  /** Facts of a creator without risk, of whom no detector says anything. */
  public CreatorFacts(
      double ageDays,
      boolean trustedLicensor,
      long uploads1h,
      long uploads24h,
      double items,
      double linkShare,
      long reports24h,
      List<FamilyFact> families) {
    this(
        ageDays,
        trustedLicensor,
        uploads1h,
        uploads24h,
        items,
        linkShare,
        reports24h,
        families,
        RiskFacts.NONE,
        ReportFacts.NONE,
        PriorFacts.NONE);
  }

  /**
   * What the reports of about a day are worth.
   *
   * @param claims those of rights holders; of at most {@link ReportBook#MOST} reports
   * @param credible sum over distinct reporters of the lower bound of their credibility
   */
  public record ReportFacts(long claims, double credible) {

    /** No reports. */
    public static final ReportFacts NONE = new ReportFacts(0, 0);
  }

  /**
   * One family's sum.
   *
   * @param family the family
   * @param mass decayed sum of borderline and higher scores
   * @param items decayed number of such items
   */
  public record FamilyFact(Family family, double mass, double items) {}

  /** Where nothing about the creator may be asked: the express lane. */
  public static final CreatorFacts NONE = new CreatorFacts(-1, false, 0, 0, 0, 0, 0, List.of());
}
