package io.earshot.job.kafka;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How far consumers that read committed are behind, for a transaction that somebody left open stops
 * them all, and nothing else shows it: the producer goes on, and their group has no lag.
 */
final class CommittedLag {

  /**
   * Where a partition stands.
   *
   * @param stable up to where consumers that read committed see
   * @param end up to where it is written
   */
  record Offsets(long stable, long end) {}

  private record Standstill(long stable, long since) {}

  private final Clock clock;
  private final Map<TopicPartition, Standstill> standing = new HashMap<>();
  private volatile long records;
  private volatile long stalledMillis;

  CommittedLag(Clock clock) {
    this.clock = clock;
  }

  /** Takes in where all partitions stand now. */
  void seen(Map<TopicPartition, Offsets> partitions) {
    long now = clock.millis();
    long behind = 0;
    long longest = 0;
    standing.keySet().retainAll(partitions.keySet());
    for (Map.Entry<TopicPartition, Offsets> partition : partitions.entrySet()) {
      Offsets at = partition.getValue();
      if (at.stable() >= at.end()) {
        standing.remove(partition.getKey());
        continue;
      }
      behind += at.end() - at.stable();
      Standstill before = standing.get(partition.getKey());
      if (before == null || before.stable() != at.stable()) {
        standing.put(partition.getKey(), new Standstill(at.stable(), now));
      } else {
        longest = Math.max(longest, now - before.since());
      }
    }
    records = behind;
    stalledMillis = longest;
  }

  /** Records that are written and that nobody who reads committed sees. */
  long records() {
    return records;
  }

  /**
   * How long the partition that has stood still the longest has shown nothing new, although there
   * is something, in milliseconds.
   */
  long stalledMillis() {
    return stalledMillis;
  }
}
