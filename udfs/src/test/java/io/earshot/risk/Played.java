package io.earshot.risk;

import static io.earshot.testing.TestData.T0;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Likeness;
import io.earshot.intake.AccountSignal;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.ContentSigns;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.Report;
import io.earshot.intake.CreatorSignal.ReportSource;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.SubjectRef;
import io.earshot.intake.SubjectType;
import io.earshot.matching.SoundSketch;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.risk.Neighbourhood.Neighbour;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import io.earshot.stats.Hash64;
import io.earshot.testing.TestData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A creator who does one thing after the other, with detectors as the default bundle sets them. */
final class Played {

  static final PolicyEvaluator BUNDLE = TestData.compile(TestData.detectorsText());
  static final RiskSettings SET = BUNDLE.risk();

  RiskSettings set = SET;
  CreatorProfile profile = new CreatorProfile();
  private final List<String> fired = new ArrayList<>();
  private CreatorFacts facts = CreatorFacts.NONE;
  long now = T0;
  private int next;

  // What is published next, until it is changed.
  ContentKind kind = ContentKind.TRACK;
  @Nullable Long durationMs = 180_000L;
  int titleLength = 20;
  int links;
  ContentSigns signs = ContentSigns.NONE;
  Modality modality = Modality.TEXT;
  @Nullable SoundSketch sketch;

  // What is reported.
  String target = "c1";

  static Played of(Duration age) {
    Played played = new Played();
    played.change(new AccountChange(T0 - age.toMillis(), null, false));
    return played;
  }

  Played change(AccountChange change) {
    profile.change(change, now, set);
    return this;
  }

  Played signals(AccountSignal... signals) {
    return change(new AccountChange(null, null, false, List.of(signals)));
  }

  /** Somebody of whom nothing is known reports the newest content. */
  Played report(String reporter) {
    return report(reporter, ReportSource.USER_REPORT, ReporterStanding.unknown(now));
  }

  Played report(String reporter, ReportSource source, ReporterStanding standing) {
    profile.report(
        new Report(
            reporter, new SubjectRef(SubjectType.TRACK, target, 1), "HAT.HATE", source, null),
        standing,
        now,
        set);
    return this;
  }

  /** The account shares a value with others, of so many accounts in all. */
  Played shares(AccountSignal.Type type, String hash, int degree, Neighbour... neighbours) {
    profile.learn(
        Insight.of(new Neighbourhood(type, Hash64.of(hash), degree, List.of(neighbours))), now);
    return this;
  }

  /** So many creators link to a host, whose accounts are so old in the median. */
  Played crowd(String host, int creators, Duration age) {
    profile.learn(Insight.of(new LinkCrowd(Hash64.of(host), creators, age.toMillis())), now);
    return this;
  }

  Played after(Duration time) {
    now += time.toMillis();
    return this;
  }

  /** Keeps it and takes it up again, as between two windows. */
  Played kept() {
    profile = CreatorProfile.of(profile.toBytes(), now);
    return this;
  }

  /** Publishes something new. */
  Played publish(Object... labelsAndScores) {
    next++;
    return version("c" + next, 1, labelsAndScores);
  }

  /** Publishes a recording of a title, or of an ISRC, that sounds like something. */
  Played track(String recording, SoundSketch sound) {
    modality = Modality.AUDIO;
    sketch = sound;
    signs = new ContentSigns(1, 2, 500, 1_000, List.of(), 0, null, Hash64.of(recording), List.of());
    return publish();
  }

  /** Publishes so many, so far apart. */
  Played publish(int times, Duration apart) {
    for (int i = 0; i < times; i++) {
      publish();
      after(apart);
    }
    now -= apart.toMillis();
    return this;
  }

  Played version(String contentId, long version, Object... labelsAndScores) {
    List<LabelScore> scores = new ArrayList<>();
    for (int i = 0; i < labelsAndScores.length; i += 2) {
      scores.add(
          new LabelScore(
              (String) labelsAndScores[i], ((Number) labelsAndScores[i + 1]).doubleValue()));
    }
    ContentRef content =
        new ContentRef(
            "e-" + contentId + "-" + version,
            contentId,
            version,
            "creator-1",
            kind,
            "en",
            "SE",
            now,
            durationMs,
            false,
            titleLength,
            links,
            0,
            List.of(modality),
            new SourceRef("content.events", 0, 0),
            signs);
    facts =
        profile.publish(
            new Assessment(
                    content, List.of(ModelScores.scored(modality, "m", "1", scores, List.of())))
                .sounding(new Likeness(sketch, null)),
            set);
    fired.clear();
    facts.risk().fired().forEach(one -> fired.add(one.detector().id()));
    return this;
  }

  /** Ids of the detectors that fired on what was published last. */
  List<String> fired() {
    return List.copyOf(fired);
  }

  /** What rules see of what was published last. */
  CreatorFacts facts() {
    return facts;
  }

  /** The lists in the evidence of a detector that fired last. */
  List<List<String>> lists(String detector) {
    return facts.risk().fired().stream()
        .filter(one -> one.detector().id().equals(detector))
        .flatMap(one -> one.finding().lists().stream())
        .toList();
  }

  /** A value of the evidence of a detector that fired last. */
  double value(String detector, String name) {
    for (RiskFacts.Fired one : facts.risk().fired()) {
      if (one.detector().id().equals(detector)) {
        for (int i = 0; i < one.detector().evidence().size(); i++) {
          if (one.detector().evidence().get(i).name().equals(name)) {
            return one.finding().values()[i];
          }
        }
      }
    }
    throw new AssertionError(detector + " told no " + name + "; fired are " + fired);
  }

  static ContentSigns linksTo(String host) {
    return new ContentSigns(0, 5, 200, 1_000, List.of(Hash64.of(host)), 0, null);
  }

  static ContentSigns says(String text, @Nullable String parent) {
    return new ContentSigns(
        Hash64.of(text), 5, 200, 1_000, List.of(), parent == null ? 0 : Hash64.of(parent), null);
  }

  static ContentSigns words(int tokens, int topShare, int uniqueShare) {
    return new ContentSigns(1, tokens, topShare, uniqueShare, List.of(), 0, null);
  }
}
