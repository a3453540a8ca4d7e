package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.earshot.policy.BundleCheck;
import io.earshot.policy.BundleException;
import io.earshot.policy.BundleSchema;
import io.earshot.policy.ExampleOutcome;
import io.earshot.policy.PolicyBundle;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.policy.Taxonomy;
import io.earshot.policy.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The bundles that are shipped are good ones. */
final class DefaultBundleTest {

  /** What rules may ask for where the models of this build score. */
  private static final Vocabulary VOCABULARY =
      new Vocabulary(
          ConfigReader.labels(Map.of("scoring.models", Path.of("..", "models").toString())));

  private static PolicyEvaluator compile(String yaml) throws BundleException {
    return PolicyEvaluator.compile("test", yaml, VOCABULARY);
  }

  private static String bench() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            DefaultBundleTest.class.getResourceAsStream("/bench/policies.yaml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void the_default_bundle_has_neither_faults_nor_warnings() throws BundleException {
    assertThat(BundleCheck.warnings(compile(DefaultBundle.text()))).isEmpty();
  }

  @Test
  void each_rule_of_the_default_bundle_has_an_example_and_all_come_out_as_expected()
      throws BundleException {
    PolicyEvaluator policies = compile(DefaultBundle.text());

    assertThat(ExampleOutcome.all(policies)).allMatch(ExampleOutcome::passed);
    assertThat(policies.written().policies())
        .flatExtracting(PolicyBundle.Policy::rules)
        .allSatisfy(rule -> assertThat(rule.examples()).as(rule.id()).isNotEmpty());
  }

  @Test
  void each_rule_of_the_default_bundle_decides_one_of_its_examples() throws BundleException {
    PolicyEvaluator policies = compile(DefaultBundle.text());
    List<String> deciding =
        ExampleOutcome.all(policies).stream()
            .filter(outcome -> outcome.ruleId().equals(outcome.decidedBy()))
            .map(ExampleOutcome::ruleId)
            .toList();

    assertThat(policies.written().policies())
        .flatExtracting(PolicyBundle.Policy::rules)
        .extracting(PolicyBundle.Rule::id)
        .allSatisfy(rule -> assertThat(deciding).contains(rule));
  }

  @Test
  void each_policy_of_the_taxonomy_is_in_the_default_bundle_or_named_as_not_seen()
      throws BundleException {
    String text = DefaultBundle.text();
    List<String> covered =
        compile(text).written().policies().stream().map(PolicyBundle.Policy::id).toList();
    String notSeen =
        text.lines()
            .filter(line -> line.startsWith("#   "))
            .map(line -> line.substring(4, 33))
            .collect(Collectors.joining("\n"));

    assertThat(Taxonomy.entries().keySet())
        .allSatisfy(
            id ->
                assertThat(
                        covered.contains(id)
                            != (notSeen.contains(id)
                                || notSeen.contains(id.substring(0, id.indexOf('.')) + ".*")))
                    .as(id)
                    .isTrue());
  }

  @Test
  void the_bundles_have_the_form_of_the_schema() throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(BundleSchema.text());

    assertThat(schema.validate(yaml.readTree(DefaultBundle.text()))).isEmpty();
    assertThat(schema.validate(yaml.readTree(bench()))).isEmpty();
  }

  @Test
  void the_bundle_of_the_benchmark_has_twenty_policies_and_no_warnings()
      throws IOException, BundleException {
    PolicyEvaluator policies = compile(bench());

    assertThat(policies.written().policies()).hasSize(20);
    assertThat(BundleCheck.warnings(policies)).isEmpty();
  }

  /** The tests of detectors are in a module that does not have the default bundle. */
  @Test
  void detectors_are_tested_as_the_default_bundle_sets_them() throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    JsonNode set = yaml.readTree(DefaultBundle.text());
    JsonNode tested =
        yaml.readTree(
            Path.of("..", "udfs", "src", "test", "resources", "policies", "detectors.yaml")
                .toFile());

    assertThat(tested.get("risk")).isEqualTo(set.get("risk"));
    assertThat(tested.get("detectors").properties())
        .hasSizeGreaterThan(15)
        .allSatisfy(
            detector ->
                assertThat(detector.getValue())
                    .as(detector.getKey())
                    .isEqualTo(set.get("detectors").get(detector.getKey())));
  }
}
