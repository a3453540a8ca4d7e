package io.earshot.intake;

import static io.earshot.intake.Refusal.Reason.INVALID_FIELD;
import static io.earshot.intake.Refusal.Reason.MISSING_FIELD;

import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Validates account changes, reports and review outcomes; dead letters go to {@link
 * IntakeFunction#DEAD_LETTERS}.
 */
public final class SignalIntakeFunction
    extends ProcessFunction<Inbound<CreatorSignal>, ArrivedSignal> {

  private static final long serialVersionUID = 1L;

  private final IntakeLimits limits;
  private transient @Nullable Counter refused;

  public SignalIntakeFunction(IntakeLimits limits) {
    this.limits = limits;
  }

  @Override
  public void open(OpenContext context) {
    refused = getRuntimeContext().getMetricGroup().counter("refused");
  }

  @Override
  public void processElement(
      Inbound<CreatorSignal> record, Context context, Collector<ArrivedSignal> out) {
    CreatorSignal signal = record.value();
    Refusal refusal = signal == null ? record.refusal() : refuse(signal, record.timestamp());
    if (signal == null || refusal != null) {
      Objects.requireNonNull(refused).inc();
      context.output(
          IntakeFunction.DEAD_LETTERS,
          record.refused(Objects.requireNonNull(refusal, "a record has a value or a refusal")));
      return;
    }
    out.collect(new ArrivedSignal(signal, record.source()));
  }

  private @Nullable Refusal refuse(CreatorSignal signal, long recordTimestamp) {
    if (signal.eventId().isBlank()) {
      return new Refusal(MISSING_FIELD, "eventId", "eventId is empty; every event needs one");
    }
    if (signal.creatorId().isBlank()) {
      return new Refusal(
          MISSING_FIELD, "creatorId", "creatorId is empty; the event is keyed by it");
    }
    Refusal time = Intake.eventTime(signal.eventTime(), recordTimestamp, limits.maxAheadMillis());
    if (time != null) {
      return time;
    }
    CreatorSignal.Review review = signal.review();
    if (review != null
        && review.outcome() == CreatorSignal.ReviewOutcome.OVERTURN
        && review.reasonCode() == null) {
      return new Refusal(
          INVALID_FIELD, "reasonCode", "reasonCode is missing; an overturn must say why");
    }
    return null;
  }
}
