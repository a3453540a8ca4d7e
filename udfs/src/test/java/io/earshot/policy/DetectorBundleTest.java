package io.earshot.policy;

import static io.earshot.testing.TestData.T0;
import static io.earshot.testing.TestData.VOCABULARY;
import static io.earshot.testing.TestData.changed;
import static io.earshot.testing.TestData.published;
import static io.earshot.testing.TestData.reviewed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.earshot.intake.CreatorSignal.AccountChange;
import io.earshot.intake.CreatorSignal.ReviewOutcome;
import io.earshot.risk.Activity;
import io.earshot.risk.CreatorProfile;
import io.earshot.testing.TestData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Detectors and risk in bundles: what is refused, what is warned of, and what rules see. */
class DetectorBundleTest {

  private static final String GOOD = TestData.detectorsText();
  private static final PolicyBook BOOK = TestData.book(GOOD);
  private static final long WINDOW = 10_000;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          D21: {risk   | D99: {risk    | there is no detector D99
          uploads: 5   | upload: 5     | unknown key upload (did you mean uploads?)
          uploads: 5   | uploads: many | uploads is many; it is a whole number
          share: 0.8   | share: 1      | share is 1; it is a number from 0.000001 to 0.999999
          risk: 0.5    | risk: 1       | risk is 1; it is a number from 0 to 0.99
          , uploads: 5 | `` | uploads is missing: detector D21 has no default for it
          window: P14D | window: 14    | window is 14; it is a positive ISO 8601 duration
          leave: 0.5   | leave: 0.8    | leave is 0.8, above enter, 0.7
          enter: 0.7,  | ``            | enter is missing
          p0: 0.03     | p0: 0.3       | p0 is 0.3 and p1 0.15; what is looked for has to be above
          priorShort: 1 | priorShort: 0 | priorShort is 0; it is a number from 0.000001
          """)
  void what_is_wrong_is_said_with_its_place(String from, String to, String fault) {
    assertThat(GOOD).contains(from);
    String yaml = GOOD.replace(from, to == null ? "" : to);

    BundleException refused =
        catchThrowableOfType(
            BundleException.class, () -> PolicyEvaluator.compile("test", yaml, VOCABULARY));

    assertThat(refused.faults())
        .anySatisfy(one -> assertThat(one).contains(fault).matches("\\d+:\\d+: .*"));
  }

  @Test
  void a_rule_on_a_detector_that_is_off_is_warned_of() {
    String yaml = GOOD.replaceAll("(?s)risk: \\{enter.*?\\}\n", "").replaceAll("  D13: .*\n", "");

    assertThat(BundleCheck.warnings(TestData.compile(yaml)))
        .extracting(Finding::message)
        .containsExactly(
            "rule drip asks for detector D13, which is not listed under detectors, and so never"
                + " sees it",
            "rule risky asks for the risk of creators, and the bundle has no section risk, and so"
                + " never sees it");
    assertThat(BundleCheck.warnings(TestData.compile(GOOD))).isEmpty();
  }

  private static List<Activity> flood(int uploads) {
    List<Activity> flood = new ArrayList<>();
    flood.add(changed("a", T0, new AccountChange(T0 - 86_400_000L * 400, null, false)));
    for (int i = 0; i < uploads; i++) {
      flood.add(published("e" + 1_000 + i, "c" + i, T0 + 1 + i));
    }
    return flood;
  }

  @Test
  void a_rule_on_a_detector_decides_and_counts_what_it_rests_on() {
    Judging.Result judged =
        Judging.judge("creator-1", new CreatorProfile(), BOOK, T0 + WINDOW, flood(25));

    assertThat(judged.judgements()).hasSize(6);
    Judgement first = judged.judgements().get(0);
    // Done to an account, it needs two events; it rests on twenty.
    assertThat(first.decisions())
        .extracting(Decision::action)
        .containsExactly(ActionType.RATE_LIMIT_UPLOADS);
    Map<String, String> facts =
        first.facts().stream().collect(Collectors.toMap(Facts.Fact::name, Facts.Fact::value));
    assertThat(facts)
        .containsEntry("creator.detectors.D01.fired", "true")
        .containsEntry("creator.detectors.D01.events", "20")
        .containsEntry("creator.detectors.D01.uploads1h", "20")
        .containsEntry("creator.risk", "0.4")
        .containsEntry("creator.risk.velocity", "0.511")
        .doesNotContainKey("creator.riskHigh");
    assertThat(BOOK.at(T0).restore(first.facts()).known()).isEqualTo(first.facts());
  }

  @Test
  void what_a_reviewer_overturns_leaves_risk_and_detectors_as_they_were() {
    Judging.Result judged =
        Judging.judge("creator-1", new CreatorProfile(), BOOK, T0 + WINDOW, flood(20));
    Decision decision = judged.judgements().get(0).decisions().get(0);
    Judging.Result after =
        Judging.judge(
            "creator-1",
            judged.profile(),
            BOOK,
            T0 + 2 * WINDOW,
            List.of(
                reviewed("r", T0 + WINDOW, decision.decisionId(), ReviewOutcome.OVERTURN),
                published("next", "next", T0 + WINDOW + 1, "hate", 0.7)));

    assertThat(after.judgements()).hasSize(2);
    List<String> names = after.judgements().get(1).facts().stream().map(Facts.Fact::name).toList();
    assertThat(names).contains("creator.uploads1h").doesNotContain("creator.risk");
  }

  @Test
  void an_order_of_an_authority_is_no_conduct_of_the_creator() {
    CreatorProfile before =
        Judging.judge("creator-1", new CreatorProfile(), BOOK, T0 + WINDOW, flood(2)).profile();
    Judging.Result after =
        Judging.judge(
            "creator-1",
            before,
            BOOK,
            T0 + 2 * WINDOW,
            List.of(
                TestData.ordered(
                    "o",
                    T0 + WINDOW,
                    new io.earshot.intake.CreatorSignal.Order(
                        "order-1",
                        io.earshot.intake.CreatorSignal.OrderOperation.APPLY,
                        io.earshot.intake.SubjectRef.creator("creator-1"),
                        new io.earshot.intake.CreatorSignal.Remedy(
                            "SUSPEND_ACCOUNT", null, List.of(), List.of()),
                        io.earshot.intake.CreatorSignal.OrderBasis.OTHER,
                        "a law",
                        T0 + WINDOW,
                        null))));

    assertThat(after.judgements()).hasSize(1);
    assertThat(after.profile().toBytes()).isEqualTo(before.toBytes());
  }
}
