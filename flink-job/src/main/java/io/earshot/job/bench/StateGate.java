package io.earshot.job.bench;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets so many events into a job of this process and no more, so that a benchmark can look at it
 * between two stretches while it runs, and counts what was judged. Source and counter are made from
 * what Flink serialises, and so find their gate by its name.
 */
final class StateGate implements AutoCloseable {

  private static final Map<String, StateGate> OPEN = new ConcurrentHashMap<>();

  private final String name;
  private final LongAdder judged = new LongAdder();
  private long limit;
  private long passed;
  private CompletableFuture<Void> open = new CompletableFuture<>();

  StateGate(String name) {
    this.name = name;
    if (OPEN.putIfAbsent(name, this) != null) {
      throw new IllegalStateException("there is a gate " + name + " already");
    }
  }

  String name() {
    return name;
  }

  static StateGate of(String name) {
    return Objects.requireNonNull(OPEN.get(name), "no gate of that name is open");
  }

  /** Lets in as many as are needed to make so many since the gate was made. */
  synchronized void openTo(long events) {
    limit = events;
    if (passed < limit) {
      open.complete(null);
    }
  }

  synchronized boolean isOpen() {
    return passed < limit;
  }

  /** One more went through. */
  synchronized void pass() {
    passed++;
    if (passed == limit) {
      open = new CompletableFuture<>();
    }
  }

  /** Done as soon as something may pass. */
  synchronized CompletableFuture<Void> opening() {
    return passed < limit ? CompletableFuture.completedFuture(null) : open;
  }

  void countJudged() {
    judged.increment();
  }

  /** Events that were judged since the gate was made. */
  long judged() {
    return judged.sum();
  }

  @Override
  public void close() {
    OPEN.remove(name);
  }
}
