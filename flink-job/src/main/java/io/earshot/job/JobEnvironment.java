package io.earshot.job;

import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.environment.CheckpointConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the graph demands of Flink, whatever the cluster is configured to. */
public final class JobEnvironment {

  /** The job's name. High availability finds a job again by it, so it never changes. */
  public static final String JOB_NAME = "earshot";

  /**
   * Parallelism can be changed up to this; it can never be raised without losing state. A number
   * with many divisors.
   */
  public static final int MAX_PARALLELISM = 360;

  /**
   * Used where the cluster sets no interval. Without checkpoints no transaction would ever be
   * committed, and {@code enforcement.actions} would stay empty for ever; with them, the interval
   * is how long consumers that read committed wait.
   */
  static final Duration DEFAULT_CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(JobEnvironment.class);

  private JobEnvironment() {}

  /** Sets on an environment what the graph demands. */
  public static StreamExecutionEnvironment prepare(StreamExecutionEnvironment env) {
    Configuration demands = new Configuration();
    // A type that Flink does not know would fall to Kryo, which cannot evolve; a forgotten uid
    // would lose state at an upgrade.
    demands.set(PipelineOptions.GENERIC_TYPES, false);
    demands.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    // All that flows is immutable, so chained functions may hand it on without copying.
    demands.set(PipelineOptions.OBJECT_REUSE, true);
    demands.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    demandCheckpoints(env.getCheckpointConfig(), demands);
    env.configure(demands);
    return env;
  }

  private static void demandCheckpoints(CheckpointConfig cluster, Configuration demands) {
    // Flink itself refuses an interval of nothing, so checkpoints are off only where none is set.
    if (!cluster.isCheckpointingEnabled()) {
      LOG.info(
          "{} is not set; the job takes a checkpoint every {} s, and actions are visible after it",
          CheckpointingOptions.CHECKPOINTING_INTERVAL.key(),
          DEFAULT_CHECKPOINT_INTERVAL.toSeconds());
      demands.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, DEFAULT_CHECKPOINT_INTERVAL);
    } else if (cluster.getCheckpointingConsistencyMode() != CheckpointingMode.EXACTLY_ONCE) {
      LOG.warn(
          "{} is {}; the job runs with EXACTLY_ONCE, or one failure would repeat decisions",
          CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE.key(),
          cluster.getCheckpointingConsistencyMode());
    }
    demands.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
  }
}
