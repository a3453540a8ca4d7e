package io.earshot.enforcement;

import io.earshot.risk.CreatorProfile;

/**
 * Keyed state: all that is kept about a creator. One record, because a window always reads both
 * parts, and a read of the state backend costs more than what it reads.
 *
 * @param profile what is known, by risk
 * @param ledger what is in force, by enforcement
 */
public record CreatorState(CreatorProfile profile, Ledger ledger) {

  /** Of somebody of whom nothing has been heard. */
  public static final CreatorState UNKNOWN = new CreatorState(CreatorProfile.UNKNOWN, Ledger.EMPTY);
}
