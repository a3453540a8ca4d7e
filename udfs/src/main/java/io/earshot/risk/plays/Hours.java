package io.earshot.risk.plays;

import java.time.Duration;

/** Hours and days of UTC by number, since the epoch. */
public final class Hours {

  /** Length of an hour in milliseconds. */
  public static final long LENGTH = Duration.ofHours(1).toMillis();

  /** Hours of a day. */
  public static final int OF_DAY = 24;

  private Hours() {}

  /** The hour in which a time lies. */
  public static long of(long time) {
    return Math.floorDiv(time, LENGTH);
  }

  /** The end of an hour, milliseconds since the epoch. */
  public static long end(long hour) {
    return (hour + 1) * LENGTH;
  }

  /** The day of an hour. */
  static long day(long hour) {
    return Math.floorDiv(hour, OF_DAY);
  }

  /** The last hour of a day. */
  static long lastOf(long day) {
    return day * OF_DAY + OF_DAY - 1;
  }
}
