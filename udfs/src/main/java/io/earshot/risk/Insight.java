package io.earshot.risk;

import org.jspecify.annotations.Nullable;

/**
 * What stages that are keyed by something else than the creator (package {@code risk.network}) tell
 * the creator's window.
 *
 * @param reporter with a report or the answer to one: what is known of who reports, by then
 * @param before with an answer: what was known before it
 * @param neighbourhood by itself: who shares something with the creator's account
 * @param crowd by itself: who links to a host to which the creator links
 * @param erased with an erasure: what of the creator was taken out where it was kept by something
 *     else, in words
 */
public record Insight(
    @Nullable ReporterStanding reporter,
    @Nullable ReporterStanding before,
    @Nullable Neighbourhood neighbourhood,
    @Nullable LinkCrowd crowd,
    @Nullable String erased) {

  /** What is known of who reports. */
  public static Insight of(ReporterStanding reporter) {
    return new Insight(reporter, null, null, null, null);
  }

  /** What is known of who reported, before and after people answered. */
  public static Insight of(ReporterStanding before, ReporterStanding after) {
    return new Insight(after, before, null, null, null);
  }

  /** Who shares something with the creator's account. */
  public static Insight of(Neighbourhood neighbourhood) {
    return new Insight(null, null, neighbourhood, null, null);
  }

  /** Who links to a host to which the creator links. */
  public static Insight of(LinkCrowd crowd) {
    return new Insight(null, null, null, crowd, null);
  }

  /** What of the creator was taken out where it was kept by something else, in words. */
  public static Insight erased(String what) {
    return new Insight(null, null, null, null, what);
  }
}
