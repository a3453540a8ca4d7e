package io.earshot.risk.plays;

/**
 * What is known of a track's plays at the end of an hour.
 *
 * @param track which content version
 * @param at end of the hour, milliseconds since the epoch
 * @param flagged plays of listeners that nobody can be, decayed
 * @param all all plays, decayed
 * @param day at the end of a day of UTC, the plays of that day; else {@link Day#NONE}
 */
public record TrackPlays(TrackRef track, long at, double flagged, double all, Day day) {

  /** No track is told of where there is nothing to do about it. */
  public static final int NOTHING = 0;

  /** So many plays are artificial that people should look. */
  public static final int REVIEW = 1;

  /** So many that the track does not belong into charts. */
  public static final int CHARTS = 2;

  /** So many that royalties are withheld. */
  public static final int ROYALTIES = 3;

  /** Nearly all, so that people should think of a penalty. */
  public static final int PENALTY = 4;

  /** Who listens, and when, is what no audience does. */
  public static final int MIX = 5;

  /**
   * A day of plays.
   *
   * @param plays how many
   * @param listeners how many different listeners; estimated where they are many
   * @param topShare share of the plays of the hundredth of the listeners who play most
   * @param entropy of the hours of the day, as a share of that of an even day: 1 where every hour
   *     has as many plays
   */
  public record Day(long plays, long listeners, double topShare, double entropy) {

    /** No day is over. */
    public static final Day NONE = new Day(0, 0, 0, 0);

    /** Plays of a listener. */
    public double perListener() {
      return listeners == 0 ? 0 : (double) plays / listeners;
    }
  }

  /** The share of the plays that are flagged. */
  public double share() {
    return all == 0 ? 0 : flagged / all;
  }
}
