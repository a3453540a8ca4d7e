package io.earshot.matching;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Counts votes for places; a hash table of plain numbers, since a query casts a million. */
final class Votes {

  /**
   * A place that was voted for.
   *
   * @param lag how far the query lies behind all that is known, laid end to end
   * @param position one of the known numbers that voted for it
   * @param votes how many did
   */
  record Place(int lag, int position, int votes) {}

  private static final int FIRST_SIZE = 1 << 12;

  private int[] lags = new int[FIRST_SIZE];
  private int[] positions = new int[FIRST_SIZE];
  private int[] counts = new int[FIRST_SIZE];
  private int used;

  /** Counts a vote. */
  void add(int lag, int position) {
    int slot = slot(lag);
    if (counts[slot]++ == 0) {
      lags[slot] = lag;
      positions[slot] = position;
      used++;
      if (2 * used > lags.length) {
        grow();
      }
    }
  }

  private int slot(int lag) {
    int mask = lags.length - 1;
    int slot = ((lag * 0x9e3779b1) >>> 7) & mask;
    while (counts[slot] > 0 && lags[slot] != lag) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldLags = lags;
    int[] oldPositions = positions;
    int[] oldCounts = counts;
    lags = new int[2 * oldLags.length];
    positions = new int[lags.length];
    counts = new int[lags.length];
    for (int i = 0; i < oldLags.length; i++) {
      if (oldCounts[i] > 0) {
        int slot = slot(oldLags[i]);
        lags[slot] = oldLags[i];
        positions[slot] = oldPositions[i];
        counts[slot] = oldCounts[i];
      }
    }
  }

  /** The places with most votes, those first; of equal ones, the smaller lag. */
  List<Place> most(int least, int limit) {
    int threshold = threshold(least, limit);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < lags.length; i++) {
      if (counts[i] >= threshold) {
        places.add(new Place(lags[i], positions[i], counts[i]));
      }
    }
    places.sort(Comparator.comparing((Place p) -> -p.votes()).thenComparing(Place::lag));
    return places.subList(0, Math.min(limit, places.size()));
  }

  /** The most votes of which there are still so many places, so that few are sorted. */
  private int threshold(int least, int limit) {
    int[] havingVotes = new int[256];
    for (int count : counts) {
      havingVotes[Math.min(count, havingVotes.length - 1)]++;
    }
    int places = 0;
    int threshold = havingVotes.length - 1;
    while (threshold > least && places + havingVotes[threshold] < limit) {
      places += havingVotes[threshold];
      threshold--;
    }
    return Math.max(threshold, least);
  }
}
