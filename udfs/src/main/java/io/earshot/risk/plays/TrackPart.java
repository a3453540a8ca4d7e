package io.earshot.risk.plays;

import io.earshot.risk.network.Formats;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a track's listeners play: of open hours the sums, of open days a sample of who
 * listens. Sums and samples are the same in whichever order plays come, so nothing waits. Below 1
 * KiB a day.
 */
final class TrackPart {

  private static final int VERSION = 1;

  private record Sum(long plays, long flagged) {}

  private final TreeMap<Long, Sum> hours = new TreeMap<>();
  private final TreeMap<Long, ListenerSample> days = new TreeMap<>();

  void add(TrackHour heard) {
    hours.merge(
        heard.hour(),
        new Sum(heard.plays(), heard.flagged() ? heard.plays() : 0),
        (one, other) -> new Sum(one.plays() + other.plays(), one.flagged() + other.flagged()));
    days.computeIfAbsent(Hours.day(heard.hour()), day -> new ListenerSample())
        .add(heard.listener(), heard.plays());
  }

  /** What an hour that is over says; null if nothing. It is not asked again. */
  @Nullable TrackBatch close(TrackRef track, int shard, long hour) {
    Sum sum = hours.remove(hour);
    long day = Hours.day(hour);
    ListenerSample sample = Hours.lastOf(day) == hour ? days.remove(day) : null;
    return sum == null && sample == null
        ? null
        : new TrackBatch(
            track,
            hour,
            shard,
            sum == null ? 0 : sum.plays(),
            sum == null ? 0 : sum.flagged(),
            sample == null ? new byte[0] : sample.toBytes());
  }

  /** What is kept of it; no bytes where nothing is open. */
  byte[] toBytes() {
    if (hours.isEmpty() && days.isEmpty()) {
      return new byte[0];
    }
    ByteWriter out = new ByteWriter();
    out.octet(VERSION).count(hours.size());
    for (Map.Entry<Long, Sum> hour : hours.entrySet()) {
      out.signed(hour.getKey()).count(hour.getValue().plays()).count(hour.getValue().flagged());
    }
    out.count(days.size());
    days.forEach(
        (day, sample) -> {
          out.signed(day);
          sample.write(out);
        });
    return out.toBytes();
  }

  static TrackPart of(byte[] bytes) {
    TrackPart read = new TrackPart();
    if (bytes.length > 0) {
      ByteReader in = new ByteReader(bytes);
      Formats.check("listeners of a track", in.octet(), VERSION);
      for (int left = in.smallCount(); left > 0; left--) {
        read.hours.put(in.signed(), new Sum(in.count(), in.count()));
      }
      for (int left = in.smallCount(); left > 0; left--) {
        read.days.put(in.signed(), ListenerSample.read(in));
      }
    }
    return read;
  }
}
