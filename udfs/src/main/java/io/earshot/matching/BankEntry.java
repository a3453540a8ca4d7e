package io.earshot.matching;

import java.util.ArrayList;
import java.util.List;

/**
 * One known medium in a bank.
 *
 * @param bank which bank
 * @param entryId which entry of it
 * @param kind what its fingerprint is of
 * @param fingerprint as text, in the form of the kind
 * @param policyId policy that a match violates; empty for an entry that is known to be safe
 * @param severity 0, the worst, to 4, as whoever gave it rates it; {@value #UNRATED} if nobody did
 * @param source who gave it; may be empty
 * @param from from which event time on it is in effect, ms since the epoch
 * @param until before which it is, {@link Long#MAX_VALUE} without an end
 * @param within how far a match may be, in the unit of the kind; at most {@link
 *     FingerprintKind#farthest}
 */
public record BankEntry(
    String bank,
    String entryId,
    FingerprintKind kind,
    String fingerprint,
    String policyId,
    int severity,
    String source,
    long from,
    long until,
    double within) {

  /** Nobody rated it. */
  public static final int UNRATED = -1;

  private static final int MOST_CHARACTERS = 200;
  private static final int LEAST_SEVERE = 4;

  /** Whether it is known to be safe. */
  public boolean isSafe() {
    return policyId.isEmpty();
  }

  /** The same, in effect at other times. */
  BankEntry during(long start, long end) {
    return new BankEntry(
        bank, entryId, kind, fingerprint, policyId, severity, source, start, end, within);
  }

  /** What is wrong with it, each with the way out; empty if nothing is. */
  public List<String> faults() {
    List<String> faults = new ArrayList<>();
    name("bankId", bank, faults);
    name("entryId", entryId, faults);
    if (policyId.length() > MOST_CHARACTERS || source.length() > MOST_CHARACTERS) {
      faults.add("policyId and source may have " + MOST_CHARACTERS + " characters at most");
    }
    try {
      kind.check(fingerprint);
    } catch (IllegalArgumentException e) {
      faults.add("fingerprint is " + e.getMessage());
    }
    if (until <= from) {
      faults.add("expiresAt is not after effectiveAt; an entry must be in effect for some time");
    }
    if (!(within >= 0 && within <= kind.farthest())) {
      faults.add(
          "maxDistance is "
              + within
              + ", but of "
              + kind.key()
              + " it must be from 0 to "
              + kind.farthest());
    }
    if (severity < UNRATED || severity > LEAST_SEVERE) {
      faults.add("severity is " + severity + ", but must be from 0 to " + LEAST_SEVERE);
    }
    return faults;
  }

  private static void name(String field, String value, List<String> faults) {
    if (value.isBlank() || value.length() > MOST_CHARACTERS) {
      faults.add(
          field + " has " + value.length() + " characters, but must have 1 to " + MOST_CHARACTERS);
    }
  }
}
