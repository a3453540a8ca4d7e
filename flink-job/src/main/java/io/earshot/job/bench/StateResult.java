package io.earshot.job.bench;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;

/**
 * What {@link StateBench} measured.
 *
 * @param command how it was asked for
 * @param memoryMib memory of RocksDB, caches and write buffers together, MiB
 * @param events events of the measured stretch of each size
 * @param sizes in the order in which they were asked for
 */
record StateResult(
    String command,
    Machine machine,
    int parallelism,
    int memoryMib,
    long events,
    List<Size> sizes) {

  /**
   * One number of creators.
   *
   * @param fillSeconds how long it took until each had a profile
   * @param eventsPerSecond of the measured stretch, from a fifth to four fifths of it
   * @param eventsPerCpuSecond the same for each second of processor time of the process
   * @param ratio of the events a second to those of the first size
   * @param stateBytes the whole state, as checkpointed after it was filled
   * @param full that checkpoint: all of it was new
   * @param changes checkpoints after a part of the creators had changed
   * @param restoreMillis from the submission of a job with the last checkpoint until all tasks run
   * @param samples of the measured stretch
   */
  record Size(
      int creators,
      double fillSeconds,
      double eventsPerSecond,
      double eventsPerCpuSecond,
      double ratio,
      long stateBytes,
      Taken full,
      List<Change> changes,
      long restoreMillis,
      @JsonIgnore List<Progress.Sample> samples) {

    double bytesPerCreator() {
      return (double) stateBytes / creators;
    }
  }

  /**
   * A checkpoint.
   *
   * @param stateBytes size of the state in it
   * @param writtenBytes what was written for it; the rest is shared with earlier ones
   * @param millis from trigger to completion
   */
  record Taken(long stateBytes, long writtenBytes, long millis) {

    static Taken of(CompletedCheckpointStats checkpoint) {
      return new Taken(
          checkpoint.getStateSize(),
          checkpoint.getCheckpointedSize(),
          checkpoint.getEndToEndDuration());
    }
  }

  /**
   * A checkpoint after a change.
   *
   * @param events that came since the one before, each of another creator nearly always
   */
  record Change(long events, Taken taken) {}
}
