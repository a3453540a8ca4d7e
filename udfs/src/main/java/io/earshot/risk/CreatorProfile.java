package io.earshot.risk;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.intake.CreatorSignal;
import io.earshot.stats.DecayedCounter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Keyed state: what is known about a creator. It holds statistics only, no text, no media, no ids
 * of content.
 *
 * <p>Every method folds one event in and gives the profile after it; the creator's window calls
 * them in canonical order.
 *
 * @param accountCreatedAt when the account was made, milliseconds since the epoch; 0 if not known
 * @param trustedLicensor whether count limits are relaxed
 * @param items decayed number of published versions
 * @param withLinks decayed number of them that carry links
 * @param uploadsFine first publications in buckets of {@link #FINE_BUCKET}, over an hour
 * @param uploadsCoarse first publications in buckets of {@link #COARSE_BUCKET}, over a day
 * @param reports reports received in buckets of {@link #COARSE_BUCKET}, over a day
 * @param families mass by family, in the order of {@link Family}; only families with any
 * @param flags items that policies found something in, oldest first, so that an overturned finding
 *     can be taken back; at most {@link #MAX_FLAGS}
 */
public record CreatorProfile(
    long accountCreatedAt,
    boolean trustedLicensor,
    DecayedCounter items,
    DecayedCounter withLinks,
    BucketCount uploadsFine,
    BucketCount uploadsCoarse,
    BucketCount reports,
    List<FamilyMass> families,
    List<Flag> flags) {

  /**
   * What an item added to the mass of a family, under the decision that it led to.
   *
   * @param decision the first eight bytes of the decision's id
   * @param family whose mass
   * @param score how much
   * @param at when, milliseconds since the epoch
   */
  public record Flag(long decision, Family family, double score, long at) {}

  /** The most flags that are kept: with 40 bytes each they stay a small part of the profile. */
  static final int MAX_FLAGS = 64;

  /** How long a decision can be appealed, and so for how long its flag is kept. */
  static final long FLAG_MEMORY = Duration.ofDays(200).toMillis();

  /**
   * From this family score on an item counts towards the family's mass: below it, the sum would
   * measure diligence and not harm.
   */
  public static final double BORDERLINE = 0.3;

  /** Half-life of everything that decays: a month of good conduct halves the past. */
  static final long HALF_LIFE = Duration.ofDays(30).toMillis();

  static final long FINE_BUCKET = Duration.ofMinutes(5).toMillis();
  static final int FINE_SPAN = 12;
  static final long COARSE_BUCKET = Duration.ofHours(1).toMillis();
  static final int COARSE_SPAN = 24;

  /** A creator of whom nothing is known. */
  public static final CreatorProfile UNKNOWN =
      new CreatorProfile(
          0,
          false,
          DecayedCounter.ZERO,
          DecayedCounter.ZERO,
          BucketCount.ZERO,
          BucketCount.ZERO,
          BucketCount.ZERO,
          List.of(),
          List.of());

  /** The profile after a published version; an edit is an item, but not an upload. */
  public CreatorProfile publish(Assessment assessment) {
    long time = assessment.content().eventTime();
    boolean upload = assessment.content().version() == 1;
    return new CreatorProfile(
        accountCreatedAt,
        trustedLicensor,
        items.add(1.0, time, HALF_LIFE),
        assessment.content().linkCount() > 0 ? withLinks.add(1.0, time, HALF_LIFE) : withLinks,
        upload ? uploadsFine.add(time, 1, FINE_BUCKET, FINE_SPAN) : uploadsFine,
        upload ? uploadsCoarse.add(time, 1, COARSE_BUCKET, COARSE_SPAN) : uploadsCoarse,
        reports,
        withMasses(assessment, time),
        flags);
  }

  /** The profile after a change of the account; an erasure forgets everything. */
  public CreatorProfile change(CreatorSignal.AccountChange change) {
    if (change.erase()) {
      return UNKNOWN;
    }
    return new CreatorProfile(
        change.createdAt() == null ? accountCreatedAt : change.createdAt(),
        change.trustedLicensor() == null ? trustedLicensor : change.trustedLicensor(),
        items,
        withLinks,
        uploadsFine,
        uploadsCoarse,
        reports,
        families,
        flags);
  }

  /**
   * The profile after a report about something of the creator's. A report counts; it never acts by
   * itself.
   */
  public CreatorProfile report(long time) {
    return new CreatorProfile(
        accountCreatedAt,
        trustedLicensor,
        items,
        withLinks,
        uploadsFine,
        uploadsCoarse,
        reports.add(time, 1, COARSE_BUCKET, COARSE_SPAN),
        families,
        flags);
  }

  /**
   * The profile with a note of what an item added to a family's mass.
   *
   * @param decisionId the decision that it led to, a UUID
   */
  public CreatorProfile flag(Assessment assessment, String decisionId, Family family) {
    double score = assessment.familyScores().getOrDefault(family, 0.0);
    if (score < BORDERLINE) {
      return this;
    }
    long time = assessment.content().eventTime();
    List<Flag> kept = new ArrayList<>(flags.size() + 1);
    for (Flag flag : flags) {
      if (flag.at() > time - FLAG_MEMORY) {
        kept.add(flag);
      }
    }
    kept.add(new Flag(brief(decisionId), family, score, time));
    return with(families, kept.size() > MAX_FLAGS ? kept.subList(1, kept.size()) : kept);
  }

  /**
   * The profile as if what a decision found had never been there. A decision that it does not
   * remember changes nothing.
   */
  public CreatorProfile overturn(String decisionId) {
    long decision = brief(decisionId);
    List<Flag> kept = new ArrayList<>(flags.size());
    List<FamilyMass> masses = new ArrayList<>(families);
    for (Flag flag : flags) {
      if (flag.decision() == decision) {
        add(masses, flag.family(), -flag.score(), -1.0, flag.at());
      } else {
        kept.add(flag);
      }
    }
    if (kept.size() == flags.size()) {
      return this;
    }
    // What is left of a family without items is the rounding of their sums.
    masses.removeIf(mass -> mass.items().value() < 1e-6);
    return with(masses, kept);
  }

  private CreatorProfile with(List<FamilyMass> newFamilies, List<Flag> newFlags) {
    return new CreatorProfile(
        accountCreatedAt,
        trustedLicensor,
        items,
        withLinks,
        uploadsFine,
        uploadsCoarse,
        reports,
        newFamilies,
        List.copyOf(newFlags));
  }

  private static long brief(String decisionId) {
    return UUID.fromString(decisionId).getMostSignificantBits();
  }

  /** What rules can ask about the creator, as of a time. */
  public CreatorFacts factsAt(long time) {
    double all = items.valueAt(time, HALF_LIFE);
    List<CreatorFacts.FamilyFact> facts = new ArrayList<>(families.size());
    for (FamilyMass family : families) {
      facts.add(
          new CreatorFacts.FamilyFact(
              family.family(),
              round(family.mass().valueAt(time, HALF_LIFE)),
              round(family.items().valueAt(time, HALF_LIFE))));
    }
    return new CreatorFacts(
        accountCreatedAt == 0
            ? -1.0
            : round((time - accountCreatedAt) / (double) Duration.ofDays(1).toMillis()),
        trustedLicensor,
        uploadsFine.countAt(time, FINE_BUCKET, FINE_SPAN),
        uploadsCoarse.countAt(time, COARSE_BUCKET, COARSE_SPAN),
        round(all),
        all == 0.0 ? 0.0 : round(withLinks.valueAt(time, HALF_LIFE) / all),
        reports.countAt(time, COARSE_BUCKET, COARSE_SPAN),
        facts);
  }

  private List<FamilyMass> withMasses(Assessment assessment, long time) {
    List<FamilyMass> next = null;
    for (Map.Entry<Family, Double> family : assessment.familyScores().entrySet()) {
      if (family.getValue() >= BORDERLINE) {
        next = next == null ? new ArrayList<>(families) : next;
        add(next, family.getKey(), family.getValue(), 1.0, time);
      }
    }
    return next == null ? families : next;
  }

  private static void add(
      List<FamilyMass> families, Family family, double score, double count, long time) {
    int place = 0;
    while (place < families.size() && families.get(place).family().compareTo(family) < 0) {
      place++;
    }
    boolean known = place < families.size() && families.get(place).family() == family;
    FamilyMass before =
        known
            ? families.get(place)
            : new FamilyMass(family, DecayedCounter.ZERO, DecayedCounter.ZERO);
    FamilyMass after =
        new FamilyMass(
            family,
            before.mass().add(score, time, HALF_LIFE),
            before.items().add(count, time, HALF_LIFE));
    if (known) {
      families.set(place, after);
    } else {
      families.add(place, after);
    }
  }

  /** Three decimals, as scores: what a rule compares is what an explanation prints. */
  private static double round(double value) {
    return StrictMath.rint(value * 1000.0) / 1000.0;
  }
}
