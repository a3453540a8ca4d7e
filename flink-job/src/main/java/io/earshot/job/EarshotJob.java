package io.earshot.job;

import io.earshot.job.kafka.KafkaInputs;
import io.earshot.job.kafka.KafkaOutputs;
import io.earshot.job.kafka.KafkaPreflight;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The job on a cluster: {@code flink run earshot-job.jar --kafka.bootstrap-servers …}, or an
 * application cluster with the same arguments.
 */
public final class EarshotJob {

  private EarshotJob() {}

  /** Reads the configuration, builds the graph between the topics and runs it. */
  public static void main(String[] args) throws Exception {
    JobConfig config = ConfigReader.parse(args);
    KafkaPreflight.check(config.kafka());
    StreamExecutionEnvironment env =
        JobEnvironment.prepare(StreamExecutionEnvironment.getExecutionEnvironment());
    Topology.build(
        KafkaInputs.of(env, config, Inputs.Extent.UNBOUNDED), new KafkaOutputs(config), config);
    env.execute(JobEnvironment.JOB_NAME);
  }
}
