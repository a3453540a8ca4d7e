package io.earshot.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.testing.TestData;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What looks wrong with a bundle that can be used. */
class BundleCheckTest {

  private static List<String> warnings(String yaml) {
    return BundleCheck.warnings(Bundles.compile(yaml, Bundles.ALL_SENSES)).stream()
        .map(Finding::toString)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text.hate > 1.0",
        "text.hate >= 0.5 && text.hate < 0.5",
        "text.hate > 0.5 && !(text.hate > 0.3)",
        "content.links > 2 && content.links < 3",
        "content.links == 2 && content.links != 2",
        "content.links < 0",
        "content.version == 0",
        "creator.linkShare > 1.0",
        "content.kind == 'TRAK'",
        "content.kind in ['TRACK', 'EPISODE'] && content.kind.startsWith('P')",
        "content.language == 'en' && content.language == 'sv'",
        "content.language == 'en' && content.language != 'en'",
        "content.language.startsWith('en') && content.language.startsWith('sv')",
        "content.language.startsWith('en-') && !content.language.startsWith('en')",
        "text.scored && !text.scored",
        "'A' in matches.policies && !('A' in matches.policies)",
        "(text.hate > 0.9 || text.spam > 0.9) && text.hate < 0.5 && text.spam < 0.5",
        "text.hate > text.spam && !(text.hate > text.spam)",
        "image.unscored == 'LATE'",
        "false",
      })
  void a_rule_that_nothing_meets_is_told(String condition) {
    assertThat(warnings(Bundles.rule("HAT.HATE", condition, "{action: REMOVE}")))
        .as(condition)
        .singleElement()
        .asString()
        .isEqualTo("9:13: rule the-rule never holds: nothing meets all of its comparisons");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text.hate >= 0.0",
        "text.hate > 0.5 || text.hate <= 0.5",
        "content.links >= 0",
        "text.scored || !text.scored",
        "!(content.kind == 'TRAK')",
        "content.language == 'en' || content.language != 'en'",
        "true",
      })
  void a_rule_that_everything_meets_is_told(String condition) {
    assertThat(warnings(Bundles.rule("HAT.HATE", condition, "{action: REMOVE}")))
        .as(condition)
        .singleElement()
        .asString()
        .contains("rule the-rule always holds: it asks nothing of the content");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text.hate >= 1.0",
        "text.hate > 0.5 && text.hate < 0.6",
        "content.links > 2 && content.links < 4",
        "content.kind != 'TRACK' && content.kind != 'EPISODE'",
        "content.language.startsWith('en') && content.language != 'en'",
        "'A' in matches.policies && !('B' in matches.policies)",
        "10 / content.links > 3 || !(10 / content.links > 3)",
        "creator.ageDays < -1.0",
        "content.durationMs == -1",
        "content.durationMs > 9007199254740993 && content.durationMs != 9007199254740994",
      })
  void a_rule_that_something_may_meet_is_left_alone(String condition) {
    assertThat(warnings(Bundles.rule("HAT.HATE", condition, "{action: REMOVE}")))
        .as(condition)
        .isEmpty();
  }

  private static String rules(String... conditions) {
    return RandomFacts.bundle(List.of(conditions));
  }

  @Test
  void a_rule_behind_a_wider_one_is_told_with_that_one() {
    assertThat(warnings(rules("content.links > 5", "text.hate >= 0.5", "text.hate >= 0.9")))
        .singleElement()
        .asString()
        .contains("rule r2 is never reached: whatever meets it meets rule r1 before it");
  }

  @Test
  void a_rule_behind_several_that_are_wider_together_is_told() {
    assertThat(
            warnings(
                rules(
                    "text.hate >= 0.5 && content.links > 0",
                    "text.hate >= 0.5 && content.links == 0",
                    "text.hate >= 0.9")))
        .singleElement()
        .asString()
        .contains("rule r2 is never reached: whatever meets it meets one of the rules before it");
  }

  @Test
  void a_rule_behind_one_with_the_same_expression_is_told() {
    assertThat(
            warnings(
                rules(
                    "text.hate + text.spam > 1.0",
                    "text.hate + text.spam > 1.0 && content.links > 0")))
        .hasSize(1);
  }

  @Test
  void rules_that_narrow_down_are_left_alone() {
    assertThat(warnings(rules("text.hate >= 0.9", "text.hate >= 0.5", "text.hate >= 0.3")))
        .isEmpty();
    assertThat(warnings(TestData.bundleText())).isEmpty();
  }

  @Test
  void a_condition_of_too_many_cases_is_left_alone() {
    StringBuilder cases = new StringBuilder("text.hate > 2.0");
    for (int i = 0; i < 14; i++) {
      cases.append(" && (content.links != ").append(i).append(" || content.tags != ").append(i);
      cases.append(")");
    }
    StringBuilder wide = new StringBuilder("content.titleLength >= 0");
    for (int i = 0; i < 14; i++) {
      wide.append(" && (content.links > ").append(i).append(" || content.tags > ").append(i);
      wide.append(")");
    }
    assertThat(warnings(rules(wide.toString()))).isEmpty();
    assertThat(warnings(rules(cases.toString()))).hasSize(1);
  }

  @Test
  void a_limit_that_never_applies_is_told() {
    String limited =
        """
        mode: %s
        limits:
          - {action: REMOVE, max: 5, per: PT1H}
        rules:
          - {id: r, if: text.hate >= 0.9, then: {action: %s}, because: hate}
        """;

    assertThat(warnings(Bundles.of("HAT.HATE", limited.formatted("enforce", "REMOVE")))).isEmpty();
    assertThat(warnings(Bundles.of("HAT.HATE", limited.formatted("enforce", "AGE_GATE"))))
        .containsExactly("9:9: the limit on REMOVE never applies: no rule of HAT.HATE asks for it");
    assertThat(warnings(Bundles.of("HAT.HATE", limited.formatted("shadow", "REMOVE"))))
        .containsExactly("9:9: the limit on REMOVE never applies: HAT.HATE is in shadow");
  }

  @Test
  void an_example_that_comes_out_otherwise_is_told() {
    assertThat(
            warnings(
                Bundles.of(
                    "HAT.HATE",
                    """
                    rules:
                      - id: r
                        if: text.hate >= 0.9
                        then: {action: REMOVE}
                        because: hate
                        examples:
                          - {name: good, given: {text.hate: 0.95}, expect: REMOVE}
                          - {name: bad, given: {text.hate: 0.8}, expect: REMOVE}
                    """)))
        .singleElement()
        .asString()
        .isEqualTo("14:13: example of rule r: bad: REMOVE was expected, and it came to ALLOW");
  }

  @Provide
  Arbitrary<String> conditions() {
    return RandomFacts.conditions(
        "text.hate",
        "text.spam",
        "content.links",
        "content.kind",
        "content.language",
        "text.scored",
        "matches.policies");
  }

  @Provide
  Arbitrary<Facts> facts() {
    return RandomFacts.facts();
  }

  @Property(tries = 300)
  void what_is_said_never_to_decide_never_decides(
      @ForAll @Size(min = 1, max = 4) List<@From("conditions") String> conditions,
      @ForAll @Size(40) List<@From("facts") Facts> samples) {
    PolicyEvaluator policies =
        Bundles.compile(RandomFacts.bundle(conditions), RandomFacts.VOCABULARY);
    List<String> warnings = BundleCheck.warnings(policies).stream().map(Finding::message).toList();
    for (Facts facts : samples) {
      PolicyTrace trace =
          PolicyTrace.of(
              policies,
              "HAT.HATE",
              facts,
              new Occasion(
                  new io.earshot.intake.SubjectRef(io.earshot.intake.SubjectType.TRACK, "c", 1),
                  "creator-1",
                  "e",
                  0,
                  List.of()),
              Pauses.NONE);
      PolicyTrace.RuleStep last = trace.rules().get(trace.rules().size() - 1);
      if (trace.decision() != null) {
        assertThat(warnings)
            .as("%s with %s", conditions, facts)
            .noneMatch(w -> w.startsWith("rule " + last.ruleId() + " is never reached"));
      }
      if (last.result() == PolicyTrace.Result.HELD) {
        assertThat(warnings)
            .as("%s with %s", conditions, facts)
            .noneMatch(w -> w.startsWith("rule " + last.ruleId() + " never holds"));
      }
      trace.rules().stream()
          .filter(step -> step.result() != PolicyTrace.Result.HELD)
          .forEach(
              step ->
                  assertThat(warnings)
                      .as("%s with %s", conditions, facts)
                      .noneMatch(w -> w.startsWith("rule " + step.ruleId() + " always holds")));
    }
  }
}
