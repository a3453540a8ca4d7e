package io.earshot.policy;

import java.util.List;

/**
 * What evidence has to be there before a policy restricts anything by itself; where it is not, a
 * human looks.
 *
 * @param languages primary subtags of the languages that the policy's models know; empty for any
 * @param minUnits least number of pieces of evidence
 * @param minModalities least number of modalities that the evidence comes from
 */
public record EvidenceGate(List<String> languages, int minUnits, int minModalities) {

  /** Asks for nothing. */
  public static final EvidenceGate NONE = new EvidenceGate(List.of(), 0, 0);
}
