package io.earshot.job.traffic;

import io.earshot.job.traffic.Script.Stage;
import io.earshot.schemas.avro.AccountSignal;
import io.earshot.schemas.avro.AccountSignalType;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.Release;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Patterns of abuse over several items of one creator, none of which is worth a look by itself. For
 * each there is an honest double in {@link HonestScripts}.
 */
final class AbuseScripts {

  static final int SHORT_TRACKS = 36;
  static final int SPLITS = 12;
  static final int STUFFED = 6;
  static final int COMMENTS = 5;
  static final int RESETS = 5;
  static final int TAKEOVER_UPLOADS = 6;

  private static final int STUFFING = 14;

  private static final List<String> SEARCHED =
      List.of("sleep", "rain", "relax", "focus", "yoga", "calm");

  private final Stage stage;
  private final Tempo tempo;
  private final List<PackItem> tracks;
  private final List<PackItem> playlists;

  private AbuseScripts(Stage stage) {
    this.stage = stage;
    this.tempo = stage.tempo();
    this.tracks = HonestScripts.clean(stage.pack(), ContentKind.TRACK);
    this.playlists = HonestScripts.clean(stage.pack(), ContentKind.PLAYLIST);
  }

  static List<Scenario> on(Stage stage) {
    AbuseScripts scripts = new AbuseScripts(stage);
    return List.of(
        scripts.shortTracks(),
        scripts.splitRelease(),
        scripts.keywordStuffing(),
        scripts.commentSpam(),
        scripts.titleAbuse(),
        scripts.takeover());
  }

  /** A licensed label whose tracks are all just long enough to be paid for. */
  private Scenario shortTracks() {
    return stage.script(
        "short-tracks",
        tempo.rare(2_500, 800, SHORT_TRACKS),
        Duration.ofDays(900),
        Boolean.TRUE,
        take -> {
          PackItem item = take.turn(tracks);
          return take.publish(
              item.withTexts(item.title() + ", part " + (take.step() + 1), item.description())
                  .withDuration(30_500L + take.dice().below(4_000))
                  .breaking(Set.of("INT.SHORTTRACK")));
        });
  }

  /** One long recording that is cut into a release of short tracks. */
  private Scenario splitRelease() {
    return stage.script(
        "split-release",
        tempo.rare(9_000, 1_100, SPLITS),
        Duration.ofDays(60),
        null,
        take -> {
          PackItem item = take.each(tracks);
          String title = "%s %d/%d".formatted(item.title(), take.step() + 1, SPLITS);
          return take.publish(
              item.withTexts(title, item.description())
                  .withDuration(33_000L + take.dice().below(5_000))
                  .breaking(Set.of("INT.SHORTTRACK")),
              Extras.in(new Release(stage.id("split-of", take.round()), SPLITS, 0.96)));
        });
  }

  /** Playlists whose descriptions are written for search alone. */
  private Scenario keywordStuffing() {
    return stage.script(
        "keyword-stuffing",
        tempo.rare(12_000, 3_000, STUFFED),
        Duration.ofDays(45),
        null,
        take -> {
          String word = take.turn(SEARCHED);
          StringBuilder stuffed = new StringBuilder();
          for (int i = 0; i < STUFFING; i++) {
            stuffed.append(word).append(' ').append(take.dice().at(i).pick(SEARCHED)).append(' ');
          }
          return take.publish(
              take.turn(playlists)
                  .withTexts(word + " music " + (take.step() + 1), stuffed + "playlist")
                  .breaking(Set.of("INT.KEYWORD")));
        });
  }

  /** An account of two hours that says the same under one episode, again and again. */
  private Scenario commentSpam() {
    PackItem any = HonestScripts.clean(stage.pack(), ContentKind.COMMENT).get(0);
    return stage.script(
        "comment-spam",
        tempo.rare(15_000, 2_000, COMMENTS),
        Duration.ofHours(2),
        null,
        take ->
            take.publish(
                any.withTexts(
                        "", "Hear the new single of " + take.creator().name() + ", on my page now")
                    .breaking(Set.of("INT.COMMENT")),
                Extras.on(stage.id("commented", take.round()))));
  }

  /** A playlist whose title is set back to what was decided on, again and again. */
  private Scenario titleAbuse() {
    List<PackItem> harassing =
        stage
            .pack()
            .select(
                "English playlists labelled HAR.HARASS",
                1,
                item ->
                    item.breaks("HAR.HARASS")
                        && item.kind() == ContentKind.PLAYLIST
                        && item.language().equals("en"));
    return stage.script(
        "title-abuse",
        tempo.rare(5_000, 9_500, RESETS),
        Duration.ofDays(300),
        null,
        take ->
            take.edit(
                stage.id("titled", take.round()),
                take.step() % 2 == 0
                    ? take.each(playlists)
                    : take.each(harassing).alsoBreaking("INT.CIRCUMVENT")));
  }

  /**
   * An account that has slept for months ({@link SleepingAccounts}) wakes up with another device
   * and payout, and uploads.
   */
  private Scenario takeover() {
    return stage.script(
        "dormant-takeover",
        tempo.rare(22_000, 2_000, TAKEOVER_UPLOADS),
        round -> SleepingAccounts.TAKEN_OVER.creator(stage.cast(), stage.copy(), round),
        take -> {
          String thief = take.creator().id() + "-thief";
          return take.publish(
              take.numbered(tracks).breaking(Set.of("DEC.IMPERSON")),
              take.step() > 0
                  ? Extras.NONE
                  : Extras.with(
                      List.of(
                          new AccountSignal(AccountSignalType.DEVICE, thief),
                          new AccountSignal(AccountSignalType.PAYOUT, thief))));
        });
  }
}
