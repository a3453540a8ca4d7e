package io.earshot.job.traffic;

import io.earshot.job.traffic.Recording.Form;
import io.earshot.job.traffic.Script.Stage;
import io.earshot.schemas.avro.ContentKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Sounds that are there already: one that a creator publishes again and again, as if it were many
 * and as what it is; and one of a rights holder's bank ({@link Platform#knownSong}), altered so
 * that it may pass, and other songs beside it.
 */
final class SoundScripts {

  static final int UPLOADS = 6;

  /** Each by somebody else. */
  static final int COPIES = 2;

  private static final List<String> EDITIONS =
      List.of("single", "EP", "album", "deluxe edition", "soundtrack", "anniversary edition");

  private static final Duration AGE = Duration.ofDays(150);

  private final Stage stage;
  private final List<PackItem> tracks;

  private SoundScripts(Stage stage) {
    this.stage = stage;
    this.tracks = HonestScripts.clean(stage.pack(), ContentKind.TRACK);
  }

  static List<Scenario> on(Stage stage) {
    SoundScripts scripts = new SoundScripts(stage);
    return List.of(
        scripts.sameSound(), scripts.reissue(), scripts.alteredCopies(), scripts.ownSongs());
  }

  /** One sound under many titles, each copy altered a little. */
  private Scenario sameSound() {
    return stage.script(
        "same-sound",
        stage.tempo().rare(26_000, 2_300, UPLOADS),
        Duration.ofDays(120),
        null,
        take -> {
          PackItem item = take.turn(tracks);
          return take.publish(
              item.withTexts(
                      item.title() + " " + (take.step() + 1),
                      item.description() + " · " + take.creator().name())
                  .breaking(Set.of("INT.DUPLICATE")),
              Extras.sounding(Recording.of(stage, take, 0)));
        });
  }

  /** A song that comes out again on one release after another, under the title that it has. */
  private Scenario reissue() {
    return stage.script(
        "reissue",
        stage.tempo().rare(27_000, 2_300, UPLOADS),
        Duration.ofDays(2_000),
        null,
        take -> {
          PackItem item = take.each(tracks);
          return take.publish(
              item.withTexts(
                  item.title(), item.description() + " · From the " + EDITIONS.get(take.step())),
              Extras.sounding(Recording.of(stage, take, 0)));
        });
  }

  /** A known song, two percent higher by one creator, and without its beginning by another. */
  private Scenario alteredCopies() {
    return stage.script(
        "altered-copies",
        stage.tempo().rare(10_300, 3_000, COPIES),
        COPIES,
        AGE,
        take ->
            take.publish(
                take.numbered(tracks).breaking(Set.of("IPR.COPYRIGHT")),
                Extras.sounding(
                    new Recording(
                        Platform.KNOWN_TUNE, 0, take.step() == 0 ? Form.HIGHER : Form.TRIMMED))));
  }

  /** Songs of their own, of the same length and the same instrument. */
  private Scenario ownSongs() {
    return stage.script(
        "own-songs",
        stage.tempo().rare(10_900, 3_000, COPIES),
        COPIES,
        AGE,
        take ->
            take.publish(
                take.numbered(tracks),
                Extras.sounding(new Recording(stage.dice().at(take.contentId()), 0, Form.SONG))));
  }
}
