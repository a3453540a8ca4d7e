package io.earshot.scoring;

/**
 * Keeps a broken model from being asked. It counts batches of which not one row was scored, so that
 * a poison row, which fails alone in the end, never opens it while others are scored. Guarded by
 * the batcher's lock.
 */
final class Breaker {

  /** Where it stands. */
  enum State {
    /** Batches run. */
    CLOSED,
    /** Nothing runs until the cool-down is over. */
    OPEN,
    /** The cool-down is over; the next batch decides. */
    HALF_OPEN
  }

  private final int failures;
  private final long coolDownNanos;
  private volatile State state = State.CLOSED;
  private int failedInARow;
  private long openedAt;

  Breaker(int failures, long coolDownNanos) {
    this.failures = failures;
    this.coolDownNanos = coolDownNanos;
  }

  State state() {
    return state;
  }

  /**
   * Whether nothing may be queued now. After the cool-down it lets everything through until a batch
   * has run.
   */
  boolean refuses(long now) {
    if (state == State.OPEN && now - openedAt >= coolDownNanos) {
      state = State.HALF_OPEN;
    }
    return state == State.OPEN;
  }

  void succeeded() {
    failedInARow = 0;
    state = State.CLOSED;
  }

  /** Counts a failed batch; returns whether that opened it. */
  boolean failed(long now) {
    failedInARow++;
    if (state == State.HALF_OPEN || failedInARow >= failures) {
      state = State.OPEN;
      openedAt = now;
      return true;
    }
    return false;
  }
}
