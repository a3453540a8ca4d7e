package io.earshot.statement;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault by itself, on statements that are valid otherwise. */
class StatementValidatorTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** All fields that can be together. */
  private static final String VALID =
      """
      {
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_REMOVED", "DECISION_VISIBILITY_OTHER"],
        "decision_visibility_other": "moved off artist page",
        "decision_monetary": "DECISION_MONETARY_OTHER",
        "decision_monetary_other": "penalty fee",
        "decision_provision": "DECISION_PROVISION_PARTIAL_SUSPENSION",
        "decision_account": "DECISION_ACCOUNT_SUSPENDED",
        "account_type": "ACCOUNT_TYPE_PRIVATE",
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "decision_ground_reference_url": "https://earshot.example/policies/hate#v3",
        "incompatible_content_ground": "Policy HAT.HATE, version 3",
        "incompatible_content_explanation": "It is what the policy does not allow.",
        "incompatible_content_illegal": "No",
        "content_type": ["CONTENT_TYPE_AUDIO", "CONTENT_TYPE_OTHER"],
        "content_type_other": "playlist metadata",
        "category": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
        "category_addition": ["STATEMENT_CATEGORY_VIOLENCE"],
        "category_specification": ["KEYWORD_HATE_SPEECH", "KEYWORD_OTHER"],
        "category_specification_other": "borderline speech",
        "territorial_scope": ["AT", "GR"],
        "content_language": "EL",
        "content_date": "2026-02-27",
        "application_date": "2026-03-01",
        "end_date_visibility_restriction": "2026-03-04",
        "end_date_monetary_restriction": "2026-03-01",
        "end_date_service_restriction": "2026-04-01",
        "end_date_account_restriction": "2038-01-01",
        "decision_facts": "A model found it.",
        "source_type": "SOURCE_TRUSTED_FLAGGER",
        "source_identity": "Hotline of Austria",
        "automated_detection": "Yes",
        "automated_decision": "AUTOMATED_DECISION_FULLY",
        "puid": "sor-v1-0b8c7f7e-8f5e-5b0e-9a4c-0d5a2f4d7c11-1",
        "content_id": {"EAN-13": "4006381333931"}
      }
      """;

  private static final String ILLEGAL =
      """
      {
        "decision_monetary": "DECISION_MONETARY_SUSPENSION",
        "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
        "illegal_content_legal_ground": "Section 130 of the German Criminal Code",
        "illegal_content_explanation": "It calls for hatred.",
        "content_type": ["CONTENT_TYPE_TEXT"],
        "category": "STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH",
        "territorial_scope": ["DE"],
        "content_date": "2000-01-01",
        "application_date": "2020-01-01",
        "decision_facts": "A person found it.",
        "source_type": "SOURCE_ARTICLE_16",
        "automated_detection": "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        "puid": "a"
      }
      """;

  @ParameterizedTest
  @ValueSource(strings = {VALID, ILLEGAL})
  void statement_that_the_database_takes_has_no_fault(String valid) {
    ObjectNode json = json(valid);

    assertThat(StatementValidator.faults(json, List.of())).isEmpty();
    assertThat(StatementJson.sendable(json)).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "decision_ground",
        "incompatible_content_ground",
        "incompatible_content_explanation",
        "content_type",
        "content_type_other",
        "category",
        "territorial_scope",
        "content_date",
        "application_date",
        "decision_facts",
        "source_type",
        "automated_detection",
        "automated_decision",
        "puid",
        "decision_visibility_other",
        "decision_monetary_other"
      })
  void field_that_is_required_is_missed_by_name(String field) {
    for (String value : List.of("null", "\"\"", "\"  \"", "[]")) {
      ObjectNode json = json(VALID);
      json.set(field, node(value));

      assertThat(StatementValidator.faults(json, List.of()))
          .as(value)
          .singleElement()
          .satisfies(
              fault -> {
                assertThat(fault.field()).isEqualTo(field);
                assertThat(fault.value()).isEqualTo("absent");
                assertThat(fault.limit()).contains("required");
                assertThat(fault.remedy()).isNotBlank();
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"illegal_content_legal_ground", "illegal_content_explanation"})
  void illegal_content_needs_its_ground_and_explanation(String field) {
    ObjectNode json = json(ILLEGAL);
    json.remove(field);

    assertThat(StatementValidator.faults(json, List.of()))
        .singleElement()
        .satisfies(
            fault ->
                assertThat(fault.toString())
                    .isEqualTo(
                        field
                            + " is absent: it is required with DECISION_GROUND_ILLEGAL_CONTENT;"
                            + " say what it is"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "account_type",
        "decision_ground_reference_url",
        "incompatible_content_illegal",
        "category_addition",
        "category_specification_other",
        "content_language",
        "end_date_visibility_restriction",
        "end_date_monetary_restriction",
        "end_date_service_restriction",
        "end_date_account_restriction",
        "source_identity",
        "content_id",
        "decision_provision",
        "decision_account"
      })
  void field_that_is_optional_may_be_absent(String field) {
    ObjectNode json = json(VALID);
    json.remove(field);

    assertThat(StatementValidator.faults(json, List.of())).isEmpty();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("decision_visibility", "\"DECISION_VISIBILITY_CONTENT_REMOVED\"", "array"),
        fault("decision_visibility", "[\"DECISION_VISIBILITY_CONTENT_HIDDEN\"]", "allowed are"),
        fault("decision_visibility", "[7]", "must be a string"),
        fault("decision_monetary", "\"DECISION_MONETARY_FINE\"", "allowed are"),
        fault("decision_monetary", "\"null\"", "allowed are"),
        fault("decision_provision", "\"DECISION_PROVISION_SUSPENSION\"", "allowed are"),
        fault("decision_account", "\"DECISION_ACCOUNT_DELETED\"", "allowed are"),
        fault("account_type", "\"BUSINESS\"", "ACCOUNT_TYPE_BUSINESS"),
        fault("decision_ground", "\"TERMS\"", "DECISION_GROUND_ILLEGAL_CONTENT"),
        fault("decision_ground_reference_url", "\"clause 4\"", "http or https URL"),
        fault("decision_ground_reference_url", "\"/policies/hate\"", "http or https URL"),
        fault("decision_ground_reference_url", url(501), "500 characters and has 501"),
        fault("decision_ground_reference_url", "\"https://a.example/user/jane\"", "user name"),
        fault("incompatible_content_illegal", "\"yes\"", "allowed are No, Yes"),
        fault("incompatible_content_illegal", "true", "must be a string"),
        fault("content_type", "[\"CONTENT_TYPE_SOUND\"]", "allowed are"),
        fault("category", "\"STATEMENT_CATEGORY_HATE\"", "allowed are"),
        fault(
            "category",
            "\"STATEMENT_CATEGORY_PORNOGRAPHY_OR_SEXUALIZED_CONTENT\"",
            "retired with the schema of July 2025"),
        fault("category_addition", "[\"STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE\"]", "retired"),
        fault("category_specification", "[\"KEYWORD_DISINFORMATION\"]", "retired"),
        fault("category_specification", "[\"KEYWORD_SPAM\"]", "none of the 69 keywords"),
        fault("territorial_scope", "[\"AT\", \"EL\"]", "allowed are AT, BE"),
        fault("territorial_scope", "[\"AT\", \"CH\"]", "allowed are AT, BE"),
        fault("content_language", "\"el\"", "upper-case"),
        fault("content_language", "\"GR\"", "upper-case"),
        fault("content_date", "\"1999-12-31\"", "from 2000-01-01 to 2038-01-01"),
        fault("content_date", "\"2038-01-02\"", "from 2000-01-01 to 2038-01-01"),
        fault("content_date", "\"27.02.2026\"", "YYYY-MM-DD"),
        fault("content_date", "\"2026-02-30\"", "YYYY-MM-DD"),
        fault("content_date", "\"2026-2-27\"", "YYYY-MM-DD"),
        fault("content_date", "\"2026-02-27T00:00:00Z\"", "YYYY-MM-DD"),
        fault("content_date", "20260227", "must be a string"),
        fault("application_date", "\"2019-12-31\"", "from 2020-01-01 to 2038-01-01"),
        fault("end_date_visibility_restriction", "\"2026-02-28\"", "before application_date"),
        fault("end_date_monetary_restriction", "\"2026-02-28\"", "before application_date"),
        fault("end_date_service_restriction", "\"2026-02-28\"", "before application_date"),
        fault("end_date_account_restriction", "\"2038-01-02\"", "not be after 2038-01-01"),
        fault("source_type", "\"SOURCE_OTHER\"", "allowed are"),
        fault("automated_detection", "\"true\"", "allowed are No, Yes"),
        fault("automated_detection", "true", "must be a string"),
        fault("automated_decision", "\"Yes\"", "AUTOMATED_DECISION_FULLY"),
        fault("puid", "\"sor:1\"", "letters, digits, hyphens and underscores"),
        fault("puid", "\"sor.1\"", "letters, digits, hyphens and underscores"),
        fault("puid", "\"a\\n\"", "letters, digits, hyphens and underscores"),
        fault("puid", "\"ü\"", "letters, digits, hyphens and underscores"),
        fault("puid", text(501), "500 characters and has 501"),
        fault("decision_visibility_other", text(501), "500 characters and has 501"),
        fault("decision_monetary_other", text(501), "500 characters and has 501"),
        fault("incompatible_content_ground", text(501), "500 characters and has 501"),
        fault("incompatible_content_explanation", text(2_001), "2000 characters and has 2001"),
        fault("content_type_other", text(501), "500 characters and has 501"),
        fault("category_specification_other", text(501), "500 characters and has 501"),
        fault("source_identity", text(501), "500 characters and has 501"),
        fault("decision_facts", text(5_001), "5000 characters and has 5001"),
        fault("decision_facts", "\"half \\ud83c\"", "valid Unicode"),
        fault("decision_facts", "[\"a\"]", "must be a string"),
        fault("decision_facts", "\"Ask jane@example.com\"", "an e-mail address"),
        fault("source_identity", "\"Jane, +43 660 1234567\"", "a telephone or account number"),
        fault("incompatible_content_explanation", "\"by @jane_doe\"", "a handle"),
        fault("content_id", "{\"EAN-13\": \"4006381333932\"}", "check digit of these twelve is 1"),
        fault("content_id", "{\"EAN-13\": \"036000291452\"}", "13 digits"),
        fault("content_id", "{\"UPC\": \"4006381333931\"}", "EAN-13"),
        fault("content_id", "{\"EAN-13\": \"4006381333931\", \"ISRC\": \"x\"}", "EAN-13"),
        fault("content_id", "\"4006381333931\"", "EAN-13"),
        fault("decision_fact", "\"mistyped\"", "no such field"));
  }

  private static Arguments fault(String field, String value, String limit) {
    return Arguments.of(field, value, limit);
  }

  private static String text(int length) {
    return "\"" + "a".repeat(length) + "\"";
  }

  private static String url(int length) {
    String start = "https://a.example/";
    return "\"" + start + "b".repeat(length - start.length()) + "\"";
  }

  @ParameterizedTest
  @MethodSource("faults")
  void fault_is_told_once_with_field_value_limit_and_way_out(
      String field, String value, String limit) {
    ObjectNode json = json(VALID);
    json.set(field, node(value));

    assertThat(StatementValidator.faults(json, List.of()))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.field()).isEqualTo(field);
              assertThat(fault.limit()).contains(limit);
              assertThat(fault.value()).isNotBlank().hasSizeLessThan(80);
              assertThat(fault.remedy()).isNotBlank();
            });
  }

  @Test
  void statement_without_any_restriction_is_one_fault() {
    ObjectNode json = json(ILLEGAL);
    json.remove("decision_monetary");

    assertThat(StatementValidator.faults(json, List.of()))
        .singleElement()
        .satisfies(
            fault -> assertThat(fault.limit()).contains("at least one of the four is required"));
  }

  @Test
  void all_faults_are_told_at_once() {
    ObjectNode json = json(VALID);
    json.put("automated_decision", "Yes");
    json.put("puid", "a b");
    json.remove("decision_facts");

    assertThat(StatementValidator.faults(json, List.of()))
        .extracting(StatementFault::field)
        .containsExactly("automated_decision", "decision_facts", "puid");
  }

  @Test
  void lengths_are_counted_in_characters_and_not_in_units_of_utf16() {
    ObjectNode json = json(VALID);
    json.put("source_identity", "🎧".repeat(500));
    assertThat(StatementValidator.faults(json, List.of())).isEmpty();

    json.put("source_identity", "🎧".repeat(501));
    assertThat(StatementValidator.faults(json, List.of())).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "territorial_scope, '[\"EL\"]', Greece is GR as a territory",
    "content_language, '\"GR\"', Greek is EL as a language",
    "category_specification, '[\"KEYWORD_MISINFORMATION\"]', KEYWORD_MISINFORMATION_DISINFORMATION",
    "content_date, '\"2026-13-01\"', write it so"
  })
  void usual_mistakes_have_a_way_out_of_their_own(String field, String value, String remedy) {
    ObjectNode json = json(VALID);
    json.set(field, node(value));

    assertThat(StatementValidator.faults(json, List.of()).get(0).remedy()).contains(remedy);
  }

  @Test
  void id_of_a_person_is_refused_in_texts_and_in_the_puid() {
    ObjectNode json = json(VALID);
    json.put("decision_facts", "The creator is cr-7f3a91.");
    json.put("puid", "sor-v1-cr-7f3a91-1");

    assertThat(StatementValidator.faults(json, List.of("cr-7f3a91")))
        .extracting(StatementFault::field, StatementFault::value)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("decision_facts", "\"cr…\""),
            org.assertj.core.groups.Tuple.tuple("puid", "\"cr…\""));
  }

  @Test
  void fault_does_not_repeat_the_personal_data_that_it_is_about() {
    ObjectNode json = json(VALID);
    json.put("decision_facts", "Written by jane.doe@example.com");

    assertThat(StatementValidator.faults(json, List.of()).toString())
        .contains("\"ja…\"")
        .doesNotContain("jane")
        .doesNotContain("example.com");
  }

  @Test
  void what_the_server_would_drop_is_not_sent() {
    ObjectNode json = json(VALID);
    json.putArray("decision_visibility").add("DECISION_VISIBILITY_CONTENT_REMOVED");
    json.put("decision_monetary", "DECISION_MONETARY_SUSPENSION");
    json.put("illegal_content_legal_ground", "a law");
    json.put("illegal_content_explanation", "a reason");
    json.putArray("content_type").add("CONTENT_TYPE_AUDIO");
    json.putArray("category_addition")
        .add("STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH")
        .add("STATEMENT_CATEGORY_VIOLENCE");
    json.putArray("category_specification").add("KEYWORD_HATE_SPEECH");
    json.put("source_type", "SOURCE_VOLUNTARY");
    json.putNull("account_type");
    json.put("content_language", " ");

    ObjectNode sent = StatementJson.sendable(json);

    assertThat(sent.properties().stream().map(java.util.Map.Entry::getKey))
        .doesNotContain(
            "decision_visibility_other",
            "decision_monetary_other",
            "illegal_content_legal_ground",
            "illegal_content_explanation",
            "content_type_other",
            "category_specification_other",
            "source_identity",
            "account_type",
            "content_language");
    assertThat(sent.get("category_addition").toString())
        .isEqualTo("[\"STATEMENT_CATEGORY_VIOLENCE\"]");
    assertThat(StatementValidator.faults(sent, List.of())).isEmpty();
  }

  @Test
  void fields_of_the_other_ground_are_not_sent() {
    ObjectNode json = json(ILLEGAL);
    json.put("incompatible_content_ground", "a clause");
    json.put("incompatible_content_explanation", "a reason");
    json.put("incompatible_content_illegal", "Yes");

    assertThat(StatementJson.sendable(json)).isEqualTo(json(ILLEGAL));
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) node(text);
  }

  private static com.fasterxml.jackson.databind.JsonNode node(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
