package io.earshot.enforcement;

import io.earshot.policy.DecisionAudit;

/** Takes what a window leads to, in order. */
public interface Outcomes {

  /** An action for downstream systems. */
  void action(EnforcementAction action);

  /** The state of a subject and axis after an action. */
  void state(EffectiveState state);

  /** Work for a human. */
  void task(ReviewTask task);

  /** What became of an event. */
  void audit(DecisionAudit audit);
}
