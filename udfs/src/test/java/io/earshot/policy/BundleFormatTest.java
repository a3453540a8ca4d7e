package io.earshot.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.earshot.policy.PolicyBundle.Policy;
import io.earshot.policy.PolicyBundle.Rule;
import io.earshot.testing.TestData;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a bundle can say, what it means if it does not, and what it may not say. */
class BundleFormatTest {

  private static final String FULL =
      """
      bundle: b
      version: 2026.11.1
      policies:
        - id: MIS.CIVIC
          version: 3
          clause: https://example.org/civic
          mode: canary 2.5%
          severity: 2
          family: MIS
          ceiling: [REDUCE_DISTRIBUTION]
          dsa:
            category: STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS
            keywords: [KEYWORD_OTHER, KEYWORD_MISINFORMATION_DISINFORMATION, KEYWORD_OTHER]
          review: {queue: elections, priority: 66, sla: PT2H}
          evidence: {languages: [pt, en, pt], units: 2, modalities: 1}
          limits:
            - {action: REDUCE_DISTRIBUTION, max: 100, per: PT1H, market: each}
          rules:
            - id: civic
              if: text.spam >= 0.9
              then:
                action: REDUCE_DISTRIBUTION
                duration: P30D
                scope: {territories: [NO, EU, SE], surfaces: [search, recs]}
                sla: PT30M
              because: it is so
              examples:
                - {name: spam, given: {text.spam: 0.95, text.spam.units: 2}, expect: REDUCE_DISTRIBUTION}
                - {name: no spam, given: {}, expect: ALLOW}
            - id: civic-review
              if: text.spam >= 0.5
              then: {action: SEND_TO_REVIEW, propose: TERMINATE_ACCOUNT, queue: lead}
              because: it may be so
      """;

  private static Policy full() {
    return Bundles.policy(FULL);
  }

  @Test
  void a_policy_is_read_as_it_is_written() {
    Policy policy = full();

    assertThat(policy.version()).isEqualTo("3");
    assertThat(policy.mode()).isEqualTo(Mode.CANARY);
    assertThat(policy.canaryPercent()).isEqualTo(2.5);
    assertThat(policy.ceilings()).containsExactly(ActionType.REDUCE_DISTRIBUTION);
    assertThat(policy.gate()).isEqualTo(new EvidenceGate(List.of("en", "pt"), 2, 1));
    assertThat(policy.dsa())
        .isEqualTo(
            new PolicyBundle.Dsa(
                "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
                List.of("KEYWORD_MISINFORMATION_DISINFORMATION", "KEYWORD_OTHER")));
    assertThat(policy.limits())
        .containsExactly(
            new Limit(
                ActionType.REDUCE_DISTRIBUTION,
                100,
                Duration.ofHours(1).toMillis(),
                Limit.Per.MARKET));
  }

  @Test
  void a_scope_lists_each_territory_once_with_unions_spelt_out() {
    Scope scope = full().rules().get(0).scope();

    assertThat(scope.surfaces()).containsExactly("recs", "search");
    assertThat(scope.territories())
        .hasSize(28)
        .isSorted()
        .doesNotHaveDuplicates()
        .contains("NO", "SE", "GR");
  }

  @Test
  void what_a_rule_says_of_a_review_goes_before_what_its_policy_says() {
    List<Rule> rules = full().rules();

    assertThat(rules.get(0).review())
        .isEqualTo(new ReviewRouting("elections", 66, Duration.ofMinutes(30).toMillis()));
    assertThat(rules.get(1).review())
        .isEqualTo(new ReviewRouting("lead", 66, Duration.ofHours(2).toMillis()));
    assertThat(rules.get(1).proposed()).isEqualTo(ActionType.TERMINATE_ACCOUNT);
  }

  @Test
  void what_is_left_out_is_what_the_taxonomy_says() {
    Policy policy =
        Bundles.policy(Bundles.rule("TVE.TERROR", "text.hate > 0.9", "{action: SEND_TO_REVIEW}"));

    assertThat(policy.mode()).isEqualTo(Mode.ENFORCE);
    assertThat(policy.ceilings()).containsExactly(ActionType.REMOVE);
    assertThat(policy.dsa()).isNull();
    assertThat(policy.gate()).isEqualTo(EvidenceGate.NONE);
    assertThat(policy.rules().get(0).review())
        .isEqualTo(new ReviewRouting("general", 90, Duration.ofMinutes(15).toMillis()));
    assertThat(policy.rules().get(0).scope()).isEqualTo(Scope.EVERYWHERE);
  }

  @ParameterizedTest
  @CsvSource({
    "HAT.HATE,        SEND_TO_REVIEW,      REMOVE",
    "IPR.COPYRIGHT,   SEND_TO_REVIEW,      BLOCK_UPLOAD",
    "SSH.PROMO,       SEND_TO_REVIEW,      REMOVE",
    "SSH.PROMO,       HIDE_PENDING_REVIEW, REMOVE",
    "INT.FLOOD,       SEND_TO_REVIEW,      REDUCE_DISTRIBUTION",
    "HAR.DEFAME,      SEND_TO_REVIEW,      SEND_TO_REVIEW",
    "INT.SHORTTRACK,  SEND_TO_REVIEW,      SEND_TO_REVIEW",
    "REG.OTHER,       SEND_TO_REVIEW,      SEND_TO_REVIEW",
  })
  void a_reviewer_is_asked_for_the_most_that_may_be_done_about_visibility(
      String policyId, String action, ActionType proposed) {
    Policy policy =
        Bundles.policy(Bundles.rule(policyId, "text.hate > 0.9", "{action: " + action + "}"));

    assertThat(policy.rules().get(0).proposed()).isEqualTo(proposed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "severity: 2 | severity: 3 | 8:15: severity is 3; that of MIS.CIVIC is 2 in the taxonomy,"
            + " and no bundle changes it, since",
        "family: MIS | family: HAT | 9:13: family is HAT; that of MIS.CIVIC is MIS in the taxonomy",
        "canary 2.5% | canary 0% | 7:11: mode is canary 0%; known are enforce, shadow and canary"
            + " N%",
        "canary 2.5% | canary 100% | 7:11: mode is canary 100%",
        "canary 2.5% | canary | 7:11: mode is canary;",
        "ceiling: [REDUCE_DISTRIBUTION] | ceiling: [REMOVE] | 10:15: ceiling has REMOVE, which is"
            + " above the ceiling of MIS.CIVIC: REDUCE_DISTRIBUTION or LABEL_ADVISORY",
        "ceiling: [REDUCE_DISTRIBUTION] | ceiling: [DEMONETISE] | 10:15: ceiling has DEMONETISE,"
            + " which may only be decided by a human",
        "ceiling: [REDUCE_DISTRIBUTION] | ceiling: [REDUCE_DISTRIBUTION, WARN] | 10:36: ceiling has"
            + " WARN in it, which restricts nothing",
        "ceiling: [REDUCE_DISTRIBUTION] | ceiling: [REDUCE_DISTRIBUTION, CHART_EXCLUDE] | 10:36:"
            + " ceiling has two actions on VISIBILITY",
        "KEYWORD_MISINFORMATION_DISINFORMATION | KEYWORD_MISINFORMATION | 13:33: keywords is"
            + " KEYWORD_MISINFORMATION; ./earshot policy schema lists the 69 that are known",
        "category: STATEMENT_CATEGORY_NEGATIVE | category: NEGATIVE | 12:17: category is NEGATIVE",
        "priority: 66 | priority: 101 | 14:42: priority is 101; it is a whole number from 0 to 100",
        "priority: 66 | priotity: 66 | 14:32: unknown key priotity (did you mean priority?)",
        "languages: [pt, | languages: [pt-BR, | 15:28: languages has pt-BR in it",
        "modalities: 1 | modalities: 4 | 15:63: modalities is 4; it is a whole number from 0 to 3",
        "max: 100, per: PT1H, | max: 100, | 17:9: per is missing",
        "max: 100, per: PT1H, | max: -1, per: PT1H, | 17:44: max is -1",
        "market: each | market: some | 17:68: market is some; known are all, each",
        "territories: [NO, | territories: [UK, | 24:33: territories has UK in it",
        "surfaces: [search, | surfaces: [serach, | 24:57: surfaces is serach (did you mean"
            + " search?)",
        "given: {text.spam: 0.95, | given: {text.spam: 1.5, | 28:45: an example of rule civic:"
            + " text.spam is 1.5; it is never above 1.0",
        "given: {text.spam: 0.95, | given: {text.spam: high, | 28:45: an example of rule civic:"
            + " text.spam is high; it is of type double",
        "given: {text.spam: 0.95, | given: {text.spma: 0.95, | 28:45: an example of rule civic: no"
            + " deployed model gives text.spma (did you mean text.spam?)",
        "given: {} | given: {content.kind: TRAK} | 29:51: an example of rule civic: content.kind is"
            + " TRAK (did you mean TRACK?)",
        "expect: ALLOW | expect: NOTHING | 29:48: expect is NOTHING",
        "propose: TERMINATE_ACCOUNT | propose: STRIKE | 32:49: propose is STRIKE",
      })
  void a_fault_is_told_with_line_and_column(String from, String to, String expected) {
    assertThat(FULL).contains(from);

    assertThat(faults(FULL.replace(from, to))).singleElement().asString().startsWith(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{action: GEO_RESTRICT} | GEO_RESTRICT needs territories",
        "{action: GEO_RESTRICT, scope: {surfaces: [ads]}} | GEO_RESTRICT needs territories",
        "{action: SEND_TO_REVIEW, propose: GEO_RESTRICT} | GEO_RESTRICT needs territories",
        "{action: WARN, duration: P1D} | WARN restricts nothing and so has no duration",
        "{action: WARN, strike: true} | WARN restricts nothing and so gives no strike",
        "{action: WARN, scope: {surfaces: [ads]}} | WARN restricts nothing and so has no scope",
        "{action: WARN, propose: REMOVE} | propose is what a reviewer is asked to confirm, and"
            + " WARN",
      })
  void what_makes_no_sense_together_is_refused(String then, String expected) {
    assertThat(faults(Bundles.rule("REG.OTHER", "text.hate > 0.9", then)))
        .singleElement()
        .asString()
        .contains(expected);
  }

  @Test
  void a_rule_above_the_ceiling_of_its_own_policy_is_refused() {
    assertThat(faults(FULL.replace("action: REDUCE_DISTRIBUTION\n", "action: LABEL_ADVISORY\n")))
        .singleElement()
        .asString()
        .contains("LABEL_ADVISORY, which is above the ceiling of MIS.CIVIC: REDUCE_DISTRIBUTION");
  }

  @Test
  void limits_are_one_for_each_action_that_the_policy_may_take() {
    String limit = "      - {action: REDUCE_DISTRIBUTION, max: 100, per: PT1H, market: each}\n";

    assertThat(faults(FULL.replace(limit, limit + limit)))
        .singleElement()
        .asString()
        .contains("there are two limits on REDUCE_DISTRIBUTION");
    assertThat(faults(FULL.replace(limit, limit.replace("REDUCE_DISTRIBUTION", "REMOVE"))))
        .singleElement()
        .asString()
        .contains("a limit on REMOVE, which is above the ceiling");
    assertThat(faults(FULL.replace(limit, limit.replace("REDUCE_DISTRIBUTION", "WARN"))))
        .singleElement()
        .asString()
        .contains("a limit counts restrictions, and WARN is none");
  }

  @Test
  void limited_actions_come_before_rules_that_enforcement_settles() {
    String asks = "strikes.community >= 1";
    assertThat(faults(FULL.replace("if: text.spam >= 0.9", "if: " + asks)))
        .singleElement()
        .asString()
        .startsWith("20:13: rule civic: REDUCE_DISTRIBUTION is limited")
        .contains("what rule civic asks for", "put this rule before that one");
    assertThat(Bundles.policy(FULL.replace("if: text.spam >= 0.5", "if: " + asks)).limits())
        .hasSize(1);
  }

  @Test
  void all_territories_of_the_unions_are_territories() {
    assertThat(Territories.codes(List.of("EEA"))).hasSize(30).allMatch(Territories::isKnown);
    assertThat(Territories.codes(List.of("EU"))).hasSize(27);
  }

  private static List<String> faults(String yaml) {
    BundleException refused =
        catchThrowableOfType(
            BundleException.class,
            () -> PolicyEvaluator.compile("test", yaml, TestData.VOCABULARY));
    assertThat(refused).as("refused").isNotNull();
    return refused.faults();
  }
}
