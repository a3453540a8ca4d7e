package io.earshot.job.bench;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./earshot bench pipeline} measured. Numbers of events are of decided ones: each has
 * an audit record in Kafka.
 *
 * @param command what was run
 * @param machine where
 * @param events events in the topic before the job started
 * @param creators creators of whom there was an event
 * @param parallelism of the job
 * @param policies in the bundle
 * @param pipeline the whole graph
 * @param copy the baseline: the same topics, decoded and encoded, nothing between
 * @param ratio steady rate of the pipeline by that of the copy
 * @param cpuRatio the same by processor time, which a busy machine does not change
 * @param stateBytesPerCreator state in the last checkpoint by creators
 * @param actions what the pipeline did
 * @param audits what it decided
 * @param moreRules the same events with more rules; null if not asked for
 * @param live latencies at half the measured rate; null if not asked for
 */
record PipelineResult(
    String command,
    Machine machine,
    long events,
    int creators,
    int parallelism,
    int policies,
    Phase pipeline,
    Phase copy,
    double ratio,
    double cpuRatio,
    double stateBytesPerCreator,
    TopicDigest actions,
    TopicDigest audits,
    @Nullable MoreRules moreRules,
    @Nullable Live live) {

  /**
   * A further pass over the same events with more rules in the bundle.
   *
   * @param rules in it
   * @param phase what was measured
   * @param again a pass before it with the bundle as it was
   * @param ratio its steady rate by that of the pass before it
   * @param cpuRatio the same by processor time
   */
  record MoreRules(int rules, Phase phase, Phase again, double ratio, double cpuRatio) {}

  /**
   * One job over all events.
   *
   * @param eventsPerSecond first to last written
   * @param steadyEventsPerSecond from a fifth of them to four fifths
   * @param steadyEventsPerCpuSecond in the same part, by processor time of the whole process, the
   *     Kafka broker in it included
   * @param steadyCoresUsed cores that the process got in that part, on average
   * @param checkpoints Flink's numbers
   * @param samples how the count grew
   */
  record Phase(
      double eventsPerSecond,
      double steadyEventsPerSecond,
      double steadyEventsPerCpuSecond,
      double steadyCoresUsed,
      Checkpoints checkpoints,
      List<Progress.Sample> samples) {

    static Phase of(Progress progress, Checkpoints checkpoints) {
      Progress.Stretch steady = progress.steady();
      return new Phase(
          progress.whole().rate(),
          steady.rate(),
          steady.ratePerCore(),
          steady.cpuSeconds() / Math.max(steady.seconds(), 1e-9),
          checkpoints,
          progress.samples());
    }
  }

  /**
   * Latencies under live traffic.
   *
   * @param eventsPerSecond produced
   * @param seconds for how long
   * @param windowMillis length of a creator's window
   * @param outOfOrdernessMillis how long it waits for events out of order
   * @param audited from an event's production to its audit record in a consumer's hands; the wait
   *     for the window to close is in it
   * @param afterWindow from the moment at which the window could close to the same
   * @param express from production to the express action in a consumer's hands
   */
  record Live(
      double eventsPerSecond,
      double seconds,
      long windowMillis,
      long outOfOrdernessMillis,
      Quantiles audited,
      Quantiles afterWindow,
      Quantiles express) {}

  /** Of a latency, in milliseconds. */
  record Quantiles(long count, long p50, long p90, long p99, long max) {

    static Quantiles of(Histogram histogram) {
      return new Quantiles(
          histogram.getTotalCount(),
          histogram.getValueAtPercentile(50),
          histogram.getValueAtPercentile(90),
          histogram.getValueAtPercentile(99),
          histogram.getMaxValue());
    }
  }
}
