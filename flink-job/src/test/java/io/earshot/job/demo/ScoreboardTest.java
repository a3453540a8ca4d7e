package io.earshot.job.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.job.demo.Scoreboard.Agreement;
import io.earshot.job.demo.Scoreboard.Snapshot;
import io.earshot.job.traffic.TrafficEvent;
import io.earshot.job.traffic.Variant;
import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.ActionSpec;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.Actor;
import io.earshot.schemas.avro.ContentEvent;
import io.earshot.schemas.avro.ContentKind;
import io.earshot.schemas.avro.Coordinates;
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
import io.earshot.schemas.avro.Scope;
import io.earshot.schemas.avro.Source;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.SubjectType;
import io.earshot.schemas.avro.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    scoreboard.refused(new Coordinates("content.events", 0, 7L));
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
      scoreboard.refused(new Coordinates("content.events", 0, 7L));
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
        .containsEntry("HAT.HATE", new Agreement(0.5, 1 / 3.0, 3))
        .containsEntry("SEX.EXPLICIT", new Agreement(0.0, null, 0));
  }

  @Test
  void policy_in_shadow_has_named_nothing() {
    scoreboard.produced(played("a", Set.of("HAT.HATE")), 0);

    scoreboard.decided(audit("a", Mode.SHADOW, "HAT.HATE"));

    assertThat(scoreboard.snapshot().policies())
        .containsEntry("HAT.HATE", new Agreement(null, 0.0, 1));
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

  private static TrafficEvent played(String id, Set<String> policies) {
    ContentEvent event =
        ContentEvent.newBuilder()
            .setEventId(id)
            .setContentId("content-" + id)
            .setVersion(1)
            .setCreatorId("creator-1")
            .setKind(ContentKind.TRACK)
            .setLanguage("en")
            .setMarket("SE")
            .setTitle("title")
            .setDescription("")
            .setEventTime(NOON)
            .setExpectedModalities(List.of())
            .build();
    return new TrafficEvent.ContentPlayed(
        event, policies, policies.isEmpty() ? Variant.CLEAN : Variant.VIOLATING, "test");
  }

  private static PolicyRef policy(String id) {
    return new PolicyRef(id, "1", 2, "https://policies.example/" + id);
  }

  private static DecisionAudit audit(String event, Mode mode, String... policies) {
    List<PolicyVerdict> verdicts = new ArrayList<>();
    for (String policy : policies) {
      verdicts.add(
          PolicyVerdict.newBuilder()
              .setDecisionId("decision")
              .setPolicy(policy(policy))
              .setRuleId("rule")
              .setMode(mode)
              .setAction(ActionType.REMOVE)
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
        .setInputs(new Inputs(trigger, "bundle", "1", "00", List.of()))
        .setEventTime(NOON)
        .setDecidedAt(NOON)
        .build();
  }
}
