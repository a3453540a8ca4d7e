package io.earshot.job.traffic;

/** What a reviewer would say about an item. */
public enum Variant {
  /** Breaks at least one policy; the item names which. */
  VIOLATING,

  /**
   * Breaks none, but comes near one: less reach or a review is a right answer, removal is a wrong
   * one.
   */
  BORDERLINE,

  /** Fine, however much its words may resemble those of something that is not. */
  CLEAN
}
