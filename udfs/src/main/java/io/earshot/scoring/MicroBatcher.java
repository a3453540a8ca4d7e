package io.earshot.scoring;

import io.earshot.scoring.BucketQueue.Row;
import io.earshot.scoring.BucketQueue.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns single requests into batches.
 *
 * <p><b>Items and rows.</b> A request is an item: one or more rows that are scored one by one and
 * answered together. Rows wait in the bucket of their length, since a batch is as long as its
 * longest row. An item is answered once: scored when its last row is, unscored as soon as one of
 * its rows cannot be; its other rows then leave the queue, unless another item waits for them too.
 *
 * <p><b>When a batch runs.</b> As soon as a bucket holds a full batch, or when its oldest row has
 * waited for the linger. There is no smallest batch and no tick: what waits and is due runs, and
 * filling up a batch starts it at once. Of the buckets that are due, the one with the most urgent
 * row goes first, and the most urgent rows go with it: higher priority, then earlier deadline, then
 * arrival. A low priority can therefore starve under load, for as long as its deadline; with equal
 * timeouts the order is that of arrival.
 *
 * <p><b>One dispatcher.</b> A single thread forms batches and runs them. Forming one costs
 * microseconds and running it milliseconds, so a second thread to prepare the next batch would gain
 * nothing that ONNX Runtime's own threads do not, and would compete with them. The dispatcher is
 * also the only one to close the model, so a model is never closed under a run, which would end the
 * process. Everything else is guarded by one lock, which is never held while the model runs or a
 * future completes.
 *
 * <p><b>A full queue</b> makes the submitter wait: in Flink that is backpressure, and the source
 * slows down. An item that found no room within {@link BatcherConfig#maxBlock}, or within its own
 * deadline, is {@link UnscoredReason#OVERLOADED}. Dropping at once would make the answer depend on
 * how fast the machine is far more often. Room is given in the order of arrival, and nobody passes
 * the first in line: an item of many rows needs them free all at once, and would never find that if
 * small ones took each row as it came. An item that brings no row of its own, since all are
 * remembered or on their way, needs no room and does not wait. An item larger than the whole queue
 * enters an empty one.
 *
 * <p><b>Deadlines</b> are looked at between runs. An item that is past its deadline leaves with
 * {@link UnscoredReason#TIMEOUT} before anything else is run; scores that a run already under way
 * brings are delivered although the deadline has passed meanwhile.
 *
 * <p><b>Failures.</b> A failed batch is cut in halves until the rows that cannot be scored stand
 * alone; these are retried and then {@link UnscoredReason#ERROR}, while all others are scored. Only
 * a batch of which no row was scored counts for the breaker. When it opens, everything that waits
 * is {@link UnscoredReason#BREAKER_OPEN} and so is what comes until the cool-down is over; then the
 * next batch decides. Remembered scores are given out even while it is open. Whatever a model
 * throws, an error of the virtual machine included, is a failed batch. Should the dispatcher itself
 * fail, that is logged, everything that waits is {@link UnscoredReason#ERROR}, the breaker counts
 * it, and the dispatcher goes on with empty queues: a thread that ended here would leave a stream
 * without scores, and nobody would see why.
 *
 * <p><b>Equal rows</b> are scored once: a row joins an equal one that waits or runs (and lends it
 * its urgency), and the scores of the last ones are remembered. Since a row's scores depend on the
 * row alone, nobody can tell but by the time it took.
 *
 * <p>Time comes from the ticker and the thread from the executor, so tests drive {@link #runOnce}
 * by hand under a clock of theirs.
 *
 * @param <R> a row
 */
public final class MicroBatcher<R> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MicroBatcher.class);

  /**
   * Instants further apart than this, in nanoseconds, could not be compared by their difference; 73
   * years.
   */
  private static final long FOREVER = Long.MAX_VALUE / 4;

  private final BatchRunner<R> runner;
  private final BatcherConfig config;
  private final LongSupplier ticker;
  private final Breaker breaker;
  private final BatcherMetrics metrics;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final List<BucketQueue<R>> buckets = new ArrayList<>();
  private final Map<RowKey, Row<R>> flights = new HashMap<>();
  private final TreeSet<Item<R>> items = new TreeSet<>(Item.DEADLINE);

  /** Those who wait for room, first come first. */
  private final Deque<Item<R>> line = new ArrayDeque<>();

  private final Map<RowKey, float[]> cache;
  private int queued;
  private long sequence;
  private boolean started;
  private boolean closing;
  private long drainUntil;
  private long sleepsUntil;

  /** A batcher that stands still until {@link #start}; it owns the runner and closes it. */
  public MicroBatcher(BatchRunner<R> runner, BatcherConfig config, LongSupplier ticker) {
    this.runner = runner;
    this.config = config;
    this.ticker = ticker;
    this.breaker = new Breaker(config.breakerFailures(), config.breakerCoolDown().toNanos());
    this.metrics = new BatcherMetrics(breaker);
    for (int i = 0; i < runner.buckets(); i++) {
      buckets.add(new BucketQueue<>());
    }
    this.cache =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<RowKey, float[]> eldest) {
            return size() > config.cacheRows();
          }
        };
  }

  /** Starts the dispatcher, which occupies a thread of the executor until {@link #close}. */
  public void start(Executor executor) {
    lock.lock();
    try {
      if (started || closing) {
        throw new IllegalStateException("a batcher starts once, before it is closed");
      }
      started = true;
    } finally {
      lock.unlock();
    }
    executor.execute(this::dispatch);
  }

  /** What it did so far. */
  public InferenceMetrics metrics() {
    return metrics;
  }

  /**
   * Queues an item, and waits for room if there is none.
   *
   * @param rows what to score, at least one row
   * @param priority higher goes first
   * @param timeoutNanos how long the answer may take from now on
   * @return completes with the answer, from another thread as a rule, and never exceptionally
   * @throws InterruptedException when interrupted while it waited for room; nothing was queued then
   * @throws IllegalStateException when closed
   */
  public CompletableFuture<Answer> submit(List<R> rows, int priority, long timeoutNanos)
      throws InterruptedException {
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("an item needs at least one row");
    }
    List<RowKey> keys = rows.stream().map(runner::keyOf).toList();
    long now = ticker.getAsLong();
    long deadline = now + Math.min(timeoutNanos, FOREVER);
    long patience = now + Math.min(timeoutNanos, config.maxBlock().toNanos());
    Item<R> item;
    lock.lockInterruptibly();
    try {
      item = new Item<>(priority, deadline, sequence++, rows.size());
      item.answer = admit(item, keys, patience);
      if (item.answer == null) {
        enqueue(item, rows, keys);
        wakeDispatcher();
        return item.future;
      }
    } finally {
      lock.unlock();
    }
    metrics.answered(item.answer);
    item.future.complete(item.answer);
    return item.future;
  }

  /**
   * Stops taking items, goes on with the queued ones for {@link BatcherConfig#drain}, answers the
   * rest with {@link UnscoredReason#TIMEOUT}, closes the model and returns when all that is done.
   * Interruption does not cut it short; closing again waits as well.
   */
  @Override
  public void close() {
    boolean dispatchHere;
    lock.lock();
    try {
      if (!closing) {
        closing = true;
        drainUntil = ticker.getAsLong() + config.drain().toNanos();
      }
      dispatchHere = !started;
      started = true;
      work.signalAll();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    if (dispatchHere) {
      dispatch();
    }
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Answers what is past its deadline and runs one batch if one is due.
   *
   * @return 0 if a batch ran, else the nanoseconds until there is something to do, {@link
   *     Long#MAX_VALUE} if nothing waits
   */
  long runOnce() {
    List<Item<R>> answered = new ArrayList<>();
    List<Row<R>> batch = List.of();
    long wait = 0;
    lock.lock();
    try {
      long now = ticker.getAsLong();
      expire(now, answered);
      BucketQueue<R> due = due(now);
      if (due == null) {
        wait = untilDue(now);
      } else {
        batch = due.take(breaker.state() == Breaker.State.HALF_OPEN ? 1 : fill(due.size()));
        for (Row<R> row : batch) {
          row.running = true;
          metrics.waits.record(now - row.queuedAt);
        }
        queued(-batch.size());
      }
    } finally {
      lock.unlock();
    }
    complete(answered);
    if (!batch.isEmpty()) {
      runBatch(batch);
    }
    return wait;
  }

  /** How many submitters wait for room. */
  int waitingSubmitters() {
    lock.lock();
    try {
      return lock.getWaitQueueLength(room);
    } finally {
      lock.unlock();
    }
  }

  private void dispatch() {
    try {
      while (true) {
        try {
          long wait = runOnce();
          lock.lockInterruptibly();
          try {
            if (closing && items.isEmpty()) {
              return;
            }
            // Looked at again under the lock, so that what came in between is not slept over.
            long now = ticker.getAsLong();
            if (wait > 0 && due(now) == null && untilDue(now) > 0) {
              long sleep = Math.min(untilDue(now), FOREVER);
              sleepsUntil = now + sleep;
              work.awaitNanos(sleep);
              sleepsUntil = ticker.getAsLong();
            }
          } finally {
            lock.unlock();
          }
        } catch (RuntimeException | Error e) {
          LOG.error(
              "The dispatcher failed; everything that waits is unscored for {}, and it goes on",
              UnscoredReason.ERROR,
              e);
          abandon();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      end();
    }
  }

  /** Answers everything that waits and begins anew: what state it was left in, nobody knows. */
  private void abandon() {
    List<Item<R>> answered = new ArrayList<>();
    lock.lock();
    try {
      for (Item<R> item : items) {
        item.answer = Answer.unscored(UnscoredReason.ERROR);
        answered.add(item);
      }
      items.clear();
      flights.clear();
      for (int i = 0; i < buckets.size(); i++) {
        buckets.set(i, new BucketQueue<>());
      }
      metrics.inFlight.set(0);
      queued(-queued);
      breaker.failed(ticker.getAsLong());
      room.signalAll();
    } finally {
      lock.unlock();
    }
    complete(answered);
  }

  private void end() {
    List<Item<R>> left = new ArrayList<>();
    lock.lock();
    try {
      closing = true;
      for (Item<R> item : List.copyOf(items)) {
        finish(item, Answer.unscored(UnscoredReason.TIMEOUT), left);
      }
      room.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      complete(left);
      runner.close();
    } finally {
      ended.countDown();
    }
  }

  /** Waits for room; returns the answer if the item needs no run, or must not have one. */
  private @Nullable Answer admit(Item<R> item, List<RowKey> keys, long patience)
      throws InterruptedException {
    try {
      while (true) {
        if (closing) {
          throw new IllegalStateException("the inference service is closed");
        }
        int fresh = lookUp(item, keys);
        if (fresh == 0 && isRemembered(item)) {
          metrics.hits.add(keys.size());
          return Answer.scored(item.results);
        }
        long now = ticker.getAsLong();
        if (breaker.refuses(now)) {
          return Answer.unscored(UnscoredReason.BREAKER_OPEN);
        }
        if (fresh == 0 || (isFirst(item) && hasRoom(fresh))) {
          return null;
        }
        if (patience - now <= 0) {
          return Answer.unscored(UnscoredReason.OVERLOADED);
        }
        if (!line.contains(item)) {
          line.add(item);
        }
        room.awaitNanos(patience - now);
      }
    } finally {
      // However it left, the next in line has to look whether there is room for it.
      if (line.remove(item)) {
        room.signalAll();
      }
    }
  }

  /** Takes what is remembered; returns how many rows would have to be queued. */
  private int lookUp(Item<R> item, List<RowKey> keys) {
    Set<RowKey> fresh = new HashSet<>();
    for (int i = 0; i < keys.size(); i++) {
      item.results[i] = cache.get(keys.get(i));
      if (item.results[i] == null && !flights.containsKey(keys.get(i))) {
        fresh.add(keys.get(i));
      }
    }
    return fresh.size();
  }

  private static boolean isRemembered(Item<?> item) {
    for (float @Nullable [] scores : item.results) {
      if (scores == null) {
        return false;
      }
    }
    return true;
  }

  private boolean isFirst(Item<R> item) {
    return line.isEmpty() || line.peek() == item;
  }

  private boolean hasRoom(int rows) {
    return queued == 0 || queued + rows <= config.queueRows();
  }

  private void enqueue(Item<R> item, List<R> rows, List<RowKey> keys) {
    long now = ticker.getAsLong();
    for (int i = 0; i < keys.size(); i++) {
      if (cache.containsKey(keys.get(i))) {
        metrics.hits.increment();
        continue;
      }
      Row<R> row = flights.get(keys.get(i));
      if (row == null) {
        int bucket = runner.bucketOf(rows.get(i));
        row = new Row<>(keys.get(i), rows.get(i), bucket, sequence++, now, item);
        flights.put(row.key, row);
        buckets.get(bucket).add(row);
        queued(1);
      } else {
        metrics.shared.increment();
        if (!row.running && row.isLessUrgentThan(item)) {
          buckets.get(row.bucket).raise(row, item.priority, item.deadline);
        }
      }
      row.waiters.add(new Waiter<>(item, i));
      item.rows.add(row);
      item.missing++;
    }
    items.add(item);
    metrics.inFlight.set(items.size());
  }

  private void expire(long now, List<Item<R>> answered) {
    boolean drained = closing && drainUntil - now <= 0;
    while (!items.isEmpty() && (drained || items.first().deadline - now <= 0)) {
      finish(items.first(), Answer.unscored(UnscoredReason.TIMEOUT), answered);
    }
  }

  private @Nullable BucketQueue<R> due(long now) {
    BucketQueue<R> best = null;
    for (BucketQueue<R> bucket : buckets) {
      if (!bucket.isEmpty()
          && isDue(bucket, now)
          && (best == null || Row.URGENCY.compare(bucket.mostUrgent(), best.mostUrgent()) < 0)) {
        best = bucket;
      }
    }
    return best;
  }

  private boolean isDue(BucketQueue<R> bucket, long now) {
    return closing
        || bucket.size() >= runner.maxBatch()
        || now - bucket.oldest().queuedAt >= config.linger().toNanos();
  }

  private long untilDue(long now) {
    long wait = items.isEmpty() ? Long.MAX_VALUE : items.first().deadline - now;
    for (BucketQueue<R> bucket : buckets) {
      if (!bucket.isEmpty()) {
        wait = Math.min(wait, bucket.oldest().queuedAt + config.linger().toNanos() - now);
      }
    }
    return Math.max(wait, 0);
  }

  private void runBatch(List<Row<R>> batch) {
    boolean anyScored = runOrSplit(batch);
    List<Item<R>> answered = new ArrayList<>();
    lock.lock();
    try {
      if (anyScored) {
        breaker.succeeded();
      } else if (breaker.failed(ticker.getAsLong())) {
        LOG.warn(
            "Every row of {} batches in a row failed; nothing is scored for {}, then one batch is"
                + " tried",
            config.breakerFailures(),
            config.breakerCoolDown());
        for (Item<R> item : List.copyOf(items)) {
          finish(item, Answer.unscored(UnscoredReason.BREAKER_OPEN), answered);
        }
      }
      room.signalAll();
    } finally {
      lock.unlock();
    }
    complete(answered);
  }

  private boolean runOrSplit(List<Row<R>> rows) {
    int attempts = rows.size() == 1 ? 1 + config.retries() : 1;
    for (int i = 0; i < attempts; i++) {
      if (run(rows)) {
        return true;
      }
    }
    if (rows.size() == 1) {
      LOG.warn(
          "A row failed {} times alone and is left unscored; debug logging shows why", attempts);
      fail(rows.get(0));
      return false;
    }
    int half = rows.size() / 2;
    boolean first = runOrSplit(rows.subList(0, half));
    boolean second = runOrSplit(rows.subList(half, rows.size()));
    return first || second;
  }

  private boolean run(List<Row<R>> rows) {
    int bucket = rows.get(0).bucket;
    long start = ticker.getAsLong();
    float[][] scores;
    try {
      scores = runner.run(bucket, rows.stream().map(row -> row.content).toList());
      if (scores.length != rows.size()) {
        throw new IllegalStateException(
            "the model answered " + scores.length + " rows instead of " + rows.size());
      }
    } catch (Exception | Error e) {
      metrics.failed(ticker.getAsLong() - start);
      LOG.debug("A batch of {} rows failed", rows.size(), e);
      return false;
    }
    long filled = rows.stream().mapToLong(row -> runner.lengthOf(row.content)).sum();
    metrics.ran(
        rows.size(),
        filled,
        runner.paddedRows(rows.size()),
        runner.bucketLength(bucket),
        ticker.getAsLong() - start);
    deliver(rows, scores);
    return true;
  }

  private void deliver(List<Row<R>> rows, float[][] scores) {
    List<Item<R>> answered = new ArrayList<>();
    lock.lock();
    try {
      for (int i = 0; i < rows.size(); i++) {
        Row<R> row = rows.get(i);
        flights.remove(row.key);
        cache.put(row.key, scores[i]);
        for (Waiter<R> waiter : row.waiters) {
          Item<R> item = waiter.item();
          item.results[waiter.index()] = scores[i];
          if (--item.missing == 0 && item.answer == null) {
            finish(item, Answer.scored(item.results), answered);
          }
        }
      }
    } finally {
      lock.unlock();
    }
    complete(answered);
  }

  private void fail(Row<R> row) {
    List<Item<R>> answered = new ArrayList<>();
    lock.lock();
    try {
      flights.remove(row.key);
      for (Waiter<R> waiter : List.copyOf(row.waiters)) {
        finish(waiter.item(), Answer.unscored(UnscoredReason.ERROR), answered);
      }
    } finally {
      lock.unlock();
    }
    complete(answered);
  }

  /** Answers an item, unless it has its answer, and takes out the rows that only it waited for. */
  private void finish(Item<R> item, Answer answer, List<Item<R>> answered) {
    if (item.answer != null) {
      return;
    }
    item.answer = answer;
    items.remove(item);
    metrics.inFlight.set(items.size());
    answered.add(item);
    for (Row<R> row : item.rows) {
      row.waiters.removeIf(waiter -> waiter.item() == item && !row.running);
      if (!row.running && row.waiters.isEmpty() && flights.remove(row.key, row)) {
        buckets.get(row.bucket).remove(row);
        queued(-1);
      }
    }
  }

  /** A wake-up costs two context switches, so a sleep that ends in time anyway is let be. */
  private void wakeDispatcher() {
    long now = ticker.getAsLong();
    if (due(now) != null || now + Math.min(untilDue(now), FOREVER) - sleepsUntil < 0) {
      work.signal();
    }
  }

  private int fill(int waiting) {
    return Math.min(runner.maxBatch(), runner.rowsToTake(waiting));
  }

  private void queued(int change) {
    queued += change;
    metrics.queued.set(queued);
    if (change < 0) {
      room.signalAll();
    }
  }

  private void complete(List<Item<R>> answered) {
    for (Item<R> item : answered) {
      Answer answer = item.answer;
      if (answer != null) {
        metrics.answered(answer);
        item.future.complete(answer);
      }
    }
  }
}
