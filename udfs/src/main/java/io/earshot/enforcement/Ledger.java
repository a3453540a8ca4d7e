package io.earshot.enforcement;

import io.earshot.policy.StrikeLedger;
import java.util.List;

/**
 * Keyed state: what is in force against a creator and the creator's content.
 *
 * @param restrictions the active ones, oldest first; on each subject and axis the strongest is in
 *     effect
 * @param strikes entries that count or are remembered for the next first offence, oldest first
 * @param sequences how many actions each subject has had
 */
public record Ledger(
    List<Restriction> restrictions, List<Strike> strikes, List<Sequence> sequences) {

  /**
   * How many actions a subject has had.
   *
   * @param subjectKey the subject, all its versions together
   * @param last sequence of the last action, from 1
   */
  public record Sequence(String subjectKey, long last) {}

  /** Nothing in force. */
  public static final Ledger EMPTY = new Ledger(List.of(), List.of(), List.of());

  /** Active points of a ledger at a time. */
  public int points(StrikeLedger ledger, long time) {
    return StrikeLadder.points(strikes, ledger, time);
  }

  /** Active points of all ledgers at a time, in the order of {@link StrikeLedger}. */
  public int[] points(long time) {
    StrikeLedger[] ledgers = StrikeLedger.values();
    int[] points = new int[ledgers.length];
    for (int i = 0; i < ledgers.length; i++) {
      points[i] = points(ledgers[i], time);
    }
    return points;
  }
}
