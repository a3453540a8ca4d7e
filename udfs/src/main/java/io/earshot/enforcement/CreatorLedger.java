package io.earshot.enforcement;

import io.earshot.assessment.Family;
import io.earshot.policy.ActionType;
import io.earshot.policy.Judgement;
import java.time.Duration;
import java.util.List;

/**
 * Keyed state: what enforcement keeps about a creator beside the {@link SubjectLedger}s and {@link
 * OpenTask}s, which lie subject by subject: a window reads and writes those that it is about.
 *
 * @param strikes entries that count or are remembered for the next first offence, oldest first
 * @param openTasks how many tasks wait for an answer
 * @param holds orders to preserve data
 * @param history what was done to the creator and the creator's content within 90 days, oldest
 *     first; at most {@link #MAX_HISTORY} entries
 * @param waiting outcomes of reviews of decisions that are not known yet, oldest first; at most
 *     {@link #MAX_WAITING}
 */
public record CreatorLedger(
    List<Strike> strikes,
    int openTasks,
    List<Hold> holds,
    List<Past> history,
    List<Waiting> waiting) {

  /** How long the history is kept. */
  static final Duration MEMORY = Duration.ofDays(90);

  /** The most entries of the history; rules compare its counts with far smaller numbers. */
  static final int MAX_HISTORY = 128;

  /**
   * How long an outcome waits for the decision that it is about. The express lane shows a decision
   * before its window makes it, and whoever answers at once may do so in an earlier window.
   */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /** The most outcomes that wait; nobody answers more than that before they were asked. */
  static final int MAX_WAITING = 32;

  /** Nothing is known. */
  static final CreatorLedger EMPTY =
      new CreatorLedger(List.of(), 0, List.of(), List.of(), List.of());

  /**
   * The outcome of a review of a decision that is not known yet.
   *
   * @param event what was said
   * @param until how long it waits, milliseconds since the epoch
   */
  public record Waiting(Judgement event, long until) {}

  /**
   * An order to preserve data.
   *
   * @param orderId which order
   * @param until until when, milliseconds since the epoch; {@link Long#MAX_VALUE} until released
   */
  public record Hold(String orderId, long until) {}

  /**
   * Something that was done.
   *
   * @param decisionId by which decision
   * @param family of which policy family
   * @param action what
   * @param reversed whether it was undone
   * @param at when, milliseconds since the epoch
   */
  public record Past(
      String decisionId, Family family, ActionType action, boolean reversed, long at) {}
}
