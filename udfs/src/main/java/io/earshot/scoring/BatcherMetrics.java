package io.earshot.scoring;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** The counters behind {@link InferenceMetrics}. */
final class BatcherMetrics implements InferenceMetrics {

  final AtomicInteger queued = new AtomicInteger();
  final AtomicInteger inFlight = new AtomicInteger();
  final LongAdder hits = new LongAdder();
  final LongAdder shared = new LongAdder();
  final LatencyHistogram waits = new LatencyHistogram();

  private final Breaker breaker;
  private final LongAdder batches = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder shapeRows = new LongAdder();
  private final LongAdder positions = new LongAdder();
  private final LongAdder shapePositions = new LongAdder();
  private final LongAdder runNanos = new LongAdder();
  private final LongAdder failedRuns = new LongAdder();
  private final LongAdder scored = new LongAdder();
  private final Map<UnscoredReason, LongAdder> unscored = new EnumMap<>(UnscoredReason.class);
  private final LatencyHistogram runs = new LatencyHistogram();

  BatcherMetrics(Breaker breaker) {
    this.breaker = breaker;
    for (UnscoredReason reason : UnscoredReason.values()) {
      unscored.put(reason, new LongAdder());
    }
  }

  /**
   * Counts a run over rows that hold {@code filled} positions, padded to {@code shape} rows of
   * {@code length}.
   */
  void ran(int count, long filled, int shape, int length, long nanos) {
    batches.increment();
    rows.add(count);
    shapeRows.add(shape);
    positions.add(filled);
    shapePositions.add((long) shape * length);
    runNanos.add(nanos);
    runs.record(nanos);
  }

  void failed(long nanos) {
    failedRuns.increment();
    runNanos.add(nanos);
  }

  void answered(Answer answer) {
    LongAdder counter = answer.unscored() == null ? scored : of(answer.unscored());
    counter.increment();
  }

  @Override
  public int queuedRows() {
    return queued.get();
  }

  @Override
  public int itemsInFlight() {
    return inFlight.get();
  }

  @Override
  public long batches() {
    return batches.sum();
  }

  @Override
  public long rows() {
    return rows.sum();
  }

  @Override
  public double paddedRowShare() {
    return padding(rows.sum(), shapeRows.sum());
  }

  @Override
  public double paddingShare() {
    return padding(positions.sum(), shapePositions.sum());
  }

  @Override
  public long runNanos() {
    return runNanos.sum();
  }

  @Override
  public double waitMillis(double quantile) {
    return waits.millis(quantile);
  }

  @Override
  public double runMillis(double quantile) {
    return runs.millis(quantile);
  }

  @Override
  public long failedRuns() {
    return failedRuns.sum();
  }

  @Override
  public long scored() {
    return scored.sum();
  }

  @Override
  public long unscored(UnscoredReason reason) {
    return of(reason).sum();
  }

  @Override
  public long cacheHits() {
    return hits.sum();
  }

  @Override
  public long sharedRows() {
    return shared.sum();
  }

  @Override
  public int breaker() {
    return switch (breaker.state()) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }

  private LongAdder of(UnscoredReason reason) {
    return Objects.requireNonNull(unscored.get(reason));
  }

  private static double padding(long used, long shape) {
    return shape == 0 ? 0 : 1 - (double) used / shape;
  }
}
