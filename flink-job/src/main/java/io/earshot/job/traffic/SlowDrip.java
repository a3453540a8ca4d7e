package io.earshot.job.traffic;

import java.time.Duration;
import java.util.List;

/**
 * One creator who stays just within the rules, again and again: no item calls for an action, the
 * sum of them for a look. What he says is all of one kind, and what a model is in two minds about:
 * a creator whose items are mixed or plain to it drips in nobody's sense.
 */
final class SlowDrip implements Scenario {

  static final int ITEMS_A_CREATOR = 40;
  private static final int ITEMS_A_CYCLE = 10;

  private final Cycle cycle;
  private final Cast cast;
  private final Dice dice;
  private final String part;
  private final List<PackItem> items;

  SlowDrip(TrafficPack pack, Tempo tempo, Cast cast, Dice dice, String part) {
    this.cycle = tempo.spread(2_000, ITEMS_A_CYCLE, ITEMS_A_CYCLE);
    this.cast = cast;
    this.dice = dice;
    this.part = part;
    this.items = pack.noted("put-down");
  }

  @Override
  public String name() {
    return "slow-drip";
  }

  @Override
  public long dueMillis(long n) {
    return cycle.dueMillis(n);
  }

  @Override
  public Play play(long n) {
    long number = n / ITEMS_A_CREATOR;
    Creator creator = cast.creator(part, number, Duration.ofDays(120), null);
    PackItem item = Wording.vary(dice.at(n).pick(items), creator, dice.at(n));
    return new Play(creator, n % ITEMS_A_CREATOR == 0, cast.contentId(part, n), 1, item);
  }
}
