package io.earshot.job.bench;

import io.earshot.job.embedded.RunningJob;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;

/**
 * What Flink says about a job's checkpoints.
 *
 * @param completed how many there were
 * @param stateBytes size of the state in the last one, whether it was written anew or shared
 * @param averageMillis how long one took on average, from trigger to completion
 */
record Checkpoints(long completed, long stateBytes, long averageMillis) {

  static Checkpoints of(RunningJob job) {
    CheckpointStatsSnapshot told = job.checkpoints();
    CompletedCheckpointStats last = told.getHistory().getLatestCompletedCheckpoint();
    return new Checkpoints(
        told.getCounts().getNumberOfCompletedCheckpoints(),
        last == null ? 0 : last.getStateSize(),
        told.getSummaryStats().getEndToEndDurationStats().getAverage());
  }
}
