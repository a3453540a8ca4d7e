package io.earshot.intake;

import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@link Intake} on content events: text work items on the main output, the other modalities
 * and dead letters beside it.
 */
public final class IntakeFunction extends ProcessFunction<Inbound<Submission>, WorkItem> {

  private static final long serialVersionUID = 1L;

  private static final Map<Modality, OutputTag<WorkItem>> BY_MODALITY =
      Map.of(
          Modality.IMAGE, new OutputTag<WorkItem>("image") {},
          Modality.AUDIO, new OutputTag<WorkItem>("audio") {});

  /** What was refused. */
  public static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<DeadLetter>("dead-letters") {};

  /**
   * Where work items of a modality come out; those of {@link Modality#TEXT} are the main output.
   */
  public static OutputTag<WorkItem> tag(Modality modality) {
    return Objects.requireNonNull(BY_MODALITY.get(modality), "text is the main output");
  }

  private final IntakeLimits limits;
  private transient @Nullable Intake intake;
  private transient @Nullable Counter refused;

  public IntakeFunction(IntakeLimits limits) {
    this.limits = limits;
  }

  @Override
  public void open(OpenContext context) {
    intake = new Intake(limits);
    refused = getRuntimeContext().getMetricGroup().counter("refused");
  }

  @Override
  public void processElement(Inbound<Submission> record, Context context, Collector<WorkItem> out) {
    Intake checks = Objects.requireNonNull(intake, "open runs first");
    Submission submission = record.value();
    Refusal refusal =
        submission == null ? record.refusal() : checks.refuse(submission, record.timestamp());
    if (submission == null || refusal != null) {
      Objects.requireNonNull(refused).inc();
      context.output(
          DEAD_LETTERS,
          record.refused(Objects.requireNonNull(refusal, "a record has a value or a refusal")));
      return;
    }
    checks.split(
        submission,
        record.source(),
        item -> {
          if (item.modality() == Modality.TEXT) {
            out.collect(item);
          } else {
            context.output(tag(item.modality()), item);
          }
        });
  }
}
