package io.earshot.job.traffic;

import io.earshot.schemas.avro.ContentKind;
import java.time.Duration;
import java.util.List;

/** Two fresh accounts post episodes of a few seconds whose only purpose is the link below them. */
final class LinkSpam implements Scenario {

  static final int CREATORS = 2;
  static final int EPISODES = 5;

  private final Cycle cycle;
  private final Cast cast;
  private final Dice dice;
  private final String part;
  private final List<PackItem> adverts;

  LinkSpam(TrafficPack pack, Tempo tempo, Cast cast, Dice dice, String part) {
    this.cycle = tempo.burst(3_000, 1_500, CREATORS * EPISODES);
    this.cast = cast;
    this.dice = dice;
    this.part = part;
    this.adverts =
        pack.select(
            "episodes labelled INT.LINKSPAM",
            1,
            item -> item.breaks("INT.LINKSPAM") && item.kind() == ContentKind.EPISODE);
  }

  @Override
  public String name() {
    return "link-spam";
  }

  @Override
  public long dueMillis(long n) {
    return cycle.dueMillis(n);
  }

  @Override
  public Play play(long n) {
    int step = cycle.step(n);
    long number = cycle.round(n) * CREATORS + step % CREATORS;
    Creator creator = cast.creator(part, number, Duration.ofHours(40), null);
    // Each of them has one shop to sell for.
    PackItem advert = dice.at("advert").at(number).pick(adverts);
    PackItem item = Wording.vary(advert, creator, dice.at(n));
    return new Play(creator, step < CREATORS, cast.contentId(part, n), 1, item);
  }
}
