package io.earshot.risk.plays;

import io.earshot.stats.Hash64;

/**
 * What one listener played of one content version in one hour.
 *
 * @param track which content version
 * @param hour which hour
 * @param listener hash of who listened
 * @param plays how often
 * @param flagged whether the listener is one that nobody can be (D07a)
 */
public record TrackHour(TrackRef track, long hour, long listener, long plays, boolean flagged) {

  /** Parts into which the listeners of one track are split, so that no subtask gets all of them. */
  static final int SHARDS = 16;

  /** A track, and a part of those who listen to it. */
  public String shardKey() {
    return shard() + "/" + track.key();
  }

  /** Which part. */
  int shard() {
    return (int) (listener & (SHARDS - 1));
  }

  /** The hash by which a listener is known. */
  static long listener(String listenerId) {
    return Hash64.of(listenerId);
  }
}
