package io.earshot.risk;

import java.util.List;

/**
 * A creator's risk as of an event, and the detectors that fired on it.
 *
 * @param risk 0 to below 1, three decimals
 * @param high whether it is high, with hysteresis
 * @param contributions by group, in the order of the groups; only groups with any
 * @param fired in the order of their ids
 */
public record RiskFacts(
    double risk, boolean high, List<Contribution> contributions, List<Fired> fired) {

  /** No risk, and nothing that fired. */
  public static final RiskFacts NONE = new RiskFacts(0, false, List.of(), List.of());

  /** The policy of detectors that find reports to be abuse. */
  private static final String REPORT_ABUSE = "INT.REPORTABUSE";

  /** Whether a detector says that what is reported about the creator is not to be trusted. */
  public boolean distrustsReports() {
    return fired.stream().anyMatch(one -> one.detector().policyId().equals(REPORT_ABUSE));
  }

  /** Whether there is neither. */
  public boolean isNothing() {
    return risk == 0 && fired.isEmpty();
  }

  /**
   * What a group adds.
   *
   * @param value {@code -m ln(1 - r)}, three decimals; the risk is {@code 1 - exp(-sum)}
   */
  public record Contribution(RiskGroup group, double value) {}

  /**
   * A detector and what it found.
   *
   * @param prior which table of priors it went by, with its version and for whom they were fitted;
   *     empty if by the bundle's own values
   */
  public record Fired(DetectorSpec detector, Finding finding, String prior) {

    /** One that went by the bundle alone. */
    public Fired(DetectorSpec detector, Finding finding) {
      this(detector, finding, "");
    }
  }
}
