package io.earshot.job.kafka;

import io.earshot.enforcement.EnforcementAction;
import io.earshot.enforcement.ReviewTask;
import io.earshot.intake.ControlStatus;
import io.earshot.intake.DeadLetter;
import io.earshot.policy.Decision;
import io.earshot.policy.DecisionAudit;
import io.earshot.policy.Lane;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import io.earshot.scoring.ShadowScores;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashMap;
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

  /**
   * What versions in shadow say beside what is acted upon: how many modalities of content by
   * outcome, and how far the two are apart where both have scores. Told by model and version, so
   * that whoever thinks of letting a version act sees what that would change.
   */
  static final class Shadows implements RecordMeter<ShadowScores> {

    private static final long serialVersionUID = 1L;

    /** From here on scores are apart: a tenth of the scale, as bundles set thresholds. */
    static final double APART = 0.1;

    /** Scores have three decimals, and Flink's histograms take whole numbers. */
    private static final double THOUSANDTHS = 1_000;

    /** How a version in shadow compares with the one that acts. */
    enum Outcome {
      /** No label differs by as much as {@link #APART}, or neither has scores. */
      ALIKE,
      /** Some label differs by so much or more. */
      APART,
      /** One of them has scores and the other one has none. */
      ONE_UNSCORED
    }

    private transient @Nullable MetricGroup group;
    private transient @Nullable Labelled compared;
    private transient @Nullable Map<String, Histogram> differences;

    @Override
    public void open(MetricGroup group) {
      this.group = group;
      compared = new Labelled(group, "shadowScores", "model", "version", "outcome");
      differences = new HashMap<>();
    }

    @Override
    public void written(ShadowScores scores) {
      // As ids and versions of models are written; neither holds the sign between them.
      int at = scores.model().indexOf('@');
      String model = scores.model().substring(0, at);
      String version = scores.model().substring(at + 1);
      Outcome outcome = Outcome.ALIKE;
      if (scores.acting().isScored() && scores.shadow().isScored()) {
        double difference = difference(scores.acting(), scores.shadow());
        outcome = difference >= APART ? Outcome.APART : Outcome.ALIKE;
        Objects.requireNonNull(differences, "open runs first")
            .computeIfAbsent(scores.model(), shadow -> histogram(model, version))
            .update(Math.round(difference * THOUSANDTHS));
      } else if (scores.acting().isScored() || scores.shadow().isScored()) {
        outcome = Outcome.ONE_UNSCORED;
      }
      Objects.requireNonNull(compared, "open runs first").inc(model, version, outcome.name());
    }

    private Histogram histogram(String model, String version) {
      return Objects.requireNonNull(group)
          .addGroup("model", model)
          .addGroup("version", version)
          .histogram("shadowDifferenceThousandths", new DescriptiveStatisticsHistogram(RECENT));
    }

    /** The largest over the labels that both have, to three decimals; a shadow may lack some. */
    private static double difference(ModelScores acting, ModelScores shadow) {
      Map<String, Double> said = new HashMap<>();
      shadow.scores().forEach(score -> said.put(score.label(), score.score()));
      double largest = 0;
      for (LabelScore score : acting.scores()) {
        Double other = said.get(score.label());
        if (other != null) {
          largest = Math.max(largest, Math.abs(score.score() - other));
        }
      }
      return Math.round(largest * THOUSANDTHS) / THOUSANDTHS;
    }
  }
}
