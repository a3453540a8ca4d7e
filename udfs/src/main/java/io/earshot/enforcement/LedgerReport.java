package io.earshot.enforcement;

import io.earshot.intake.SubjectRef;
import io.earshot.intake.SubjectType;
import io.earshot.policy.ActionType;
import io.earshot.policy.PolicyRef;
import io.earshot.policy.Scope;
import io.earshot.policy.StrikeLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What enforcement keeps of a creator, for a person who looks at it.
 *
 * @param points active points of each strike ledger, only of those with any entry
 * @param strikes entries, oldest first
 * @param restrictions of all subjects, by subject, oldest first
 * @param tasks that wait for people, the one that is due first at the top
 * @param holds orders to preserve data
 * @param history what was done within 90 days, oldest first
 * @param waiting how many outcomes of reviews wait for their decision
 */
public record LedgerReport(
    List<Points> points,
    List<Entry> strikes,
    List<Restricted> restrictions,
    List<Task> tasks,
    List<Hold> holds,
    List<Done> history,
    int waiting) {

  /** Active points of a ledger. */
  public record Points(StrikeLedger ledger, int active) {}

  /**
   * An entry of a strike ledger.
   *
   * @param points what it is worth; 0 for a warning
   * @param counts whether it counts at the time that is looked at
   * @param policies what it was given for, most severe first
   */
  public record Entry(
      String entryId,
      StrikeLedger ledger,
      Instant issuedAt,
      Instant expiresAt,
      int points,
      boolean counts,
      List<String> policies) {}

  /**
   * A restriction that is entered.
   *
   * @param inEffect whether no stronger one covers it
   * @param until null: until it is lifted
   * @param rung if strikes led to it, in words; else null
   */
  public record Restricted(
      SubjectRef subject,
      ActionType action,
      boolean inEffect,
      Scope scope,
      PolicyRef policy,
      String ruleId,
      String actor,
      Instant since,
      @Nullable Instant until,
      @Nullable String rung,
      String decisionId) {}

  /** A task that waits for people. */
  public record Task(
      String taskId,
      SubjectRef subject,
      ActionType proposed,
      String queue,
      int priority,
      Instant dueAt,
      boolean overdue,
      List<String> reasons) {}

  /**
   * An order to preserve data.
   *
   * @param until null: until it is released
   */
  public record Hold(String orderId, @Nullable Instant until) {}

  /** Something that was done. */
  public record Done(
      String decisionId, String family, ActionType action, boolean reversed, Instant at) {}

  /**
   * What the ledgers say as of a time.
   *
   * @param subjects ledgers of the subjects, in the order of their keys
   * @param tasks that wait for an answer
   * @param at milliseconds since the epoch
   */
  public static LedgerReport of(
      CreatorLedger creator, List<SubjectLedger> subjects, List<OpenTask> tasks, long at) {
    List<StrikeLadder.Counted> counted = StrikeLadder.count(creator.strikes());
    return new LedgerReport(
        points(counted, at),
        counted.stream().map(one -> entry(one, at)).toList(),
        subjects.stream().flatMap(ledger -> restrictions(ledger).stream()).toList(),
        tasks.stream()
            .sorted(Comparator.comparingLong(OpenTask::dueAt).thenComparing(OpenTask::taskId))
            .map(LedgerReport::task)
            .toList(),
        creator.holds().stream().map(hold -> new Hold(hold.orderId(), end(hold.until()))).toList(),
        creator.history().stream()
            .map(
                past ->
                    new Done(
                        past.decisionId(),
                        past.family().name(),
                        past.action(),
                        past.reversed(),
                        Instant.ofEpochMilli(past.at())))
            .toList(),
        creator.waiting().size());
  }

  /** Of a creator with whom nothing ever happened. */
  public static LedgerReport nothing() {
    return of(CreatorLedger.EMPTY, List.of(), List.of(), 0);
  }

  /**
   * Whether a restriction is in force on an account itself, and not only on what it published.
   *
   * @param subjects ledgers of the account's subjects
   * @param at as of when, milliseconds since the epoch
   */
  public static boolean isAccountRestricted(List<SubjectLedger> subjects, long at) {
    return subjects.stream()
        .flatMap(ledger -> ledger.restrictions().stream())
        .anyMatch(one -> one.subject().type() == SubjectType.CREATOR && !one.isOver(at));
  }

  private static List<Points> points(List<StrikeLadder.Counted> counted, long at) {
    List<Points> points = new ArrayList<>();
    for (StrikeLedger ledger : StrikeLedger.values()) {
      if (counted.stream().anyMatch(one -> one.strike().ledger() == ledger)) {
        points.add(new Points(ledger, StrikeLadder.points(counted, ledger, at)));
      }
    }
    return points;
  }

  private static Entry entry(StrikeLadder.Counted one, long at) {
    return new Entry(
        one.strike().entryId(),
        one.strike().ledger(),
        Instant.ofEpochMilli(one.strike().issuedAt()),
        Instant.ofEpochMilli(one.expiresAt()),
        one.points(),
        one.isActive(at),
        one.strike().grounds().stream().map(ground -> ground.policy().id()).distinct().toList());
  }

  private static List<Restricted> restrictions(SubjectLedger ledger) {
    List<Restricted> all = new ArrayList<>();
    for (Restriction restriction : ledger.restrictions()) {
      LadderStep ladder = restriction.ladder();
      all.add(
          new Restricted(
              restriction.subject(),
              restriction.action(),
              LedgerBook.inEffect(ledger, restriction.subject(), restriction.action().dimension())
                  .contains(restriction),
              restriction.scope(),
              restriction.policy(),
              restriction.ruleId(),
              restriction.actor().name(),
              Instant.ofEpochMilli(restriction.startsAt()),
              end(restriction.lastsUntil()),
              ladder == null ? null : ladder.points() + " points of " + ladder.ledger(),
              restriction.decisionId()));
    }
    return all;
  }

  private static Task task(OpenTask task) {
    return new Task(
        task.taskId(),
        task.subject(),
        task.proposed(),
        task.queue(),
        task.priority(),
        Instant.ofEpochMilli(task.dueAt()),
        task.overdue(),
        task.grounds().stream().map(OpenTask.Ground::reason).toList());
  }

  private static @Nullable Instant end(long until) {
    return until == Long.MAX_VALUE ? null : Instant.ofEpochMilli(until);
  }
}
