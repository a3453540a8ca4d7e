package io.earshot.enforcement;

import io.earshot.policy.Comparison;
import io.earshot.policy.LimitRequest;
import org.jspecify.annotations.Nullable;

/**
 * Counts the subjects that a policy acts upon in a period, exactly: up to the limit each is
 * granted, and from then on until the period ends each new one is refused. A subject counts once a
 * period, however many decisions there are on it.
 *
 * <p>Not of one period at a time: whoever calls keeps the count and starts it anew when {@link
 * #periodOf} is a later one.
 */
final class LimitCounter {

  /** Where the subjects of the period lie. */
  interface Granted {
    /** Whether a subject was granted before. */
    boolean contains(String subjectKey);

    /** Notes that a subject is granted. */
    void add(String subjectKey);
  }

  private LimitCounter() {}

  /** First millisecond of the period that a window counts in: the one in which the window ends. */
  static long periodOf(LimitRequest request) {
    long period = request.limit().periodMillis();
    return Math.floorDiv(request.windowEnd() - 1, period) * period;
  }

  /**
   * Grants or refuses a request.
   *
   * @param count subjects granted in the period so far
   * @return null if it is granted
   */
  static @Nullable Comparison refuse(LimitRequest request, int count, Granted granted) {
    if (granted.contains(request.subjectKey())) {
      return null;
    }
    if (count < request.limit().max()) {
      granted.add(request.subjectKey());
      return null;
    }
    return new Comparison(
        "limit." + request.key(),
        "<",
        String.valueOf(request.limit().max()),
        String.valueOf(count),
        false);
  }
}
