package io.earshot.job.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.demo.Agreements.Agreement;
import io.earshot.job.demo.Scoreboard.Snapshot;
import io.earshot.job.traffic.Traffic;
import io.earshot.job.traffic.TrafficEvent;
import io.earshot.job.traffic.TrafficEvent.ReviewPlayed;
import io.earshot.job.traffic.Variant;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.ActionSpec;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.Actor;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.Coordinates;
import io.earshot.schemas.avro.DeadLetter;
import io.earshot.schemas.avro.DeadLetterReason;
import io.earshot.schemas.avro.DecisionAudit;
import io.earshot.schemas.avro.Dimension;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.Inputs;
import io.earshot.schemas.avro.Lane;
import io.earshot.schemas.avro.LateEvent;
import io.earshot.schemas.avro.Mode;
import io.earshot.schemas.avro.PolicyRef;
import io.earshot.schemas.avro.PolicyVerdict;
import io.earshot.schemas.avro.Redress;
import io.earshot.schemas.avro.ReviewTask;
import io.earshot.schemas.avro.Scope;
import io.earshot.schemas.avro.Source;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.SubjectType;
import io.earshot.schemas.avro.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ScoreboardTest {

  @BeforeAll
  static void trustTheGeneratedClasses() {
    assertThat(Topic.values()).isNotEmpty();
  }

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Subject SUBJECT = new Subject(SubjectType.TRACK, "content-1", 1L);

  private final List<String> announced = new ArrayList<>();
  private final Scoreboard scoreboard = new Scoreboard(announced::add);

  @Test
  void every_input_is_decided_refused_late_or_in_flight() {
    for (String id : List.of("a", "b", "c", "d")) {
      scoreboard.produced(played(id, Set.of()), 0);
    }

    scoreboard.decided(audit("a", Mode.ENFORCE));
    scoreboard.refused(letter(7), Optional.empty());
    scoreboard.late(late("c"));

    Snapshot now = scoreboard.snapshot();
    assertThat(List.of(now.inputs(), now.decided(), now.refused(), now.late(), now.inFlight()))
        .containsExactly(4L, 1L, 1L, 1L, 1L);
  }

  @Test
  void what_an_at_least_once_topic_repeats_counts_once() {
    scoreboard.produced(played("a", Set.of("INT.LINKSPAM")), 0);
    for (int i = 0; i < 2; i++) {
      scoreboard.decided(audit("a", Mode.ENFORCE, "INT.LINKSPAM"));
      scoreboard.refused(letter(7), Optional.empty());
      scoreboard.late(late("c"));
      scoreboard.acted(action("act-1", "a"), 1_000);
    }

    Snapshot now = scoreboard.snapshot();
    assertThat(List.of(now.decided(), now.refused(), now.late())).containsExactly(1L, 1L, 1L);
    assertThat(now.actions()).containsOnlyKeys("REMOVE").containsValue(1L);
    assertThat(announced).hasSize(1);
  }

  @Test
  void agreement_compares_the_policies_that_decisions_name_with_the_labels() {
    scoreboard.produced(played("hit", Set.of("HAT.HATE")), 0);
    scoreboard.produced(played("missed", Set.of("HAT.HATE")), 0);
    scoreboard.produced(played("false alarm", Set.of()), 0);
    scoreboard.produced(played("late", Set.of("HAT.HATE")), 0);

    scoreboard.decided(audit("hit", Mode.ENFORCE, "HAT.HATE"));
    scoreboard.decided(audit("missed", Mode.ENFORCE));
    scoreboard.decided(audit("false alarm", Mode.ENFORCE, "HAT.HATE", "SEX.EXPLICIT"));
    scoreboard.late(late("late"));

    assertThat(scoreboard.snapshot().policies())
        .containsEntry("HAT.HATE", new Agreement(0.5, 1 / 3.0, 3, 2, 0.5, 0))
        .containsEntry("SEX.EXPLICIT", new Agreement(0.0, null, 0, 1, 0.0, 0));
  }

  @Test
  void refused_event_that_can_be_read_counts_as_missed() {
    scoreboard.produced(played("refused", Set.of("HAT.HATE")), 0);

    scoreboard.refused(letter(7), Optional.of("refused"));

    assertThat(scoreboard.snapshot().policies())
        .containsEntry("HAT.HATE", new Agreement(null, 0.0, 1, 0, null, 0));
    assertThat(scoreboard.snapshot().refusals()).containsEntry("INVALID_FIELD", 1L);
  }

  @Test
  void borderline_content_may_be_reviewed_and_must_not_be_removed() {
    scoreboard.produced(played("reviewed", Set.of(), Variant.BORDERLINE, "creator-1"), 0);
    scoreboard.produced(played("removed", Set.of(), Variant.BORDERLINE, "creator-1"), 0);

    scoreboard.decided(audit("reviewed", ActionType.SEND_TO_REVIEW, "HAT.HATE"));
    scoreboard.decided(audit("removed", ActionType.REMOVE, "HAT.HATE"));

    assertThat(scoreboard.snapshot().policies())
        .containsEntry("HAT.HATE", new Agreement(0.0, null, 0, 1, 0.0, 1));
  }

  @Test
  void reviews_count_among_decisions_and_not_among_restrictions() {
    scoreboard.produced(played("a", Set.of("HAT.HATE")), 0);
    scoreboard.produced(played("b", Set.of()), 0);

    scoreboard.decided(audit("a", ActionType.REMOVE, "HAT.HATE"));
    scoreboard.decided(audit("b", ActionType.SEND_TO_REVIEW, "HAT.HATE"));

    assertThat(scoreboard.snapshot().policies())
        .containsEntry("HAT.HATE", new Agreement(0.5, 1.0, 1, 1, 1.0, 0));
  }

  @Test
  void flood_is_found_once_its_creator_is() {
    for (String id : List.of("first", "second", "third")) {
      scoreboard.produced(played(id, Set.of("INT.FLOOD"), Variant.VIOLATING, "flooder"), 0);
    }
    scoreboard.produced(played("missed", Set.of("INT.FLOOD"), Variant.VIOLATING, "another"), 0);

    scoreboard.decided(audit("first", Mode.ENFORCE));
    scoreboard.decided(audit("second", ActionType.RATE_LIMIT_UPLOADS, "INT.FLOOD"));
    scoreboard.decided(audit("third", ActionType.RATE_LIMIT_UPLOADS, "INT.FLOOD"));
    scoreboard.decided(audit("missed", Mode.ENFORCE));

    assertThat(scoreboard.snapshot().policies())
        .containsEntry("INT.FLOOD", new Agreement(1.0, 0.5, 2, 2, 1.0, 0));
  }

  @Test
  void policy_in_shadow_has_named_nothing() {
    scoreboard.produced(played("a", Set.of("HAT.HATE")), 0);

    scoreboard.decided(audit("a", Mode.SHADOW, "HAT.HATE"));

    assertThat(scoreboard.snapshot().policies())
        .containsEntry("HAT.HATE", new Agreement(null, 0.0, 1, 0, null, 0));
  }

  @Test
  void time_to_action_runs_from_production_and_is_unknown_before_the_first_action() {
    assertThat(scoreboard.snapshot().timeToActionP50()).isEqualTo(-1);
    scoreboard.produced(played("a", Set.of()), 5_000);

    scoreboard.acted(action("act-1", "a"), 5_250);
    scoreboard.acted(action("act-2", "of an event that nobody produced"), 9_000);

    assertThat(scoreboard.snapshot().timeToActionP50()).isEqualTo(250);
    assertThat(scoreboard.snapshot().timeToActionP99()).isEqualTo(250);
  }

  @Test
  void newest_actions_come_first_and_are_few() {
    for (int i = 0; i < 50; i++) {
      scoreboard.acted(action("act-" + i, "reason " + i), 0);
    }

    assertThat(scoreboard.snapshot().newest())
        .hasSize(10)
        .first()
        .asString()
        .contains("REMOVE", "HAT.HATE", "because of reason 49");
    assertThat(announced).hasSize(50);
  }

  @Test
  void a_reviewer_answers_each_task_about_known_content_once_and_the_answers_are_inputs() {
    scoreboard.produced(played(Traffic.eventId("content-1", 1), Set.of("HAT.HATE")), 0);
    Reviewer reviewer = new Reviewer(scoreboard);
    for (ReviewTask task :
        List.of(
            task("one", SUBJECT),
            task("one", SUBJECT),
            task("of others", new Subject(SubjectType.TRACK, "content-2", 1L)))) {
      if (scoreboard.referred(task)) {
        reviewer.asked(task);
      }
    }

    List<ReviewPlayed> answers = reviewer.answers(NOON);
    answers.forEach(answer -> scoreboard.produced(answer, 0));

    assertThat(answers).extracting(answer -> answer.event().getTaskId()).containsExactly("one");
    assertThat(reviewer.answers(NOON)).isEmpty();
    assertThat(scoreboard.snapshot().inputs()).isEqualTo(2);
    assertThat(scoreboard.snapshot().reviews()).isEqualTo(Map.of("UPHOLD", 1L));
  }

  private static ReviewTask task(String id, Subject subject) {
    return ReviewTask.newBuilder()
        .setTaskId(id)
        .setDecisionId("decision")
        .setSubject(subject)
        .setCreatorId("creator-1")
        .setPolicy(policy("HAT.HATE"))
        .setRuleId("rule")
        .setReason("why")
        .setPriority(50)
        .setDueAt(NOON)
        .setProposed(ActionType.REMOVE)
        .setEventTime(NOON)
        .setDecidedAt(NOON)
        .build();
  }

  private static DeadLetter letter(long offset) {
    return DeadLetter.newBuilder()
        .setReason(DeadLetterReason.INVALID_FIELD)
        .setMessage("title is too long")
        .setCoordinates(new Coordinates("content.events", 0, offset))
        .build();
  }

  private static TrafficEvent played(String id, Set<String> policies) {
    return played(
        id, policies, policies.isEmpty() ? Variant.CLEAN : Variant.VIOLATING, "creator-1");
  }

  private static TrafficEvent played(
      String id, Set<String> policies, Variant variant, String creator) {
    ContentEvent event =
        ContentEvent.newBuilder()
            .setEventId(id)
            .setContentId("content-" + id)
            .setVersion(1)
            .setCreatorId(creator)
            .setKind(ContentKind.TRACK)
            .setLanguage("en")
            .setMarket("SE")
            .setTitle("title")
            .setDescription("")
            .setEventTime(NOON)
            .setExpectedModalities(List.of())
            .build();
    return new TrafficEvent.ContentPlayed(event, policies, variant, "test");
  }

  private static PolicyRef policy(String id) {
    return new PolicyRef(id, "1", 2, "https://policies.example/" + id);
  }

  private static DecisionAudit audit(String event, ActionType action, String... policies) {
    return audit(event, Mode.ENFORCE, action, policies);
  }

  private static DecisionAudit audit(String event, Mode mode, String... policies) {
    return audit(event, mode, ActionType.REMOVE, policies);
  }

  private static DecisionAudit audit(
      String event, Mode mode, ActionType action, String... policies) {
    List<PolicyVerdict> verdicts = new ArrayList<>();
    for (String policy : policies) {
      verdicts.add(
          PolicyVerdict.newBuilder()
              .setDecisionId("decision")
              .setPolicy(policy(policy))
              .setRuleId("rule")
              .setMode(mode)
              .setAction(action)
              .setReason("why")
              .build());
    }
    return DecisionAudit.newBuilder()
        .setAuditId("audit of " + event)
        .setTriggerEventId(event)
        .setSubject(SUBJECT)
        .setCreatorId("creator-1")
        .setVerdict(Verdict.ALLOW)
        .setPolicies(verdicts)
        .setBundleId("bundle")
        .setBundleVersion("1")
        .setBundleDigest("00")
        .setEventTime(NOON)
        .setDecidedAt(NOON)
        .build();
  }

  private static LateEvent late(String event) {
    return new LateEvent(event, "creator-1", "content.events", NOON, NOON, null);
  }

  private static EnforcementAction action(String id, String trigger) {
    return EnforcementAction.newBuilder()
        .setEventId(id)
        .setEventType(ActionEventType.APPLIED)
        .setDecisionId("decision")
        .setSequence(1)
        .setSubject(SUBJECT)
        .setCreatorId("creator-1")
        .setAction(
            new ActionSpec(
                ActionType.REMOVE,
                Dimension.VISIBILITY,
                NOON,
                null,
                new Scope(List.of(), List.of())))
        .setPolicy(policy("HAT.HATE"))
        .setRuleId("rule")
        .setReason("because of " + trigger)
        .setActor(Actor.AUTOMATED)
        .setSource(Source.PROACTIVE)
        .setMode(Mode.ENFORCE)
        .setLane(Lane.WINDOWED)
        .setRedress(new Redress(false, null))
        .setInputs(new Inputs(trigger, "bundle", "1", "00", List.of(), null, null))
        .setEventTime(NOON)
        .setDecidedAt(NOON)
        .build();
  }
}
