package io.earshot.matching;

import io.earshot.stats.Hash64;
import java.util.Comparator;
import java.util.List;

/**
 * That what a creator published before a time is to be forgotten, for one key of a store.
 *
 * @param creator a hash of whose it is
 * @param before what was published from then on stays, milliseconds since the epoch
 * @param foldAt the time by which it belongs to a window; later than {@code before} where that is
 *     of a window that was closed
 * @param items ids of what is remembered under the key; none where the creator tells it
 */
public record Forget(long creator, long before, long foldAt, List<Long> items) {

  static final Comparator<Forget> CANONICAL =
      Comparator.comparingLong(Forget::before).thenComparingLong(Forget::creator);

  /** What is to be forgotten of a creator. */
  public static Forget of(String creatorId, long before, long foldAt, List<Long> items) {
    return new Forget(Hash64.of(creatorId), before, foldAt, items);
  }

  /** Whether something is meant by it. */
  boolean covers(long whose, long publishedAt) {
    return whose == creator && publishedAt < before;
  }
}
