package io.earshot.job.traffic;

import io.earshot.job.traffic.Script.Stage;
import io.earshot.job.traffic.Script.Take;
import io.earshot.schemas.avro.ContentKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What comes back after something was decided, each with its honest double beside it: the next
 * offence of the same kind, and a sound that was taken away. Between the first and the second there
 * is time for a window to close and for a person to look.
 */
final class ReturnScripts {

  static final int PLAYS = 6;

  /** Of the plays, the first that comes back. */
  static final int RETURN = 4;

  private static final long SPACING_MILLIS = 5_000;
  private static final Duration AGE = Duration.ofDays(250);

  private final Stage stage;
  private final Tempo tempo;
  private final List<PackItem> episodes;
  private final List<PackItem> threats;
  private final List<PackItem> tracks;

  private ReturnScripts(Stage stage) {
    this.stage = stage;
    this.tempo = stage.tempo();
    this.tracks = HonestScripts.clean(stage.pack(), ContentKind.TRACK);
    this.episodes = HonestScripts.clean(stage.pack(), ContentKind.EPISODE);
    this.threats =
        stage
            .pack()
            .select(
                "English episodes labelled VIO.THREAT",
                2,
                item ->
                    item.breaks("VIO.THREAT")
                        && item.kind() == ContentKind.EPISODE
                        && item.language().equals("en"));
  }

  static List<Scenario> on(Stage stage) {
    ReturnScripts scripts = new ReturnScripts(stage);
    return List.of(scripts.reOffender(), scripts.oneSlip());
  }

  /** The same with sounds, which are long. */
  static List<Scenario> sounding(Stage stage) {
    ReturnScripts scripts = new ReturnScripts(stage);
    return List.of(scripts.removedSound(), scripts.anotherSound());
  }

  /** Two threats, on which people decide, and then threats again. */
  private Scenario reOffender() {
    return stage.script(
        "re-offender",
        tempo.rare(1_300, SPACING_MILLIS, PLAYS),
        AGE,
        null,
        take -> {
          if (take.step() >= RETURN) {
            return take.publish(threat(take).alsoBreaking("INT.CIRCUMVENT"));
          }
          return take.publish(take.step() < 2 ? threat(take) : take.numbered(episodes));
        });
  }

  /** One threat, on which people decide, and never again. */
  private Scenario oneSlip() {
    return stage.script(
        "one-slip",
        tempo.rare(1_700, SPACING_MILLIS, PLAYS),
        AGE,
        null,
        take -> take.publish(take.step() == 0 ? threat(take) : take.numbered(episodes)));
  }

  /** What was removed with its link comes back without it, under another title. */
  private Scenario removedSound() {
    return stage.script(
        "removed-sound",
        tempo.rare(2_100, SPACING_MILLIS, PLAYS),
        AGE,
        null,
        take -> {
          PackItem track = linkingAtFirst(take);
          return take.publish(
              take.step() < RETURN ? track : track.breaking(Set.of("INT.CIRCUMVENT")),
              take.step() > 0 && take.step() < RETURN
                  ? Extras.NONE
                  : Extras.sounding(Recording.of(stage, take, 0)));
        });
  }

  /** Whose track was removed with its link publishes other songs. */
  private Scenario anotherSound() {
    return stage.script(
        "another-sound",
        tempo.rare(2_500, SPACING_MILLIS, PLAYS),
        AGE,
        null,
        take ->
            take.publish(
                linkingAtFirst(take),
                take.step() > 0 && take.step() < RETURN
                    ? Extras.NONE
                    : Extras.sounding(Recording.of(stage, take, take.step()))));
  }

  private PackItem linkingAtFirst(Take take) {
    PackItem track = take.numbered(tracks);
    return take.step() > 0
        ? track
        : track.withLinks(List.of(Platform.BLOCKED_SHOP)).breaking(Set.of("INT.LINKSPAM"));
  }

  private PackItem threat(Take take) {
    return take.turn(threats);
  }
}
