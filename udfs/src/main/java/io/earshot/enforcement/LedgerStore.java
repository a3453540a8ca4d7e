package io.earshot.enforcement;

import io.earshot.policy.MatchSupport;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

  /** The open tasks about a subject, oldest first. */
  List<OpenTask> tasks(String subjectKey);

  /** Replaces the open tasks about a subject; with none, nothing of them is kept. */
  void putTasks(String subjectKey, List<OpenTask> tasks);

  /** Keys of all subjects with an open task, in ascending order. */
  List<String> taskKeys();

  /**
   * What rests on the known media of a content version, of what is decided here; null if nothing.
   */
  @Nullable MatchSupport support(String contentEventId);

  /** Keeps it; null to forget it. */
  void putSupport(String contentEventId, @Nullable MatchSupport support);

  /**
   * Asks for {@link EnforcementFold#wake} at a time.
   *
   * @param at milliseconds since the epoch
   * @param subjectKey the subject that something is over on then; empty for what is the creator's
   */
  void wakeAt(long at, String subjectKey);
}
