package io.earshot.job;

import io.earshot.intake.Inbound;
import io.earshot.intake.Submission;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/** Fails the job once, when it is told to, and hears of checkpoints. */
final class FailOnce
    implements MapFunction<Inbound<Submission>, Inbound<Submission>>,
        CheckpointedFunction,
        CheckpointListener {

  private static final long serialVersionUID = 1L;
  static final AtomicInteger FAILURES = new AtomicInteger();

  /** Ids of the checkpoints that were completed before the failure. */
  static final Set<Long> CHECKPOINTS = new ConcurrentSkipListSet<>();

  /** Id of the checkpoint that the job was restored from; 0 before. */
  static final AtomicLong RESTORED_FROM = new AtomicLong();

  private static volatile boolean armed;

  /** Inputs of which the content comes through one of these. */
  static Inputs under(Inputs given) {
    return given.withContent(
        given.content().map(new FailOnce()).returns(given.content().getType()).uid("fail-once"));
  }

  static void reset() {
    armed = false;
    FAILURES.set(0);
    CHECKPOINTS.clear();
    RESTORED_FROM.set(0);
  }

  static void arm() {
    armed = true;
  }

  @Override
  public Inbound<Submission> map(Inbound<Submission> value) {
    if (armed && FAILURES.compareAndSet(0, 1)) {
      throw new IllegalStateException("a failure that the test asked for");
    }
    return value;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    if (FAILURES.get() == 0) {
      CHECKPOINTS.add(checkpointId);
    }
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    context.getRestoredCheckpointId().ifPresent(RESTORED_FROM::set);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {}
}
