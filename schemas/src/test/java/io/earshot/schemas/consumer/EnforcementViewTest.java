package io.earshot.schemas.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.schemas.Topic;
import io.earshot.schemas.avro.ActionEventType;
import io.earshot.schemas.avro.ActionSpec;
import io.earshot.schemas.avro.ActionType;
import io.earshot.schemas.avro.Actor;
import io.earshot.schemas.avro.Dimension;
import io.earshot.schemas.avro.EffectiveRestriction;
import io.earshot.schemas.avro.EnforcementAction;
import io.earshot.schemas.avro.EnforcementState;
import io.earshot.schemas.avro.Inputs;
import io.earshot.schemas.avro.Lane;
import io.earshot.schemas.avro.Mode;
import io.earshot.schemas.avro.PolicyRef;
import io.earshot.schemas.avro.Redress;
import io.earshot.schemas.avro.Scope;
import io.earshot.schemas.avro.Source;
import io.earshot.schemas.avro.Subject;
import io.earshot.schemas.avro.SubjectType;
import io.earshot.schemas.consumer.EnforcementView.InEffect;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EnforcementViewTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Subject SONG = new Subject(SubjectType.TRACK, "song", 1L);

  private final EnforcementView view = new EnforcementView();

  @BeforeAll
  static void trustTheGeneratedClasses() {
    assertThat(Topic.values()).isNotEmpty();
  }

  private static EnforcementAction action(
      ActionEventType type, String decision, long sequence, String... supersedes) {
    boolean ends = type == ActionEventType.REVERSED || type == ActionEventType.EXPIRED;
    return EnforcementAction.newBuilder()
        .setEventId(type + decision + sequence)
        .setEventType(type)
        .setDecisionId(decision)
        .setSequence(sequence)
        .setSubject(SONG)
        .setCreatorId("creator")
        .setAction(new ActionSpec(ActionType.REMOVE, Dimension.VISIBILITY, NOON, null, scope("FR")))
        .setPolicy(new PolicyRef("HAT.HATE", "1", 2, ""))
        .setRuleId("rule")
        .setReason("why")
        .setActor(Actor.AUTOMATED)
        .setSource(Source.PROACTIVE)
        .setMode(Mode.ENFORCE)
        .setLane(sequence == 0 ? Lane.EXPRESS : Lane.WINDOWED)
        .setRedress(new Redress(true, null))
        .setInputs(new Inputs("event", "b", "1", "", List.of(), null, null))
        .setSupersedes(List.of(supersedes))
        .setReverses(ends ? decision : null)
        .setEventTime(NOON)
        .setDecidedAt(NOON)
        .build();
  }

  private static Scope scope(String... territories) {
    return new Scope(List.of(territories), List.of());
  }

  private List<String> inEffect() {
    return view.inEffect(SONG, Dimension.VISIBILITY).stream().map(InEffect::decisionId).toList();
  }

  @Test
  void a_decision_takes_the_place_of_those_that_it_supersedes_and_ends_when_it_is_named() {
    view.apply(action(ActionEventType.APPLIED, "a", 1));
    view.apply(action(ActionEventType.MODIFIED, "b", 2, "a"));
    assertThat(inEffect()).containsExactly("b");

    view.apply(action(ActionEventType.REVERSED, "b", 3));
    view.apply(action(ActionEventType.MODIFIED, "a", 4, "b"));
    assertThat(inEffect()).containsExactly("a");

    assertThat(view.apply(action(ActionEventType.EXPIRED, "a", 5))).isTrue();
    assertThat(inEffect()).isEmpty();
  }

  @Test
  void what_comes_again_changes_nothing() {
    view.apply(action(ActionEventType.APPLIED, "a", 1));
    view.apply(action(ActionEventType.REVERSED, "a", 2));

    assertThat(view.apply(action(ActionEventType.APPLIED, "a", 1))).isFalse();
    assertThat(inEffect()).isEmpty();
  }

  @Test
  void the_express_copy_counts_until_the_window_speaks_and_never_after_it_was_undone() {
    assertThat(view.apply(action(ActionEventType.APPLIED, "a", 0))).isTrue();
    assertThat(view.apply(action(ActionEventType.APPLIED, "a", 1))).isFalse();
    assertThat(inEffect()).containsExactly("a");
    view.apply(action(ActionEventType.REVERSED, "a", 2));

    assertThat(view.apply(action(ActionEventType.APPLIED, "a", 0))).isFalse();
    assertThat(inEffect()).isEmpty();
  }

  @Test
  void the_express_copy_of_what_was_superseded_stays_out() {
    view.apply(action(ActionEventType.APPLIED, "a", 1));
    view.apply(action(ActionEventType.MODIFIED, "b", 2, "a"));

    assertThat(view.apply(action(ActionEventType.APPLIED, "a", 0))).isFalse();
    assertThat(inEffect()).containsExactly("b");
  }

  @Test
  void an_express_action_gives_way_to_what_covers_it_whichever_comes_first() {
    view.apply(action(ActionEventType.APPLIED, "a", 0));
    view.apply(action(ActionEventType.APPLIED, "b", 1, "a"));
    assertThat(inEffect()).containsExactly("b");

    EnforcementView other = new EnforcementView();
    other.apply(action(ActionEventType.APPLIED, "b", 1, "a"));
    other.apply(action(ActionEventType.APPLIED, "a", 0));
    assertThat(other.inEffect(SONG, Dimension.VISIBILITY))
        .isEqualTo(view.inEffect(SONG, Dimension.VISIBILITY));
  }

  @Test
  void an_express_action_that_is_older_than_the_state_is_passed_over_and_a_newer_one_counts() {
    EnforcementState nothing = state(2, null);
    nothing.setEffective(List.of());
    view.bootstrap(nothing);
    EnforcementAction old = action(ActionEventType.APPLIED, "old", 0);
    old.setDecidedAt(NOON.minusMillis(1));

    assertThat(view.apply(old)).isFalse();
    assertThat(view.apply(action(ActionEventType.APPLIED, "new", 0))).isTrue();
    assertThat(inEffect()).containsExactly("new");
  }

  @Test
  void a_state_replaces_what_it_has_taken_into_account_and_leaves_what_it_has_not() {
    EnforcementAction old = action(ActionEventType.APPLIED, "old", 0);
    old.setDecidedAt(NOON.minusMillis(1));
    view.apply(old);
    view.apply(action(ActionEventType.APPLIED, "new", 0));
    view.apply(action(ActionEventType.APPLIED, "b", 1));

    view.bootstrap(state(5, null));

    assertThat(inEffect()).containsExactly("a", "new");
  }

  @Test
  void as_many_decisions_are_remembered_as_it_says() {
    EnforcementView small = new EnforcementView(2);
    small.apply(action(ActionEventType.APPLIED, "a", 1));
    small.apply(action(ActionEventType.REVERSED, "a", 2));
    small.apply(action(ActionEventType.APPLIED, "b", 3));
    assertThat(small.apply(action(ActionEventType.APPLIED, "a", 0))).isFalse();

    small.apply(action(ActionEventType.APPLIED, "c", 4));

    assertThat(small.apply(action(ActionEventType.APPLIED, "a", 0))).isTrue();
  }

  @Test
  void shadows_and_referrals_restrict_nothing() {
    EnforcementAction shadow = action(ActionEventType.APPLIED, "a", 1);
    shadow.setMode(Mode.SHADOW);

    assertThat(view.apply(shadow)).isFalse();
    assertThat(view.apply(action(ActionEventType.SHADOW, "a", 0))).isFalse();
    assertThat(view.apply(action(ActionEventType.REFERRED, "a", 0))).isFalse();
    assertThat(inEffect()).isEmpty();
  }

  @Test
  void actions_that_a_state_holds_already_are_passed_over() {
    view.bootstrap(state(5, null));
    assertThat(view.apply(action(ActionEventType.EXPIRED, "a", 5))).isFalse();
    assertThat(inEffect()).containsExactly("a");

    assertThat(view.apply(action(ActionEventType.EXPIRED, "a", 6))).isTrue();
    view.bootstrap(state(5, null));
    assertThat(inEffect()).isEmpty();
  }

  @Test
  void a_restriction_holds_in_its_place_and_until_its_end() {
    view.bootstrap(state(1, NOON.plusSeconds(60)));
    InEffect one = view.inEffect(SONG, Dimension.VISIBILITY).get(0);

    assertThat(one.holds(NOON, "FR", "search")).isTrue();
    assertThat(one.holds(NOON, "SE", "search")).isFalse();
    assertThat(one.holds(NOON.plusSeconds(60), "FR", "search")).isFalse();
  }

  private static EnforcementState state(long sequence, @Nullable Instant expiresAt) {
    return EnforcementState.newBuilder()
        .setSubject(SONG)
        .setDimension(Dimension.VISIBILITY)
        .setCreatorId("creator")
        .setScope(scope())
        .setSequence(sequence)
        .setUpdatedAt(NOON)
        .setEffective(
            List.of(
                new EffectiveRestriction(
                    "a", ActionType.REMOVE, "HAT.HATE", NOON, expiresAt, scope("FR"))))
        .build();
  }
}
