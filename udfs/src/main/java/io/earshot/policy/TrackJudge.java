package io.earshot.policy;

import io.earshot.assessment.Assessment;
import io.earshot.id.Ids;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.SubjectRef;
import io.earshot.risk.CreatorFacts;
import io.earshot.risk.Detector;
import io.earshot.risk.DetectorCatalog;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.Finding;
import io.earshot.risk.Parameters;
import io.earshot.risk.PriorFacts;
import io.earshot.risk.RiskFacts;
import io.earshot.risk.plays.PlayDetector;
import io.earshot.risk.plays.TrackPlays;
import io.earshot.risk.plays.TrackRef;
import io.earshot.time.TumblingWindow;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks the policies about one matter of a track's plays. Of the track nothing is known here but its
 * plays, so only what rests on them is decided; and since they do not say who sent the listeners,
 * no strike follows, whatever a bundle asks for.
 */
final class TrackJudge {

  private static final String SOURCE = "plays";

  private final PolicyEvaluator evaluator;
  private final Pauses paused;
  private final long windowMillis;
  private final long delayMillis;

  /**
   * A judge of one time.
   *
   * @param windowMillis length of a creator's window
   * @param delayMillis how long after the end of the hour it takes effect
   */
  TrackJudge(PolicyEvaluator evaluator, Pauses paused, long windowMillis, long delayMillis) {
    this.evaluator = evaluator;
    this.paused = paused;
    this.windowMillis = windowMillis;
    this.delayMillis = delayMillis;
  }

  /** Asks about a matter; what follows goes to {@code out}. */
  void judge(TrackPlays plays, int matter, WindowJudge.Outcomes out) {
    List<RiskFacts.Fired> fired = fired(plays, matter);
    ContentRef content = content(plays, matter);
    Assessment assessment = new Assessment(content, List.of());
    Facts facts =
        evaluator.facts(
            assessment,
            new CreatorFacts(
                CreatorFacts.NONE.ageDays(),
                false,
                0,
                0,
                0,
                0,
                0,
                List.of(),
                new RiskFacts(0, false, List.of(), fired),
                CreatorFacts.ReportFacts.NONE,
                PriorFacts.NONE));
    List<Decision> decisions =
        evaluator.judge(assessment, facts, paused).decisions().stream()
            .filter(decision -> restsOn(fired, decision))
            .map(Decision::withoutStrike)
            .toList();
    long windowEnd = TumblingWindow.of(content.eventTime(), windowMillis).end();
    if (decisions.isEmpty()) {
      out.audit(
          new DecisionAudit(
              Ids.of("audit", content.eventId(), windowEnd, ""),
              content.eventId(),
              SubjectRef.of(content),
              content.creatorId(),
              DecisionAudit.Verdict.ALLOW,
              List.of(),
              facts.known(),
              List.of(),
              evaluator.bundle(),
              content.eventTime(),
              windowEnd,
              List.of(),
              List.of(),
              null));
      return;
    }
    out.judgement(
        new Judgement(
            content.creatorId(),
            content.eventId(),
            content.eventTime(),
            windowEnd,
            content.source(),
            SubjectRef.of(content),
            contentFacts(plays.track(), content),
            0,
            decisions,
            List.of(),
            null,
            facts.known(),
            List.of(),
            evaluator.bundle(),
            null,
            null));
  }

  private List<RiskFacts.Fired> fired(TrackPlays plays, int matter) {
    List<RiskFacts.Fired> fired = new ArrayList<>(2);
    for (Detector detector : DetectorCatalog.installed().all()) {
      Parameters set = evaluator.risk().parameters(detector.spec().id());
      if (set != null && detector instanceof PlayDetector ofPlays) {
        Finding finding = ofPlays.judge(plays, matter, set);
        if (finding != null) {
          fired.add(new RiskFacts.Fired(detector.spec(), finding));
        }
      }
    }
    return fired;
  }

  private ContentRef content(TrackPlays plays, int matter) {
    TrackRef track = plays.track();
    return new ContentRef(
        Ids.of("plays", track.contentId(), track.version(), plays.at(), matter),
        track.contentId(),
        track.version(),
        track.creatorId(),
        track.kind(),
        "und",
        "ZZ",
        plays.at() + delayMillis,
        null,
        false,
        0,
        0,
        0,
        List.of(Modality.AUDIO),
        new SourceRef(SOURCE, 0, plays.at()));
  }

  private static ContentFacts contentFacts(TrackRef track, ContentRef content) {
    ContentFacts facts = ContentFacts.of(content);
    return track.publishedAt() == 0
        ? facts
        : new ContentFacts(
            facts.kind(),
            facts.language(),
            facts.market(),
            track.publishedAt(),
            facts.modalities());
  }

  private static boolean restsOn(List<RiskFacts.Fired> fired, Decision decision) {
    return decision.comparisons().stream()
        .filter(Comparison::held)
        .map(Comparison::variable)
        .anyMatch(
            variable ->
                fired.stream()
                    .map(RiskFacts.Fired::detector)
                    .map(DetectorSpec::id)
                    .anyMatch(id -> variable.contains(Vocabulary.detector(id))));
  }
}
