package io.earshot.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

final class JobEnvironmentTest {

  private final Configuration cluster = new Configuration();

  @Test
  void clusterWithoutCheckpoints_getsThem() {
    assertThat(prepared().getCheckpointInterval()).isEqualTo(10_000);
    assertThat(prepared().isCheckpointingEnabled()).isTrue();
  }

  @Test
  void intervalOfTheCluster_isKept() {
    cluster.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMinutes(1));

    assertThat(prepared().getCheckpointInterval()).isEqualTo(60_000);
  }

  @Test
  void exactlyOnce_isDemandedOfEveryCluster() {
    cluster.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.AT_LEAST_ONCE);

    assertThat(prepared().getCheckpointingConsistencyMode())
        .isEqualTo(CheckpointingMode.EXACTLY_ONCE);
  }

  private CheckpointConfig prepared() {
    return JobEnvironment.prepare(StreamExecutionEnvironment.getExecutionEnvironment(cluster))
        .getCheckpointConfig();
  }
}
