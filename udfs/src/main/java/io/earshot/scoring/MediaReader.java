package io.earshot.scoring;

import io.earshot.intake.MediaRef;
import io.earshot.media.MediaException;
import io.earshot.media.VerifiedStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches and decodes media on threads of its own, so many at a time and no more: a store that
 * hangs holds up these threads and not a task. What pictures take of the heap while they are
 * decoded is bounded for the whole process, by {@link io.earshot.media.image.PictureRoom}.
 *
 * <p>Every request is answered exactly once and never exceptionally: with what was made of the
 * medium, or with the reason why nothing was. A request that finds the queue full is {@link
 * UnscoredReason#OVERLOADED} at once. One that takes too long is {@link UnscoredReason#TIMEOUT};
 * its thread is interrupted, and if the store ignores that, it is lost until the store answers.
 */
public final class MediaReader implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(MediaReader.class);

  /**
   * What is made of a medium, on a thread of the reader.
   *
   * @param <T> what it is
   */
  public interface Use<T> {
    T of(VerifiedStream bytes) throws IOException, InterruptedException;
  }

  /**
   * What became of a request.
   *
   * @param value what was made of the medium; null if nothing was
   * @param unscored why nothing was; null if something was
   * @param message what exactly was wrong, for a log; empty if nothing was
   */
  public record Outcome<T>(@Nullable T value, @Nullable UnscoredReason unscored, String message) {}

  private final MediaLoader loader;
  private final Duration timeout;
  private final ThreadPoolExecutor threads;
  private final ScheduledThreadPoolExecutor clock;
  private final Set<Request<?>> running = ConcurrentHashMap.newKeySet();

  /**
   * A reader with threads of its own, daemons all.
   *
   * @param count threads, and so media that are fetched at a time
   * @param queue media that may wait for one
   * @param timeout of fetching and using one, from when a thread takes it up
   */
  public MediaReader(MediaLoader loader, int count, int queue, Duration timeout) {
    this.loader = loader;
    this.timeout = timeout;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            count,
            count,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(queue),
            task -> daemon(task, "earshot-media-" + number.incrementAndGet()));
    threads.allowCoreThreadTimeOut(true);
    this.clock = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "earshot-media-clock"));
    clock.setRemoveOnCancelPolicy(true);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Fetches a medium and makes something of it. The digest is checked after that, always. */
  public <T> CompletableFuture<Outcome<T>> read(MediaRef media, Use<T> use) {
    CompletableFuture<Outcome<T>> answer = new CompletableFuture<>();
    try {
      threads.execute(new Request<>(media, use, answer));
    } catch (RejectedExecutionException e) {
      answer.complete(
          new Outcome<>(
              null,
              UnscoredReason.OVERLOADED,
              "all "
                  + threads.getMaximumPoolSize()
                  + " media threads are busy and "
                  + threads.getQueue().size()
                  + " media wait; raise their number"));
    }
    return answer;
  }

  private final class Request<T> implements Runnable {
    private final MediaRef media;
    private final Use<T> use;
    private final CompletableFuture<Outcome<T>> answer;

    Request(MediaRef media, Use<T> use, CompletableFuture<Outcome<T>> answer) {
      this.media = media;
      this.use = use;
      this.answer = answer;
    }

    @Override
    public void run() {
      running.add(this);
      try {
        MediaReader.this.run(media, use, answer);
      } finally {
        running.remove(this);
      }
    }

    void refuse() {
      answer.complete(closed());
    }
  }

  private <T> void run(MediaRef media, Use<T> use, CompletableFuture<Outcome<T>> answer) {
    Thread self = Thread.currentThread();
    AtomicBoolean finished = new AtomicBoolean();
    Future<?> alarm;
    try {
      alarm =
          clock.schedule(
              () -> {
                if (answer.complete(
                    new Outcome<>(
                        null, UnscoredReason.TIMEOUT, "medium took longer than " + timeout))) {
                  synchronized (finished) {
                    if (!finished.get()) {
                      self.interrupt();
                    }
                  }
                }
              },
              timeout.toNanos(),
              TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // Closed between the queue and here.
      answer.complete(closed());
      return;
    }
    Outcome<T> outcome;
    try (VerifiedStream bytes = loader.open(media)) {
      T value = use.of(bytes);
      bytes.verify();
      outcome = new Outcome<>(value, null, "");
    } catch (MediaException e) {
      outcome = new Outcome<>(null, UnscoredReason.of(e.reason()), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      outcome = new Outcome<>(null, UnscoredReason.UNREACHABLE, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      outcome = new Outcome<>(null, UnscoredReason.TIMEOUT, "interrupted");
    } catch (RuntimeException | Error e) {
      // One medium must not take the process down; memory is bounded, but the bound may be set too
      // high for the heap.
      LOG.warn("medium {} was not read", media.sha256(), e);
      outcome = new Outcome<>(null, UnscoredReason.ERROR, e.toString());
    }
    alarm.cancel(false);
    // The alarm may be going off just now: what this thread does next is not to be interrupted.
    synchronized (finished) {
      finished.set(true);
      boolean unused = Thread.interrupted();
    }
    answer.complete(outcome);
  }

  private static <T> Outcome<T> closed() {
    return new Outcome<>(null, UnscoredReason.OVERLOADED, "the reader was closed");
  }

  /**
   * Takes nothing more; what waits and what runs is answered as overloaded, and the latter is
   * interrupted. A store or a decoder that ignores that keeps its thread until it is done, and
   * nobody hears of it any more.
   */
  @Override
  public void close() {
    clock.shutdown();
    running.forEach(Request::refuse);
    for (Runnable waiting : threads.shutdownNow()) {
      if (waiting instanceof Request<?> request) {
        request.refuse();
      }
    }
    // What was on its way from the one to the other.
    running.forEach(Request::refuse);
  }
}
