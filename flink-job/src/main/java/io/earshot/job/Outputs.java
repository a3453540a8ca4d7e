package io.earshot.job;

import io.earshot.enforcement.EffectiveState;
import io.earshot.enforcement.EnforcementAction;
import io.earshot.enforcement.ReviewTask;
import io.earshot.intake.ControlStatus;
import io.earshot.intake.DeadLetter;
import io.earshot.policy.DecisionAudit;
import io.earshot.risk.LateEvent;
import io.earshot.scoring.ShadowScores;
import io.earshot.statement.Statement;
import org.apache.flink.streaming.api.datastream.DataStream;

/** Where the graph writes: topics in production, lists in a test. */
public interface Outputs {

  /** Actions of the windowed lane, exactly once. */
  void actions(DataStream<EnforcementAction> actions);

  /** Actions of the express lane, at least once under the same ids. */
  void express(DataStream<EnforcementAction> actions);

  /** Effective restrictions after each action, exactly once. */
  void states(DataStream<EffectiveState> states);

  /** Work for humans. */
  void tasks(DataStream<ReviewTask> tasks);

  /** Every decision. */
  void audits(DataStream<DecisionAudit> audits);

  /** Answers to control records, and limits that policies have reached. */
  void status(DataStream<ControlStatus> status);

  /** What versions of models in shadow say, at least once under the same ids. */
  void shadows(DataStream<ShadowScores> shadows);

  /** Statements of reasons, at least once under the same PUIDs. */
  void statements(DataStream<Statement> statements);

  /** What was refused. */
  void deadLetters(DataStream<DeadLetter> letters);

  /** What came too late. */
  void late(DataStream<LateEvent> events);
}
