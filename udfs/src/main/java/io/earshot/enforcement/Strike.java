package io.earshot.enforcement;

import io.earshot.assessment.Family;
import io.earshot.policy.StrikeLedger;

/**
 * Keyed state: an entry of a strike ledger. It is never changed; an overturned one is taken off.
 *
 * @param decisionId which decision it comes from
 * @param ledger on which ledger it counts
 * @param family policy family of the violation
 * @param severity 0 to 4
 * @param points how much it counts; 0 for a warning
 * @param issuedAt when, milliseconds since the epoch
 * @param expiresAt from when on it does not count
 */
public record Strike(
    String decisionId,
    StrikeLedger ledger,
    Family family,
    int severity,
    int points,
    long issuedAt,
    long expiresAt) {}
