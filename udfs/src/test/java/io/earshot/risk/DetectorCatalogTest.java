package io.earshot.risk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.intake.ContentRef;
import io.earshot.policy.Taxonomy;
import io.earshot.stats.ByteReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Detectors are found as services, and those that rules could not name are refused. */
class DetectorCatalogTest {

  private record Named(DetectorSpec spec) implements Detector {

    static Named of(String id, DetectorSpec.Evidence... evidence) {
      return new Named(
          new DetectorSpec(
              id,
              "name",
              "INT.FLOOD",
              RiskGroup.VELOCITY,
              "meaning",
              List.of(),
              List.of(evidence)));
    }

    @Override
    public boolean looksAt(ContentRef content) {
      return false;
    }

    @Override
    public DetectorState start() {
      return (assessment, creator, set) -> null;
    }

    @Override
    public DetectorState read(ByteReader in) {
      return start();
    }
  }

  @Test
  void those_that_come_with_the_job_are_installed_in_the_order_of_their_ids() {
    assertThat(DetectorCatalog.installed().specs())
        .extracting(DetectorSpec::id)
        .containsExactly(
            "D01", "D02", "D03", "D04", "D05", "D06", "D07a", "D07b", "D07c", "D10", "D11", "D12",
            "D13", "D14", "D15", "D16", "D17", "D18", "D19", "D20", "D21");
  }

  @Test
  void each_speaks_of_a_policy_that_there_is_and_names_everything_once() {
    for (DetectorSpec spec : DetectorCatalog.installed().specs()) {
      assertThat(Taxonomy.find(spec.policyId())).as(spec.id()).isNotNull();
      List<String> names = new ArrayList<>(List.of("risk"));
      spec.parameters().forEach(parameter -> names.add(parameter.name()));
      assertThat(names).as(spec.id()).doesNotHaveDuplicates();
      assertThat(spec.evidence())
          .as(spec.id())
          .extracting(DetectorSpec.Evidence::name)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void what_rules_cannot_name_is_refused() {
    assertThatThrownBy(() -> new DetectorCatalog(List.of(Named.of("D1.2"))))
        .hasMessageContaining("letters and digits");
    assertThatThrownBy(() -> new DetectorCatalog(List.of(Named.of("X1"), Named.of("X1"))))
        .hasMessageContaining("X1")
        .hasMessageContaining("its own");
    assertThatThrownBy(
            () ->
                new DetectorCatalog(
                    List.of(Named.of("X1", DetectorSpec.Evidence.whole("fired", "")))))
        .hasMessageContaining("every detector has");
    assertThat(new DetectorCatalog(List.of(Named.of("X2"), Named.of("X1"))).specs())
        .extracting(DetectorSpec::id)
        .isEqualTo(List.of("X1", "X2"));
  }
}
