package io.earshot.job.traffic;

/**
 * How fast scripts follow each other at a rate. A cycle is a minute at {@link #REFERENCE_RATE} and
 * longer below it, so that scripts keep their share of the traffic; bursts keep their pace, because
 * a burst is one by its pace.
 *
 * @param cycleMillis length of a cycle
 * @param phaseMillis by how much this copy of a script is shifted
 */
record Tempo(long cycleMillis, long phaseMillis) {

  /** Content events a second at which one copy of each script plays once a minute. */
  static final double REFERENCE_RATE = 20.0;

  private static final long MINUTE_MILLIS = 60_000;

  /** How many copies of each script play at a rate; limited, as bookkeeping grows with them. */
  static int copies(double eventsPerSecond) {
    return (int) Math.max(1, Math.min(1_000, Math.round(eventsPerSecond / REFERENCE_RATE)));
  }

  static Tempo of(double eventsPerSecond, int copy) {
    long cycle = (long) (MINUTE_MILLIS * Math.max(1.0, REFERENCE_RATE / eventsPerSecond));
    return new Tempo(cycle, cycle * copy / copies(eventsPerSecond));
  }

  /**
   * A row at a pace that does not depend on the rate.
   *
   * @param firstMillis within a cycle of a minute
   */
  Cycle burst(long firstMillis, long spacingMillis, int plays) {
    return new Cycle(cycleMillis, first(firstMillis), spacingMillis, plays);
  }

  /**
   * A row whose plays are a fraction of the cycle apart.
   *
   * @param firstMillis within a cycle of a minute
   * @param fraction how many plays the cycle would have room for; at least {@code plays}
   */
  Cycle spread(long firstMillis, int plays, int fraction) {
    return new Cycle(cycleMillis, first(firstMillis), cycleMillis / fraction, plays);
  }

  /**
   * A row at a pace that does not depend on the rate, in every third cycle.
   *
   * @param firstMillis within a cycle of a minute
   */
  Cycle rare(long firstMillis, long spacingMillis, int plays) {
    return new Cycle(3 * cycleMillis, first(firstMillis), spacingMillis, plays);
  }

  private long first(long firstMillis) {
    return phaseMillis + firstMillis * cycleMillis / MINUTE_MILLIS;
  }
}
