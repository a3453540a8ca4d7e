package io.earshot.risk;

import io.earshot.assessment.Family;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a creator's profile says as of a time, for a person who looks at it.
 *
 * @param bytes length of what is kept
 * @param newestEvent time of the newest event that is in it
 * @param asOf the time that the rest is read for
 * @param account what is known of the account
 * @param counts what happened lately
 * @param rates shares, with what they are made of
 * @param families what borderline and worse items add up to
 * @param decisions on items, oldest first
 * @param risk the risk with its contributions
 * @param firings which detectors fired when, oldest first
 * @param detectors those with a state of their own
 */
public record ProfileReport(
    int bytes,
    Instant newestEvent,
    Instant asOf,
    Account account,
    List<StateFact> counts,
    List<Rate> rates,
    List<FamilySum> families,
    List<Decided> decisions,
    Risk risk,
    List<Fired> firings,
    List<Knowledge> detectors) {

  /**
   * The account.
   *
   * @param createdAt null if not known
   * @param trustedLicensor whether count limits are relaxed
   * @param lastActive when something was published last; null if never
   * @param segment type, tenure and channel
   * @param priors by which priors detectors are asked
   */
  public record Account(
      @Nullable Instant createdAt,
      boolean trustedLicensor,
      @Nullable Instant lastActive,
      String segment,
      PriorFacts priors) {}

  /**
   * A share, decayed.
   *
   * @param of what, of what
   * @param numerator how many
   * @param denominator of how many
   * @param value the share; 0 where there is nothing
   */
  public record Rate(String of, double numerator, double denominator, double value) {}

  /**
   * The items of a family that count.
   *
   * @param mass sum of their scores, halved every 30 days
   * @param items number of them, halved every 30 days
   * @param strongest highest score that is still kept by itself
   * @param count number of them that are still kept one by one
   */
  public record FamilySum(Family family, double mass, double items, double strongest, int count) {}

  /**
   * A decision on an item.
   *
   * @param decision the first sixteen digits of its id
   * @param publishedAt when the item was published
   * @param state made, upheld or overturned
   * @param restsOn detectors that its rule asked for
   */
  public record Decided(
      String decision, Family family, Instant publishedAt, String state, List<String> restsOn) {}

  /**
   * The risk.
   *
   * @param value 0 to below 1; null where the bundle asks for none
   * @param high with hysteresis
   */
  public record Risk(
      @Nullable Double value, boolean high, List<RiskFacts.Contribution> contributions) {}

  /**
   * A detector that fired.
   *
   * @param hour the hour in which
   * @param risk what the bundle of that time said about it
   * @param overturned whether what was decided on it was found wrong, so that it does not count
   */
  public record Fired(String detector, Instant hour, double risk, boolean overturned) {}

  /** What a detector knows. */
  public record Knowledge(String detector, String name, List<StateFact> facts) {}
}
