package io.earshot.enforcement;

import io.earshot.policy.StrikeLedger;

/**
 * A rung of the strike ladder.
 *
 * @param ledger on which ledger
 * @param points active points from which on it applies
 */
public record LadderStep(StrikeLedger ledger, int points) {}
