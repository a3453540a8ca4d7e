package io.earshot.intake;

import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@link PlayIntake} on aggregates of plays; dead letters go to {@link
 * IntakeFunction#DEAD_LETTERS}.
 */
public final class PlayIntakeFunction
    extends ProcessFunction<Inbound<PlayAggregate>, ArrivedPlays> {

  private static final long serialVersionUID = 1L;

  private final IntakeLimits limits;
  private transient @Nullable PlayIntake intake;
  private transient @Nullable Counter refused;

  /** A function with limits. */
  public PlayIntakeFunction(IntakeLimits limits) {
    this.limits = limits;
  }

  @Override
  public void open(OpenContext context) {
    intake = new PlayIntake(limits);
    refused = getRuntimeContext().getMetricGroup().counter("refused");
  }

  @Override
  public void processElement(
      Inbound<PlayAggregate> record, Context context, Collector<ArrivedPlays> out) {
    PlayAggregate plays = record.value();
    Refusal refusal =
        plays == null
            ? record.refusal()
            : Objects.requireNonNull(intake, "open runs first").refuse(plays, record.timestamp());
    if (plays == null || refusal != null) {
      Objects.requireNonNull(refused).inc();
      context.output(
          IntakeFunction.DEAD_LETTERS,
          record.refused(Objects.requireNonNull(refusal, "a record has a value or a refusal")));
      return;
    }
    out.collect(new ArrivedPlays(plays, record.source()));
  }
}
