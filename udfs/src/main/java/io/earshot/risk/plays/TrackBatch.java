package io.earshot.risk.plays;

import java.util.Comparator;

/**
 * What a part of a track's listeners played in an hour.
 *
 * @param track which content version
 * @param hour which hour
 * @param shard which part
 * @param plays all plays
 * @param flagged those of listeners that nobody can be
 * @param sample with the last hour of a day, who listened on that day: a {@link ListenerSample};
 *     else no bytes
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TrackBatch(
    TrackRef track, long hour, int shard, long plays, long flagged, byte[] sample) {

  /** The order of folding. */
  static final Comparator<TrackBatch> CANONICAL =
      Comparator.comparingLong(TrackBatch::hour).thenComparingInt(TrackBatch::shard);
}
