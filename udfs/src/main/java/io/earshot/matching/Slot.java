package io.earshot.matching;

import java.time.Duration;

/**
 * Where items are remembered: a stretch of time, in {@value #SHARDS} parts. A slot is searched in
 * one step and forgotten as a whole, so a step is bounded by what is published in {@value #HOURS}
 * hours, by {@value #SHARDS}, and no time is spent on looking for what is over.
 */
final class Slot {

  private static final int HOURS = 6;
  static final int SHARDS = 16;
  static final long MILLIS = Duration.ofHours(HOURS).toMillis();

  private Slot() {}

  /** The slot of an item. */
  static long of(long time, long id) {
    return number(time) * SHARDS + Math.floorMod(id, SHARDS);
  }

  /** The number of a stretch of time. */
  static long number(long time) {
    return Math.floorDiv(time, MILLIS);
  }

  /** When the stretch of a slot is over. */
  static long end(long slot) {
    return (Math.floorDiv(slot, (long) SHARDS) + 1) * MILLIS;
  }
}
