package io.earshot.risk;

import io.earshot.stats.BetaPosterior;

/**
 * What is known of a reporter when they report: counts, from which a posterior follows under the
 * prior of the bundle that decides.
 *
 * <p>Claims of rights holders and other reports of one reporter are told apart: this is of the
 * reporter's reports of the same sort.
 *
 * @param firstReportAt time of the reporter's first report, milliseconds since the epoch; the time
 *     of this one if it is the first
 * @param answered reports within {@link #WINDOW_DAYS} days that people have answered
 * @param upheld those of them that were right
 * @param targets what the reporter has reported, see {@link TargetSketch}; 0 if that is too little
 *     to say anything
 */
public record ReporterStanding(long firstReportAt, int answered, int upheld, long targets) {

  /** How long an answer counts, in days; what article 23 of the DSA calls a pattern needs some. */
  public static final int WINDOW_DAYS = 90;

  /** More of them are not kept: the newest. */
  public static final int MOST_ANSWERS = 128;

  /** The standing of somebody who reports for the first time. */
  public static ReporterStanding unknown(long time) {
    return new ReporterStanding(time, 0, 0, 0);
  }

  /** Lower bounds leave out this share of what is believed. */
  private static final double LOWER = 0.05;

  /** Reports that were unfounded. */
  public int unfounded() {
    return answered - upheld;
  }

  /** The share of the reporter's reports that are right, at least, with 95 % confidence. */
  public double credibility(ReporterPrior prior) {
    return BetaPosterior.of(prior.upheld(), prior.unfounded(), upheld, answered).quantile(LOWER);
  }

  /** The share of the reporter's reports that are unfounded, at least, with 95 % confidence. */
  public double unfoundedShare(ReporterPrior prior) {
    return BetaPosterior.of(prior.unfounded(), prior.upheld(), unfounded(), answered)
        .quantile(LOWER);
  }
}
