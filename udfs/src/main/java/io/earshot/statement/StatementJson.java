package io.earshot.statement;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.statement.DsaCodes.Code;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Statements as the API of the database takes them: {@code POST /api/v1/statement} one of them,
 * {@code POST /api/v1/statements} up to a hundred as {@code {"statements":[...]}}.
 *
 * <p>What is absent is left out and never sent as null: the server's rules for {@code
 * category_addition} and {@code incompatible_content_illegal} are not nullable and refuse a null
 * that is there.
 */
public final class StatementJson {

  /** Statements that one call takes. */
  public static final int MOST_PER_CALL = 100;

  /** The only key of {@code content_id}. */
  public static final String EAN_13 = "EAN-13";

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private StatementJson() {}

  /** A statement, with what applies to it and nothing else. */
  public static ObjectNode of(Statement s) {
    ObjectNode json = JSON.objectNode();
    put(json, "decision_visibility", s.decisionVisibility());
    put(json, "decision_visibility_other", s.decisionVisibilityOther());
    put(json, "decision_monetary", s.decisionMonetary());
    put(json, "decision_monetary_other", s.decisionMonetaryOther());
    put(json, "decision_provision", s.decisionProvision());
    put(json, "decision_account", s.decisionAccount());
    put(json, "account_type", s.accountType());
    put(json, "decision_ground", s.decisionGround());
    put(json, "decision_ground_reference_url", s.decisionGroundReferenceUrl());
    put(json, "illegal_content_legal_ground", s.illegalContentLegalGround());
    put(json, "illegal_content_explanation", s.illegalContentExplanation());
    put(json, "incompatible_content_ground", s.incompatibleContentGround());
    put(json, "incompatible_content_explanation", s.incompatibleContentExplanation());
    put(json, "incompatible_content_illegal", s.incompatibleContentIllegal());
    put(json, "content_type", s.contentType());
    put(json, "content_type_other", s.contentTypeOther());
    put(json, "category", s.category());
    put(json, "category_addition", s.categoryAddition());
    put(json, "category_specification", s.categorySpecification());
    put(json, "category_specification_other", s.categorySpecificationOther());
    put(json, "territorial_scope", s.territorialScope());
    put(json, "content_language", s.contentLanguage());
    put(json, "content_date", s.contentDate());
    put(json, "application_date", s.applicationDate());
    put(json, "end_date_visibility_restriction", s.endDateVisibilityRestriction());
    put(json, "end_date_monetary_restriction", s.endDateMonetaryRestriction());
    put(json, "end_date_service_restriction", s.endDateServiceRestriction());
    put(json, "end_date_account_restriction", s.endDateAccountRestriction());
    put(json, "decision_facts", s.decisionFacts());
    put(json, "source_type", s.sourceType());
    put(json, "source_identity", s.sourceIdentity());
    put(json, "automated_detection", s.automatedDetection());
    put(json, "automated_decision", s.automatedDecision());
    put(json, "puid", s.puid());
    if (s.ean13() != null) {
      json.putObject("content_id").put(EAN_13, s.ean13());
    }
    return sendable(json);
  }

  /**
   * A statement without what is not to be sent: what is null, blank or empty, and what the server
   * would drop, because another field says that it does not apply.
   *
   * @param record with the database's names, as the topic {@code dsa.statements} has them
   */
  public static ObjectNode sendable(ObjectNode record) {
    ObjectNode json = JSON.objectNode();
    for (Map.Entry<String, JsonNode> field : record.properties()) {
      if (!isAbsent(field.getValue())) {
        json.set(field.getKey(), field.getValue());
      }
    }
    if (!has(json, "decision_visibility", "DECISION_VISIBILITY_OTHER")) {
      json.remove("decision_visibility_other");
    }
    if (!is(json, "decision_monetary", "DECISION_MONETARY_OTHER")) {
      json.remove("decision_monetary_other");
    }
    if (!is(json, "decision_ground", "DECISION_GROUND_ILLEGAL_CONTENT")) {
      json.remove(List.of("illegal_content_legal_ground", "illegal_content_explanation"));
    }
    if (!is(json, "decision_ground", "DECISION_GROUND_INCOMPATIBLE_CONTENT")) {
      json.remove(
          List.of(
              "incompatible_content_ground",
              "incompatible_content_explanation",
              "incompatible_content_illegal"));
    }
    if (!has(json, "content_type", "CONTENT_TYPE_OTHER")) {
      json.remove("content_type_other");
    }
    if (!has(json, "category_specification", "KEYWORD_OTHER")) {
      json.remove("category_specification_other");
    }
    if (is(json, "source_type", "SOURCE_VOLUNTARY")) {
      json.remove("source_identity");
    }
    withoutMainCategory(json);
    return json;
  }

  private static void withoutMainCategory(ObjectNode json) {
    if (json.get("category_addition") instanceof ArrayNode additions) {
      ArrayNode others = JSON.arrayNode();
      additions.forEach(
          addition -> {
            if (!addition.equals(json.get("category"))) {
              others.add(addition);
            }
          });
      if (others.isEmpty()) {
        json.remove("category_addition");
      } else {
        json.set("category_addition", others);
      }
    }
  }

  /** Whether the server takes it for absent: it turns blanks into nulls before it looks. */
  static boolean isAbsent(JsonNode value) {
    return value.isNull()
        || (value.isTextual() && value.textValue().isBlank())
        || (value.isContainerNode() && value.isEmpty());
  }

  private static boolean is(ObjectNode json, String field, String token) {
    return json.path(field).asText().equals(token);
  }

  private static boolean has(ObjectNode json, String field, String token) {
    for (JsonNode element : json.path(field)) {
      if (element.asText().equals(token)) {
        return true;
      }
    }
    return false;
  }

  private static void put(ObjectNode json, String field, List<? extends Code> codes) {
    ArrayNode array = json.putArray(field);
    codes.forEach(code -> array.add(code.token()));
  }

  private static void put(ObjectNode json, String field, @Nullable Code code) {
    json.put(field, code == null ? null : code.token());
  }

  private static void put(ObjectNode json, String field, @Nullable String text) {
    json.put(field, text);
  }
}
