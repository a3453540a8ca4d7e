package io.earshot.job.traffic;

/**
 * A script for one or a few creators, repeated for ever. Both methods are functions of their
 * argument alone, so a script has no state to lose.
 */
interface Scenario {

  /** How labels and summaries call it. */
  String name();

  /** When a play is due, milliseconds of event time after the start; never decreases with n. */
  long dueMillis(long n);

  /** The n-th play, from 0. */
  Play play(long n);
}
