package io.earshot.risk.plays;

import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How the plays of a track are spread over its listeners: of those {@value #MOST} whose hashes are
 * the smallest, how often each played it. That is all of them where they are fewer, and else a
 * sample that has nothing to do with how much they play (bottom-k sampling; Cohen and Kaplan,
 * 2007), from which their number follows too (Bar-Yossef and others, RANDOM 2002).
 *
 * <p>A listener who was pushed out never comes back, since what remains only gets smaller; so the
 * counts are exact, in whichever order plays come. Some 10 bytes a listener.
 *
 * <p>Parts of the listeners are sampled apart and joined: below the smallest of the parts' bounds,
 * every part has all of its listeners.
 */
final class ListenerSample {

  /** Listeners of a part; of all {@link TrackHour#SHARDS} parts together about a thousand. */
  static final int MOST = 64;

  private static final double HASHES = 0x1p63;

  /** Share of the listeners whose plays are compared with those of all. */
  private static final double TOP = 0.01;

  /** Plays by listener, the smallest hash first. */
  private final NavigableMap<Long, Long> plays;

  /** Above this hash listeners are not known; the greatest of all where everybody is. */
  private long bound;

  private ListenerSample(NavigableMap<Long, Long> plays, long bound) {
    this.plays = plays;
    this.bound = bound;
  }

  ListenerSample() {
    this(new TreeMap<>(), Long.MAX_VALUE);
  }

  /** A listener played the track so often. */
  void add(long listener, long times) {
    // One bit less, so that order and size are those of a share of all hashes.
    long hash = listener >>> 1;
    if (times == 0 || hash > bound) {
      return;
    }
    plays.merge(hash, times, Long::sum);
    if (plays.size() > MOST) {
      plays.pollLastEntry();
      bound = plays.lastKey();
    }
  }

  /** The listeners of all parts. */
  static ListenerSample join(List<ListenerSample> parts) {
    long bound = parts.stream().mapToLong(part -> part.bound).min().orElse(Long.MAX_VALUE);
    NavigableMap<Long, Long> all = new TreeMap<>();
    for (ListenerSample part : parts) {
      part.plays.headMap(bound, true).forEach((hash, times) -> all.merge(hash, times, Long::sum));
    }
    return new ListenerSample(all, bound);
  }

  /** How many listeners there are, to the nearest whole number; exact while all are known. */
  long listeners() {
    return bound == Long.MAX_VALUE
        ? plays.size()
        : Math.round((plays.size() - 1) / ((bound + 1) / HASHES));
  }

  /** The share of the plays that the hundredth of the listeners has who play most. */
  double topShare() {
    long all = plays.values().stream().mapToLong(Long::longValue).sum();
    if (all == 0) {
      return 0;
    }
    long top =
        plays.values().stream()
            .sorted((one, other) -> Long.compare(other, one))
            .limit((long) Math.ceil(plays.size() * TOP))
            .mapToLong(Long::longValue)
            .sum();
    return (double) top / all;
  }

  void write(ByteWriter out) {
    out.signed(bound).count(plays.size());
    for (Map.Entry<Long, Long> listener : plays.entrySet()) {
      out.word(listener.getKey()).count(listener.getValue());
    }
  }

  byte[] toBytes() {
    ByteWriter out = new ByteWriter();
    write(out);
    return out.toBytes();
  }

  static ListenerSample read(ByteReader in) {
    long bound = in.signed();
    NavigableMap<Long, Long> plays = new TreeMap<>();
    for (int left = in.smallCount(); left > 0; left--) {
      plays.put(in.word(), in.count());
    }
    return new ListenerSample(plays, bound);
  }
}
