package io.earshot.policy;

/**
 * How many subjects a policy may act upon by itself in a time. What is above it goes to a human.
 *
 * <p>A policy has at most one limit for each action, so that a decision counts against one.
 *
 * @param action which action is limited
 * @param max subjects that may be acted upon in a period; 0 sends all to review
 * @param periodMillis length of a period: an event-time interval of a fixed grid that starts at the
 *     epoch. A creator's window counts, whole, in the period in which it ends
 * @param per whether each market has a count of its own
 */
public record Limit(ActionType action, int max, long periodMillis, Per per) {

  /** What is counted together. */
  public enum Per {
    /** All markets. */
    ALL,
    /** Each market for itself. */
    MARKET
  }
}
