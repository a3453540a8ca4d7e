package io.earshot.intake;

/**
 * Something that an account is used or paid with, as a keyed hash that the platform made: whether
 * two are the same can be told, and nothing else.
 *
 * @param type what it is
 * @param hash the platform's keyed hash, never the thing itself
 */
public record AccountSignal(Type type, String hash) {

  /** What accounts share, strongest first. */
  public enum Type {
    PAYOUT,
    TAX_ID,
    CARD,
    DEVICE,
    FINGERPRINT,
    EMAIL_PATTERN,
    IP_PREFIX;

    /**
     * Whether it says who is paid or pays, so that accounts which share it are of one hand, however
     * many they are; what many share of the others, a provider or a school has.
     */
    public boolean isStrong() {
      return this == PAYOUT || this == TAX_ID || this == CARD;
    }
  }
}
