package io.earshot.policy;

/** On which way a rule decides. */
public enum Lane {
  /** In the creator's window, with everything that is known. */
  WINDOWED,
  /**
   * At once, from the content alone; hides or blocks only. The window records the same decision
   * under the same id.
   */
  EXPRESS
}
