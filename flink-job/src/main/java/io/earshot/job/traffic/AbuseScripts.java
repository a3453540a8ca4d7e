package io.earshot.job.traffic;

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

  private static final List<String> SEARCHED =
      List.of("sleep", "rain", "relax", "focus", "yoga", "calm");

  private final TrafficPack pack;
  private final Tempo tempo;
  private final Cast cast;
  private final Dice dice;
  private final String copy;

  AbuseScripts(TrafficPack pack, Tempo tempo, Cast cast, Dice dice, String copy) {
    this.pack = pack;
    this.tempo = tempo;
    this.cast = cast;
    this.dice = dice;
    this.copy = copy;
  }

  List<Scenario> all() {
    return List.of(
        shortTracks(), splitRelease(), keywordStuffing(), commentSpam(), titleAbuse(), takeover());
  }

  private Script script(String name, Cycle cycle, Script.Lines lines) {
    return new Script(name, cycle, cast, name + copy, lines);
  }

  /** A licensed label whose tracks are all just long enough to be paid for. */
  private Scenario shortTracks() {
    List<PackItem> tracks = clean(ContentKind.TRACK);
    return script(
        "short-tracks",
        tempo.rare(2_500, 800, SHORT_TRACKS),
        (round, step, contentId) -> {
          Creator label = cast.creator("short" + copy, round, Duration.ofDays(900), Boolean.TRUE);
          PackItem item = tracks.get((int) ((round + step) % tracks.size()));
          return new Play(
              label,
              step == 0,
              contentId,
              1,
              item.withTexts(item.title() + ", part " + (step + 1), item.description())
                  .withDuration(30_500L + dice.at(round).at(step).below(4_000))
                  .breaking(Set.of("INT.SHORTTRACK")));
        });
  }

  /** One long recording that is cut into a release of short tracks. */
  private Scenario splitRelease() {
    List<PackItem> tracks = clean(ContentKind.TRACK);
    return script(
        "split-release",
        tempo.rare(9_000, 1_100, SPLITS),
        (round, step, contentId) -> {
          Creator creator = cast.creator("split" + copy, round, Duration.ofDays(60), null);
          PackItem item = tracks.get((int) (round % tracks.size()));
          return new Play(
              creator,
              step == 0,
              contentId,
              1,
              item.withTexts(
                      "%s %d/%d".formatted(item.title(), step + 1, SPLITS), item.description())
                  .withDuration(33_000L + dice.at(round).at(step).below(5_000))
                  .breaking(Set.of("INT.SHORTTRACK")),
              Extras.in(new Release(cast.contentId("split-of" + copy, round), SPLITS, 0.96)));
        });
  }

  /** Playlists whose descriptions are written for search alone. */
  private Scenario keywordStuffing() {
    List<PackItem> playlists = clean(ContentKind.PLAYLIST);
    return script(
        "keyword-stuffing",
        tempo.rare(12_000, 3_000, STUFFED),
        (round, step, contentId) -> {
          Creator creator = cast.creator("stuffing" + copy, round, Duration.ofDays(45), null);
          String word = SEARCHED.get((int) ((round + step) % SEARCHED.size()));
          StringBuilder stuffed = new StringBuilder();
          for (int i = 0; i < 14; i++) {
            stuffed.append(word).append(' ').append(dice.at(step).at(i).pick(SEARCHED)).append(' ');
          }
          return new Play(
              creator,
              step == 0,
              contentId,
              1,
              playlists
                  .get((int) ((round + step) % playlists.size()))
                  .withTexts(word + " music " + (step + 1), stuffed + "playlist")
                  .breaking(Set.of("INT.KEYWORD")));
        });
  }

  /** An account of two hours that says the same under one episode, again and again. */
  private Scenario commentSpam() {
    List<PackItem> comments = clean(ContentKind.COMMENT);
    return script(
        "comment-spam",
        tempo.rare(15_000, 2_000, COMMENTS),
        (round, step, contentId) -> {
          Creator creator = cast.creator("commenter" + copy, round, Duration.ofHours(2), null);
          return new Play(
              creator,
              step == 0,
              contentId,
              1,
              comments
                  .get(0)
                  .withTexts("", "Hear the new single of " + creator.name() + ", on my page now")
                  .breaking(Set.of("INT.COMMENT")),
              Extras.on(cast.contentId("commented" + copy, round)));
        });
  }

  /** A playlist whose title is set back to what was decided on, again and again. */
  private Scenario titleAbuse() {
    List<PackItem> before = clean(ContentKind.PLAYLIST);
    List<PackItem> after =
        pack.select(
            "English playlists labelled HAR.HARASS",
            1,
            item ->
                item.breaks("HAR.HARASS")
                    && item.kind() == ContentKind.PLAYLIST
                    && item.language().equals("en"));
    return script(
        "title-abuse",
        tempo.rare(5_000, 9_500, RESETS),
        (round, step, contentId) -> {
          Creator creator = cast.creator("titles" + copy, round, Duration.ofDays(300), null);
          PackItem item =
              step % 2 == 0
                  ? before.get((int) (round % before.size()))
                  : after.get((int) (round % after.size())).alsoBreaking("INT.CIRCUMVENT");
          return new Play(
              creator, step == 0, cast.contentId("titled" + copy, round), step + 1L, item);
        });
  }

  /**
   * An account that has slept for months ({@link SleepingAccounts}) wakes up with another device
   * and payout, and uploads.
   */
  private Scenario takeover() {
    List<PackItem> tracks = clean(ContentKind.TRACK);
    return script(
        "dormant-takeover",
        tempo.rare(22_000, 2_000, TAKEOVER_UPLOADS),
        (round, step, contentId) -> {
          Creator creator = SleepingAccounts.TAKEN_OVER.creator(cast, copy, round);
          PackItem item = tracks.get((int) ((round + step) % tracks.size()));
          return new Play(
              creator,
              step == 0,
              contentId,
              1,
              item.withTexts(item.title() + " " + (step + 1), item.description())
                  .breaking(Set.of("DEC.IMPERSON")),
              step > 0
                  ? Extras.NONE
                  : Extras.with(
                      List.of(
                          new AccountSignal(AccountSignalType.DEVICE, creator.id() + "-thief"),
                          new AccountSignal(AccountSignalType.PAYOUT, creator.id() + "-thief"))));
        });
  }

  private List<PackItem> clean(ContentKind kind) {
    return HonestScripts.clean(pack, kind);
  }
}
