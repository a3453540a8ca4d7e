package io.earshot.scoring;

/**
 * What an inference service did since it started. Every value may be read from any thread at any
 * time.
 */
public interface InferenceMetrics {

  /** Rows that wait for a batch. */
  int queuedRows();

  /** Items that wait for their answer, those in the running batch included. */
  int itemsInFlight();

  /** Runs of the model that succeeded. */
  long batches();

  /** Rows those runs scored. */
  long rows();

  /** Share of the rows of those runs that were padding, 0 to 1. */
  double paddedRowShare();

  /** Share of all positions of those runs that were padding, rows and row ends, 0 to 1. */
  double paddingShare();

  /** Nanoseconds in the model, failed runs included. */
  long runNanos();

  /** How long rows waited for their run, in milliseconds, at a quantile of the recent ones. */
  double waitMillis(double quantile);

  /** How long runs took, in milliseconds, at a quantile of the recent ones. */
  double runMillis(double quantile);

  /** Runs of the model that failed. */
  long failedRuns();

  /** Items that got scores. */
  long scored();

  /** Items that got none, for that reason. */
  long unscored(UnscoredReason reason);

  /** Rows whose scores were remembered. */
  long cacheHits();

  /** Rows that joined an equal one on its way. */
  long sharedRows();

  /** 0 closed, 1 half open, 2 open. */
  int breaker();
}
