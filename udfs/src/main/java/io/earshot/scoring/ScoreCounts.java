package io.earshot.scoring;

import io.earshot.intake.Modality;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts what leaves scoring, with scores or without, whichever part of it found that there are
 * none: a model counts only what it was asked, and what fails before that is nobody's. Every reason
 * has its counter from the start on, so that the first count shows as an increase.
 */
final class ScoreCounts {

  private final Counter scored;
  private final Map<UnscoredReason, Counter> unscored = new EnumMap<>(UnscoredReason.class);

  /** Counters of a modality in an operator's group. */
  ScoreCounts(MetricGroup group, Modality modality) {
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
