package io.earshot.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.SubjectRef;
import io.earshot.intake.SubjectType;
import io.earshot.policy.PolicyTrace.Alternative;
import io.earshot.policy.PolicyTrace.Result;
import io.earshot.policy.PolicyTrace.RuleStep;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** How a policy came to what it says, and what would have led to something else. */
class PolicyTraceTest {

  private static final Occasion OCCASION =
      new Occasion(new SubjectRef(SubjectType.TRACK, "c", 1), "creator-1", "e", 0, List.of());

  private static final String HATE =
      Bundles.of(
          "HAT.HATE",
          """
          evidence: {languages: [en]}
          rules:
            - {id: remove, if: text.hate >= 0.95, then: {action: REMOVE}, because: hate}
            - {id: review, if: text.hate >= 0.55, then: {action: SEND_TO_REVIEW}, because: maybe}
          """);

  private static PolicyTrace trace(String yaml, Pauses paused, String... namesAndValues) {
    PolicyEvaluator policies = Bundles.compile(yaml, RandomFacts.VOCABULARY);
    List<Facts.Fact> known = new java.util.ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      known.add(new Facts.Fact(namesAndValues[i], namesAndValues[i + 1]));
    }
    String policyId = policies.written().policies().get(0).id();
    return PolicyTrace.of(policies, policyId, policies.restore(known), OCCASION, paused);
  }

  @Test
  void rules_are_told_up_to_the_one_that_decides() {
    PolicyTrace trace = trace(HATE, Pauses.NONE, "text.hate", "0.7", "content.language", "en");

    assertThat(trace.rules())
        .extracting(RuleStep::ruleId, RuleStep::result)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("remove", Result.DID_NOT_HOLD),
            org.assertj.core.groups.Tuple.tuple("review", Result.HELD));
    assertThat(trace.outcome()).isEqualTo(ActionType.SEND_TO_REVIEW);
    assertThat(trace.alternatives())
        .containsExactly(
            new Alternative("text.hate at least 0.95 (it was 0.7)", ActionType.REMOVE, "remove"),
            new Alternative("text.hate below 0.55 (it was 0.7)", ActionType.ALLOW, null));
  }

  @Test
  void a_change_that_another_rule_of_the_policy_takes_up_says_so() {
    PolicyTrace trace = trace(HATE, Pauses.NONE, "text.hate", "0.97", "content.language", "en");

    assertThat(trace.alternatives())
        .containsExactly(
            new Alternative(
                "text.hate below 0.95 (it was 0.97)", ActionType.SEND_TO_REVIEW, "review"),
            new Alternative("text.hate below 0.55 (it was 0.97)", ActionType.ALLOW, null));
  }

  @Test
  void what_was_missing_is_what_would_have_led_to_something_else() {
    assertThat(
            trace(HATE, Pauses.NONE, "text.hate", "0.97", "content.language", "de").alternatives())
        .contains(new Alternative("content.language en (it was de)", ActionType.REMOVE, "remove"));
    assertThat(
            trace(
                    HATE,
                    Pauses.NONE,
                    "text.hate",
                    "0.97",
                    "text.hate.units",
                    "1",
                    "text.hate.fields",
                    "[\"transcript\"]",
                    "content.language",
                    "en")
                .alternatives())
        .contains(
            new Alternative(
                "text.hate.fields [title, transcript] (it was [transcript])",
                ActionType.REMOVE,
                "remove"));
    assertThat(
            trace(
                    HATE,
                    Pauses.NONE,
                    "text.hate",
                    "0.97",
                    "content.language",
                    "en",
                    "image.present",
                    "true",
                    "image.unscored",
                    "TIMEOUT")
                .alternatives())
        .contains(
            new Alternative("image.scored true (it was TIMEOUT)", ActionType.REMOVE, "remove"));
    assertThat(
            trace(
                    HATE,
                    new Pauses(false, Set.of("HAT.HATE")),
                    "text.hate",
                    "0.97",
                    "content.language",
                    "en")
                .alternatives())
        .contains(new Alternative("policy HAT.HATE not paused", ActionType.REMOVE, "remove"));
  }

  @Test
  void of_two_things_that_are_missing_neither_alone_is_said_to_be_enough() {
    assertThat(
            trace(HATE, new Pauses(true, Set.of()), "text.hate", "0.97", "content.language", "de")
                .alternatives())
        .noneMatch(alternative -> alternative.action() == ActionType.REMOVE);
  }

  @Test
  void a_rule_that_could_not_be_computed_says_so() {
    PolicyTrace trace =
        trace(Bundles.rule("HAT.HATE", "10 / content.links > 3", "{action: REMOVE}"), Pauses.NONE);

    assertThat(trace.rules().get(0).result()).isEqualTo(Result.COULD_NOT_BE_COMPUTED);
    assertThat(trace.outcome()).isEqualTo(ActionType.SEND_TO_REVIEW);
    assertThat(trace.demands()).isEmpty();
  }

  @Provide
  Arbitrary<String> conditions() {
    return RandomFacts.conditions("text.hate", "content.links", "content.kind", "text.scored");
  }

  @Provide
  Arbitrary<Facts> facts() {
    return RandomFacts.facts();
  }

  @Property(tries = 200)
  void a_trace_comes_to_what_is_decided_and_names_no_change_that_comes_to_the_same(
      @ForAll @Size(min = 1, max = 3) List<@From("conditions") String> conditions,
      @ForAll("facts") Facts facts) {
    PolicyEvaluator policies =
        Bundles.compile(RandomFacts.bundle(conditions), RandomFacts.VOCABULARY);

    PolicyTrace trace = PolicyTrace.of(policies, "HAT.HATE", facts, OCCASION, Pauses.NONE);
    List<Decision> decisions = policies.redecide(facts, OCCASION, Pauses.NONE);

    assertThat(decisions)
        .isEqualTo(trace.decision() == null ? List.of() : List.of(trace.decision()));
    assertThat(trace.alternatives())
        .allMatch(alternative -> alternative.action() != trace.outcome());
    if (trace.decision() != null && !trace.demands().isEmpty()) {
      assertThat(trace.demands().stream().allMatch(Comparison::held))
          .isEqualTo(trace.decision().action() == trace.decision().asked());
    }
  }
}
