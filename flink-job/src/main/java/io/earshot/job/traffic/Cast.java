package io.earshot.job.traffic;

import io.earshot.id.Ids;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands out creators and content ids of one run; the same ones for the same run. */
final class Cast {

  private static final List<String> FIRST =
      List.of(
          "Amber",
          "Brisk",
          "Cobalt",
          "Dusty",
          "Early",
          "Fable",
          "Gentle",
          "Hollow",
          "Ivory",
          "Juniper",
          "Keen",
          "Lunar",
          "Mellow",
          "Northern",
          "Olive",
          "Paper",
          "Quiet",
          "Rusty",
          "Silver",
          "Tidal",
          "Umber",
          "Velvet",
          "Willow",
          "Zephyr");

  private static final List<String> SECOND =
      List.of(
          "Anchor",
          "Badger",
          "Canyon",
          "Dormer",
          "Ember",
          "Foundry",
          "Garden",
          "Heron",
          "Island",
          "Junction",
          "Kettle",
          "Lantern",
          "Meadow",
          "Nook",
          "Orchard",
          "Parade",
          "Quarry",
          "River",
          "Signal",
          "Tram",
          "Valley",
          "Wharf",
          "Yard",
          "Zodiac");

  private final String run;
  private final Dice dice;
  private final long startMillis;

  /**
   * @param run id of the run, part of every id that it hands out
   * @param startMillis from which the age of an account counts back
   */
  Cast(String run, Dice dice, long startMillis) {
    this.run = run;
    this.dice = dice;
    this.startMillis = startMillis;
  }

  /**
   * @param part the part that the creator plays
   * @param number which of those who play it
   * @param accountAge at the start of the run
   */
  Creator creator(
      String part, long number, Duration accountAge, @Nullable Boolean trustedLicensor) {
    Dice own = dice.at(part).at(number);
    return new Creator(
        Ids.of("traffic-creator", run, part, number),
        own.at(1).pick(FIRST) + " " + own.at(2).pick(SECOND),
        startMillis - accountAge.toMillis(),
        trustedLicensor);
  }

  /** The id of the n-th content of a part. */
  String contentId(String part, long n) {
    return Ids.of("traffic-content", run, part, n);
  }
}
