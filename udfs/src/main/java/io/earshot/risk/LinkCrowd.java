package io.earshot.risk;

import java.time.Duration;

/**
 * Who links to a host, as of a link to it.
 *
 * @param host hash of it, as in {@code ContentSigns}
 * @param creators different creators who linked to it within 24 hours, this one included; at most
 *     {@link #MOST_CREATORS}
 * @param medianAgeMillis median age of their accounts; -1 if that of most of them is not known
 */
public record LinkCrowd(long host, int creators, long medianAgeMillis) {

  /** Beyond, a crowd is a crowd: more creators are not told apart. */
  public static final int MOST_CREATORS = 64;

  /** Crowds whose accounts are older in the median are not told of. */
  public static final Duration OLDEST = Duration.ofDays(90);
}
