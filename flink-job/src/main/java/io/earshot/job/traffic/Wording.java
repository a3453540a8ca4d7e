package io.earshot.job.traffic;

import io.earshot.schemas.avro.ContentKind;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Small differences between one play of an item and the next: numbers, names, lengths, the tail of
 * a link. Nothing that it adds or changes bears on a label.
 */
final class Wording {

  /** How an episode is called, a number to follow; English where a language is not listed. */
  private static final Map<String, String> EPISODE =
      Map.of(
          "de", "Folge %d: ",
          "es", "Ep. %d: ",
          "fr", "Épisode %d : ",
          "it", "Puntata %d: ",
          "ja", "第%d回 ",
          "nl", "Aflevering %d: ",
          "pl", "Odcinek %d: ",
          "pt", "Ep. %d: ");

  private static final List<String> EDITION =
      List.of("", " (Live)", " (Acoustic)", " (Demo)", " (Remix)", " (Remaster)", " (Take %d)");

  private Wording() {}

  /** The item as a creator publishes it; the same words for the same dice. */
  static PackItem vary(PackItem item, Creator creator, Dice dice) {
    int serial = 1 + dice.at(1).below(9_999);
    int number = 1 + serial % 999;
    String by = "%s · %s #%d".formatted(item.description(), creator.name(), serial);
    PackItem worded =
        switch (item.kind()) {
          case TRACK ->
              item.withTexts(item.title() + dice.at(2).pick(EDITION).formatted(number), by.strip());
          case EPISODE ->
              item.withTexts(
                  EPISODE.getOrDefault(item.language(), "Ep. %d: ").formatted(number)
                      + item.title(),
                  by);
          case AUDIOBOOK -> item.withTexts(item.title() + " · " + number, by);
          case COMMENT -> item.withTexts(item.title(), moment(serial) + item.description());
          case SHOW, PLAYLIST, PROFILE, IMAGE, UNKNOWN ->
              item.withTexts(item.title() + " · " + number, by);
        };
    return worded
        .withLinks(worded.links().stream().map(link -> tagged(link, dice)).toList())
        .withDuration(stretched(item.durationMs(), item.kind(), dice));
  }

  /** The moment that a comment is about: 12:07. */
  private static String moment(int second) {
    return "%d:%02d ".formatted(second / 60, second % 60);
  }

  private static String tagged(String link, Dice dice) {
    String tag = HexFormat.of().toHexDigits((short) dice.at(link).below(0x10000));
    return link + (link.contains("?") ? "&src=" : "?src=") + tag;
  }

  private static @Nullable Long stretched(@Nullable Long durationMs, ContentKind kind, Dice dice) {
    if (durationMs == null) {
      return null;
    }
    // A tenth up or down leaves an advert of ten seconds short and an album track long.
    double factor = kind == ContentKind.TRACK || kind == ContentKind.EPISODE ? 0.9 : 1.0;
    return (long) (durationMs * (factor + 0.2 * dice.at(3).unit()));
  }
}
