package io.earshot.testing;

import io.earshot.assessment.Assessment;
import io.earshot.enforcement.Provenance;
import io.earshot.intake.ArrivedSignal;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.ContentSigns;
import io.earshot.intake.CreatorSignal;
import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.Report;
import io.earshot.intake.CreatorSignal.ReportSource;
import io.earshot.intake.CreatorSignal.Review;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.intake.Domains;
import io.earshot.intake.IntakeLimits;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.SubjectRef;
import io.earshot.intake.Submission;
import io.earshot.policy.BundleException;
import io.earshot.policy.ContentFacts;
import io.earshot.policy.PolicyBook;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.policy.PolicySource;
import io.earshot.policy.Vocabulary;
import io.earshot.risk.Activity;
import io.earshot.scoring.Evidence;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import io.earshot.stats.Hash64;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Builders of test data: what is not said is ordinary and valid. */
public final class TestData {

  /** A moment on the grid of all windows: 2026-01-01T00:00:00Z. */
  public static final long T0 = 1_767_225_600_000L;

  /** Labels of the text model. */
  public static final List<String> LABELS =
      List.of("harassment", "hate", "sexual", "violence", "self_harm", "spam");

  /** Labels by modality, as a deployment with only a text model has them. */
  public static final Map<Modality, List<String>> MODELS = Map.of(Modality.TEXT, LABELS);

  /** What the rules of tests may ask. */
  public static final Vocabulary VOCABULARY = new Vocabulary(MODELS);

  /** Limits small enough to reach. */
  public static final IntakeLimits LIMITS = new IntakeLimits(64, 200, 2_000, 10, 1_024, 60_000);

  private TestData() {}

  /** The bundle of the domain tests. */
  public static String bundleText() {
    return text("/policies/test-bundle.yaml");
  }

  /** A bundle with all detectors, as the default bundle sets them. */
  public static String detectorsText() {
    return text("/policies/detectors.yaml");
  }

  private static String text(String resource) {
    try (InputStream in =
        Objects.requireNonNull(TestData.class.getResourceAsStream(resource), resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A compiled bundle. */
  public static PolicyEvaluator compile(String yaml) {
    try {
      return PolicyEvaluator.compile("test", yaml, VOCABULARY);
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The policies of a bundle, before anything changes. */
  public static PolicyBook book(String yaml) {
    try {
      return new PolicyBook(new PolicySource("test", yaml, MODELS));
    } catch (BundleException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A valid track with a title. */
  public static Submission submission() {
    return new Submission(
        "e-1",
        "c-1",
        1,
        "creator-1",
        ContentKind.TRACK,
        "en",
        "SE",
        "A title",
        "",
        null,
        List.of(),
        List.of(),
        null,
        null,
        null,
        false,
        T0,
        List.of(),
        List.of(),
        null,
        null,
        null);
  }

  /** A content version of text only. */
  public static ContentRef content(
      String eventId, String contentId, long version, String creatorId, long time) {
    return content(eventId, contentId, version, creatorId, time, 0, 0, List.of(Modality.TEXT), 0);
  }

  /** A content version. */
  public static ContentRef content(
      String eventId,
      String contentId,
      long version,
      String creatorId,
      long time,
      int links,
      int tags,
      List<Modality> modalities,
      long offset) {
    return new ContentRef(
        eventId,
        contentId,
        version,
        creatorId,
        ContentKind.TRACK,
        "en",
        "SE",
        time,
        null,
        false,
        7,
        links,
        tags,
        modalities,
        new SourceRef("content.events", 0, offset));
  }

  /** Scores of the text model, as {@code label, score, label, score, ...}; the others are 0. */
  public static ModelScores text(Object... labelsAndScores) {
    List<LabelScore> scores = new ArrayList<>();
    List<Evidence> evidence = new ArrayList<>();
    for (String label : LABELS) {
      double score = 0.0;
      for (int i = 0; i < labelsAndScores.length; i += 2) {
        if (labelsAndScores[i].equals(label)) {
          score = ((Number) labelsAndScores[i + 1]).doubleValue();
          evidence.add(Evidence.inText(label, "title", 0, score));
        }
      }
      scores.add(new LabelScore(label, score));
    }
    return ModelScores.scored(Modality.TEXT, "text-safety", "1.0.0", scores, evidence);
  }

  /** An assessed track of {@code creator-1}. */
  public static Activity published(
      String eventId, String contentId, long time, Object... labelsAndScores) {
    return Activity.of(
        new Assessment(
            content(eventId, contentId, 1, "creator-1", time), List.of(text(labelsAndScores))));
  }

  /** An assessed content version. */
  public static Activity published(ContentRef content, ModelScores scores) {
    return Activity.of(new Assessment(content, List.of(scores)));
  }

  /** A text of {@code creator-1} that links to hosts. */
  public static Activity linking(String id, long time, ModelScores scores, String... hosts) {
    ContentRef plain = content(id, id, 1, "creator-1", time);
    ContentSigns signs =
        new ContentSigns(
            1,
            2,
            500,
            1_000,
            hashes(Stream.of(hosts)),
            0,
            null,
            0,
            hashes(Stream.of(hosts).map(Domains::registrable)));
    return published(
        new ContentRef(
            plain.eventId(),
            plain.contentId(),
            plain.version(),
            plain.creatorId(),
            plain.kind(),
            plain.language(),
            plain.market(),
            plain.eventTime(),
            plain.durationMs(),
            false,
            plain.titleLength(),
            hosts.length,
            0,
            plain.modalities(),
            plain.source(),
            signs),
        scores);
  }

  private static List<Long> hashes(Stream<String> names) {
    return names.map(Hash64::of).sorted().toList();
  }

  /** A reviewer's outcome about a decision on {@code creator-1}. */
  public static Activity reviewed(
      String eventId, long time, String decisionId, ReviewOutcome outcome) {
    return reviewed(
        eventId,
        time,
        new Review(
            CreatorSignal.ReviewKind.REVIEW,
            null,
            decisionId,
            outcome,
            outcome == ReviewOutcome.OVERTURN ? "APPEAL_OVERTURNED" : null,
            "pool-a",
            "reviewer-" + eventId,
            outcome == ReviewOutcome.MODIFY
                ? new CreatorSignal.Remedy("AGE_GATE", null, List.of(), List.of())
                : null));
  }

  /** What a reviewer says. */
  public static Activity reviewed(String eventId, long time, Review review) {
    return signal(CreatorSignal.of(eventId, "creator-1", time, review));
  }

  /** What an authority demands. */
  public static Activity ordered(String eventId, long time, CreatorSignal.Order order) {
    return signal(CreatorSignal.of(eventId, "creator-1", time, order));
  }

  /** Of something that a model found in a text of a moment. */
  public static Provenance foundByModel(long publishedAt) {
    return new Provenance(
        Provenance.Source.PROACTIVE,
        null,
        Provenance.Detection.MODEL,
        Provenance.Ground.TERMS,
        null,
        null,
        false,
        new ContentFacts(ContentKind.TRACK, "en", "SE", publishedAt, List.of(Modality.TEXT)),
        0);
  }

  /** A report about a track of {@code creator-1}. */
  public static Activity reported(String eventId, long time, String contentId, String policyId) {
    return signal(
        CreatorSignal.of(
            eventId,
            "creator-1",
            time,
            new Report(
                "reporter-1",
                SubjectRef.of(content("x", contentId, 1, "creator-1", time)),
                policyId,
                ReportSource.USER_REPORT,
                null)));
  }

  /** A change of the account of {@code creator-1}. */
  public static Activity changed(String eventId, long time, AccountChange change) {
    return signal(CreatorSignal.of(eventId, "creator-1", time, change));
  }

  private static Activity signal(CreatorSignal signal) {
    return Activity.of(
        new ArrivedSignal(signal, new SourceRef("creator.events", 0, signal.eventTime())));
  }
}
