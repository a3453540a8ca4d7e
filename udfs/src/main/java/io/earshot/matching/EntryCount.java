package io.earshot.matching;

import io.earshot.intake.EntryRef;

/**
 * In the contents of how many creators an entry was found in an hour so far, of one share of them.
 *
 * @param entry which entry
 * @param since from which event time on the entry is in effect as it was found, milliseconds since
 *     the epoch
 * @param share which share of the creators
 * @param hour start of the hour, milliseconds since the epoch
 * @param creators how many of the share
 * @param windowEnd end of the window up to which they are counted
 */
public record EntryCount(
    EntryRef entry, long since, int share, long hour, int creators, long windowEnd) {

  /** The life of an entry that is counted: what is added again is counted anew. */
  public String life() {
    return since + "\u0000" + entry.bank() + "\u0000" + entry.entryId();
  }
}
