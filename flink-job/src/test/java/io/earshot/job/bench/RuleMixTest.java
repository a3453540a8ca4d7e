package io.earshot.job.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.earshot.intake.Modality;
import io.earshot.job.ConfigReader;
import io.earshot.job.DefaultBundle;
import io.earshot.policy.BundleException;
import io.earshot.policy.PolicyEvaluator;
import io.earshot.policy.Vocabulary;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** That the rules of the benchmark are rules, and that it measures what it says. */
final class RuleMixTest {

  private static final List<String> LABELS =
      List.of("harassment", "hate", "sexual", "violence", "self_harm", "spam");

  @ParameterizedTest
  @ValueSource(ints = {1, 20, 200, 1000})
  void a_bundle_has_as_many_rules_as_wanted_and_no_faults(int rules) throws BundleException {
    PolicyEvaluator policies =
        PolicyEvaluator.compile(
            "mix", RuleMix.bundle(rules, 1), new Vocabulary(Map.of(Modality.TEXT, LABELS)));

    assertThat(policies.written().policies().stream().mapToInt(p -> p.rules().size()).sum())
        .isEqualTo(rules);
  }

  @Test
  void a_bundle_is_filled_up_to_a_number_of_rules_with_those_that_it_has_first() throws Exception {
    String twenty = RuleMix.bundle(20, 1).replace("rule-", "old-");

    PolicyEvaluator policies =
        PolicyEvaluator.compile(
            "mix", RuleMix.more(twenty, 150, 1), new Vocabulary(Map.of(Modality.TEXT, LABELS)));

    assertThat(policies.written().policies().stream().mapToInt(p -> p.rules().size()).sum())
        .isEqualTo(150);
    assertThat(policies.written().policies().get(0).rules().get(0).id()).isEqualTo("old-0");
    assertThatIllegalArgumentException().isThrownBy(() -> RuleMix.more(twenty, 19, 1));
  }

  @Test
  void the_bundle_of_the_benchmarks_has_the_detectors_of_the_default_one() throws Exception {
    Vocabulary vocabulary =
        new Vocabulary(
            ConfigReader.labels(Map.of("scoring.models", Path.of("..", "models").toString())));
    PolicyEvaluator bench = PolicyEvaluator.compile("bench", PipelineBench.bundle(), vocabulary);

    assertThat(bench.written().policies()).hasSize(20);
    YAMLMapper yaml = new YAMLMapper();
    assertThat(yaml.readTree(PipelineBench.bundle()).get("detectors"))
        .isNotEmpty()
        .isEqualTo(yaml.readTree(DefaultBundle.text()).get("detectors"));
  }

  @Test
  void the_same_seed_gives_the_same_bundle_and_another_one_another() {
    assertThat(RuleMix.bundle(50, 7)).isEqualTo(RuleMix.bundle(50, 7));
    assertThat(RuleMix.bundle(50, 7)).isNotEqualTo(RuleMix.bundle(50, 8));
  }

  @Test
  void the_benchmark_tells_rates_by_number_of_rules_and_their_ratio_to_plain_cel()
      throws Exception {
    PolicyBench.Result result =
        new PolicyBench(1, 0.02, new PrintWriter(new StringWriter())).run("the command");

    assertThat(result.measured())
        .extracting(PolicyBench.Measured::rules)
        .containsExactly(1, 20, 200);
    assertThat(result.measured())
        .allSatisfy(
            m -> {
              assertThat(m.evaluationsPerEvent()).isBetween(0.9 * m.rules(), 1.0 * m.rules());
              assertThat(m.ratio())
                  .isEqualTo(m.evaluationsPerSecond() / m.celEvaluationsPerSecond());
              assertThat(m.eventsPerSecond()).isPositive();
            });
    assertThat(PolicyReport.html(result)).contains("the command", "<svg", "200");
  }
}
