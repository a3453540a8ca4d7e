package io.earshot.matching;

import io.earshot.stats.Hash64;

/**
 * An entry of a bank that has come into effect, to be held against what was published before.
 *
 * @param entry the entry, from when on it is in effect and how long
 * @param changeId event that added it, or ended it
 * @param at the event time as of which it is held against the past, milliseconds since the epoch
 * @param foldAt end of the window in which what is found is judged, its last millisecond
 */
public record DueEntry(BankEntry entry, String changeId, long at, long foldAt) {

  /** Whether it says only that the entry has ended, and before when that was. */
  boolean isEnd() {
    return entry.until() <= at;
  }

  /** By what items note that the entry was found in them. */
  long key() {
    return Hash64.of(BankChange.key(entry.bank(), entry.entryId()));
  }
}
