package io.earshot.enforcement;

import io.earshot.policy.StrikeLedger;

/**
 * What supports a consequence of strikes.
 *
 * @param ledger the ledger
 * @param points the rung: points from which on the consequence follows
 * @param entryId the entry with which it was reached
 */
public record LadderStep(StrikeLedger ledger, int points, String entryId) {}
