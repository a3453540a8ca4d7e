package io.earshot.enforcement;

import java.util.List;

/**
 * Where the ledgers of a creator's subjects lie, one by one: Flink's state in production. What is
 * put is read again at once.
 */
interface LedgerStore {

  /** The ledger of a subject, {@link SubjectLedger#EMPTY} if there is none. */
  SubjectLedger subject(String subjectKey);

  /** Replaces the ledger of a subject. */
  void put(String subjectKey, SubjectLedger ledger);

  /** Keys of all subjects with a ledger, in ascending order. */
  List<String> subjectKeys();

  /**
   * Asks for {@link EnforcementFold#wake} at a time.
   *
   * @param at milliseconds since the epoch
   * @param subjectKey the subject that something is over on then; empty for what is the creator's
   */
  void wakeAt(long at, String subjectKey);
}
