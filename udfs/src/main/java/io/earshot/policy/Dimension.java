package io.earshot.policy;

/**
 * The axes on which a restriction acts. The strongest active restriction counts on each axis by
 * itself.
 */
public enum Dimension {
  VISIBILITY,
  MONETARY,
  PROVISION,
  ACCOUNT,
  LABEL,
  /** Not a restriction. */
  NONE
}
