package io.earshot.job.traffic;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Many creators of whom some are about at any time. Each minute of event time has a cast of its own
 * from the crowd; within it activity falls off as in the law of Zipf and Mandelbrot, and nobody
 * publishes more than {@link #MOST_A_MINUTE} times, so that an honest crowd never floods.
 *
 * <p>Asked in the order of event time only. Holds one bit a member and one count a place in the
 * cast.
 */
final class Crowd {

  static final int MOST_A_MINUTE = 8;

  private static final long MINUTE_MILLIS = 60_000;
  private static final int LARGEST = 1 << 26;

  private final Dice dice;
  private final int members;
  private final byte[] plays;
  private final BitSet met;
  private final double flat;
  private long minute = -1;

  /**
   * @param cast members who are about in a minute
   * @param reach how many casts the crowd is large
   */
  Crowd(Dice dice, int cast, int reach) {
    this.dice = dice;
    this.plays = new byte[cast];
    this.members = (int) Math.min(LARGEST, (long) cast * reach);
    this.met = new BitSet(members);
    this.flat = cast / 5.0;
  }

  /** Who publishes now. */
  Member next(long offsetMillis, Dice chance) {
    long now = offsetMillis / MINUTE_MILLIS;
    if (now != minute) {
      minute = now;
      Arrays.fill(plays, (byte) 0);
    }
    int place = withRoom(rank(chance.unit()));
    plays[place]++;
    // A row of neighbours: two places of one minute are never the same member.
    int member = (int) ((dice.at(minute).below((long) members) + place) % members);
    boolean first = !met.get(member);
    met.set(member);
    return new Member(member, first);
  }

  private int rank(double u) {
    // Inverse of the cumulated weights 1 / (rank + flat), taken as continuous.
    double rank = flat * Math.pow((plays.length + flat) / flat, u) - flat;
    return (int) Math.min(plays.length - 1, rank);
  }

  private int withRoom(int from) {
    for (int i = 0; i < plays.length; i++) {
      int place = (from + i) % plays.length;
      if (plays[place] < MOST_A_MINUTE) {
        return place;
      }
    }
    plays[from] = 0;
    return from;
  }

  /**
   * @param number within the crowd
   * @param first whether it has not been asked before
   */
  record Member(int number, boolean first) {}
}
