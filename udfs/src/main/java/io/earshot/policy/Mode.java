package io.earshot.policy;

/** Whether a policy acts. */
public enum Mode {
  ENFORCE,
  /** Decides and is audited, but nothing comes of it. */
  SHADOW
}
