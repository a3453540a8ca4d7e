package io.earshot.time;

/**
 * An event-time interval {@code [start, end)} of a fixed grid that starts at the epoch.
 *
 * @param start first millisecond, since the epoch
 * @param end first millisecond that is not in it any more
 */
public record TumblingWindow(long start, long end) {

  /**
   * The window of a grid of {@code sizeMillis} in which {@code time} lies; times before the epoch
   * too.
   */
  public static TumblingWindow of(long time, long sizeMillis) {
    long start = Math.floorDiv(time, sizeMillis) * sizeMillis;
    return new TumblingWindow(start, start + sizeMillis);
  }

  /** The last millisecond of the window: the watermark that closes it. */
  public long maxTimestamp() {
    return end - 1;
  }
}
