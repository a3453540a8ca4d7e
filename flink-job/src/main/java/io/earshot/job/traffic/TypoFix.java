package io.earshot.job.traffic;

import io.earshot.schemas.avro.ContentKind;
import java.time.Duration;
import java.util.List;

/** The honest double of the edit: a podcaster publishes with a slip of the pen and mends it. */
final class TypoFix implements Scenario {

  static final int CONTENTS = 3;

  private final Cycle cycle;
  private final Cast cast;
  private final Dice dice;
  private final String part;
  private final List<PackItem> episodes;

  TypoFix(TrafficPack pack, Tempo tempo, Cast cast, Dice dice, String part) {
    this.cycle = tempo.spread(6_000, 2 * CONTENTS, 10);
    this.cast = cast;
    this.dice = dice;
    this.part = part;
    this.episodes =
        pack.select(
            "clean English episodes",
            1,
            item ->
                item.kind() == ContentKind.EPISODE
                    && item.language().equals("en")
                    && item.variant() == Variant.CLEAN);
  }

  @Override
  public String name() {
    return "typo-fix";
  }

  @Override
  public long dueMillis(long n) {
    return cycle.dueMillis(n);
  }

  @Override
  public Play play(long n) {
    int step = cycle.step(n);
    long content = cycle.round(n) * CONTENTS + step % CONTENTS;
    boolean edit = step >= CONTENTS;
    Creator creator = cast.creator(part, content, Duration.ofDays(700), null);
    Dice own = dice.at(content);
    PackItem meant = Wording.vary(own.pick(episodes), creator, own.at(1));
    PackItem item = edit ? meant : meant.withTexts(meant.title(), misspelt(meant.description()));
    return new Play(creator, !edit, cast.contentId(part, content), edit ? 2 : 1, item);
  }

  /** The text with the second and third letter of its longest word swapped. */
  static String misspelt(String text) {
    String longest = "";
    for (String word : text.split("[^\\p{L}]+", -1)) {
      if (word.length() > longest.length()) {
        longest = word;
      }
    }
    if (longest.length() < 4) {
      return text + " .";
    }
    String slip =
        longest.charAt(0) + "" + longest.charAt(2) + longest.charAt(1) + longest.substring(3);
    return slip.equals(longest)
        ? text.replace(longest, longest.substring(1))
        : text.replace(longest, slip);
  }
}
