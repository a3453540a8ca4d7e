package io.earshot.job.traffic;

import io.earshot.job.traffic.Aside.OfReport;
import io.earshot.job.traffic.Aside.Target;
import io.earshot.job.traffic.Script.Stage;
import io.earshot.job.traffic.Script.Take;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.ReportFinding;
import io.earshot.schemas.avro.Source;
import io.earshot.schemas.avro.SubjectType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Abuse of reports and claims against creators who have done nothing, each with its honest double
 * beside it: as many reports, or as good a claim, by people who are usually right. Those who report
 * have no past in the traffic; what was found of their earlier reports is told as the script
 * begins.
 */
final class ReportScripts {

  static final int REPORTED_UPLOADS = 5;
  static final int CLAIMED_UPLOADS = 4;

  /** Who reports at the second and the third upload. */
  private static final int REPORTERS = 24;

  /** So many upheld answers are enough to be believed, more or less. */
  private static final int UPHELD_BEFORE = 2;

  private static final int CLAIMS_BEFORE = 24;
  private static final Duration AGE = Duration.ofDays(400);

  private final Stage stage;
  private final Tempo tempo;
  private final List<PackItem> tracks;
  private final List<PackItem> harassing;

  private ReportScripts(Stage stage) {
    this.stage = stage;
    this.tempo = stage.tempo();
    this.tracks = HonestScripts.clean(stage.pack(), ContentKind.TRACK);
    this.harassing =
        stage
            .pack()
            .select(
                "English tracks labelled HAR.HARASS",
                1,
                item ->
                    item.breaks("HAR.HARASS")
                        && item.kind() == ContentKind.TRACK
                        && item.language().equals("en"));
  }

  static List<Scenario> on(Stage stage) {
    ReportScripts scripts = new ReportScripts(stage);
    return List.of(
        scripts.brigade(), scripts.rightlyReported(), scripts.claimAbuse(), scripts.rightsHolder());
  }

  /** Strangers who have never reported anything agree to have one track taken down. */
  private Scenario brigade() {
    String name = "report-brigade";
    return stage.script(
        name,
        tempo.rare(9_500, 5_000, REPORTED_UPLOADS),
        AGE,
        null,
        take -> take.publish(track(take), Extras.after(reports(name, take))));
  }

  /** Listeners who have been right before report a track that is what they say. */
  private Scenario rightlyReported() {
    String name = "rightly-reported";
    return stage.script(
        name,
        tempo.rare(10_000, 5_000, REPORTED_UPLOADS),
        AGE,
        null,
        take -> {
          if (take.step() > 0) {
            return take.publish(track(take), Extras.after(reports(name, take)));
          }
          List<Aside> standing = new ArrayList<>();
          for (int reporter = 0; reporter < REPORTERS; reporter++) {
            standing.addAll(
                answers(
                    name,
                    take,
                    reporter,
                    UPHELD_BEFORE,
                    "HAR.HARASS",
                    Source.USER_REPORT,
                    ReportFinding.UPHELD));
          }
          return take.publish(
              Wording.vary(take.each(harassing), take.creator(), take.dice()),
              Extras.after(standing));
        });
  }

  /** Somebody who claims what is not theirs, as people have found each time. */
  private Scenario claimAbuse() {
    return claim("claim-abuse", 13_000, ReportFinding.UNFOUNDED, Set.of());
  }

  /** A rights holder whose claims hold, and who finds a recording of theirs. */
  private Scenario rightsHolder() {
    return claim("rights-holder", 13_700, ReportFinding.UPHELD, Set.of("IPR.COPYRIGHT"));
  }

  private Scenario claim(String name, long firstMillis, ReportFinding past, Set<String> breaks) {
    return stage.script(
        name,
        tempo.rare(firstMillis, 6_000, CLAIMED_UPLOADS),
        AGE,
        null,
        take -> {
          PackItem track = track(take);
          return switch (take.step()) {
            case 0 ->
                take.publish(
                    breaks.isEmpty() ? track : track.breaking(breaks),
                    Extras.after(
                        answers(
                            name,
                            take,
                            0,
                            CLAIMS_BEFORE,
                            "IPR.COPYRIGHT",
                            Source.RIGHTSHOLDER,
                            past)));
            case 1 ->
                take.publish(
                    track,
                    Extras.after(
                        List.of(report(name, take, 0, "IPR.COPYRIGHT", Source.RIGHTSHOLDER))));
            default -> take.publish(track);
          };
        });
  }

  private PackItem track(Take take) {
    PackItem item = take.turn(tracks);
    return item.withTexts(item.title() + ", no. " + (take.step() + 1), item.description());
  }

  /** Half of the reporters at the second upload, and half at the third; all on the first. */
  private List<Aside> reports(String name, Take take) {
    List<Aside> reports = new ArrayList<>();
    if (take.step() == 1 || take.step() == 2) {
      for (int reporter = take.step() - 1; reporter < REPORTERS; reporter += 2) {
        reports.add(report(name, take, reporter, "HAR.HARASS", Source.USER_REPORT));
      }
    }
    return reports;
  }

  private OfReport report(String name, Take take, int reporter, String policyId, Source source) {
    return new OfReport(
        stage.id("%s/report/%d".formatted(name, reporter), take.round()),
        reporterId(name, take, reporter),
        new Target(SubjectType.TRACK, take.openingId(), take.creator().id()),
        policyId,
        source,
        null,
        ReportFinding.UNKNOWN);
  }

  /** What was found of reports on something else, made before the traffic begins. */
  private List<Aside> answers(
      String name,
      Take take,
      int reporter,
      int count,
      String policyId,
      Source source,
      ReportFinding finding) {
    List<Aside> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String before = "%s/before/%d/%d".formatted(name, reporter, i);
      answers.add(
          new OfReport(
              stage.id(before + "/answer", take.round()),
              reporterId(name, take, reporter),
              new Target(
                  SubjectType.TRACK,
                  stage.id(before + "/target", take.round()),
                  stage.id(before + "/creator", take.round())),
              policyId,
              source,
              stage.id(before, take.round()),
              finding));
    }
    return answers;
  }

  private String reporterId(String name, Take take, int reporter) {
    return stage.id("%s/reporter/%d".formatted(name, reporter), take.round());
  }
}
