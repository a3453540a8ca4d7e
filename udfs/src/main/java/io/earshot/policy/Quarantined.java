package io.earshot.policy;

import io.earshot.intake.BankMatch;
import io.earshot.intake.EntryRef;

/**
 * An entry of a bank that was found in the contents of so many creators that it is rather wrong
 * than right: what it leads to goes to people until somebody has looked at it.
 *
 * @param entry which entry
 * @param since from which event time on the entry is in effect as it was found, milliseconds since
 *     the epoch; an entry that is added again is another one
 * @param creators of how many creators in one hour
 * @param limit how many are no reason to doubt it
 */
public record Quarantined(EntryRef entry, long since, long creators, long limit) {

  /** Whether a match is one with it. */
  boolean isOf(BankMatch match) {
    return since == match.since() && entry.equals(EntryRef.of(match));
  }

  /** What a decision says that goes to a human for it. */
  Comparison comparison() {
    return new Comparison(
        "limit.entry." + entry.bank() + "/" + entry.entryId() + ".creators",
        "<=",
        String.valueOf(limit),
        String.valueOf(creators),
        false);
  }
}
