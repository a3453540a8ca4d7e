package io.earshot.policy;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.VOCABULARY;
import static io.earshot.testing.TestData.compile;
import static io.earshot.testing.TestData.content;
import static io.earshot.testing.TestData.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.intake.Modality;
import io.earshot.risk.CreatorFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiled conditions against CEL itself. */
class ConditionTest {

  private static final ConditionCompiler COMPILER = new ConditionCompiler(VOCABULARY);
  private static final CelCompiler CEL = cel();
  private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder().build();

  private static CelCompiler cel() {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
    for (Vocabulary.Variable variable : VOCABULARY.variables()) {
      builder.addVar(variable.name(), ConditionCompiler.celType(variable.type()));
    }
    return builder.build();
  }

  /** What CEL says; null if it fails. */
  private static @Nullable Object direct(String expression, Facts facts) throws Exception {
    Map<String, Object> values = new HashMap<>();
    for (Vocabulary.Variable variable : VOCABULARY.variables()) {
      values.put(variable.name(), facts.get(variable.name()));
    }
    try {
      return RUNTIME.createProgram(CEL.compile(expression).getAst()).eval(values);
    } catch (CelEvaluationException e) {
      return null;
    }
  }

  private static Condition condition(String expression) {
    ConditionCompiler.Result result =
        COMPILER.compile(new ConditionCompiler.Source(expression, Family.HAT));
    assertThat(result.faults()).as(expression).isEmpty();
    return Objects.requireNonNull(result.condition(), expression);
  }

  private static @Nullable Object compiled(Condition condition, Facts facts) {
    try {
      return condition.holds(facts);
    } catch (Condition.RuleFailure e) {
      return null;
    }
  }

  @Provide
  Arbitrary<String> expressions() {
    Arbitrary<String> operators = Arbitraries.of("==", "!=", "<", "<=", ">", ">=");
    Arbitrary<String> leaves =
        Arbitraries.oneOf(
            Combinators.combine(
                    Arbitraries.of("text.hate", "text.spam", "creator.items"),
                    operators,
                    Arbitraries.of("0.0", "-0.0", "0.3", "0.5", "0.8", "1.0"))
                .as((v, o, c) -> v + " " + o + " " + c),
            Combinators.combine(
                    Arbitraries.of("0.5", "0.3"), operators, Arbitraries.of("text.hate"))
                .as((c, o, v) -> c + " " + o + " " + v),
            Combinators.combine(
                    Arbitraries.of("content.links", "content.version", "content.durationMs"),
                    operators,
                    Arbitraries.of("-1", "0", "1", "2", "9007199254740993"))
                .as((v, o, c) -> v + " " + o + " " + c),
            Combinators.combine(
                    Arbitraries.of("content.language", "content.kind"),
                    Arbitraries.of("==", "!=", "<", ">="),
                    Arbitraries.of("'en'", "'TRACK'", "'sv'"))
                .as((v, o, c) -> v + " " + o + " " + c),
            Arbitraries.of(
                "content.declaredExplicit",
                "content.declaredExplicit == true",
                "true != content.declaredExplicit",
                "text.scored",
                "10 / content.links > 3",
                "10 % content.links == 1",
                "content.language in ['en', 'sv']",
                "content.language.startsWith('e')",
                "'HAT.HATE' in matches.policies",
                "matches.policies.exists(p, p.startsWith('HAT'))",
                "size(matches.banks) == matches.count",
                "text.hate + text.spam > 1.0",
                "text.hate > text.spam",
                "text.hate / text.spam > 0.5",
                "text.hate / text.spam != text.spam / text.hate",
                "1.5 - text.hate * 2.0 <= double(content.links) + text.spam",
                "-text.hate < 0.0",
                "(text.scored ? text.hate : text.spam) > 0.4",
                "size(content.language) > 2",
                "true",
                "false"));
    return Arbitraries.lazyOf(
        () -> leaves,
        () -> leaves,
        () ->
            Combinators.combine(expressions(), Arbitraries.of(" && ", " || "), expressions())
                .as((left, op, right) -> "(" + left + ")" + op + "(" + right + ")"),
        () -> expressions().map(part -> "!(" + part + ")"));
  }

  @Provide
  Arbitrary<Facts> facts() {
    Arbitrary<Double> scores = Arbitraries.of(0.0, 0.3, 0.5, 0.501, 0.8, 1.0);
    return Combinators.combine(
            scores,
            scores,
            Arbitraries.of(0, 1, 2, 3),
            Arbitraries.of(1L, 2L, 9007199254740992L, 9007199254740993L))
        .as(
            (hate, spam, links, version) ->
                new Facts.Builder(VOCABULARY)
                    .of(
                        new Assessment(
                            content(
                                "e",
                                "c",
                                version,
                                "creator-1",
                                T0,
                                links,
                                0,
                                List.of(Modality.TEXT),
                                0),
                            List.of(text("hate", hate, "spam", spam))),
                        CreatorFacts.NONE));
  }

  @Property(tries = 1000)
  void a_condition_says_what_cel_says(
      @ForAll("expressions") String expression, @ForAll("facts") Facts facts) throws Exception {
    assertThat(compiled(condition(expression), facts))
        .as(expression)
        .isEqualTo(direct(expression, facts));
  }

  @Property(tries = 50)
  void conditions_that_are_compiled_together_say_what_each_says_alone(
      @ForAll @Size(min = 1, max = 20) List<@From("expressions") String> expressions,
      @ForAll("facts") Facts facts) {
    List<ConditionCompiler.Result> together =
        COMPILER.compile(
            expressions.stream()
                .map(text -> new ConditionCompiler.Source(text, Family.HAT))
                .toList());

    assertThat(together).hasSameSizeAs(expressions);
    for (int i = 0; i < expressions.size(); i++) {
      Condition condition = Objects.requireNonNull(together.get(i).condition());
      assertThat(compiled(condition, facts))
          .as(expressions.get(i))
          .isEqualTo(compiled(condition(expressions.get(i)), facts));
      assertThat(together.get(i).variables())
          .isEqualTo(
              COMPILER
                  .compile(new ConditionCompiler.Source(expressions.get(i), Family.HAT))
                  .variables());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true), (true",
        "true // a word",
        "(true",
        "true)",
        "[true",
        "",
        "true, true",
        "true) && (true"
      })
  void a_condition_does_not_reach_into_the_one_beside_it(String odd) {
    List<ConditionCompiler.Result> results =
        COMPILER.compile(
            List.of(
                new ConditionCompiler.Source("text.hate >= 0.9", Family.HAT),
                new ConditionCompiler.Source(odd, Family.HAT),
                new ConditionCompiler.Source("text.spam >= 0.9", Family.HAT)));

    assertThat(results).hasSize(3);
    assertThat(results.get(0).variables()).containsExactly("text.hate");
    assertThat(results.get(1).faults().isEmpty()).isEqualTo(odd.startsWith("true //"));
    assertThat(results.get(2).variables()).containsExactly("text.spam");
  }

  @Property(tries = 500)
  void explaining_a_condition_that_holds_never_fails(
      @ForAll("expressions") String expression, @ForAll("facts") Facts facts) {
    Condition condition = condition(expression);
    if (Boolean.TRUE.equals(compiled(condition, facts))) {
      assertThat(Condition.comparisons(condition, facts)).isNotEmpty();
      assertThat(Condition.counterfactuals(condition, facts)).doesNotHaveDuplicates();
    }
  }

  @Property(tries = 500)
  void a_named_change_of_a_score_makes_the_condition_fail(
      @ForAll("expressions") String expression, @ForAll("facts") Facts facts) throws Exception {
    Condition condition = condition(expression);
    if (!Boolean.TRUE.equals(compiled(condition, facts))) {
      return;
    }
    for (String change : Condition.counterfactuals(condition, facts)) {
      String[] words = change.split(" ");
      Integer place = VOCABULARY.find(words[0]);
      if (place == null
          || VOCABULARY.at(place).type() != Vocabulary.Type.DOUBLE
          || !List.of("below", "above", "at", "other").contains(words[1])
          || change.contains(" true (it was")
          || change.contains(" false (it was")) {
        continue;
      }
      String needed = change.substring(words[0].length() + 1, change.indexOf(" (it was"));
      double threshold = Double.parseDouble(needed.substring(needed.lastIndexOf(' ') + 1));
      double value =
          needed.startsWith("below")
              ? Math.nextDown(threshold)
              : needed.startsWith("above") || needed.startsWith("other")
                  ? Math.nextUp(threshold)
                  : threshold;
      assertThat(direct(expression, facts.with(place, value)))
          .as(expression + " with " + change)
          .isEqualTo(false);
    }
  }

  @Test
  void a_change_is_named_only_if_all_comparisons_of_the_variable_agree() {
    Facts facts =
        new Facts.Builder(VOCABULARY)
            .of(
                new Assessment(content("e", "c", 1, "creator-1", T0), List.of(text("hate", 0.9))),
                CreatorFacts.NONE);

    assertThat(Condition.counterfactuals(condition("text.hate >= 0.8 || text.hate >= 0.5"), facts))
        .containsExactly("text.hate below 0.5 (it was 0.9)");
    assertThat(
            Condition.counterfactuals(
                condition("text.hate >= 0.8 || (text.hate < 0.8 && text.scored)"), facts))
        .isEmpty();
    // Between two variables it is the one on the left that changes, wherever else it is asked for.
    assertThat(
            Condition.counterfactuals(
                condition("!(!(text.hate != 0.9) && text.hate > text.spam)"),
                facts.with(Objects.requireNonNull(VOCABULARY.find("text.spam")), 0.9)))
        .isEmpty();
  }

  @Test
  void a_rule_that_divides_by_zero_goes_to_review() {
    assertThat(decide("10 / content.links > 3"))
        .singleElement()
        .satisfies(
            decision -> {
              assertThat(decision.action()).isEqualTo(ActionType.SEND_TO_REVIEW);
              assertThat(decision.strike()).isFalse();
              assertThat(decision.comparisons().get(0).value()).contains("could not be computed");
            });
  }

  @Test
  void a_rule_that_guards_its_division_acts() {
    assertThat(decide("content.links == 0 || 10 / content.links > 3"))
        .singleElement()
        .satisfies(decision -> assertThat(decision.action()).isEqualTo(ActionType.REMOVE));
    assertThat(decide("10 / content.links > 3 && text.hate > 0.5")).isEmpty();
  }

  private static List<Decision> decide(String condition) {
    PolicyEvaluator policies =
        compile(
            """
            bundle: b
            version: 1.0.0
            policies:
              - id: HAT.HATE
                version: 1.0.0
                clause: https://example.org
                rules:
                  - {id: r, if: "%s", then: {action: REMOVE}, because: a test}
            """
                .formatted(condition));
    Assessment assessment = new Assessment(content("e", "c", 1, "creator-1", T0), List.of(text()));
    return policies
        .judge(assessment, policies.facts(assessment, CreatorFacts.NONE), Pauses.NONE)
        .decisions();
  }
}
