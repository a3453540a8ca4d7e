package io.earshot.enforcement;

import io.earshot.policy.DecisionAudit;
import java.util.ArrayList;
import java.util.List;

/** What windows lead to, kept in order. */
record Recorded(
    List<EnforcementAction> actions,
    List<EffectiveState> states,
    List<ReviewTask> tasks,
    List<DecisionAudit> audits)
    implements Outcomes {

  Recorded() {
    this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  @Override
  public void action(EnforcementAction action) {
    actions.add(action);
  }

  @Override
  public void state(EffectiveState state) {
    states.add(state);
  }

  @Override
  public void task(ReviewTask task) {
    tasks.add(task);
  }

  @Override
  public void audit(DecisionAudit audit) {
    audits.add(audit);
  }
}
