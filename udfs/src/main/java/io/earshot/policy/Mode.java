package io.earshot.policy;

/** Whether a policy acts. */
public enum Mode {
  ENFORCE,
  /** Decides and is audited, but nothing comes of it that a consumer may act upon. */
  SHADOW,
  /**
   * Acts for a share of the creators, always the same ones, and is in shadow for the others. A
   * decision in this mode is one that acts.
   */
  CANARY;

  /** Whether something follows from a decision in this mode. */
  public boolean acts() {
    return this != SHADOW;
  }
}
