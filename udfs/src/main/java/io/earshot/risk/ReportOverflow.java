package io.earshot.risk;

import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.SlidingCount;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many reports of the last hour the {@link ReportBook} did not have room for, by what they are
 * about, so that a brigade of thousands counts as one, and one over several things of a creator
 * too. In buckets of five minutes, of which only those count that lie within the hour: never more
 * than there were, and less by those of five minutes at most.
 *
 * <p>Up to {@link #MOST_TARGETS} targets of 10 to 45 bytes, 1.1 KiB at most; hardly any creator has
 * one. Where more are reported at once, those of which the fewest had no room are not counted.
 */
final class ReportOverflow {

  static final int MOST_TARGETS = 24;

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int SPAN = 12;
  private static final long BUCKET = HOUR / SPAN;

  private final Map<Long, SlidingCount> byTarget = new TreeMap<>();

  /** A report on a target at a time has no room any more. */
  void add(long target, long at, long now) {
    if (at <= now - HOUR) {
      return;
    }
    byTarget.computeIfAbsent(target, any -> new SlidingCount(BUCKET, SPAN)).add(at, 1);
    if (byTarget.size() > MOST_TARGETS) {
      prune(now);
    }
    if (byTarget.size() > MOST_TARGETS) {
      byTarget.remove(
          byTarget.entrySet().stream()
              .min(Comparator.comparingLong(entry -> entry.getValue().countAt(now)))
              .orElseThrow()
              .getKey());
    }
  }

  /** Such reports on a target within the hour. */
  long within(long target, long now) {
    SlidingCount count = byTarget.get(target);
    return count == null ? 0 : count.countAt(now);
  }

  private void prune(long now) {
    byTarget.values().removeIf(count -> count.countAt(now) == 0);
  }

  void write(ByteWriter out, long now) {
    prune(now);
    if (byTarget.isEmpty()) {
      return;
    }
    out.count(byTarget.size());
    byTarget.forEach(
        (target, count) -> {
          out.word(target);
          count.write(out, now);
        });
  }

  static ReportOverflow read(ByteReader in) {
    ReportOverflow read = new ReportOverflow();
    for (int left = in.smallCount(); left > 0; left--) {
      read.byTarget.put(in.word(), SlidingCount.read(in, BUCKET, SPAN));
    }
    return read;
  }
}
