package io.earshot.scoring;

import io.earshot.intake.ControlStatus;
import io.earshot.intake.ControlTimes;
import io.earshot.intake.Inbound;
import io.earshot.intake.IntakeFunction;
import io.earshot.intake.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * The gate of the control topic of models: each change is checked once for the whole job, tried on
 * this machine, answered, and told to every task with what came of it.
 */
public final class ModelControlFunction extends ProcessFunction<Inbound<ModelChange>, ModelVerdict>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  public static final OutputTag<ControlStatus> STATUS =
      new OutputTag<ControlStatus>("model-control-status") {};

  private final ModelControl.Deployment deployment;
  private final ModelBook.Beginning beginning;
  private final ControlTimes times;
  private transient @Nullable ModelControl control;
  private transient @Nullable ListState<ModelVerdict> reached;
  private transient @Nullable Counter accepted;
  private transient @Nullable Counter refused;
  private transient List<ModelVerdict> verdicts = new ArrayList<>();

  /**
   * A gate.
   *
   * @param times what may be taken for the time of a change
   */
  public ModelControlFunction(
      ModelControl.Deployment deployment, ModelBook.Beginning beginning, ControlTimes times) {
    this.deployment = deployment;
    this.beginning = beginning;
    this.times = times;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    verdicts = new ArrayList<>();
    reached =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("verdicts", ModelVerdict.class));
    for (ModelVerdict verdict : reached.get()) {
      verdicts.add(verdict);
    }
  }

  @Override
  public void open(OpenContext context) {
    String job = getRuntimeContext().getJobInfo().getJobId().toString();
    ModelControl opened =
        new ModelControl(deployment, beginning, scoring -> scoring.open(job).close());
    verdicts.forEach(opened::restore);
    control = opened;
    accepted = getRuntimeContext().getMetricGroup().counter("acceptedChanges");
    refused = getRuntimeContext().getMetricGroup().counter("refusedChanges");
  }

  @Override
  public void processElement(
      Inbound<ModelChange> record, Context context, Collector<ModelVerdict> out) {
    ModelChange change = record.value();
    Refusal refusal = times.refuse(record);
    if (change == null || refusal != null) {
      Refusal why = Objects.requireNonNull(refusal, "a record has a value or a refusal");
      Objects.requireNonNull(refused).inc();
      context.output(IntakeFunction.DEAD_LETTERS, record.refused(why));
      if (change != null) {
        context.output(STATUS, ControlTimes.answer(change, why));
      }
      return;
    }
    ModelVerdict verdict = Objects.requireNonNull(control, "open runs first").check(change);
    verdicts.removeIf(other -> other.change().eventId().equals(change.eventId()));
    verdicts.add(verdict);
    Objects.requireNonNull(verdict.isAccepted() ? accepted : refused).inc();
    context.output(STATUS, ModelControl.status(verdict));
    out.collect(verdict);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    Objects.requireNonNull(reached, "initializeState runs first").update(verdicts);
  }
}
