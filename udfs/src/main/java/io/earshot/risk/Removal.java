package io.earshot.risk;

/** Whether a decision takes an item away. New ones go to the end: their places are kept. */
public enum Removal {
  /** It does not. */
  NONE,
  /** People are asked to; it does once they say so. */
  PROPOSED,
  /** It does. */
  MADE
}
