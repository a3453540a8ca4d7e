package io.earshot.job.traffic;

import io.earshot.schemas.avro.AccountSignal;
import io.earshot.schemas.avro.AccountSignalType;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.Release;
import java.time.Duration;
import java.util.List;

/**
 * The honest doubles of {@link AbuseScripts} and of the slow drip: what they do looks like abuse to
 * whoever counts and does not look.
 */
final class HonestScripts {

  static final int COMPILED = 24;
  static final int GAPLESS = 12;
  static final int MIXES = 6;
  static final int FAN_COMMENTS = 6;
  static final int RENAMES = 5;
  static final int RETURN_UPLOADS = 6;
  static final int REVIEWS = 10;

  /** So many words that none is a large share of them. */
  private static final String TRACKLIST =
      "01 Harbour Lights 02 Slow Tram Home 03 Paper Boats 04 Copper Moon 05 Ninth Street 06 Winter"
          + " Coat 07 Orange Grove 08 Letters from Oslo 09 Half a Mile 10 The Quiet Engine 11 Blue"
          + " Kettle 12 Last Ferry";

  private final TrafficPack pack;
  private final Tempo tempo;
  private final Cast cast;
  private final Dice dice;
  private final String copy;

  HonestScripts(TrafficPack pack, Tempo tempo, Cast cast, Dice dice, String copy) {
    this.pack = pack;
    this.tempo = tempo;
    this.cast = cast;
    this.dice = dice;
    this.copy = copy;
  }

  List<Scenario> all() {
    return List.of(
        compilation(),
        gaplessAlbum(),
        tracklists(),
        superfan(),
        renaming(),
        comeback(),
        bluntCritic());
  }

  /** English items of a kind that are fine. */
  static List<PackItem> clean(TrafficPack pack, ContentKind kind) {
    return pack.select(
        "clean English items of kind " + kind,
        1,
        item ->
            item.kind() == kind
                && item.language().equals("en")
                && item.variant() == Variant.CLEAN
                && item.links().isEmpty());
  }

  private Script script(String name, Cycle cycle, Script.Lines lines) {
    return new Script(name, cycle, cast, name + copy, lines);
  }

  /** A label delivers a compilation with a few interludes of half a minute. */
  private Scenario compilation() {
    List<PackItem> tracks = clean(pack, ContentKind.TRACK);
    return script(
        "compilation",
        tempo.rare(10_500, 900, COMPILED),
        (round, step, contentId) -> {
          Creator label =
              cast.creator("compiler" + copy, round, Duration.ofDays(700), Boolean.TRUE);
          PackItem item = tracks.get((int) ((round + step) % tracks.size()));
          long length = step % 6 == 5 ? 31_000 : 150_000 + dice.at(round).at(step).below(90_000);
          return new Play(
              label,
              step == 0,
              contentId,
              1,
              item.withTexts("%s (%d)".formatted(item.title(), step + 1), item.description())
                  .withDuration(length));
        });
  }

  /** A live album without a gap between its songs. */
  private Scenario gaplessAlbum() {
    List<PackItem> tracks = clean(pack, ContentKind.TRACK);
    return script(
        "gapless-album",
        tempo.rare(21_000, 1_200, GAPLESS),
        (round, step, contentId) -> {
          Creator creator = cast.creator("live" + copy, round, Duration.ofDays(1_100), null);
          PackItem item = tracks.get((int) ((round + step) % tracks.size()));
          return new Play(
              creator,
              step == 0,
              contentId,
              1,
              item.withTexts(item.title() + " (Live)", item.description() + " " + (step + 1))
                  .withDuration(190_000L + dice.at(round).at(step).below(90_000)),
              Extras.in(new Release(cast.contentId("live-of" + copy, round), GAPLESS, 0.96)));
        });
  }

  /** Long descriptions that list what is played. */
  private Scenario tracklists() {
    List<PackItem> playlists = clean(pack, ContentKind.PLAYLIST);
    return script(
        "tracklists",
        tempo.rare(13_500, 3_000, MIXES),
        (round, step, contentId) -> {
          Creator creator = cast.creator("mixer" + copy, round, Duration.ofDays(400), null);
          PackItem item = playlists.get((int) ((round + step) % playlists.size()));
          return new Play(
              creator,
              step == 0,
              contentId,
              1,
              item.withTexts(
                  item.title() + ", mix " + (step + 1), item.description() + " " + TRACKLIST));
        });
  }

  /** A new listener who has something to say about one episode, and says it in many comments. */
  private Scenario superfan() {
    List<PackItem> comments = clean(pack, ContentKind.COMMENT);
    return script(
        "superfan",
        tempo.rare(16_000, 2_000, FAN_COMMENTS),
        (round, step, contentId) -> {
          Creator creator = cast.creator("fan" + copy, round, Duration.ofHours(3), null);
          PackItem item = comments.get((int) ((round + step) % comments.size()));
          return new Play(
              creator,
              step == 0,
              contentId,
              1,
              Wording.vary(item, creator, dice.at(round).at(step)),
              Extras.on(cast.contentId("followed" + copy, round)));
        });
  }

  /** A curator who cannot make up her mind about a title. */
  private Scenario renaming() {
    List<PackItem> playlists = clean(pack, ContentKind.PLAYLIST);
    return script(
        "renaming",
        tempo.rare(6_000, 9_500, RENAMES),
        (round, step, contentId) -> {
          Creator creator = cast.creator("curator" + copy, round, Duration.ofDays(500), null);
          PackItem item = playlists.get((int) (round % playlists.size()));
          return new Play(
              creator,
              step == 0,
              cast.contentId("renamed" + copy, round),
              step + 1L,
              item.withTexts(item.title() + ", take " + (step + 1), item.description()));
        });
  }

  /** An artist comes back after months with an album, from a new phone. */
  private Scenario comeback() {
    List<PackItem> tracks = clean(pack, ContentKind.TRACK);
    return script(
        "comeback",
        tempo.rare(24_000, 2_000, RETURN_UPLOADS),
        (round, step, contentId) -> {
          Creator creator = SleepingAccounts.COME_BACK.creator(cast, copy, round);
          PackItem item = tracks.get((int) ((round + step) % tracks.size()));
          return new Play(
              creator,
              step == 0,
              contentId,
              1,
              item.withTexts(item.title() + " " + (step + 1), item.description()),
              step > 0
                  ? Extras.NONE
                  : Extras.with(
                      List.of(
                          new AccountSignal(AccountSignalType.DEVICE, creator.id() + "-phone"),
                          new AccountSignal(
                              AccountSignalType.PAYOUT, SleepingAccounts.payout(creator)))));
        });
  }

  /** A critic without manners, who says of works and talents what no rule forbids. */
  private Scenario bluntCritic() {
    List<PackItem> reviews = Script.noted(pack, "blunt");
    return script(
        "blunt-critic",
        tempo.rare(4_500, 5_000, REVIEWS),
        (round, step, contentId) -> {
          Creator creator = cast.creator("critic" + copy, round, Duration.ofDays(200), null);
          return new Play(
              creator,
              step == 0,
              contentId,
              1,
              Wording.vary(
                  reviews.get((int) ((round + step) % reviews.size())),
                  creator,
                  dice.at(round).at(step)));
        });
  }
}
