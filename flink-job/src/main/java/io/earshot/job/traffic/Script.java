package io.earshot.job.traffic;

import java.util.List;

/** A scenario that is told in a few lines. */
final class Script implements Scenario {

  /** What a script plays. */
  @FunctionalInterface
  interface Lines {

    /**
     * A play.
     *
     * @param round which repetition of the script
     * @param step from 0, within the round
     * @param contentId a content of its own
     */
    Play play(long round, int step, String contentId);
  }

  private final String name;
  private final Cycle cycle;
  private final Cast cast;
  private final String part;
  private final Lines lines;

  Script(String name, Cycle cycle, Cast cast, String part, Lines lines) {
    this.name = name;
    this.cycle = cycle;
    this.cast = cast;
    this.part = part;
    this.lines = lines;
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
    return lines.play(cycle.round(n), cycle.step(n), cast.contentId(part, n));
  }

  /** Those of the items of a kind, in English, with a note. */
  static List<PackItem> noted(TrafficPack pack, String note) {
    return pack.select("items with the note \"" + note + "\"", 1, item -> note.equals(item.note()));
  }
}
