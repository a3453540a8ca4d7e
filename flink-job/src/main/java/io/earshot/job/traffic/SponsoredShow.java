package io.earshot.job.traffic;

import java.time.Duration;
import java.util.List;

/** The honest double of link spam: every episode of a long-lived show thanks its one sponsor. */
final class SponsoredShow implements Scenario {

  static final int EPISODES = 4;

  private final Cycle cycle;
  private final Cast cast;
  private final Dice dice;
  private final String part;
  private final List<PackItem> episodes;

  SponsoredShow(TrafficPack pack, Tempo tempo, Cast cast, Dice dice, String part) {
    this.cycle = tempo.spread(8_000, EPISODES, 5);
    this.cast = cast;
    this.dice = dice;
    this.part = part;
    this.episodes =
        pack.select(
            "clean items with the note \"sponsor\"",
            1,
            item -> item.variant() == Variant.CLEAN && "sponsor".equals(item.note()));
  }

  @Override
  public String name() {
    return "sponsored-show";
  }

  @Override
  public long dueMillis(long n) {
    return cycle.dueMillis(n);
  }

  @Override
  public Play play(long n) {
    long show = cycle.round(n);
    int episode = cycle.step(n);
    Creator creator = cast.creator(part, show, Duration.ofDays(1_500), null);
    PackItem item = Wording.vary(episodes.get(episode % episodes.size()), creator, dice.at(n));
    return new Play(creator, episode == 0, cast.contentId(part, n), 1, item);
  }
}
