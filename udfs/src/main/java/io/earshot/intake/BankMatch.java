package io.earshot.intake;

/**
 * Known media that was found in a content version: which, how near and where, and never the medium.
 *
 * @param bank which bank of known media
 * @param entryId which entry of it
 * @param policyId policy that the entry violates; empty for an entry that is known to be safe
 * @param modality in which modality it was found
 * @param distance how far it is from the entry, in the unit of the fingerprint; 0 for the same
 *     bytes
 * @param altered whether it is a copy that was altered, or only like the entry: a person must say
 * @param alignedSeconds of a sound, how much of it is the entry's; else 0
 * @param offsetSeconds of a sound, where the entry starts in it, negative if before its start; else
 *     0
 * @param since from which event time on the entry is in effect as it is, milliseconds since the
 *     epoch: an entry that is added again after its withdrawal is another one; 0 where that is not
 *     known
 */
public record BankMatch(
    String bank,
    String entryId,
    String policyId,
    Modality modality,
    double distance,
    boolean altered,
    double alignedSeconds,
    double offsetSeconds,
    long since) {

  /** A match with an entry of which it is not known since when it is in effect. */
  public BankMatch(
      String bank,
      String entryId,
      String policyId,
      Modality modality,
      double distance,
      boolean altered,
      double alignedSeconds,
      double offsetSeconds) {
    this(bank, entryId, policyId, modality, distance, altered, alignedSeconds, offsetSeconds, 0);
  }

  /** A match of a whole medium. */
  public BankMatch(
      String bank, String entryId, String policyId, Modality modality, double distance) {
    this(bank, entryId, policyId, modality, distance, false, 0, 0, 0);
  }

  /** The same, with an entry that is in effect as it is from another time on. */
  public BankMatch since(long time) {
    return new BankMatch(
        bank, entryId, policyId, modality, distance, altered, alignedSeconds, offsetSeconds, time);
  }

  /** Share of the fingerprint that is the same, 0 to 1, three decimals; 1 for the same bytes. */
  public double similarity() {
    double bits =
        switch (modality) {
          case IMAGE -> 256;
          case AUDIO -> 32;
          case TEXT -> 64;
        };
    return Math.round((1 - distance / bits) * 1000) / 1000.0;
  }

  /**
   * Whether it was found where another one was, in the same medium: of a sound, in at least half of
   * the other's stretch.
   */
  public boolean covers(BankMatch other) {
    if (modality != other.modality) {
      return false;
    }
    if (alignedSeconds == 0 || other.alignedSeconds == 0) {
      // The whole of it has that digest; where a digest is what the other has, it is all of it too.
      return alignedSeconds == 0;
    }
    double begin = Math.max(Math.max(0, offsetSeconds), Math.max(0, other.offsetSeconds));
    double end = Math.min(end(), other.end());
    return end - begin >= other.alignedSeconds / 2;
  }

  private double end() {
    return Math.max(0, offsetSeconds) + alignedSeconds;
  }

  /** Whether what was found is known to be safe. */
  public boolean isSafe() {
    return policyId.isEmpty();
  }
}
