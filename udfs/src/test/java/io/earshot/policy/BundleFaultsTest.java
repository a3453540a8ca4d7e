package io.earshot.policy;

import static io.earshot.testing.TestData.VOCABULARY;
import static io.earshot.testing.TestData.bundleText;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A bundle that cannot be used is refused whole, with the place of every fault. */
class BundleFaultsTest {

  private static final String GOOD =
      """
      bundle: b
      version: 1.0.0
      policies:
        - id: HAT.HATE
          version: 1.0.0
          clause: https://example.org
          mode: enforce
          rules:
            - id: r1
              lane: windowed
              if: text.hate >= 0.9
              then: {action: REMOVE, duration: P30D}
              because: hate
      """;

  private static List<String> faults(String yaml) {
    BundleException refused =
        catchThrowableOfType(
            BundleException.class, () -> PolicyEvaluator.compile("test.yaml", yaml, VOCABULARY));
    assertThat(refused).as("refused").isNotNull();
    assertThat(refused.getMessage()).contains("test.yaml");
    return refused.faults();
  }

  private static String fault(String from, String to) {
    assertThat(GOOD).contains(from);
    List<String> faults = faults(GOOD.replace(from, to));
    assertThat(faults).hasSize(1);
    return faults.get(0);
  }

  @Test
  void a_good_bundle_is_taken() throws BundleException {
    assertThat(PolicyEvaluator.compile("test", GOOD, VOCABULARY).bundle().id()).isEqualTo("b");
    assertThat(PolicyEvaluator.compile("test", bundleText(), VOCABULARY).bundle().digest())
        .hasSize(64);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lane: windowed | lame: windowed | 10:9: unknown key lame",
        "lane: windowed | lane: slow | 10:15: lane is slow; known are windowed, express",
        "mode: enforce | mode: maybe | 7:11: mode is maybe",
        "duration: P30D | duration: 30d | 12:42: duration is 30d; it is a positive ISO 8601",
        "duration: P30D | duration: PT0S | 12:42: duration is PT0S",
        "duration: P30D | duration: PT0.0001S | 12:42: duration is PT0.0001S",
        "duration: P30D | duration: -P1D | 12:42: duration is -P1D",
        "duration: P30D | duration: PT9223372036854775807S | 12:42: duration is PT9",
        "duration: P30D | priority: 101 | 12:42: priority is 101",
        "duration: P30D | strike: yes | 12:40: strike is yes; it is true or false",
        "id: HAT.HATE | id: HAT.LOVE | 4:9: HAT.LOVE is not in the taxonomy",
        "action: REMOVE | action: BLOCK_UPLOAD | 12:24: action is BLOCK_UPLOAD, which is above the"
            + " ceiling of HAT.HATE: REMOVE",
        "action: REMOVE | action: DEMONETISE | 12:24: action is DEMONETISE, which may only be"
            + " decided",
        "action: REMOVE | action: DESTROY | 12:24: action is DESTROY; known are",
        "lane: windowed | lane: express | 12:24: REMOVE cannot be taken on the express lane",
        "text.hate >= | text.hat >= | 11:13: rule r1: no deployed model gives text.hat (did you"
            + " mean text.hate?); the labels for text are harassment, hate,",
        "text.hate >= | audio.hate >= | 11:13: rule r1: no deployed model gives audio.hate: there"
            + " is none for audio",
        "text.hate >= | creator.item >= | 11:13: rule r1: there is no variable creator.item (did"
            + " you mean creator.items?)",
        "text.hate >= 0.9 | text.hate >= 1 | 11:23: rule r1: found no matching overload",
        "text.hate >= 0.9 | text.hate | 11:17: rule r1: expected type 'bool' but found 'double'",
        "text.hate >= 0.9 | '\"text.hate >= ''x''\"' | 11:24: rule r1: found no matching overload",
        "because: hate | because: ' ' | 13:18: because is missing or empty",
      })
  void a_fault_is_told_with_line_and_column(String from, String to, String expected) {
    assertThat(fault(from, to)).startsWith(expected);
  }

  @Test
  void faults_of_form_and_of_conditions_are_told_together_in_the_order_of_the_text() {
    assertThat(
            faults(
                GOOD.replace("mode: enforce", "mode: maybe")
                    .replace("text.hate >=", "text.hat >=")
                    .replace("because: hate", "because: ' '")))
        .hasSize(3)
        .satisfies(
            all -> {
              assertThat(all.get(0)).startsWith("7:11: mode is maybe");
              assertThat(all.get(1)).startsWith("11:13: rule r1: no deployed model gives text.hat");
              assertThat(all.get(2)).startsWith("13:18: because is missing");
            });
  }

  @Test
  void a_condition_that_ends_too_early_is_told_where_it_ends() {
    assertThat(fault("if: text.hate >= 0.9", "if: text.hate >= 0.5 &&"))
        .startsWith("11:31: rule r1: the condition ends too early, behind &&;");
    String block = "if: |\n          text.spam > 0.5 &&\n          (text.hate >= 0.5\n";
    assertThat(fault("if: text.hate >= 0.9", block))
        .startsWith("13:27: rule r1: the condition ends too early, behind 0.5;");
  }

  @Test
  void a_type_error_says_what_to_write() {
    assertThat(fault("if: text.hate >= 0.9", "if: text.hate >= 1"))
        .contains("; text.hate is a number with a fraction, so write 1.0");
  }

  @Test
  void a_type_error_in_a_literal_block_is_told_where_it_stands() {
    String block = "if: |\n          text.spam > 0.5 &&\n\n            text.hate >= 1";
    assertThat(fault("if: text.hate >= 0.9", block)).startsWith("14:23: rule r1: found no");
  }

  @Test
  void a_type_error_in_a_folded_block_is_told_where_it_stands() {
    String block = "if: >-\n          text.spam > 0.5 &&\n          text.hate >= 1";
    assertThat(fault("if: text.hate >= 0.9", block)).startsWith("13:21: rule r1: found no");
  }

  @Test
  void a_type_error_in_a_plain_text_of_two_lines_is_told_where_it_stands() {
    String plain = "if: text.spam > 0.5 &&\n          text.hate >= 1";
    assertThat(fault("if: text.hate >= 0.9", plain)).startsWith("12:21: rule r1: found no");
  }

  @Test
  void ids_that_are_there_twice_are_told() {
    String rule = GOOD.substring(GOOD.indexOf("      - id: r1"));
    assertThat(faults(GOOD + rule))
        .singleElement()
        .asString()
        .startsWith("14:13: rule r1 is there twice");
    String policy = GOOD.substring(GOOD.indexOf("  - id: HAT.HATE")).replace("r1", "r2");
    assertThat(faults(GOOD + policy))
        .singleElement()
        .asString()
        .startsWith("14:9: policy HAT.HATE is there twice");
  }

  @Test
  void a_key_that_is_there_twice_is_told() {
    assertThat(fault("version: 1.0.0\npolicies", "version: 1.0.0\nversion: 2\npolicies"))
        .startsWith("3:1: key version is there twice");
  }

  @Test
  void an_express_rule_decides_on_content_alone_and_before_the_windowed_ones() {
    String second =
        GOOD.substring(GOOD.indexOf("      - id: r1"))
            .replace("r1", "r2")
            .replace("windowed", "express")
            .replace("text.hate >= 0.9", "creator.uploads1h > 3")
            .replace("REMOVE", "HIDE_PENDING_REVIEW");
    assertThat(faults(GOOD + second))
        .hasSize(2)
        .anySatisfy(fault -> assertThat(fault).contains("express rules come before"))
        .anySatisfy(fault -> assertThat(fault).contains("cannot ask for creator.uploads1h"));
  }

  @Test
  void all_faults_are_told_at_once() {
    assertThat(faults(GOOD.replace("lane: windowed", "lane: slow").replace("P30D", "soon")))
        .hasSize(2);
  }

  @Test
  void what_is_not_yaml_is_told_with_its_place() {
    assertThat(faults("bundle: [b\nversion: 1"))
        .singleElement()
        .asString()
        .matches("(?s)\\d+:\\d+: not YAML: .*");
  }

  @Test
  void yaml_that_is_no_bundle_is_refused() {
    assertThat(faults("")).isNotEmpty();
    assertThat(faults("- a list")).isNotEmpty();
    assertThat(faults("just words")).isNotEmpty();
    assertThat(faults("policies: [1, [2], {}]")).isNotEmpty();
  }

  @Test
  void yaml_that_expands_nests_or_hides_is_refused() {
    assertThat(faults("bundle: &a [x]\nversion: *a\n")).isNotEmpty();
    assertThat(faults("[".repeat(200) + "]".repeat(200))).isNotEmpty();
    assertThat(faults("bundle: \u0007")).isNotEmpty();
  }

  @Test
  void a_bundle_above_the_limit_is_refused() {
    assertThat(faults("#".repeat(1_000_001)))
        .singleElement()
        .asString()
        .contains("1000001 characters, the limit is 1000000");
  }
}
