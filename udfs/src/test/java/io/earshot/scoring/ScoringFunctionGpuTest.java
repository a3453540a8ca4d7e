package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.api.common.externalresource.ExternalResourceInfo;
import org.junit.jupiter.api.Test;

final class ScoringFunctionGpuTest {

  @Test
  void subtasks_take_the_gpus_that_flink_gave_in_turns() {
    Set<Gpu> given = Set.of(new Gpu("10"), new Gpu("2"));

    assertThat(ScoringFunction.gpu(given, 0)).hasValue(2);
    assertThat(ScoringFunction.gpu(given, 1)).hasValue(10);
    assertThat(ScoringFunction.gpu(given, 2)).hasValue(2);
  }

  @Test
  void without_the_resource_the_option_stands() {
    assertThat(ScoringFunction.gpu(Set.of(), 3)).isEmpty();
  }

  @Test
  void index_that_is_no_number_is_named() {
    assertThatThrownBy(() -> ScoringFunction.gpu(Set.of(new Gpu("GPU-5")), 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'GPU-5'")
        .hasMessageContaining("discovery script");
  }

  private record Gpu(String index) implements ExternalResourceInfo {

    @Override
    public Optional<String> getProperty(String key) {
      return key.equals("index") ? Optional.of(index) : Optional.empty();
    }

    @Override
    public Collection<String> getKeys() {
      return List.of("index");
    }
  }
}
