package io.earshot.job.cli;

import io.earshot.enforcement.CreatorLedger;
import io.earshot.enforcement.OpenTask;
import io.earshot.enforcement.SubjectLedger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a savepoint holds of one creator, or one operator's part of it.
 *
 * @param profile as the judgement keeps it; null if it keeps none
 * @param openEvents events in windows that are not closed yet
 * @param ledger of the creator; null if enforcement keeps none
 * @param subjects ledgers of the subjects, in the order of their keys
 * @param tasks open tasks
 * @param openMatters what waits for enforcement's windows to close
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CreatorState(
    byte @Nullable [] profile,
    int openEvents,
    @Nullable CreatorLedger ledger,
    List<SubjectLedger> subjects,
    List<OpenTask> tasks,
    int openMatters) {

  /** Of a creator who was not asked for. */
  static final CreatorState OTHER = new CreatorState(null, 0, null, List.of(), List.of(), 0);

  /** Whether it says nothing. */
  boolean isNothing() {
    return profile == null
        && openEvents == 0
        && ledger == null
        && subjects.isEmpty()
        && tasks.isEmpty()
        && openMatters == 0;
  }

  /** Two operators' parts as one. */
  CreatorState and(CreatorState other) {
    return profile != null || openEvents > 0
        ? new CreatorState(
            profile,
            openEvents,
            other.ledger(),
            other.subjects(),
            other.tasks(),
            other.openMatters())
        : new CreatorState(
            other.profile(), other.openEvents(), ledger, subjects, tasks, openMatters);
  }
}
