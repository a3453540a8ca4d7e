package io.earshot.job.kafka;

import io.earshot.enforcement.EnforcementAction;
import io.earshot.enforcement.ReviewTask;
import io.earshot.intake.ControlStatus;
import io.earshot.intake.DeadLetter;
import io.earshot.policy.Decision;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.Lane;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * What operators see of decisions and actions. They read a clock, which nothing that decides may:
 * how long an action took, and whether a task is past due, are facts about the run and not about
 * the content.
 */
final class OutputMeters {

  /** Recent actions that the quantiles of a subtask are of. */
  private static final int RECENT = 2_000;

  private OutputMeters() {}

  /**
   * Actions by lane, policy, event and action; and how long after the event that it answers a
   * restriction was written, in milliseconds. In a replay of history that is as old as the history.
   */
  static final class Actions implements RecordMeter<EnforcementAction> {

    private static final long serialVersionUID = 1L;

    private final Clock clock;
    private transient @Nullable Labelled actions;
    private transient @Nullable Map<Lane, Histogram> times;

    Actions(Clock clock) {
      this.clock = clock;
    }

    @Override
    public void open(MetricGroup group) {
      actions = new Labelled(group, "actions", "lane", "policy", "event", "action");
      times = new EnumMap<>(Lane.class);
      for (Lane lane : Lane.values()) {
        times.put(
            lane,
            group
                .addGroup("lane", lane.name())
                .histogram("timeToActionMillis", new DescriptiveStatisticsHistogram(RECENT)));
      }
    }

    @Override
    public void written(EnforcementAction action) {
      Objects.requireNonNull(actions, "open runs first")
          .inc(
              action.lane().name(),
              action.policy().id(),
              action.type().name(),
              action.action().name());
      switch (action.type()) {
        case APPLIED, MODIFIED ->
            Objects.requireNonNull(Objects.requireNonNull(times).get(action.lane()))
                .update(Math.max(0, clock.millis() - action.eventTime()));
        // Nobody waits for these: they end something, ask, or only tell.
        case EXTENDED, REVERSED, EXPIRED, REFERRED, SHADOW -> {}
      }
    }
  }

  /** Decided events by verdict, and what policies said by policy, mode and action. */
  static final class Audits implements RecordMeter<DecisionAudit> {

    private static final long serialVersionUID = 1L;

    private transient @Nullable Map<DecisionAudit.Verdict, Counter> verdicts;
    private transient @Nullable Labelled decisions;

    @Override
    public void open(MetricGroup group) {
      verdicts = new EnumMap<>(DecisionAudit.Verdict.class);
      for (DecisionAudit.Verdict verdict : DecisionAudit.Verdict.values()) {
        verdicts.put(verdict, group.addGroup("verdict", verdict.name()).counter("decidedEvents"));
      }
      decisions = new Labelled(group, "policyDecisions", "policy", "mode", "action");
    }

    @Override
    public void written(DecisionAudit audit) {
      Objects.requireNonNull(
              Objects.requireNonNull(verdicts, "open runs first").get(audit.verdict()))
          .inc();
      for (Decision decision : audit.decisions()) {
        Objects.requireNonNull(decisions)
            .inc(decision.policy().id(), decision.mode().name(), decision.action().name());
      }
    }
  }

  /**
   * Records of tasks for people by queue and status, and those that say that nobody answered in
   * time. A task that changes while it is open counts each time.
   */
  static final class Tasks implements RecordMeter<ReviewTask> {

    private static final long serialVersionUID = 1L;

    private final Clock clock;
    private transient @Nullable Labelled tasks;
    private transient @Nullable Counter overdue;

    Tasks(Clock clock) {
      this.clock = clock;
    }

    @Override
    public void open(MetricGroup group) {
      tasks = new Labelled(group, "reviewTasks", "queue", "status");
      overdue = group.counter("overdueTasks");
    }

    @Override
    public void written(ReviewTask task) {
      Objects.requireNonNull(tasks, "open runs first").inc(task.queue(), task.status().name());
      if (task.status() == ReviewTask.Status.OPEN && task.dueAt() <= clock.millis()) {
        Objects.requireNonNull(overdue).inc();
      }
    }
  }

  /** Answers to control records, and limits reached, by result. */
  static final class Answers implements RecordMeter<ControlStatus> {

    private static final long serialVersionUID = 1L;

    private transient @Nullable Map<ControlStatus.Result, Counter> answers;

    @Override
    public void open(MetricGroup group) {
      answers = new EnumMap<>(ControlStatus.Result.class);
      for (ControlStatus.Result result : ControlStatus.Result.values()) {
        answers.put(result, group.addGroup("result", result.name()).counter("controlAnswers"));
      }
    }

    @Override
    public void written(ControlStatus status) {
      Objects.requireNonNull(
              Objects.requireNonNull(answers, "open runs first").get(status.result()))
          .inc();
    }
  }

  /** Refused records by the topic that they came from and why. */
  static final class DeadLetters implements RecordMeter<DeadLetter> {

    private static final long serialVersionUID = 1L;

    private transient @Nullable Labelled letters;

    @Override
    public void open(MetricGroup group) {
      letters = new Labelled(group, "deadLetters", "topic", "reason");
    }

    @Override
    public void written(DeadLetter letter) {
      Objects.requireNonNull(letters, "open runs first")
          .inc(letter.source().topic(), letter.refusal().reason().name());
    }
  }
}
