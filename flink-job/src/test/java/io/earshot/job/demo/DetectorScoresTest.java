package io.earshot.job.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.demo.DetectorScores.Score;
import io.earshot.job.traffic.Labels.Label;
import io.earshot.job.traffic.Variant;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.Fact;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.SubjectType;
import io.earshot.schemas.avro.Verdict;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class DetectorScoresTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @BeforeAll
  static void trustTheGeneratedClasses() {
    assertThat(Topic.values()).isNotEmpty();
  }

  private final DetectorScores scores = new DetectorScores();

  private void judge(String scenario, String creator, String... facts) {
    judge(scenario, creator, Set.of(), facts);
  }

  private void judge(String scenario, String creator, Set<String> policies, String... facts) {
    List<Fact> all = Arrays.stream(facts).map(name -> new Fact(name, "true")).toList();
    scores.judge(
        new Label(policies, Variant.CLEAN, scenario, creator),
        DecisionAudit.newBuilder()
            .setAuditId("a")
            .setTriggerEventId("e")
            .setSubject(new Subject(SubjectType.TRACK, "c", 1L))
            .setCreatorId(creator)
            .setVerdict(Verdict.ALLOW)
            .setFacts(all)
            .setBundleId("bundle")
            .setBundleVersion("1")
            .setBundleDigest("00")
            .setEventTime(NOON)
            .setDecidedAt(NOON)
            .build());
  }

  @Test
  void a_detector_is_right_about_the_creators_of_its_script_each_once() {
    judge("upload-flood", "flood-1");
    judge("upload-flood", "flood-1", "creator.detectors.D01.fired");
    judge("upload-flood", "flood-1", "creator.detectors.D01.fired", "text.scored");
    judge("upload-flood", "flood-2");
    judge("album-delivery", "label", "creator.detectors.D01.fired");
    judge("honest", "somebody", "creator.uploads1h");
    judge("slow-drip", "drip", "creator.detectors.D13.fired");
    judge("offender", "other", "creator.detectors.D14.fired");

    assertThat(scores.all())
        .isEqualTo(
            Map.of(
                "D01", new Score(0.5, 0.5, 2, 2),
                "D13", new Score(1.0, 1.0, 1, 1),
                "D14", new Score(0.0, null, 0, 1)));
  }

  @Test
  void a_creator_is_to_be_found_by_a_detector_of_returns_once_something_has_come_back() {
    judge("re-offender", "early", Set.of("VIO.THREAT"));
    judge("re-offender", "back", Set.of("VIO.THREAT"));
    judge("re-offender", "back", Set.of("VIO.THREAT", "INT.CIRCUMVENT"));

    assertThat(scores.all()).isEqualTo(Map.of("D14", new Score(null, 0.0, 1, 0)));
  }

  @Test
  void what_has_no_label_says_nothing() {
    scores.judge(null, new DecisionAudit());
    assertThat(scores.all()).isEmpty();
  }
}
