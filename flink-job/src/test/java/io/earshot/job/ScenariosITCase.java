package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.JobHarness.Input;
import io.earshot.job.JobHarness.Run;
import io.earshot.job.JobHarness.Written;
import io.earshot.job.traffic.Findings;
import io.earshot.job.traffic.LabelReviewer;
import io.earshot.job.traffic.Labels;
import io.earshot.job.traffic.Platform;
import io.earshot.job.traffic.Traffic;
import io.earshot.job.traffic.TrafficEvent;
import io.earshot.job.traffic.TrafficEvent.ContentPlayed;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.BankControl;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.ReviewTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A minute of the demo's traffic through the job with the text models and the default bundle: each
 * detector finds the script that it is made for, and leaves alone everybody else, the honest
 * doubles of the scripts among them.
 */
final class ScenariosITCase {

  private static final int SECONDS = 62;

  /** Scripts in which people decide before something comes back, and when they do. */
  private static final Set<String> ANSWERED = Set.of("re-offender", "one-slip");

  private static final Instant REVIEWED = JobHarness.START.plusSeconds(18);

  /** Who does what looks like abuse to the detector beside it, and is none. */
  private static final Map<String, String> DOUBLES =
      Map.ofEntries(
          Map.entry("album-delivery", "D01"),
          Map.entry("prolific-artist", "D02"),
          Map.entry("compilation", "D05"),
          Map.entry("gapless-album", "D06"),
          Map.entry("reissue", "D03"),
          Map.entry("tracklists", "D10"),
          Map.entry("sponsored-show", "D11"),
          Map.entry("festival", "D11"),
          Map.entry("scam-watch", "D11"),
          Map.entry("another-sound", "D04"),
          Map.entry("one-slip", "D14"),
          Map.entry("own-songs", Findings.KNOWN_MEDIA),
          Map.entry("typo-fix", "D12"),
          Map.entry("blunt-critic", "D13"),
          Map.entry("family", "D15"),
          Map.entry("rightly-reported", "D16"),
          Map.entry("shared-account", "D07a"),
          Map.entry("hit", "D07c"),
          Map.entry("sleep-sounds", "D07c"),
          Map.entry("superfan", "D17"),
          Map.entry("renaming", "D18"),
          Map.entry("newcomer", "D19"),
          Map.entry("rights-holder", "D20"),
          Map.entry("comeback", "D21"));

  /** Scripts on whose creators a detector fired, by detector. */
  private static final Map<String, Set<String>> FIRED = new TreeMap<>();

  /** Scripts whose sounds a detector listens to. */
  private static final Set<String> SOUNDING =
      Set.of(
          "same-sound", "reissue", "removed-sound", "another-sound", "altered-copies", "own-songs");

  private static final Set<String> PLAYED = new TreeSet<>();

  private static @TempDir Path folder;

  @SuppressWarnings("NullAway.Init") // set before all
  private static JobHarness harness;

  @BeforeAll
  static void play() {
    List<Input> inputs = new ArrayList<>();
    List<Input> answered = new ArrayList<>();
    Map<String, String> scripts = new HashMap<>();
    Labels labels = new Labels(10_000);
    Traffic traffic = new Traffic(7, JobHarness.START, Traffic.DEFAULT_RATE);
    traffic.pastPlays().forEach(event -> take(event, inputs, scripts));
    traffic.past().forEach(event -> take(event, inputs, scripts));
    for (TrafficEvent event = traffic.next();
        event.eventTime().isBefore(JobHarness.START.plusSeconds(SECONDS));
        event = traffic.next()) {
      take(event, inputs, scripts);
      labels.remember(event);
      if (ANSWERED.contains(event.scenario())) {
        answered.add(Input.of(event));
      }
    }
    PLAYED.addAll(scripts.values());
    inputs.add(
        Input.of(
            Topic.CONTROL_POLICIES,
            "domains",
            Platform.blockedDomains(JobHarness.START),
            JobHarness.START));
    harness = new JobHarness();
    Map<String, String> options =
        Map.of(
            "scoring.mode", "MODEL",
            "scoring.models", Path.of("..", "models").toString(),
            // On a busy machine a model that takes its time is still to answer.
            "scoring.timeout", "10 min",
            // Nor may it make reports late: what is read late counts in the next window.
            "watermark.idle-timeout", "365 d",
            "matching.banks", bank(),
            "scoring.supplied-labels.audio", "synthetic",
            "watermark.signal-idle-timeout", "365 d");
    Written written =
        harness.run(new Run("scenarios", 2, UnaryOperator.identity(), options), inputs);
    note(written, scripts);
    // And once more those who have to do with people, with what people said of the first time.
    answered.addAll(answers(written, labels));
    note(harness.run(new Run("answered", 2, UnaryOperator.identity(), options), answered), scripts);
  }

  /** A file, since what comes by the topic may come after the sound. */
  private static String bank() {
    BankControl song = Platform.knownSong(JobHarness.START);
    try {
      return Files.writeString(
              folder.resolve("banks.csv"),
              "bank,entryId,kind,fingerprint,policyId\n%s,%s,%s,\"%s\",%s\n"
                  .formatted(
                      song.getBankId(),
                      song.getEntryId(),
                      song.getFingerprintKind(),
                      song.getFingerprint(),
                      song.getPolicyId()))
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Remembers which detectors fired on whose scripts. */
  private static void note(Written written, Map<String, String> scripts) {
    for (DecisionAudit audit : written.values(Topic.DECISIONS_AUDIT, DecisionAudit.class)) {
      Findings.of(audit)
          .forEach(
              detector ->
                  FIRED
                      .computeIfAbsent(detector, id -> new TreeSet<>())
                      .add(
                          scripts.getOrDefault(
                              audit.getTriggerEventId(),
                              scripts.getOrDefault(audit.getSubject().getId(), "unknown"))));
    }
  }

  /** What a reviewer says of the tasks of those scripts, before anything comes back. */
  private static List<Input> answers(Written written, Labels labels) {
    List<Input> answers = new ArrayList<>();
    for (ReviewTask task : written.values(Topic.REVIEW_TASKS, ReviewTask.class)) {
      LabelReviewer.answer(
              task,
              labels.ofContent(task.getSubject().getId(), task.getSubject().getVersion()),
              REVIEWED)
          .filter(review -> ANSWERED.contains(review.scenario()))
          .filter(review -> task.getEventTime().isBefore(REVIEWED))
          .map(Input::of)
          .ifPresent(answers::add);
    }
    return answers;
  }

  @AfterAll
  static void close() {
    harness.close();
  }

  private static void take(TrafficEvent event, List<Input> inputs, Map<String, String> scripts) {
    scripts.put(event.eventId(), event.scenario());
    if (event instanceof TrafficEvent.PlaysCounted counted) {
      // What is decided about plays is triggered by no single one of them.
      scripts.put(counted.event().getContentId(), event.scenario());
    }
    if (event instanceof ContentPlayed played && !SOUNDING.contains(event.scenario())) {
      // Squares and tones, which no detector looks at.
      played.event().setCover(null);
      played.event().setAudio(null);
      played.event().setExpectedModalities(List.of());
    }
    inputs.add(Input.of(event));
  }

  @TestFactory
  List<DynamicTest> detector_findsItsScript() {
    List<DynamicTest> tests = new ArrayList<>();
    new TreeMap<>(Traffic.DETECTORS)
        .forEach(
            (script, detectors) ->
                detectors.forEach(
                    detector ->
                        tests.add(
                            DynamicTest.dynamicTest(
                                detector + " " + script,
                                () ->
                                    assertThat(FIRED.getOrDefault(detector, Set.of()))
                                        .contains(script)))));
    return tests;
  }

  @TestFactory
  List<DynamicTest> detector_leavesTheHonestDoubleAlone() {
    List<DynamicTest> tests = new ArrayList<>();
    new TreeMap<>(DOUBLES)
        .forEach(
            (script, detector) ->
                tests.add(
                    DynamicTest.dynamicTest(
                        detector + " " + script,
                        () -> {
                          assertThat(PLAYED).contains(script);
                          assertThat(FIRED.getOrDefault(detector, Set.of())).doesNotContain(script);
                        })));
    return tests;
  }

  @Test
  void detectors_fireOnNobodyElse() {
    Map<String, Set<String>> others = new TreeMap<>();
    FIRED.forEach(
        (detector, scripts) ->
            scripts.stream()
                .filter(
                    script -> !Traffic.DETECTORS.getOrDefault(script, Set.of()).contains(detector))
                .forEach(
                    script -> others.computeIfAbsent(detector, id -> new TreeSet<>()).add(script)));

    assertThat(others).isEmpty();
  }
}
