package io.earshot.job.embedded;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.api.common.JobSubmissionResult;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.CheckpointStatsSnapshot;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.util.SerializedThrowable;
import org.jspecify.annotations.Nullable;

/** A job on an {@link EmbeddedFlink}. */
public final class RunningJob {

  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  /** Something did not happen within the time that it was given; nothing else is wrong. */
  public static final class TooSlowException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private TooSlowException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  private final MiniCluster cluster;
  private final JobID id;

  RunningJob(MiniCluster cluster, JobSubmissionResult submission) {
    this.cluster = cluster;
    this.id = submission.getJobID();
  }

  /** Flink's id of the job. */
  public JobID id() {
    return id;
  }

  /** Where the job is in its life. */
  public JobStatus status() {
    return answer("status", cluster.getJobStatus(id), ANSWER_TIMEOUT);
  }

  /**
   * Waits until every task runs.
   *
   * @throws IllegalStateException if the job ends, or some task does not run, before the time is up
   */
  public void awaitRunning(Duration limit) {
    boolean running =
        poll(
            limit,
            () -> {
              JobStatus now = status();
              if (now.isTerminalState()) {
                throw ended(now);
              }
              return now == JobStatus.RUNNING && everyTaskRuns();
            });
    if (!running) {
      throw new IllegalStateException(
          "job " + id + " is " + status() + " after " + limit + "; not every task runs");
    }
  }

  private boolean everyTaskRuns() {
    AccessExecutionGraph graph = answer("tasks", cluster.getExecutionGraph(id), ANSWER_TIMEOUT);
    return StreamSupport.stream(graph.getVerticesTopologically().spliterator(), false)
        .map(AccessExecutionJobVertex::getAggregateState)
        .allMatch(state -> state == ExecutionState.RUNNING || state == ExecutionState.FINISHED);
  }

  /**
   * Stops the job as if its input had ended: the watermark passes every window and timer, what that
   * brings forth is written and its transactions are committed. What is still unread in the sources
   * stays unread.
   *
   * @return where the savepoint is, in the cluster's folder
   * @throws TooSlowException if the job does not stop within the limit; it then still runs, or
   *     still drains
   * @throws IllegalStateException if it cannot be stopped
   */
  public String stopWithDrain(Duration limit) {
    return stop(true, limit);
  }

  /**
   * Stops the job where it is, to go on from there: its windows stay open, in the savepoint.
   *
   * @return where the savepoint is, in the cluster's folder
   * @throws TooSlowException if the job does not stop within the limit
   * @throws IllegalStateException if it cannot be stopped
   */
  public String stopWithSavepoint(Duration limit) {
    return stop(false, limit);
  }

  private String stop(boolean drain, Duration limit) {
    String savepoint =
        answer(
            "savepoint",
            cluster.stopWithSavepoint(id, null, drain, SavepointFormatType.NATIVE),
            limit);
    awaitEnd(limit);
    return savepoint;
  }

  /**
   * Stops the job where it is: open windows stay in the savepoint, for a job that goes on from it.
   *
   * @param folder in which the savepoint gets a folder of its own, in Flink's canonical format,
   *     which can be moved
   * @return where it is
   * @throws TooSlowException if the job does not stop within the limit
   * @throws IllegalStateException if it cannot be stopped
   */
  public String stopWithSavepoint(URI folder, Duration limit) {
    String savepoint =
        answer(
            "savepoint",
            cluster.stopWithSavepoint(id, folder.toString(), false, SavepointFormatType.CANONICAL),
            limit);
    awaitEnd(limit);
    return savepoint;
  }

  /**
   * Takes a checkpoint now, and waits for it and for what is told of it.
   *
   * @return what was taken; its external path is where it is, for a job that goes on from it
   * @throws TooSlowException if it is not completed within the limit
   */
  public CompletedCheckpointStats checkpoint(Duration limit) {
    String path = answer("checkpoint", cluster.triggerCheckpoint(id), limit);
    // The path is answered before the statistics are written.
    AtomicReference<CompletedCheckpointStats> last = new AtomicReference<>();
    poll(
        limit,
        () -> {
          last.set(checkpoints().getHistory().getLatestCompletedCheckpoint());
          return last.get() != null && path.equals(last.get().getExternalPath());
        });
    CompletedCheckpointStats taken = last.get();
    if (taken == null || !path.equals(taken.getExternalPath())) {
      throw new TooSlowException(
          "nothing was told of checkpoint " + path + " of job " + id + " within " + limit, null);
    }
    return taken;
  }

  /**
   * What is known of the job's checkpoints at this moment; the REST API tells what was so some
   * seconds ago.
   *
   * @throws IllegalStateException if the job takes none
   */
  public CheckpointStatsSnapshot checkpoints() {
    CheckpointStatsSnapshot snapshot =
        answer("checkpoints", cluster.getExecutionGraph(id), ANSWER_TIMEOUT)
            .getCheckpointStatsSnapshot();
    if (snapshot == null) {
      throw new IllegalStateException("job " + id + " takes no checkpoints");
    }
    return snapshot;
  }

  /** Cancels the job and waits until it is gone; nothing happens if it has ended already. */
  public void cancel() {
    if (!status().isTerminalState()) {
      answer("cancellation", cluster.cancelJob(id), ANSWER_TIMEOUT);
      awaitEnd(ANSWER_TIMEOUT);
    }
  }

  /**
   * Waits until the job has ended, however it does.
   *
   * @return how it ended
   * @throws TooSlowException if it has not by then
   */
  public JobStatus awaitEnd(Duration limit) {
    if (!poll(limit, () -> status().isTerminalState())) {
      throw new TooSlowException("job " + id + " is still " + status() + " after " + limit, null);
    }
    return status();
  }

  /** Why the job failed; nothing while it has not. */
  public Optional<Throwable> failure() {
    if (!status().isTerminalState()) {
      return Optional.empty();
    }
    return answer("result", cluster.requestJobResult(id), ANSWER_TIMEOUT)
        .getSerializedThrowable()
        .map(RunningJob::readable);
  }

  private static Throwable readable(SerializedThrowable failure) {
    return failure.deserializeError(RunningJob.class.getClassLoader());
  }

  private IllegalStateException ended(JobStatus status) {
    return new IllegalStateException(
        "job " + id + " ended as " + status + " before every task ran", failure().orElse(null));
  }

  private static boolean poll(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    return true;
  }

  private <T> T answer(String what, CompletableFuture<T> future, Duration limit) {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("no " + what + " of job " + id + ": " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new TooSlowException("no " + what + " of job " + id + " within " + limit, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted waiting for " + what + " of job " + id, e);
    }
  }
}
