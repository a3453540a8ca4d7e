package io.earshot.job;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the graph demands of Flink, whatever the cluster is configured to. */
public final class JobEnvironment {

  /** The job's name. High availability finds a job again by it, so it never changes. */
  public static final String JOB_NAME = "earshot";

  /**
   * Parallelism can be changed up to this; it can never be raised without losing state. A number
   * with many divisors.
   */
  public static final int MAX_PARALLELISM = 360;

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
    env.configure(demands);
    return env;
  }
}
