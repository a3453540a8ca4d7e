package io.earshot.job.traffic;

import io.earshot.schemas.avro.ContentKind;
import java.time.Duration;
import java.util.List;

/**
 * A new account pours out tracks of half a minute that differ in their number only. The violation
 * is the creator's: no single track of these is worth an action.
 */
final class UploadFlood implements Scenario {

  static final int UPLOADS = 28;
  static final long SPACING_MILLIS = 1_200;

  private final Cycle cycle;
  private final Cast cast;
  private final Dice dice;
  private final String part;
  private final List<PackItem> templates;

  UploadFlood(TrafficPack pack, Tempo tempo, Cast cast, Dice dice, String part) {
    this.cycle = tempo.burst(5_000, SPACING_MILLIS, UPLOADS);
    this.cast = cast;
    this.dice = dice;
    this.part = part;
    this.templates =
        pack.select(
            "tracks labelled INT.FLOOD",
            1,
            item -> item.breaks("INT.FLOOD") && item.kind() == ContentKind.TRACK);
  }

  @Override
  public String name() {
    return "upload-flood";
  }

  @Override
  public long dueMillis(long n) {
    return cycle.dueMillis(n);
  }

  @Override
  public Play play(long n) {
    long flood = cycle.round(n);
    int upload = cycle.step(n);
    PackItem template = dice.at(flood).pick(templates);
    Creator creator = cast.creator(part, flood, Duration.ofMinutes(20), null);
    PackItem item =
        template
            .withTexts(
                "%s %03d".formatted(template.title(), upload + 1),
                template.description() + " · " + creator.name())
            .withDuration(31_000L + dice.at(n).below(4_000));
    return new Play(creator, upload == 0, cast.contentId(part, n), 1, item);
  }
}
