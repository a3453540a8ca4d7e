package io.earshot.job.traffic;

import io.earshot.job.traffic.Script.Stage;
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

  private final Stage stage;
  private final Tempo tempo;
  private final List<PackItem> tracks;
  private final List<PackItem> playlists;

  private HonestScripts(Stage stage) {
    this.stage = stage;
    this.tempo = stage.tempo();
    this.tracks = clean(stage.pack(), ContentKind.TRACK);
    this.playlists = clean(stage.pack(), ContentKind.PLAYLIST);
  }

  static List<Scenario> on(Stage stage) {
    HonestScripts scripts = new HonestScripts(stage);
    return List.of(
        scripts.compilation(),
        scripts.gaplessAlbum(),
        scripts.tracklists(),
        scripts.superfan(),
        scripts.renaming(),
        scripts.comeback(),
        scripts.bluntCritic());
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

  /** A label delivers a compilation with a few interludes of half a minute. */
  private Scenario compilation() {
    return stage.script(
        "compilation",
        tempo.rare(10_500, 900, COMPILED),
        Duration.ofDays(700),
        Boolean.TRUE,
        take -> {
          PackItem item = take.turn(tracks);
          return take.publish(
              item.withTexts("%s (%d)".formatted(item.title(), take.step() + 1), item.description())
                  .withDuration(
                      take.step() % 6 == 5 ? 31_000L : 150_000L + take.dice().below(90_000)));
        });
  }

  /** A live album without a gap between its songs. */
  private Scenario gaplessAlbum() {
    return stage.script(
        "gapless-album",
        tempo.rare(21_000, 1_200, GAPLESS),
        Duration.ofDays(1_100),
        null,
        take -> {
          PackItem item = take.turn(tracks);
          return take.publish(
              item.withTexts(item.title() + " (Live)", item.description() + " " + (take.step() + 1))
                  .withDuration(190_000L + take.dice().below(90_000)),
              Extras.in(new Release(stage.id("live-of", take.round()), GAPLESS, 0.96)));
        });
  }

  /** Long descriptions that list what is played. */
  private Scenario tracklists() {
    return stage.script(
        "tracklists",
        tempo.rare(13_500, 3_000, MIXES),
        Duration.ofDays(400),
        null,
        take -> {
          PackItem item = take.turn(playlists);
          return take.publish(
              item.withTexts(
                  item.title() + ", mix " + (take.step() + 1),
                  item.description() + " " + TRACKLIST));
        });
  }

  /** A new listener who has something to say about one episode, and says it in many comments. */
  private Scenario superfan() {
    List<PackItem> comments = clean(stage.pack(), ContentKind.COMMENT);
    return stage.script(
        "superfan",
        tempo.rare(16_000, 2_000, FAN_COMMENTS),
        Duration.ofHours(3),
        null,
        take ->
            take.publish(
                Wording.vary(take.turn(comments), take.creator(), take.dice()),
                Extras.on(stage.id("followed", take.round()))));
  }

  /** A curator who cannot make up her mind about a title. */
  private Scenario renaming() {
    return stage.script(
        "renaming",
        tempo.rare(6_000, 9_500, RENAMES),
        Duration.ofDays(500),
        null,
        take -> {
          PackItem item = take.each(playlists);
          return take.edit(
              stage.id("renamed", take.round()),
              item.withTexts(item.title() + ", take " + (take.step() + 1), item.description()));
        });
  }

  /** An artist comes back after months with an album, from a new phone. */
  private Scenario comeback() {
    return stage.script(
        "comeback",
        tempo.rare(24_000, 2_000, RETURN_UPLOADS),
        round -> SleepingAccounts.COME_BACK.creator(stage.cast(), stage.copy(), round),
        take -> {
          Creator creator = take.creator();
          return take.publish(
              take.numbered(tracks),
              take.step() > 0
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
    List<PackItem> reviews = stage.pack().noted("blunt");
    return stage.script(
        "blunt-critic",
        tempo.rare(4_500, 5_000, REVIEWS),
        Duration.ofDays(200),
        null,
        take -> take.publish(Wording.vary(take.turn(reviews), take.creator(), take.dice())));
  }
}
