package io.earshot.job.bench;

import java.util.ArrayList;
import java.util.List;

/** How a count grew over time, and what that cost. */
final class Progress {

  /**
   * One look.
   *
   * @param seconds since the first
   * @param count what had been written by then
   * @param cpuSeconds processor time that the process had used by then
   */
  record Sample(double seconds, long count, double cpuSeconds) {}

  /**
   * A stretch of the run.
   *
   * @param events written in it
   * @param seconds its length
   * @param cpuSeconds processor time used in it, of all threads of the process
   */
  record Stretch(long events, double seconds, double cpuSeconds) {

    /** Events a second. */
    double rate() {
      return events / Math.max(seconds, 1e-9);
    }

    /** Events for each second of processor time: what one core does if nothing holds it up. */
    double ratePerCore() {
      return events / Math.max(cpuSeconds, 1e-9);
    }
  }

  private final List<Sample> samples = new ArrayList<>();
  private final long start = System.nanoTime();
  private final long cpuStart = Machine.cpuNanos();

  /** Notes the count of this moment. */
  void add(long count) {
    samples.add(
        new Sample(
            (System.nanoTime() - start) / 1e9, count, (Machine.cpuNanos() - cpuStart) / 1e9));
  }

  List<Sample> samples() {
    return samples;
  }

  /** From the first written to the last. */
  Stretch whole() {
    return between(0.0, 1.0);
  }

  /** The part in which neither start nor end is: from a fifth of all to four fifths. */
  Stretch steady() {
    return between(0.2, 0.8);
  }

  private Stretch between(double from, double to) {
    long all = samples.get(samples.size() - 1).count();
    Sample first = samples.get(0);
    Sample last = samples.get(samples.size() - 1);
    for (Sample sample : samples) {
      if (sample.count() <= all * from) {
        first = sample;
      }
    }
    for (int i = samples.size() - 1; i >= 0; i--) {
      if (samples.get(i).count() >= all * to) {
        last = samples.get(i);
      }
    }
    return new Stretch(
        last.count() - first.count(),
        last.seconds() - first.seconds(),
        last.cpuSeconds() - first.cpuSeconds());
  }
}
