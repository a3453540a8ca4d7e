package io.earshot.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.earshot.assessment.Family;
import io.earshot.statement.DsaCodes;
import io.earshot.testing.TestData;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema of bundles says what the reader does. */
class BundleSchemaTest {

  private static final YAMLMapper YAML = new YAMLMapper();
  private static final JsonNode TEXT = text();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(TEXT);

  private static JsonNode text() {
    try (InputStream in = PolicyBundle.class.getResourceAsStream(BundleSchema.RESOURCE)) {
      return YAML.readTree(in);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** A bundle that uses every key. */
  private static final String GOOD =
      """
      bundle: b
      version: 2026.11.1
      risk: {enter: 0.7, leave: 0.5, halfLife: P14D, newAccounts: {factor: 2, halfLife: P3D}}
      policies:
        - id: REG.OTHER
          version: 3
          clause: https://example.org/clause
          mode: canary 2.5%
          severity: 3
          family: REG
          ceiling: [GEO_RESTRICT]
          dsa: {category: STATEMENT_CATEGORY_OTHER_VIOLATION_TC, keywords: [KEYWORD_OTHER]}
          review: {queue: goods, priority: 66, sla: PT2H}
          evidence: {languages: [pt, nb], units: 2, modalities: 1}
          limits:
            - {action: GEO_RESTRICT, max: 100, per: PT1H, market: each}
          rules:
            - id: goods
              lane: windowed
              if: text.spam >= 0.9
              then:
                action: GEO_RESTRICT
                duration: P30DT1H
                scope: {territories: ['NO', EU, SE], surfaces: [search, recs]}
                strike: true
                priority: 3
                queue: goods
                sla: PT0.5S
              because: it is so
              examples:
                - name: nothing
                  given: {text.spam: 0.1, content.links: 3, content.declaredExplicit: true, matches.banks: [a]}
                  expect: ALLOW
            - id: goods-review
              if: text.spam >= 0.5
              then: {action: SEND_TO_REVIEW, propose: TERMINATE_ACCOUNT}
              because: it may be so
      """;

  /** Changes that leave it good. */
  static Stream<String[]> goodChanges() {
    return Stream.of(
        new String[] {"mode: canary 2.5%", "mode: enforce"},
        new String[] {"mode: canary 2.5%", "mode: shadow"},
        new String[] {"mode: canary 2.5%", "mode: canary 99%"},
        new String[] {"mode: canary 2.5%", "mode: canary 0.001%"},
        new String[] {"    mode: canary 2.5%\n", ""},
        new String[] {"    severity: 3\n", ""},
        new String[] {"evidence: {languages: [pt, nb], units: 2, modalities: 1}", "evidence: {}"},
        new String[] {"keywords: [KEYWORD_OTHER]", "keywords: []"},
        new String[] {", keywords: [KEYWORD_OTHER]", ""},
        new String[] {"version: 3", "version: 3.5"},
        new String[] {"version: 3", "version: 2026-11-01"},
        new String[] {"version: 3", "version: '3'"},
        new String[] {", newAccounts: {factor: 2, halfLife: P3D}", ""},
        new String[] {"factor: 2", "factor: 1"},
        new String[] {"factor: 2", "factor: 3"},
        new String[] {"duration: P30DT1H", "duration: PT72H"},
        new String[] {", market: each", ""},
        new String[] {"          strike: true\n", ""},
        new String[] {"id: goods\n", "id: Goods_2-a\n"},
        new String[] {"text.spam: 0.1", "text.spam: 0"});
  }

  /** Changes that break its form. */
  static Stream<String[]> badChanges() {
    return Stream.of(
        new String[] {"bundle: b", "bundel: b"},
        new String[] {"bundle: b", "bundle: ' '"},
        new String[] {"bundle: b", "bundle: [b]"},
        new String[] {"bundle: b", "bundle: true"},
        new String[] {"factor: 2", "factor: 3.5"},
        new String[] {"factor: 2", "factor: 0.5"},
        new String[] {"factor: 2, ", ""},
        new String[] {", halfLife: P3D", ""},
        new String[] {"version: 2026.11.1", "version: true"},
        new String[] {"version: 2026.11.1\n", ""},
        new String[] {"version: 3", "version: "},
        new String[] {"id: REG.OTHER", "id: REG.THE_REST"},
        new String[] {"clause: https://example.org/clause", "clause: our rules"},
        new String[] {"mode: canary 2.5%", "mode: canary"},
        new String[] {"mode: canary 2.5%", "mode: canary 0%"},
        new String[] {"mode: canary 2.5%", "mode: canary 0.0%"},
        new String[] {"mode: canary 2.5%", "mode: canary 100%"},
        new String[] {"mode: canary 2.5%", "mode: Enforce"},
        new String[] {"severity: 3", "severity: 5"},
        new String[] {"severity: 3", "severity: high"},
        new String[] {"severity: 3", "severity: '3'"},
        new String[] {"family: REG", "family: REGULATED"},
        new String[] {"ceiling: [GEO_RESTRICT]", "ceiling: GEO_RESTRICT"},
        new String[] {"ceiling: [GEO_RESTRICT]", "ceiling: [WARN]"},
        new String[] {"ceiling: [GEO_RESTRICT]", "ceiling: [ALLOW]"},
        new String[] {"ceiling: [GEO_RESTRICT]", "ceiling: [TERMINATE_ACCOUNT]"},
        new String[] {"STATEMENT_CATEGORY_OTHER_VIOLATION_TC", "OTHER_VIOLATION_TC"},
        new String[] {"category: STATEMENT_CATEGORY_OTHER_VIOLATION_TC, ", ""},
        new String[] {"[KEYWORD_OTHER]", "[KEYWORD_MISINFORMATION]"},
        new String[] {"[KEYWORD_OTHER]", "KEYWORD_OTHER"},
        new String[] {"queue: goods, priority: 66", "queue: 4, priority: 66"},
        new String[] {"priority: 66", "priority: 101"},
        new String[] {"priority: 66", "priority: 6.5"},
        new String[] {"sla: PT2H", "sla: 2h"},
        new String[] {"sla: PT2H", "sla: P1M"},
        new String[] {"sla: PT2H", "sla: PT"},
        new String[] {"sla: PT2H", "sla: -PT2H"},
        new String[] {"sla: PT2H", "sla: 7200"},
        new String[] {"sla: PT2H", "due: PT2H"},
        new String[] {"languages: [pt, nb]", "languages: pt"},
        new String[] {"languages: [pt, nb]", "languages: [pt-BR]"},
        new String[] {"languages: [pt, nb]", "languages: [PT]"},
        new String[] {"units: 2", "units: -1"},
        new String[] {"modalities: 1", "modalities: 4"},
        new String[] {"limits:\n      - ", "limits: "},
        new String[] {"action: GEO_RESTRICT, max: 100", "action: WARN, max: 100"},
        new String[] {"max: 100, ", ""},
        new String[] {"max: 100", "max: many"},
        new String[] {", per: PT1H", ""},
        new String[] {"market: each", "market: SE"},
        new String[] {"id: goods\n", "id: goods.one\n"},
        new String[] {"id: goods\n", "id: ''\n"},
        new String[] {"lane: windowed", "lane: WINDOWED"},
        new String[] {"if: text.spam >= 0.9", "if: true"},
        new String[] {"if: text.spam >= 0.9", "when: text.spam >= 0.9"},
        new String[] {"action: GEO_RESTRICT\n", "action: HIDE\n"},
        new String[] {"action: GEO_RESTRICT\n", "action: geo_restrict\n"},
        new String[] {"action: GEO_RESTRICT\n", "action: TERMINATE_ACCOUNT\n"},
        new String[] {"          action: GEO_RESTRICT\n", ""},
        new String[] {"territories: ['NO', EU, SE]", "territories: [SE, EUROPE]"},
        new String[] {"territories: ['NO', EU, SE]", "territories: NO"},
        new String[] {"surfaces: [search, recs]", "surfaces: [search, radio]"},
        new String[] {"strike: true", "strike: 1"},
        new String[] {"because: it is so\n", "because:\n"},
        new String[] {"because: it is so\n", "because: 5\n"},
        new String[] {"          - name: nothing\n            given", "          - given"},
        new String[] {"expect: ALLOW", "expect: DEMONETISE"},
        new String[] {"expect: ALLOW", "expected: ALLOW"},
        new String[] {"text.spam: 0.1", "text.spam: {is: 0.1}"},
        new String[] {"matches.banks: [a]", "matches.banks: [[a]]"},
        new String[] {"text.spam: 0.1", "text.spam: null"},
        new String[] {"propose: TERMINATE_ACCOUNT", "propose: HIDE_PENDING_REVIEW"},
        new String[] {"propose: TERMINATE_ACCOUNT", "propose: ALLOW"});
  }

  @Test
  void a_bundle_with_every_key_is_good_to_both() {
    assertThat(schemaFaults(GOOD)).isEmpty();
    assertThat(readerFaults(GOOD)).isEmpty();
  }

  @Test
  void the_bundle_of_the_tests_is_good_to_both() {
    assertThat(schemaFaults(TestData.bundleText())).isEmpty();
    assertThat(readerFaults(TestData.bundleText())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("goodChanges")
  void what_leaves_it_good_is_good_to_both(String from, String to) {
    String yaml = changed(from, to);

    assertThat(schemaFaults(yaml)).isEmpty();
    assertThat(readerFaults(yaml)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("badChanges")
  void what_breaks_its_form_is_bad_to_both(String from, String to) {
    String yaml = changed(from, to);

    assertThat(schemaFaults(yaml)).as("schema").isNotEmpty();
    assertThat(readerFaults(yaml)).as("reader").isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "5", "bundle", "{}", "{bundle: b, version: '1', policies: []}"})
  void what_is_no_bundle_at_all_is_bad_to_both(String yaml) {
    assertThat(schemaFaults(yaml)).as("schema").isNotEmpty();
    assertThat(readerFaults(yaml)).as("reader").isNotEmpty();
  }

  @Test
  void its_lists_of_names_are_those_of_the_code() {
    assertThat(names("/$defs/policy/properties/id/enum"))
        .containsExactlyElementsOf(Taxonomy.entries().keySet());
    assertThat(names("/$defs/policy/properties/family/enum")).isEqualTo(names(Family.values()));
    assertThat(names("/$defs/policy/properties/dsa/properties/category/enum"))
        .isEqualTo(DsaTerms.CATEGORIES);
    assertThat(names("/$defs/policy/properties/dsa/properties/keywords/items/enum"))
        .isEqualTo(DsaTerms.KEYWORDS);
    assertThat(names("/$defs/rule/properties/lane/enum"))
        .isEqualTo(names(Lane.values()).stream().map(n -> n.toLowerCase(Locale.ROOT)).toList());
    assertThat(names("/$defs/outcome/properties/scope/properties/surfaces/items/enum"))
        .isEqualTo(Scope.SURFACES);
    assertThat(names("/$defs/outcome/properties/action/enum"))
        .isEqualTo(
            Arrays.stream(ActionType.values())
                .filter(action -> !action.humanOnly())
                .map(Enum::name)
                .toList());
    assertThat(names("/$defs/example/properties/expect/enum"))
        .isEqualTo(names("/$defs/outcome/properties/action/enum"));
    assertThat(names("/$defs/restriction/enum"))
        .isEqualTo(
            Arrays.stream(ActionType.values())
                .filter(action -> action.isRestriction() && !action.humanOnly())
                .map(Enum::name)
                .toList());
    assertThat(names("/$defs/outcome/properties/propose/enum"))
        .containsExactlyElementsOf(BundleReader.PROPOSALS.keySet());
  }

  @Test
  void the_words_for_statements_of_reasons_are_those_that_statements_are_written_with() {
    assertThat(DsaTerms.CATEGORIES)
        .isEqualTo(Arrays.stream(DsaCodes.Category.values()).map(c -> c.token()).toList());
    assertThat(DsaTerms.KEYWORDS)
        .isEqualTo(Arrays.stream(DsaCodes.Keyword.values()).map(k -> k.token()).toList());
  }

  @Test
  void every_key_is_described() {
    List<String> silent = new ArrayList<>();
    undescribed("", TEXT, silent);

    assertThat(silent).isEmpty();
  }

  /** Keys without a description, be it their own or that of what they refer to. */
  private static void undescribed(String path, JsonNode schema, Collection<String> into) {
    schema
        .path("properties")
        .properties()
        .forEach(
            entry -> {
              JsonNode target =
                  entry.getValue().has("$ref")
                      ? TEXT.at(entry.getValue().get("$ref").asText().substring(1))
                      : entry.getValue();
              if (!entry.getValue().has("description") && !target.has("description")) {
                into.add(path + "/" + entry.getKey());
              }
              undescribed(path + "/" + entry.getKey(), entry.getValue(), into);
            });
    schema.path("$defs").properties().forEach(e -> undescribed(e.getKey(), e.getValue(), into));
    if (schema.has("items")) {
      undescribed(path + "[]", schema.get("items"), into);
    }
  }

  private static String changed(String from, String to) {
    assertThat(GOOD).contains(from);
    int at = GOOD.indexOf(from);
    return GOOD.substring(0, at) + to + GOOD.substring(at + from.length());
  }

  private static Set<ValidationMessage> schemaFaults(String yaml) {
    try {
      return SCHEMA.validate(YAML.readTree(yaml));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(yaml, e);
    }
  }

  private static List<String> readerFaults(String yaml) {
    try {
      PolicyEvaluator.compile("test", yaml, TestData.VOCABULARY);
      return List.of();
    } catch (BundleException e) {
      return e.faults();
    }
  }

  private static List<String> names(String pointer) {
    List<String> names = new ArrayList<>();
    TEXT.at(pointer).forEach(name -> names.add(name.asText()));
    return names;
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }
}
