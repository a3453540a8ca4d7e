package io.earshot.risk;

import io.earshot.assessment.Family;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What detectors can ask about a creator, as of the event that is looked at. */
public interface CreatorView {

  /** Time of the event, milliseconds since the epoch. */
  long now();

  /** The strongest score of each family for the content that is looked at, in their order. */
  Map<Family, Double> scores();

  /** Age of the account in milliseconds; -1 if not known. */
  long ageMillis();

  /** Whether the account is known to be younger than some milliseconds. */
  default boolean isYoungerThan(double millis) {
    return ageMillis() >= 0 && ageMillis() < millis;
  }

  /** Whether count limits are relaxed. */
  boolean isTrustedLicensor();

  /** When the creator was last active before this event; {@link Long#MIN_VALUE} if never. */
  long lastActive();

  /** First publications other than comments within about an hour (twelve buckets of 5 minutes). */
  long uploadsLastHour();

  /** First publications other than comments within about some hours, at most 48. */
  long uploadsLast(int hours);

  /** Published versions, halved every 30 days. */
  double items();

  /** What borderline and worse items of a family add up to; what was overturned is not in it. */
  FamilyStanding standing(Family family);

  /**
   * What those of them with a score below some add up to. The scores of what came before the newest
   * 64 borderline and worse items are not known any more, and are in it.
   */
  FamilyStanding standing(Family family, double below);

  /**
   * Whether what was found in an item still stands: no decision on it within a family was made, or
   * not all of those were overturned.
   *
   * @param item of {@link #item}
   */
  boolean stands(long item, Family family);

  /** Decisions within a family since a time that were not overturned, each item once. */
  int standingDecisions(Family family, long since);

  /** Those of them that a reviewer upheld. */
  int upheldDecisions(Family family, long since);

  /**
   * Whether a decision that stands took an item away.
   *
   * @param item of {@link #item}
   */
  boolean isRemoved(long item);

  /**
   * The newest decision on any version of a content that was not overturned; else Long.MIN_VALUE.
   */
  long lastDecisionOn(long content);

  /** Who has reported what within a day. */
  ReportBook reports();

  /** What the account shares with accounts that people have dealt with. */
  List<Neighbourhood> neighbourhoods();

  /**
   * Who else links to a host to which the creator links; null where that are few, or accounts of
   * some age.
   *
   * @param host of {@code ContentSigns}
   */
  @Nullable LinkCrowd crowd(long host);

  /** The domains to which nobody may link, as of the event. */
  DomainList blocked();

  /** By what decisions name the content version that is looked at. */
  long item();

  /** By what decisions name the content that is looked at, whatever its version. */
  long content();

  /**
   * What the items of a family add up to.
   *
   * @param mass sum of their scores, halved every 30 days
   * @param items number of them, halved every 30 days
   * @param strongest highest score among them
   * @param count number of them within {@link CreatorProfile#MEMORY}, undecayed
   */
  record FamilyStanding(double mass, double items, double strongest, int count) {

    /** Nothing. */
    public static final FamilyStanding NONE = new FamilyStanding(0, 0, 0, 0);
  }
}
