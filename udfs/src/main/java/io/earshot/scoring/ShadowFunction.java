package io.earshot.scoring;

import io.earshot.intake.Modality;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Parts the scores that count, of one modality, from those in shadow, which end here. */
public final class ShadowFunction extends ProcessFunction<RoutedScores, ScoredItem> {

  private static final long serialVersionUID = 1L;

  public static final OutputTag<ShadowScores> SHADOWS =
      new OutputTag<ShadowScores>("shadow-scores") {};

  private final Modality modality;
  private transient @Nullable Counts counts;

  public ShadowFunction(Modality modality) {
    this.modality = modality;
  }

  @Override
  public void open(OpenContext context) {
    counts = new Counts(getRuntimeContext().getMetricGroup(), modality);
  }

  @Override
  public void processElement(RoutedScores scores, Context context, Collector<ScoredItem> out) {
    Objects.requireNonNull(counts, "open runs first").count(scores.acting());
    out.collect(new ScoredItem(scores.content(), scores.acting(), scores.matches()));
    for (RoutedScores.Shadow shadow : scores.shadows()) {
      context.output(SHADOWS, ShadowScores.of(scores, shadow));
    }
  }

  /**
   * Counts what leaves scoring, with scores or without, whichever part of it found that there are
   * none: a model counts only what it was asked, and what fails before that is nobody's. Every
   * reason has its counter from the start on, so that the first count shows as an increase.
   */
  static final class Counts {

    private final Counter scored;
    private final Map<UnscoredReason, Counter> unscored = new EnumMap<>(UnscoredReason.class);

    /** Counters of a modality in an operator's group. */
    Counts(MetricGroup group, Modality modality) {
      MetricGroup own = group.addGroup("modality", modality.name().toLowerCase(Locale.ROOT));
      scored = own.counter("scored");
      for (UnscoredReason reason : UnscoredReason.values()) {
        unscored.put(reason, own.addGroup("reason", reason.name()).counter("unscored"));
      }
    }

    /** Counts scores that count, or their absence. */
    void count(ModelScores scores) {
      UnscoredReason reason = scores.unscored();
      (reason == null ? scored : Objects.requireNonNull(unscored.get(reason))).inc();
    }
  }
}
