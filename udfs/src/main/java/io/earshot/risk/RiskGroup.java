package io.earshot.risk;

import java.util.Locale;

/** What detectors look at; the groups of the noisy-or. New ones go to the end. */
public enum RiskGroup {
  /** How fast a creator publishes. */
  VELOCITY,
  /** How royalties are earned. */
  ROYALTIES,
  /** Titles, descriptions and tags. */
  METADATA,
  /** Links and comments. */
  SPAM,
  /** Getting round enforcement. */
  EVASION,
  /** The sum of what is published. */
  CONDUCT,
  /** Who uses the account. */
  ACCOUNT,
  /** What others report, and who they are. */
  REPORTS,
  /** What accounts share. */
  NETWORK;

  /** As rules write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
