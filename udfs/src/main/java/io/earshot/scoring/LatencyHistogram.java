package io.earshot.scoring;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Recent durations, to an eighth of their size: eight steps to a power of two of microseconds. All
 * counts are halved whenever they add up to {@link #HORIZON}, so the last few tens of thousands
 * decide.
 */
final class LatencyHistogram {

  /** Values after which older ones weigh half. */
  static final int HORIZON = 1 << 16;

  private static final int STEPS = 8;

  private final AtomicLongArray counts = new AtomicLongArray(STEPS * 42);
  private final AtomicLong total = new AtomicLong();

  void record(long nanos) {
    counts.incrementAndGet(slot(Math.max(0, TimeUnit.NANOSECONDS.toMicros(nanos))));
    if (total.incrementAndGet() >= HORIZON) {
      halve();
    }
  }

  /**
   * The duration in milliseconds that a share {@code quantile} of the recent ones does not exceed;
   * 0 without any.
   */
  double millis(double quantile) {
    long sum = 0;
    for (int i = 0; i < counts.length(); i++) {
      sum += counts.get(i);
    }
    long wanted = (long) Math.ceil(sum * quantile);
    long seen = 0;
    for (int i = 0; i < counts.length() && sum > 0; i++) {
      seen += counts.get(i);
      if (seen >= wanted && seen > 0) {
        return upperMicros(i) / 1000.0;
      }
    }
    return 0;
  }

  private synchronized void halve() {
    if (total.get() < HORIZON) {
      return;
    }
    long left = 0;
    for (int i = 0; i < counts.length(); i++) {
      left += counts.updateAndGet(i, count -> count / 2);
    }
    total.set(left);
  }

  private int slot(long micros) {
    if (micros < STEPS) {
      return (int) micros;
    }
    int octave = 63 - Long.numberOfLeadingZeros(micros);
    int step = (int) (micros >>> (octave - 3)) & (STEPS - 1);
    return Math.min((octave - 2) * STEPS + step, counts.length() - 1);
  }

  private static long upperMicros(int slot) {
    if (slot < STEPS) {
      return slot;
    }
    int octave = slot / STEPS + 2;
    return (((long) STEPS + slot % STEPS + 1) << (octave - 3)) - 1;
  }
}
