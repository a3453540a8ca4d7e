package io.earshot.matching;

import io.earshot.intake.EntryRef;
import io.earshot.intake.SourceRef;

/**
 * That an entry of a bank was wrong.
 *
 * @param entry which entry
 * @param changeId the change that says so
 * @param at from which event time on, milliseconds since the epoch
 * @param source where it was read
 */
public record EntryWithdrawal(EntryRef entry, String changeId, long at, SourceRef source) {}
