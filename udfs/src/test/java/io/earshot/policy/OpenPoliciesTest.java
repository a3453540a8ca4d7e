package io.earshot.policy;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that ask for what only enforcement knows are decided there, and only if need be. */
class OpenPoliciesTest {

  private static final Assessment ASSESSMENT =
      new Assessment(content("e", "c", 1, "creator-1", T0), List.of());

  @Provide
  Arbitrary<String> conditions() {
    return RandomFacts.conditions(
        "text.hate",
        "content.links",
        "content.kind",
        "strikes.community",
        "history.removals90d",
        "history.sameFamily90d");
  }

  @Provide
  Arbitrary<Facts> facts() {
    return RandomFacts.facts();
  }

  @Provide
  Arbitrary<EnforcementFacts> enforcement() {
    Arbitrary<Integer> counts = Arbitraries.of(0, 1, 2, 3);
    return Combinators.combine(counts, counts, counts)
        .as(
            (points, removals, actions) ->
                new EnforcementFacts(
                    points, 0, 0, actions, removals, 0, Map.of(Family.HAT, actions)));
  }

  @Property(tries = 400)
  void judging_and_then_settling_is_deciding_with_all_that_is_known(
      @ForAll @Size(min = 1, max = 4) List<@net.jqwik.api.From("conditions") String> conditions,
      @ForAll("facts") Facts random,
      @ForAll("enforcement") EnforcementFacts known) {
    PolicyEvaluator policies =
        Bundles.compile(RandomFacts.bundle(conditions), RandomFacts.VOCABULARY);
    Facts before = random.withEnforcement(EnforcementFacts.NONE);
    Facts after = before.withEnforcement(known);

    PolicyEvaluator.Judged judged = policies.judge(ASSESSMENT, before, Pauses.NONE);
    List<Decision> decisions = new ArrayList<>(judged.decisions());
    decisions.addAll(policies.settle(ASSESSMENT, after, judged.open(), Pauses.NONE));

    assertThat(decisions)
        .as(conditions.toString())
        .isEqualTo(policies.redecide(after, Occasion.of(ASSESSMENT), Pauses.NONE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "text.hate >= 0.9 && strikes.community >= 4 ; 0.8 ; false",
        "text.hate >= 0.9 && strikes.community >= 4 ; 0.9 ; true",
        "text.hate >= 0.9 || strikes.community >= 4 ; 0.8 ; true",
        "!(text.hate < 0.9 || history.removals90d < 2) ; 0.8 ; false",
        "!(text.hate < 0.9 || history.removals90d < 2) ; 0.9 ; true",
        "text.hate >= 0.9 && strikes.community * 2 > history.actions90d ; 0.8 ; false",
        "text.hate >= 0.9 && strikes.community * 2 > history.actions90d ; 0.9 ; true",
      })
  void a_policy_is_left_open_only_if_its_rule_may_hold(
      String condition, double hate, boolean open) {
    PolicyEvaluator policies =
        Bundles.compile(Bundles.rule("HAT.HATE", condition.replace("\\", ""), "{action: REMOVE}"));
    Facts facts = policies.restore(List.of(new Facts.Fact("text.hate", String.valueOf(hate))));

    PolicyEvaluator.Judged judged = policies.judge(ASSESSMENT, facts, Pauses.NONE);

    assertThat(judged.decisions()).isEmpty();
    assertThat(judged.open()).isEqualTo(open ? List.of("HAT.HATE") : List.of());
  }

  @Test
  void a_rule_before_the_one_that_asks_decides_at_once() {
    PolicyEvaluator policies =
        Bundles.compile(RandomFacts.bundle(List.of("text.hate >= 0.9", "strikes.community >= 4")));
    Facts facts = policies.restore(List.of(new Facts.Fact("text.hate", "0.95")));

    PolicyEvaluator.Judged judged = policies.judge(ASSESSMENT, facts, Pauses.NONE);

    assertThat(judged.decisions()).hasSize(1);
    assertThat(judged.open()).isEmpty();
  }

  @Test
  void a_rule_behind_the_one_that_may_hold_waits_for_it() {
    PolicyEvaluator policies =
        Bundles.compile(RandomFacts.bundle(List.of("strikes.community >= 4", "text.hate >= 0.9")));
    Facts facts = policies.restore(List.of(new Facts.Fact("text.hate", "0.95")));

    PolicyEvaluator.Judged judged = policies.judge(ASSESSMENT, facts, Pauses.NONE);

    assertThat(judged.decisions()).isEmpty();
    assertThat(judged.open()).containsExactly("HAT.HATE");
    assertThat(policies.settle(ASSESSMENT, facts, judged.open(), Pauses.NONE))
        .singleElement()
        .satisfies(
            decision -> {
              assertThat(decision.ruleId()).isEqualTo("r1");
              assertThat(policies.idsOf("HAT.HATE", ASSESSMENT))
                  .containsExactly(decision.decisionId());
            });
  }
}
