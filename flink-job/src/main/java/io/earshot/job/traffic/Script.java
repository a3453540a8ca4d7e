package io.earshot.job.traffic;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A scenario of one creator a round, or a few, that is told in a few lines. */
final class Script implements Scenario {

  /**
   * Where scripts are told: what they are made of.
   *
   * @param copy which copy of all scripts, part of what tells its creators from others
   */
  record Stage(TrafficPack pack, Tempo tempo, Cast cast, Dice dice, String copy) {

    /** A script whose creators the cast provides. */
    Script script(
        String name, Cycle cycle, Duration accountAge, @Nullable Boolean trusted, Lines lines) {
      return script(
          name, cycle, round -> cast.creator(name + copy, round, accountAge, trusted), lines);
    }

    /** A script with creators of its own. */
    Script script(String name, Cycle cycle, Creators creators, Lines lines) {
      return new Script(name, cycle, creators, 1, lines, this);
    }

    /**
     * A script of several creators a round, who take turns.
     *
     * @param players how many; a row of plays is at least as long
     */
    Script script(String name, Cycle cycle, int players, Duration accountAge, Lines lines) {
      return new Script(
          name,
          cycle,
          number -> cast.creator(name + copy, number, accountAge, null),
          players,
          lines,
          this);
    }

    /** An id that a name and a round have in common. */
    String id(String name, long round) {
      return cast.contentId(name + copy, round);
    }
  }

  /** Who plays; with one creator a round, the number is that of the round. */
  @FunctionalInterface
  interface Creators {
    Creator of(long number);
  }

  /** What is played. */
  @FunctionalInterface
  interface Lines {
    Play play(Take take);
  }

  /**
   * A moment of a script.
   *
   * @param round which repetition
   * @param step from 0, within the round
   * @param opens whether it is the creator's first one
   * @param openingId the content of the round's first step
   * @param contentId a content of its own
   */
  record Take(
      Creator creator,
      long round,
      int step,
      boolean opens,
      String openingId,
      String contentId,
      Dice dice) {

    /** Another one of a list at each step, and at the same step of the next round. */
    <T> T turn(List<T> from) {
      return from.get((int) ((round + step) % from.size()));
    }

    /** One of a list for the whole round. */
    <T> T each(List<T> from) {
      return from.get((int) (round % from.size()));
    }

    /** Another one of a list at each step, with the number of the step in its title. */
    PackItem numbered(List<PackItem> from) {
      PackItem item = turn(from);
      return item.withTexts(item.title() + " " + (step + 1), item.description());
    }

    Play publish(PackItem item) {
      return publish(item, Extras.NONE);
    }

    Play publish(PackItem item, Extras extras) {
      return new Play(creator, opens, contentId, 1, item, extras);
    }

    /** The next version of the one content of the round. */
    Play edit(String roundsContentId, PackItem item) {
      return new Play(creator, opens, roundsContentId, step + 1L, item);
    }
  }

  private final String name;
  private final Cycle cycle;
  private final Creators creators;
  private final int players;
  private final Lines lines;
  private final Stage stage;

  private Script(
      String name, Cycle cycle, Creators creators, int players, Lines lines, Stage stage) {
    this.name = name;
    this.cycle = cycle;
    this.creators = creators;
    this.players = players;
    this.lines = lines;
    this.stage = stage;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long dueMillis(long n) {
    return cycle.dueMillis(n);
  }

  @Override
  public Play play(long n) {
    long round = cycle.round(n);
    int step = cycle.step(n);
    return lines.play(
        new Take(
            creators.of(round * players + step % players),
            round,
            step,
            step < players,
            stage.id(name + "/plays", n - step),
            stage.id(name + "/plays", n),
            stage.dice().at(name).at(n)));
  }
}
