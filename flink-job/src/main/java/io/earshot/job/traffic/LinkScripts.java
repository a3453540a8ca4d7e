package io.earshot.job.traffic;

import io.earshot.job.traffic.Script.Stage;
import io.earshot.job.traffic.Script.Take;
import io.earshot.schemas.avro.ContentKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Links that are spam for where they lead and not for how many there are, each with its honest
 * double beside it: to a shop of a crowd of new accounts, and to a domain that the platform has
 * blocked ({@link Platform#blockedDomains}).
 */
final class LinkScripts {

  static final int CROWD = 12;

  /** Everybody publishes twice: those who were first are found the second time. */
  static final int CROWD_UPLOADS = 2 * CROWD;

  static final int LINKING = 3;

  private static final Set<String> SPAM = Set.of("INT.LINKSPAM");
  private static final Duration OLD = Duration.ofDays(800);

  private final Stage stage;
  private final List<PackItem> tracks;

  private LinkScripts(Stage stage) {
    this.stage = stage;
    this.tracks = HonestScripts.clean(stage.pack(), ContentKind.TRACK);
  }

  static List<Scenario> on(Stage stage) {
    LinkScripts scripts = new LinkScripts(stage);
    return List.of(
        scripts.crowd(), scripts.festival(), scripts.blockedLinks(), scripts.scamWatch());
  }

  /** Many new accounts that link to one shop, each of them twice and in passing. */
  private Scenario crowd() {
    return stage.script(
        "link-crowd",
        stage.tempo().rare(14_000, 1_500, CROWD_UPLOADS),
        CROWD,
        Duration.ofDays(2),
        take ->
            take.publish(
                linking(take, "https://" + host("bargains", take) + "/" + take.step())
                    .breaking(SPAM)));
  }

  /** Many who have been there for years link to the festival where they all play. */
  private Scenario festival() {
    return stage.script(
        "festival",
        stage.tempo().rare(14_700, 1_500, CROWD_UPLOADS),
        CROWD,
        OLD,
        take -> take.publish(linking(take, "https://" + host("festival", take) + "/line-up")));
  }

  /** An artist of years who sells, below each of a few tracks, what nobody may. */
  private Scenario blockedLinks() {
    return stage.script(
        "blocked-links",
        stage.tempo().rare(7_500, 4_000, LINKING),
        OLD,
        null,
        take ->
            take.publish(
                linking(take, Platform.BLOCKED_SHOP + "?from=" + take.step()).breaking(SPAM)));
  }

  /** One who warns of that shop, and links to a page that bears its name and is not listed. */
  private Scenario scamWatch() {
    return stage.script(
        "scam-watch",
        stage.tempo().rare(8_200, 4_000, LINKING),
        OLD,
        null,
        take -> take.publish(linking(take, Platform.UNBLOCKED_PAGE + "?no=" + take.step())));
  }

  private PackItem linking(Take take, String link) {
    PackItem item = take.numbered(tracks);
    return item.withTexts(item.title(), item.description() + " · " + take.creator().name())
        .withLinks(List.of(link));
  }

  /** One of its own for each round. */
  private String host(String name, Take take) {
    return "%s-%s.example".formatted(name, stage.id(name, take.round()).substring(0, 8));
  }
}
