package io.earshot.job.traffic;

import io.earshot.schemas.avro.ContentKind;
import java.time.Duration;
import java.util.List;

/** The honest double of the flood: a label delivers the fourteen tracks of one album at once. */
final class AlbumDelivery implements Scenario {

  static final int TRACKS = 14;

  private final Cycle cycle;
  private final Cast cast;
  private final Dice dice;
  private final String part;
  private final List<PackItem> tracks;

  AlbumDelivery(TrafficPack pack, Tempo tempo, Cast cast, Dice dice, String part) {
    this.cycle = tempo.burst(20_000, 800, TRACKS);
    this.cast = cast;
    this.dice = dice;
    this.part = part;
    this.tracks =
        pack.select(
            "clean tracks",
            TRACKS,
            item -> item.variant() == Variant.CLEAN && item.kind() == ContentKind.TRACK);
  }

  @Override
  public String name() {
    return "album-delivery";
  }

  @Override
  public long dueMillis(long n) {
    return cycle.dueMillis(n);
  }

  @Override
  public Play play(long n) {
    long album = cycle.round(n);
    int track = cycle.step(n);
    // Every second label has no contract for bulk delivery: fourteen must be fine without one too.
    Creator label =
        cast.creator(part, album, Duration.ofDays(900), album % 2 == 1 ? Boolean.TRUE : null);
    PackItem item = tracks.get((dice.at(album).below(tracks.size()) + track) % tracks.size());
    PackItem listed =
        item.withTexts(
            item.title(),
            "%s · %s, %d/%d".formatted(item.description(), label.name(), track + 1, TRACKS));
    return new Play(label, track == 0, cast.contentId(part, n), 1, listed);
  }
}
