package io.earshot.intake;

import java.util.Objects;
import java.util.Set;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@link SignalIntake} on account changes, reports and review outcomes; dead letters go to
 * {@link IntakeFunction#DEAD_LETTERS}.
 */
public final class SignalIntakeFunction
    extends ProcessFunction<Inbound<CreatorSignal>, ArrivedSignal> {

  private static final long serialVersionUID = 1L;

  private final IntakeLimits limits;
  private final Set<String> policyIds;
  private transient @Nullable SignalIntake intake;
  private transient @Nullable Counter refused;

  /**
   * A function with limits.
   *
   * @param policyIds the policies that a report may name
   */
  public SignalIntakeFunction(IntakeLimits limits, Set<String> policyIds) {
    this.limits = limits;
    this.policyIds = Set.copyOf(policyIds);
  }

  @Override
  public void open(OpenContext context) {
    intake = new SignalIntake(limits, policyIds);
    refused = getRuntimeContext().getMetricGroup().counter("refused");
  }

  @Override
  public void processElement(
      Inbound<CreatorSignal> record, Context context, Collector<ArrivedSignal> out) {
    SignalIntake checks = Objects.requireNonNull(intake, "open runs first");
    CreatorSignal signal = record.value();
    Refusal refusal = signal == null ? record.refusal() : checks.refuse(signal, record.timestamp());
    if (signal == null || refusal != null) {
      Objects.requireNonNull(refused).inc();
      context.output(
          IntakeFunction.DEAD_LETTERS,
          record.refused(Objects.requireNonNull(refusal, "a record has a value or a refusal")));
      return;
    }
    out.collect(new ArrivedSignal(signal, record.source()));
  }
}
