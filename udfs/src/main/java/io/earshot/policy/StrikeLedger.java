package io.earshot.policy;

/** The ledgers on which strikes are counted; points on one never add to another. */
public enum StrikeLedger {
  COMMUNITY,
  COPYRIGHT,
  INTEGRITY
}
