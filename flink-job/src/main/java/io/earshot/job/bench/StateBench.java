package io.earshot.job.bench;

import io.earshot.intake.Modality;
import io.earshot.job.EarshotOptions;
import io.earshot.job.JobEnvironment;
import io.earshot.job.embedded.EmbeddedFlink;
import io.earshot.job.embedded.RunningJob;
import io.earshot.policy.Judgement;
import io.earshot.policy.JudgementFunction;
import io.earshot.policy.PolicyChange;
import io.earshot.policy.PolicyControlFunction;
import io.earshot.policy.PolicySource;
import io.earshot.risk.Activity;
import java.io.File;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * The judgement with more and more creators in its state: the stage that keeps something of every
 * creator, on RocksDB with so much memory and no more, in this process.
 *
 * <p>For each number of creators, in a cluster of its own: every creator publishes once; a
 * checkpoint of all of it; a measured stretch in which any creator publishes; a checkpoint, and
 * another one after a hundredth and after a tenth of the creators changed; and a job that goes on
 * from the last. Before the first size the same runs with few creators, so that the virtual machine
 * is warm.
 *
 * <p>RocksDB's files are in the page cache of the machine as far as it has room, beside the memory
 * that RocksDB itself is given: a machine with less of it than state reads from the disk.
 */
final class StateBench {

  /**
   * What to run.
   *
   * @param creators how many, for each size
   * @param events of the measured stretch
   * @param memoryMib memory of RocksDB, MiB
   */
  record Plan(List<Integer> creators, long events, int parallelism, int memoryMib) {}

  private static final Duration WINDOW = Duration.ofSeconds(10);

  /** Disk that a creator takes, three times over: in use, in a checkpoint, restored; a guess. */
  private static final long DISK_PER_CREATOR = 3L * 600;

  private static final int WARM_UP_CREATORS = 10_000;
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Duration NEVER = Duration.ofDays(1);
  private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Plan plan;
  private final PrintWriter log;

  StateBench(Plan plan, PrintWriter log) {
    this.plan = plan;
    this.log = log;
  }

  /**
   * Disk that is missing for the largest size, in bytes; 0 if there is enough.
   *
   * @param folder where temporary files go
   */
  static long missingDisk(Plan plan, File folder) {
    int most = plan.creators().stream().mapToInt(Integer::intValue).max().orElse(0);
    return Math.max(0, most * DISK_PER_CREATOR - folder.getUsableSpace());
  }

  /**
   * Runs all sizes.
   *
   * @param command how it was asked for, for the record
   * @throws IllegalStateException if a job fails
   */
  StateResult run(String command) {
    Machine before = Machine.now();
    say("warm-up with %,d creators", WARM_UP_CREATORS);
    measure(Math.min(WARM_UP_CREATORS, plan.creators().get(0)), 0);
    List<StateResult.Size> sizes = new ArrayList<>();
    for (int creators : plan.creators()) {
      say("%,d creators", creators);
      sizes.add(measure(creators, sizes.isEmpty() ? 0 : sizes.get(0).eventsPerSecond()));
    }
    return new StateResult(
        command, before.after(), plan.parallelism(), plan.memoryMib(), plan.events(), sizes);
  }

  private StateResult.Size measure(int creators, double first) {
    Configuration more = new Configuration();
    more.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(plan.memoryMib()));
    // The answer to "take a checkpoint" comes when it is taken.
    more.set(RpcOptions.ASK_TIMEOUT_DURATION, LIMIT);
    try (EmbeddedFlink flink = EmbeddedFlink.start(plan.parallelism(), 0, more);
        StateGate gate = new StateGate("state-" + creators + "-" + System.nanoTime())) {
      RunningJob job = submit(flink, gate, creators, null);
      long filled = creators;
      double fillSeconds = letIn(job, gate, creators, filled, "filling").whole().seconds();
      StateResult.Taken full = StateResult.Taken.of(job.checkpoint(LIMIT));

      long measured = filled + plan.events();
      Progress progress = letIn(job, gate, creators, measured, "measuring");
      job.checkpoint(LIMIT);
      List<StateResult.Change> changes = new ArrayList<>();
      long done = measured;
      String last = "";
      for (int share : new int[] {100, 10}) {
        long events = creators / share;
        done += events;
        letIn(job, gate, creators, done, "changing");
        CompletedCheckpointStats taken = job.checkpoint(LIMIT);
        last = taken.getExternalPath();
        changes.add(new StateResult.Change(events, StateResult.Taken.of(taken)));
      }
      job.cancel();
      long restoreMillis = restore(flink, creators, last);
      StateResult.Size size =
          new StateResult.Size(
              creators,
              fillSeconds,
              progress.steady().rate(),
              progress.steady().ratePerCore(),
              first == 0 ? 1 : progress.steady().rate() / first,
              full.stateBytes(),
              full,
              changes,
              restoreMillis,
              progress.samples());
      say(
          "  %,.0f events/s, %,.0f bytes a creator, restored in %,d ms",
          size.eventsPerSecond(), size.bytesPerCreator(), restoreMillis);
      return size;
    }
  }

  /** Starts a job from a checkpoint and sees it judge; how long it took until all tasks ran. */
  private long restore(EmbeddedFlink flink, int creators, String checkpoint) {
    try (StateGate gate = new StateGate("restored-" + creators + "-" + System.nanoTime())) {
      long start = System.nanoTime();
      RunningJob job = submit(flink, gate, creators, checkpoint);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      letIn(job, gate, creators, 2L * StateEvents.open(creators, WINDOW), "judging");
      job.cancel();
      return millis;
    }
  }

  /**
   * Lets events in until so many have come through the gate, and waits until all are judged but
   * those of the last window, which stays open.
   */
  private Progress letIn(RunningJob job, StateGate gate, int creators, long events, String what) {
    long until = events - StateEvents.open(creators, WINDOW);
    long begun = gate.judged();
    Progress progress = new Progress();
    progress.add(0);
    gate.openTo(events);
    long nextReport = System.nanoTime() + REPORT_NANOS;
    long lastJudged = begun;
    long lastChange = System.nanoTime();
    while (gate.judged() < until) {
      if (gate.judged() != lastJudged) {
        lastJudged = gate.judged();
        lastChange = System.nanoTime();
      } else if (System.nanoTime() - lastChange > LIMIT.toNanos()) {
        throw new IllegalStateException(
            "nothing was judged for "
                + LIMIT
                + ", with "
                + (until - lastJudged)
                + " of "
                + (until - begun)
                + " events left; is the disk too slow?");
      }
      if (job.status().isTerminalState()) {
        throw new IllegalStateException(
            "the job ended as " + job.status(), job.failure().orElse(null));
      }
      if (System.nanoTime() > nextReport) {
        say("  %s: %,d of %,d", what, gate.judged() - begun, until - begun);
        nextReport += REPORT_NANOS;
      }
      LockSupport.parkNanos(SAMPLE_NANOS);
      progress.add(gate.judged() - begun);
    }
    return progress;
  }

  private RunningJob submit(
      EmbeddedFlink flink, StateGate gate, int creators, @Nullable String checkpoint) {
    Configuration configuration = flink.configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, NEVER);
    configuration.set(CheckpointingOptions.CHECKPOINTING_TIMEOUT, LIMIT);
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    StreamExecutionEnvironment env =
        JobEnvironment.prepare(StreamExecutionEnvironment.getExecutionEnvironment(configuration));
    env.setParallelism(plan.parallelism());
    build(env, gate.name(), creators);
    StreamGraph graph = env.getStreamGraph();
    if (checkpoint != null) {
      graph.setSavepointRestoreSettings(SavepointRestoreSettings.forPath(checkpoint));
    }
    RunningJob job = flink.execute(graph);
    job.awaitRunning(LIMIT);
    return job;
  }

  private static void build(StreamExecutionEnvironment env, String gate, int creators) {
    SingleOutputStreamOperator<Activity> activities =
        env.fromSource(
                new GatedSequence(gate),
                WatermarkStrategy.<Long>forMonotonousTimestamps()
                    .withTimestampAssigner(
                        (number, recorded) -> StateEvents.time(number, creators)),
                "numbers")
            .setParallelism(1)
            .uid("numbers")
            .map(new StateEvents(creators))
            .setParallelism(1)
            .returns(Activity.class)
            .uid("events");
    BroadcastStream<PolicyChange> noChanges =
        env.fromSource(
                new NumberSequenceSource(0, 0), WatermarkStrategy.noWatermarks(), "no changes")
            .setParallelism(1)
            .uid("no-changes")
            .flatMap((Long number, Collector<PolicyChange> out) -> {})
            .setParallelism(1)
            .returns(PolicyChange.class)
            .uid("no-changes-at-all")
            .broadcast(PolicyControlFunction.CHANGES);
    SingleOutputStreamOperator<Judgement> judgements =
        activities
            .keyBy(Activity::creatorId)
            .connect(noChanges)
            .process(
                new JudgementFunction(
                    policies(),
                    WINDOW.toMillis(),
                    EarshotOptions.MATCHING_ENTRY_RETENTION.defaultValue()))
            .uid("judgement");
    // An event that nothing follows from is audited at once; any other one is handed on.
    judgements.sinkTo(new CountingSink<>(gate)).uid("count-judgements");
    judgements
        .getSideOutput(JudgementFunction.AUDITS)
        .sinkTo(new CountingSink<>(gate))
        .uid("count-audits");
  }

  private static PolicySource policies() {
    return new PolicySource(
        "bench",
        PipelineBench.bundle(),
        Map.of(
            Modality.TEXT,
            List.of("harassment", "hate", "sexual", "violence", "self_harm", "spam")));
  }

  private void say(String format, Object... values) {
    log.println(String.format(Locale.ROOT, format, values));
    log.flush();
  }

  /** Counts what was judged. */
  private record CountingSink<T>(String gate) implements Sink<T> {

    private static final long serialVersionUID = 1L;

    @Override
    public SinkWriter<T> createWriter(WriterInitContext context) {
      StateGate counting = StateGate.of(gate);
      return new SinkWriter<>() {
        @Override
        public void write(T element, Context written) {
          counting.countJudged();
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
      };
    }
  }
}
