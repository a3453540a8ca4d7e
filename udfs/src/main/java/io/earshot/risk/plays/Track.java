package io.earshot.risk.plays;

import io.earshot.risk.Parameters;
import io.earshot.risk.network.Formats;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.DecayedCounter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a track's plays: those that are flagged and all of them, both decayed; the hours
 * of the open day; and which matters were told, so that what stands is not told every hour. At most
 * some 130 bytes.
 */
public final class Track {

  /** After this time without a play nothing is known of a track. */
  public static final Duration RETENTION = Duration.ofDays(90);

  private static final int VERSION = 1;
  private static final double EVEN = StrictMath.log(Hours.OF_DAY);

  private DecayedCounter flagged = DecayedCounter.ZERO;
  private DecayedCounter all = DecayedCounter.ZERO;
  private long day = Long.MIN_VALUE;
  private long[] hours = new long[Hours.OF_DAY];
  private final TreeMap<Integer, Long> told = new TreeMap<>();

  private Track() {}

  /**
   * Folds an hour that is over.
   *
   * @param batches of that hour, one a part at most, at least one
   * @param share the thresholds of {@link TrackFraudShare}
   */
  public TrackPlays close(List<TrackBatch> batches, Parameters share) {
    List<TrackBatch> ordered = new ArrayList<>(batches);
    ordered.sort(TrackBatch.CANONICAL);
    TrackRef track = ordered.get(0).track();
    long hour = ordered.get(0).hour();
    long end = Hours.end(hour);
    long plays = 0;
    long artificial = 0;
    List<ListenerSample> samples = new ArrayList<>();
    for (TrackBatch batch : ordered) {
      track = TrackRef.ORDER.compare(batch.track(), track) > 0 ? batch.track() : track;
      plays += batch.plays();
      artificial += batch.flagged();
      if (batch.sample().length > 0) {
        samples.add(ListenerSample.read(new ByteReader(batch.sample())));
      }
    }
    long halfLife = TrackFraudShare.halfLife(share);
    if (newest() < end - RETENTION.toMillis()) {
      flagged = DecayedCounter.ZERO;
      all = DecayedCounter.ZERO;
      told.clear();
    }
    // Both at the same times, so that their quotient is a share.
    flagged = flagged.add((double) artificial, end, halfLife);
    all = all.add((double) plays, end, halfLife);
    if (day != Hours.day(hour)) {
      day = Hours.day(hour);
      hours = new long[Hours.OF_DAY];
    }
    hours[(int) Math.floorMod(hour, (long) Hours.OF_DAY)] += plays;
    return new TrackPlays(
        track,
        end,
        flagged.value(),
        all.value(),
        Hours.lastOf(day) == hour ? day(samples) : TrackPlays.Day.NONE);
  }

  private long newest() {
    return all.at() == Long.MIN_VALUE ? Long.MAX_VALUE : all.at();
  }

  private TrackPlays.Day day(List<ListenerSample> parts) {
    ListenerSample sample = ListenerSample.join(parts);
    long plays = 0;
    for (long count : hours) {
      plays += count;
    }
    double entropy = 0;
    for (long count : hours) {
      if (count > 0) {
        double part = (double) count / plays;
        entropy -= part * StrictMath.log(part);
      }
    }
    return new TrackPlays.Day(plays, sample.listeners(), sample.topShare(), entropy / EVEN);
  }

  /**
   * The matters that are to be told now: those that stand and were not told of late. They count as
   * told.
   *
   * @param share the thresholds of {@link TrackFraudShare}
   * @param mix those of {@link ListenerMix}; null if that is off
   */
  public List<Integer> tell(TrackPlays plays, Parameters share, @Nullable Parameters mix) {
    List<Integer> due = new ArrayList<>();
    List<Integer> matters = TrackFraudShare.matters(plays, share);
    for (int matter : matters) {
      tell(matter, plays.at(), TrackFraudShare.again(share), due);
    }
    boolean odd = false;
    if (mix != null && ListenerMix.isOdd(plays.day(), mix)) {
      odd = true;
      tell(TrackPlays.MIX, plays.at(), ListenerMix.again(mix), due);
    }
    if (matters.isEmpty()
        && !odd
        && plays.day().plays() > 0
        && TrackFraudShare.speaksOf(plays, share)) {
      // Once a day it is said too that there was nothing to do about a track of any weight.
      due.add(TrackPlays.NOTHING);
    }
    return due;
  }

  private void tell(int matter, long now, long again, List<Integer> due) {
    Long before = told.get(matter);
    if (before == null || before + again <= now) {
      told.put(matter, now);
      due.add(matter);
    }
  }

  /** What is kept of it. */
  public byte[] toBytes() {
    ByteWriter out = new ByteWriter();
    out.octet(VERSION);
    flagged.write(out);
    all.write(out);
    out.signed(day);
    for (long count : hours) {
      out.count(count);
    }
    out.count(told.size());
    told.forEach((matter, at) -> out.octet(matter).signed(at));
    return out.toBytes();
  }

  /** What was kept; no bytes of a track of which nothing is known. */
  public static Track of(byte[] bytes) {
    Track read = new Track();
    if (bytes.length > 0) {
      ByteReader in = new ByteReader(bytes);
      Formats.check("a track", in.octet(), VERSION);
      read.flagged = DecayedCounter.read(in);
      read.all = DecayedCounter.read(in);
      read.day = in.signed();
      for (int i = 0; i < Hours.OF_DAY; i++) {
        read.hours[i] = in.count();
      }
      for (int left = in.smallCount(); left > 0; left--) {
        read.told.put(in.octet(), in.signed());
      }
    }
    return read;
  }
}
