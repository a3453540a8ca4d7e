package io.earshot.risk.plays;

import io.earshot.intake.PlayAggregate;
import io.earshot.risk.Parameters;
import io.earshot.risk.network.Formats;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One listener: how much was played under the account in each of the last 24 hours. Some eight
 * bytes an hour in which anything was.
 */
public final class Listener {

  private static final int VERSION = 1;

  /** The order in which the records of an hour are folded. */
  private static final Comparator<PlayAggregate> CANONICAL =
      Comparator.comparingLong(PlayAggregate::eventTime).thenComparing(PlayAggregate::eventId);

  /**
   * What was played in some time.
   *
   * @param plays how often something was begun
   * @param royalty those of the plays for which royalties are owed
   * @param seconds for how long
   * @param devices most devices at one moment
   */
  public record Sums(long plays, long royalty, long seconds, long devices) {

    /** Nothing. */
    public static final Sums NONE = new Sums(0, 0, 0, 0);

    /** With what another time adds. */
    public Sums and(Sums more) {
      return new Sums(
          plays + more.plays,
          royalty + more.royalty,
          seconds + more.seconds,
          Math.max(devices, more.devices));
    }

    /** The sums of an aggregate. */
    public static Sums of(PlayAggregate aggregate) {
      return new Sums(
          aggregate.plays(),
          aggregate.royaltyPlays(),
          aggregate.playedSeconds(),
          aggregate.concurrentDevices());
    }
  }

  /**
   * An hour of a listener, closed.
   *
   * @param tracks what was played, by content version, each with the verdict on the listener
   * @param copies records that were there before
   */
  public record Closed(List<TrackHour> tracks, int copies) {}

  private final TreeMap<Long, Sums> hours = new TreeMap<>();

  private Listener() {}

  /**
   * Folds an hour that is over.
   *
   * @param aggregates its records, in any order
   * @param passed what was told of already, because there was too much of it to be kept
   * @param set the thresholds of {@link ImpossibleListener}; null if that is off
   * @param overfull whether there was too much of it, which nobody can play
   */
  public Closed close(
      long hour,
      List<PlayAggregate> aggregates,
      Sums passed,
      @Nullable Parameters set,
      boolean overfull) {
    List<PlayAggregate> ordered = new ArrayList<>(aggregates);
    ordered.sort(CANONICAL);
    Set<String> seen = new HashSet<>();
    Sums sums = passed;
    int copies = 0;
    Map<String, TrackHour> tracks = new TreeMap<>();
    for (PlayAggregate aggregate : ordered) {
      if (!seen.add(aggregate.eventId())) {
        copies++;
        continue;
      }
      sums = sums.and(Sums.of(aggregate));
      TrackHour heard = heard(aggregate, false);
      tracks.merge(heard.track().key(), heard, Listener::add);
    }
    hours.keySet().removeIf(known -> known <= hour - Hours.OF_DAY);
    hours.put(hour, sums);
    Sums day = day(hour);
    boolean flagged = set != null && (overfull || ImpossibleListener.isImpossible(day, set));
    return new Closed(
        tracks.values().stream()
            .map(t -> new TrackHour(t.track(), t.hour(), t.listener(), t.plays(), flagged))
            .toList(),
        copies);
  }

  /** What an aggregate says of its track. */
  public static TrackHour heard(PlayAggregate aggregate, boolean flagged) {
    return new TrackHour(
        TrackRef.of(aggregate),
        Hours.of(aggregate.bucketStart()),
        TrackHour.listener(aggregate.listenerId()),
        aggregate.plays(),
        flagged);
  }

  private static TrackHour add(TrackHour one, TrackHour other) {
    TrackRef track =
        TrackRef.ORDER.compare(one.track(), other.track()) >= 0 ? one.track() : other.track();
    return new TrackHour(
        track, one.hour(), one.listener(), one.plays() + other.plays(), one.flagged());
  }

  /** What was played in the 24 hours that end with an hour. */
  Sums day(long hour) {
    return hours.tailMap(hour - Hours.OF_DAY, false).headMap(hour, true).values().stream()
        .reduce(Sums.NONE, Sums::and);
  }

  /** The last hour that counts for anything; after that nothing is known. */
  public long lastHour() {
    return hours.lastKey() + Hours.OF_DAY;
  }

  /** What is kept of it. */
  public byte[] toBytes() {
    ByteWriter out = new ByteWriter();
    out.octet(VERSION).count(hours.size());
    hours.forEach(
        (hour, sums) ->
            out.signed(hour)
                .count(sums.plays())
                .count(sums.royalty())
                .count(sums.seconds())
                .count(sums.devices()));
    return out.toBytes();
  }

  /** What was kept; no bytes of a listener of whom nothing is known. */
  public static Listener of(byte[] bytes) {
    Listener read = new Listener();
    if (bytes.length > 0) {
      ByteReader in = new ByteReader(bytes);
      Formats.check("a listener", in.octet(), VERSION);
      for (int left = in.smallCount(); left > 0; left--) {
        read.hours.put(in.signed(), new Sums(in.count(), in.count(), in.count(), in.count()));
      }
    }
    return read;
  }
}
