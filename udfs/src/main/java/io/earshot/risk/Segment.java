package io.earshot.risk;

import java.time.Duration;

/**
 * What sort of creator somebody is, as far as what is usual depends on it.
 *
 * @param type what sort of account the platform says that it is, such as {@code LABEL}; empty if
 *     not told
 * @param tenure how long the account has been there
 * @param channel by which way it publishes, as the platform says, such as {@code DELIVERY}; empty
 *     if not told
 */
public record Segment(String type, Tenure tenure, String channel) {

  /** How long accounts have been there. */
  public enum Tenure {
    /** It is not known when the account was made. */
    UNKNOWN,
    /** Less than 30 days. */
    NEW,
    /** Less than a year. */
    YOUNG,
    /** A year or longer. */
    SETTLED;

    private static final long MONTH = Duration.ofDays(30).toMillis();
    private static final long YEAR = Duration.ofDays(365).toMillis();

    /**
     * That of an account.
     *
     * @param ageMillis its age in milliseconds; below 0 if not known
     */
    static Tenure of(long ageMillis) {
      return ageMillis < 0 ? UNKNOWN : ageMillis < MONTH ? NEW : ageMillis < YEAR ? YOUNG : SETTLED;
    }
  }

  @Override
  public String toString() {
    return type + "/" + tenure + "/" + channel;
  }
}
