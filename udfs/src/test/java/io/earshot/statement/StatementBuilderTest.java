package io.earshot.statement;

import static io.earshot.statement.Case.restricted;
import static io.earshot.statement.Case.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.intake.ContentKind;
import io.earshot.policy.ActionType;
import io.earshot.policy.Comparison;
import io.earshot.policy.PolicyRef;
import io.earshot.statement.DsaCodes.AccountType;
import io.earshot.statement.DsaCodes.Answer;
import io.earshot.statement.DsaCodes.ContentType;
import io.earshot.statement.DsaCodes.Monetary;
import io.earshot.statement.DsaCodes.Territory;
import io.earshot.statement.DsaCodes.Visibility;
import io.earshot.statement.StatementFacts.Actor;
import io.earshot.statement.StatementFacts.Change;
import io.earshot.statement.StatementFacts.Detection;
import io.earshot.statement.StatementFacts.Finding;
import io.earshot.statement.StatementFacts.Medium;
import io.earshot.statement.StatementFacts.Origin;
import io.earshot.statement.StatementFacts.Restricted;
import io.earshot.statement.StatementFacts.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the facts of a case become in the terms of the database. */
class StatementBuilderTest {

  /**
   * The contract that platforms got wrong in production: each of the three fields depends on its
   * own fact and on no other. The tables are written down here once more, on purpose.
   */
  @Nested
  class Automation {

    private static final Map<Source, String> SOURCE =
        Map.of(
            Source.PROACTIVE, "SOURCE_VOLUNTARY",
            Source.USER_REPORT, "SOURCE_TYPE_OTHER_NOTIFICATION",
            Source.ART16, "SOURCE_ARTICLE_16",
            Source.TRUSTED_FLAGGER, "SOURCE_TRUSTED_FLAGGER",
            Source.RIGHTSHOLDER, "SOURCE_TYPE_OTHER_NOTIFICATION",
            Source.AUTHORITY_ORDER, "SOURCE_TYPE_OTHER_NOTIFICATION",
            Source.APPEAL, "SOURCE_TYPE_OTHER_NOTIFICATION");

    private static final Map<Detection, String> DETECTION =
        Map.of(
            Detection.MODEL, "Yes",
            Detection.RULE, "Yes",
            Detection.BANK, "Yes",
            Detection.HUMAN, "No");

    private static final Map<Actor, String> DECISION =
        Map.of(
            Actor.AUTOMATED, "AUTOMATED_DECISION_FULLY",
            Actor.HUMAN_CONFIRMED, "AUTOMATED_DECISION_PARTIALLY",
            Actor.HUMAN, "AUTOMATED_DECISION_NOT_AUTOMATED");

    static Stream<Arguments> combinations() {
      List<Arguments> all = new ArrayList<>();
      for (Source source : Source.values()) {
        for (Detection detection : Detection.values()) {
          for (Actor actor : Actor.values()) {
            String decision = Objects.requireNonNull(DECISION.get(actor));
            all.add(
                Arguments.of(
                    source,
                    detection,
                    actor,
                    false,
                    SOURCE.get(source),
                    DETECTION.get(detection),
                    decision));
            all.add(
                Arguments.of(
                    source,
                    detection,
                    actor,
                    true,
                    SOURCE.get(source),
                    DETECTION.get(detection),
                    "AUTOMATED_DECISION_PARTIALLY"));
          }
        }
      }
      return all.stream();
    }

    @ParameterizedTest(name = "{0} found by {1} decided by {2} follows a human: {3}")
    @MethodSource("combinations")
    void every_source_detection_and_actor_has_its_three_values(
        Source source,
        Detection detection,
        Actor actor,
        boolean followsHumanDecision,
        String sourceType,
        String automatedDetection,
        String automatedDecision) {
      Case one = new Case().from(source, detection).decidedBy(actor, followsHumanDecision);

      ObjectNode json = StatementJson.of(one.statement());

      assertThat(json.get("source_type").textValue()).isEqualTo(sourceType);
      assertThat(json.get("automated_detection").textValue()).isEqualTo(automatedDetection);
      assertThat(json.get("automated_decision").textValue()).isEqualTo(automatedDecision);
      assertThat(one.faults()).isEmpty();
    }

    @Test
    void organisation_of_a_trusted_flagger_is_named_and_nobody_else() {
      for (Source source : Source.values()) {
        String identity =
            new Case()
                .origin(new Origin(source, false, "Hotline of Austria", Detection.HUMAN))
                .statement()
                .sourceIdentity();

        assertThat(identity)
            .as(source.name())
            .isEqualTo(source == Source.TRUSTED_FLAGGER ? "Hotline of Austria" : null);
      }
    }
  }

  @Nested
  class Restrictions {

    private static final String TABLE =
        """
        LABEL_ADVISORY       | decision_visibility | DECISION_VISIBILITY_CONTENT_LABELLED
        EXPLICIT_TAG         | decision_visibility | DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED
        AGE_GATE             | decision_visibility | DECISION_VISIBILITY_CONTENT_AGE_RESTRICTED
        REDUCE_DISTRIBUTION  | decision_visibility | DECISION_VISIBILITY_CONTENT_DEMOTED
        SEARCH_DEMOTE        | decision_visibility | DECISION_VISIBILITY_CONTENT_DEMOTED
        EXCLUDE_FROM_RECS    | decision_visibility | DECISION_VISIBILITY_CONTENT_DEMOTED
        CHART_EXCLUDE        | decision_visibility | DECISION_VISIBILITY_CONTENT_DEMOTED
        RESTRICT_INTERACTION | decision_visibility | DECISION_VISIBILITY_CONTENT_INTERACTION_RESTRICTED
        HIDE_PENDING_REVIEW  | decision_visibility | DECISION_VISIBILITY_CONTENT_DISABLED
        GEO_RESTRICT         | decision_visibility | DECISION_VISIBILITY_CONTENT_DISABLED
        DETACH_FROM_ARTIST   | decision_visibility | DECISION_VISIBILITY_OTHER
        REMOVE               | decision_visibility | DECISION_VISIBILITY_CONTENT_REMOVED
        BLOCK_UPLOAD         | decision_visibility | DECISION_VISIBILITY_CONTENT_REMOVED
        WITHHOLD_ROYALTY     | decision_monetary   | DECISION_MONETARY_SUSPENSION
        DEMONETISE           | decision_monetary   | DECISION_MONETARY_TERMINATION
        FORFEIT              | decision_monetary   | DECISION_MONETARY_TERMINATION
        PENALTY_FEE          | decision_monetary   | DECISION_MONETARY_OTHER
        RATE_LIMIT_UPLOADS   | decision_provision  | DECISION_PROVISION_PARTIAL_SUSPENSION
        UPLOAD_FREEZE        | decision_provision  | DECISION_PROVISION_PARTIAL_SUSPENSION
        SUSPEND_REPORTING    | decision_provision  | DECISION_PROVISION_PARTIAL_SUSPENSION
        SUSPEND_ACCOUNT      | decision_account    | DECISION_ACCOUNT_SUSPENDED
        TERMINATE_ACCOUNT    | decision_account    | DECISION_ACCOUNT_TERMINATED
        """;

    private static final List<String> FIELDS =
        List.of(
            "decision_visibility", "decision_monetary", "decision_provision", "decision_account");

    /** The part of the vocabulary that the ledger has today. */
    static Stream<Arguments> actions() {
      return TABLE
          .lines()
          .map(line -> line.split(" *\\| *"))
          .filter(row -> Arrays.stream(ActionType.values()).anyMatch(a -> a.name().equals(row[0])))
          .map(row -> Arguments.of(ActionType.valueOf(row[0]), row[1], row[2]));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void action_is_one_value_of_one_field(ActionType action, String field, String value) {
      Case one = new Case().restrictions(restricted(action));

      ObjectNode json = StatementJson.of(one.statement());

      assertThat(FIELDS.stream().filter(json::has)).containsExactly(field);
      assertThat((json.get(field).isArray() ? json.get(field).get(0) : json.get(field)).textValue())
          .isEqualTo(value);
      assertThat(json.has(field + "_other")).isEqualTo(value.endsWith("_OTHER"));
      assertThat(one.faults()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void action_that_restricts_has_a_row_here_and_one_that_does_not_has_no_statement(
        ActionType action) {
      if (action.isRestriction()) {
        assertThat(actions().map(row -> row.get()[0])).contains(action);
      } else {
        assertThat(new Case().restrictions(restricted(action)).outcome())
            .isEqualTo(new Exempt(Exempt.Reason.NOT_A_RESTRICTION));
      }
    }

    @Test
    void several_restrictions_are_one_statement_with_each_axis() {
      Statement statement =
          new Case()
              .restrictions(
                  restricted(ActionType.EXPLICIT_TAG),
                  restricted(ActionType.WARN),
                  restricted(ActionType.REDUCE_DISTRIBUTION),
                  restricted(ActionType.EXCLUDE_FROM_RECS),
                  restricted(ActionType.WITHHOLD_ROYALTY),
                  restricted(ActionType.DEMONETISE))
              .statement();

      assertThat(statement.decisionVisibility())
          .containsExactly(Visibility.CONTENT_DEMOTED, Visibility.CONTENT_AGE_RESTRICTED);
      assertThat(statement.decisionMonetary()).isEqualTo(Monetary.TERMINATION);
      assertThat(statement.decisionFacts())
          .contains(
              "an explicit-content tag; reduced distribution in recommendations; exclusion from"
                  + " recommendations; withheld royalties; an end of payments");
    }
  }

  @Nested
  class Scope {

    @Test
    void everywhere_is_all_thirty_states_of_the_eea() {
      assertThat(new Case().statement().territorialScope())
          .containsExactly(Territory.values())
          .hasSize(30);
    }

    @Test
    void territories_are_those_within_the_eea() {
      assertThat(
              new Case()
                  .restrictions(restricted(ActionType.GEO_RESTRICT, "US", "GR", "FR", "GB", "CH"))
                  .statement()
                  .territorialScope())
          .containsExactly(Territory.FR, Territory.GR);
    }

    @Test
    void restrictions_of_different_scope_are_together_where_any_of_them_is() {
      Statement statement =
          new Case()
              .restrictions(
                  restricted(ActionType.GEO_RESTRICT, "FR"),
                  restricted(ActionType.WITHHOLD_ROYALTY, "DE", "US"))
              .statement();

      assertThat(statement.territorialScope()).containsExactly(Territory.DE, Territory.FR);
    }

    @Test
    void restriction_outside_of_the_eea_is_no_part_of_the_statement() {
      Statement statement =
          new Case()
              .restrictions(
                  restricted(ActionType.REMOVE, "US"), restricted(ActionType.AGE_GATE, "DE"))
              .statement();

      assertThat(statement.decisionVisibility()).containsExactly(Visibility.CONTENT_AGE_RESTRICTED);
      assertThat(statement.territorialScope()).containsExactly(Territory.DE);
      assertThat(statement.decisionFacts()).doesNotContain("removal");
    }

    @Test
    void surfaces_are_told_in_the_facts() {
      Statement statement =
          new Case()
              .restrictions(
                  new Restricted(
                      ActionType.REDUCE_DISTRIBUTION,
                      Case.DECIDED,
                      null,
                      List.of(),
                      List.of("search", "recs")))
              .statement();

      assertThat(statement.decisionFacts())
          .startsWith("Measures applied: reduced distribution in recommendations (recs, search).");
    }
  }

  @Nested
  class Dates {

    @Test
    void days_are_those_of_utc() {
      Statement statement = new Case().statement();

      assertThat(statement.contentDate()).isEqualTo("2026-02-27");
      assertThat(statement.applicationDate()).isEqualTo("2026-03-01");
    }

    @Test
    void end_of_an_axis_is_the_latest_of_its_restrictions() {
      Statement statement =
          new Case()
              .restrictions(
                  until(ActionType.REDUCE_DISTRIBUTION, "2026-03-31T00:00:00Z"),
                  until(ActionType.EXPLICIT_TAG, "2026-04-02T23:59:59Z"),
                  until(ActionType.WITHHOLD_ROYALTY, "2026-05-30T00:00:00Z"),
                  until(ActionType.UPLOAD_FREEZE, "2026-03-08T00:00:00Z"),
                  restricted(ActionType.SUSPEND_ACCOUNT))
              .statement();

      assertThat(statement.endDateVisibilityRestriction()).isEqualTo("2026-04-02");
      assertThat(statement.endDateMonetaryRestriction()).isEqualTo("2026-05-30");
      assertThat(statement.endDateServiceRestriction()).isEqualTo("2026-03-08");
      assertThat(statement.endDateAccountRestriction()).isNull();
    }

    @Test
    void axis_with_one_restriction_without_end_has_none() {
      assertThat(
              new Case()
                  .restrictions(
                      until(ActionType.REDUCE_DISTRIBUTION, "2026-03-31T00:00:00Z"),
                      restricted(ActionType.AGE_GATE))
                  .statement()
                  .endDateVisibilityRestriction())
          .isNull();
    }

    @Test
    void end_that_the_database_cannot_hold_is_left_out_and_told_in_the_facts() {
      Case one = new Case().restrictions(until(ActionType.REMOVE, "2040-06-01T00:00:00Z"));

      assertThat(one.statement().endDateVisibilityRestriction()).isNull();
      assertThat(one.statement().decisionFacts()).contains("A measure ends on 2040-06-01.");
      assertThat(one.faults()).isEmpty();
    }

    @Test
    void last_day_of_the_database_is_sent() {
      assertThat(
              new Case()
                  .restrictions(until(ActionType.REMOVE, "2038-01-01T23:00:00Z"))
                  .statement()
                  .endDateVisibilityRestriction())
          .isEqualTo("2038-01-01");
    }

    @Test
    void application_is_the_earliest_of_all_restrictions() {
      Statement statement =
          new Case()
              .restrictions(
                  restricted(ActionType.REMOVE),
                  new Restricted(
                      ActionType.WITHHOLD_ROYALTY,
                      Case.DECIDED - 86_400_000L,
                      null,
                      List.of(),
                      List.of()))
              .statement();

      assertThat(statement.applicationDate()).isEqualTo("2026-02-28");
    }

    @Test
    void content_of_before_the_database_s_first_day_is_refused_and_not_bent() {
      Case old =
          new Case()
              .material(
                  new StatementFacts.Material(
                      ContentKind.TRACK, List.of(Medium.AUDIO), false, "en", 0, null, null));

      assertThat(old.faults())
          .singleElement()
          .satisfies(fault -> assertThat(fault.field()).isEqualTo("content_date"));
    }
  }

  @Nested
  class Exemptions {

    static Stream<Arguments> cases() {
      return Stream.of(
          Arguments.of(new Case().change(Change.LIFTED), Exempt.Reason.LIFTED),
          Arguments.of(new Case().change(Change.NONE), Exempt.Reason.NOT_A_RESTRICTION),
          Arguments.of(
              new Case().restrictions(restricted(ActionType.WARN)),
              Exempt.Reason.NOT_A_RESTRICTION),
          Arguments.of(
              new Case().restrictions(restricted(ActionType.SEND_TO_REVIEW)),
              Exempt.Reason.NOT_A_RESTRICTION),
          Arguments.of(new Case().restrictions(), Exempt.Reason.NOT_A_RESTRICTION),
          Arguments.of(
              new Case().origin(new Origin(Source.AUTHORITY_ORDER, true, null, Detection.HUMAN)),
              Exempt.Reason.ARTICLE_9_ORDER),
          Arguments.of(
              new Case().under("INT.FLOOD").deceptiveHighVolume(),
              Exempt.Reason.DECEPTIVE_HIGH_VOLUME),
          Arguments.of(new Case().withoutContact(), Exempt.Reason.NO_CONTACT),
          Arguments.of(
              new Case().restrictions(restricted(ActionType.GEO_RESTRICT, "US", "BR")),
              Exempt.Reason.NO_EEA_TERRITORY));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void case_without_a_statement_says_why(Case one, Exempt.Reason reason) {
      assertThat(one.outcome()).isEqualTo(new Exempt(reason));
    }

    @Test
    void letter_of_an_authority_that_is_no_order_has_a_statement() {
      assertThat(new Case().from(Source.AUTHORITY_ORDER, Detection.HUMAN).outcome())
          .isInstanceOf(Statement.class);
    }

    @Test
    void every_reason_has_a_case_here() {
      assertThat(cases().map(row -> row.get()[1])).contains((Object[]) Exempt.Reason.values());
    }
  }

  @Nested
  class Content {

    @ParameterizedTest
    @CsvSource({
      "TEXT, TEXT",
      "IMAGE, IMAGE",
      "AUDIO, AUDIO",
      "VIDEO, VIDEO",
    })
    void type_is_what_the_finding_rests_on(Medium medium, ContentType type) {
      assertThat(new Case().about(ContentKind.EPISODE, medium).statement().contentType())
          .containsExactly(type);
    }

    @ParameterizedTest
    @CsvSource(
        nullValues = "-",
        value = {
          "TRACK, AUDIO, -",
          "EPISODE, AUDIO, -",
          "SHOW, AUDIO, -",
          "AUDIOBOOK, AUDIO, -",
          "COMMENT, TEXT, -",
          "IMAGE, IMAGE, -",
          "PLAYLIST, OTHER, playlist metadata",
          "PROFILE, OTHER, profile metadata",
          "-, OTHER, account"
        })
    void type_of_a_finding_on_conduct_is_what_was_published(
        @Nullable ContentKind kind, ContentType type, @Nullable String other) {
      Case one = new Case().about(kind);

      assertThat(one.statement().contentType()).containsExactly(type);
      assertThat(one.statement().contentTypeOther()).isEqualTo(other);
      assertThat(one.faults()).isEmpty();
    }

    @Test
    void finding_that_depends_on_synthetic_media_says_so() {
      assertThat(
              new Case()
                  .about(ContentKind.TRACK, Medium.AUDIO)
                  .synthetic()
                  .statement()
                  .contentType())
          .containsExactly(ContentType.AUDIO, ContentType.SYNTHETIC_MEDIA);
    }

    @ParameterizedTest
    @CsvSource(
        nullValues = "-",
        value = {
          "en, EN",
          "pt-BR, PT",
          "el, EL",
          "el-GR, EL",
          "zh-Hant-TW, ZH",
          "iw, HE",
          "und, -",
          "fil, -",
          "x-klingon, -",
          "'', -"
        })
    void language_is_the_two_letter_code_or_left_out(String tag, @Nullable String code) {
      assertThat(new Case().language(tag).statement().contentLanguage()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource(
        nullValues = "-",
        value = {
          "4006381333931, 4006381333931",
          "036000291452, 0036000291452",
          "4006381333932, -",
          "400638133393, -",
          "40063813339311, -",
          "DE1234567890X, -",
          "-, -"
        })
    void ean_is_padded_and_left_out_if_its_check_digit_is_wrong(
        @Nullable String ean, @Nullable String sent) {
      assertThat(new Case().release(ean, null).statement().ean13()).isEqualTo(sent);
    }

    @Test
    void type_of_the_account_is_sent_where_it_is_known() {
      assertThat(
              StatementJson.of(new Case().release(null, AccountType.BUSINESS).statement())
                  .get("account_type")
                  .textValue())
          .isEqualTo("ACCOUNT_TYPE_BUSINESS");
    }
  }

  @Nested
  class Grounds {

    @Test
    void terms_name_the_policy_and_link_its_clause() {
      Statement statement = new Case().statement();

      assertThat(statement.decisionGround()).isEqualTo(DsaCodes.Ground.INCOMPATIBLE_CONTENT);
      assertThat(statement.incompatibleContentGround())
          .isEqualTo("Policy HAT.HATE (hate on protected characteristics), version 3");
      assertThat(statement.incompatibleContentExplanation())
          .isEqualTo(
              "The provider holds it to be what this policy does not allow: HAT.HATE (hate on"
                  + " protected characteristics), version 3. Compared: text.hate is 0.973 (the"
                  + " rule: at least 0.95). Found: hate in the text (title), score 0.973.");
      assertThat(statement.decisionGroundReferenceUrl())
          .isEqualTo("https://earshot.example/policies/hate");
      assertThat(statement.illegalContentLegalGround()).isNull();
      assertThat(statement.incompatibleContentIllegal()).isNull();
    }

    @Test
    void law_names_the_provision_and_nothing_of_the_terms() {
      Case one = new Case().illegal("Section 130 of the German Criminal Code").alsoIllegal(true);
      Statement statement = one.statement();

      assertThat(statement.decisionGround()).isEqualTo(DsaCodes.Ground.ILLEGAL_CONTENT);
      assertThat(statement.illegalContentLegalGround())
          .isEqualTo("Section 130 of the German Criminal Code");
      assertThat(statement.illegalContentExplanation()).startsWith("The provider holds it to be");
      assertThat(statement.incompatibleContentGround()).isNull();
      assertThat(statement.incompatibleContentExplanation()).isNull();
      assertThat(statement.incompatibleContentIllegal()).isNull();
      assertThat(one.faults()).isEmpty();
    }

    @Test
    void law_without_a_provision_is_refused() {
      assertThat(new Case().illegal(null).faults())
          .singleElement()
          .satisfies(fault -> assertThat(fault.field()).isEqualTo("illegal_content_legal_ground"));
    }

    @Test
    void terms_tell_whether_it_is_illegal_too_where_somebody_judged_it() {
      assertThat(new Case().alsoIllegal(false).statement().incompatibleContentIllegal())
          .isEqualTo(Answer.NO);
    }

    @ParameterizedTest
    @CsvSource({"''", "clause 4.2", "ftp://earshot.example/x", "https:///x"})
    void clause_that_is_no_url_is_left_out(String clause) {
      Case one = new Case().under(new PolicyRef("HAT.HATE", "3", 2, clause));

      assertThat(one.statement().decisionGroundReferenceUrl()).isNull();
      assertThat(one.faults()).isEmpty();
    }
  }

  @Nested
  class Facts {

    @Test
    void facts_are_standard_sentences() {
      assertThat(new Case().statement().decisionFacts())
          .isEqualTo(
              "Measures applied: removal. It came to attention by the provider's own checks. A"
                  + " machine-learning model found it. The decision was taken by automated means"
                  + " alone. Policy: HAT.HATE (hate on protected characteristics), version 3."
                  + " Compared: text.hate is 0.973 (the rule: at least 0.95). Found: hate in the"
                  + " text (title), score 0.973.");
    }

    @Test
    void comparisons_that_did_not_hold_are_told_only_where_none_did() {
      Statement statement =
          new Case()
              .path(List.of(new Comparison("text.hate", ">=", "0.95", "0.2", false)), List.of())
              .statement();

      assertThat(statement.decisionFacts())
          .endsWith("Compared: text.hate is 0.2 (the rule: at least 0.95).");
    }

    @Test
    void long_paths_are_cut_between_items_and_the_text_says_how_many_are_missing() {
      List<Comparison> many = new ArrayList<>();
      List<Finding> found = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        many.add(new Comparison("text.label" + i, ">=", "0.5", "0.9", true));
        found.add(new Finding(Medium.TEXT, "transcript", "label" + i, 0.9));
      }
      Case one = new Case().path(many, found);
      Statement statement = one.statement();

      assertThat(statement.decisionFacts())
          .hasSizeLessThanOrEqualTo(5_000)
          .contains("text.label0 is 0.9")
          .containsPattern("; and [0-9]+ more\\.$");
      assertThat(statement.incompatibleContentExplanation())
          .hasSizeLessThanOrEqualTo(2_000)
          .containsPattern("; and [0-9]+ more\\.$");
      assertThat(one.faults()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
      "jane.doe@example.com",
      "+43 660 1234567",
      "192.168.1.17",
      "@jane_doe",
      "https://example.com/user/jane",
      "cr-7f3a91",
      "creator-1",
      "9b2f1c1e-1f0a-4c57-8c4e-3f0a5f9f2d11",
      "Jane Doe said"
    })
    void value_that_is_no_plain_word_or_looks_personal_is_withheld(String value) {
      Case one =
          new Case()
              .path(
                  List.of(new Comparison("content.field", "==", "'x'", value, true)),
                  List.of(new Finding(Medium.TEXT, value, value, 0.5)));

      assertThat(one.statement().decisionFacts()).contains("(withheld)").doesNotContain(value);
      assertThat(one.faults()).isEmpty();
    }

    @Test
    void numbers_have_three_decimals() {
      Statement statement =
          new Case()
              .path(
                  List.of(
                      new Comparison("creator.mass.HAT", ">=", "2.0", "2.3333333333333335", true)),
                  List.of())
              .statement();

      assertThat(statement.decisionFacts())
          .endsWith("creator.mass.HAT is 2.333 (the rule: at least 2).");
    }

    @Test
    void id_of_a_person_is_withheld_even_if_it_looks_like_a_number_of_the_case() {
      Statement statement =
          new Case()
              .pseudonyms("973")
              .path(List.of(new Comparison("creator.items", ">", "5", "973", true)), List.of())
              .statement();

      assertThat(statement.decisionFacts()).contains("creator.items is (withheld)");
    }

    @Test
    void puid_is_a_function_of_decision_and_restriction() {
      assertThat(new Case().statement().puid()).isEqualTo("sor-v1-" + Case.DECISION + "-1");
      assertThat(new Case().decision(Case.DECISION, 4).statement().puid())
          .isEqualTo("sor-v1-" + Case.DECISION + "-4");
    }
  }
}
