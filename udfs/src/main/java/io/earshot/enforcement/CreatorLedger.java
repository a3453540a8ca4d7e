package io.earshot.enforcement;

import io.earshot.assessment.Family;
import io.earshot.policy.ActionType;
import java.time.Duration;
import java.util.List;

/**
 * Keyed state: what enforcement keeps about a creator beside the {@link SubjectLedger}s.
 *
 * @param strikes entries that count or are remembered for the next first offence, oldest first
 * @param tasks tasks that wait for an answer, oldest first
 * @param holds orders to preserve data
 * @param history what was done to the creator and the creator's content within 90 days, oldest
 *     first; at most {@link #MAX_HISTORY} entries
 */
public record CreatorLedger(
    List<Strike> strikes, List<OpenTask> tasks, List<Hold> holds, List<Past> history) {

  /** How long the history is kept. */
  static final Duration MEMORY = Duration.ofDays(90);

  /** The most entries of the history; rules compare its counts with far smaller numbers. */
  static final int MAX_HISTORY = 128;

  /** Nothing is known. */
  static final CreatorLedger EMPTY = new CreatorLedger(List.of(), List.of(), List.of(), List.of());

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
