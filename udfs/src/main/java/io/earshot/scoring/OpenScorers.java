package io.earshot.scoring;

import io.earshot.intake.WorkItem;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scorers of a subtask, one a lineup of versions. That of the configuration is open at the
 * start. Another one is opened when an item first asks for it, on a thread of its own, so that
 * items of other versions go on. Each is closed when items ask for others only for a while, which
 * is how a version that was retired goes.
 *
 * <p>Those whose scores count and those in shadow are counted apart, so that shadows take no place
 * from them. One whose scores count is never refused: above {@value #MOST}, one that nobody waits
 * for is closed, and if there is none, one more is open until there is. Lineups that have versions
 * in common share their models, so one more of them costs little.
 *
 * <p>{@link #score} is for the task's thread only.
 */
final class OpenScorers implements AutoCloseable {

  /**
   * Lineups whose scores count: of sound, active version and canary of two models make four, and
   * there are those of the time before a change, for items that are late.
   */
  static final int MOST = 8;

  /**
   * Lineups in shadow at a time: of sound, two shadows of each of two models, each beside the
   * active version and the canary of the other one.
   */
  static final int MOST_SHADOWS = 2 * VersionRoles.MOST_SHADOWS * 2;

  /** How long a lineup stays open that nobody asks for. */
  static final long IDLE_NANOS = TimeUnit.MINUTES.toNanos(10);

  /** After which time one that could not be opened is tried again. */
  static final long RETRY_NANOS = TimeUnit.MINUTES.toNanos(1);

  private static final Logger LOG = LoggerFactory.getLogger(OpenScorers.class);

  private final ItemScoring scoring;
  private final ModelCatalog catalog;
  private final String owner;
  private final ItemScorer.Numbers numbers;
  private final int mostInShadow;
  private final LongSupplier nanoTime;
  private final ItemScorer configured;
  private final Map<Lineup, Opening> openings = new LinkedHashMap<>(16, 0.75f, true);
  private final ExecutorService opener = thread("earshot-models-opener");
  private final ExecutorService aside = thread("earshot-models-shadow");
  private final Set<ItemScorer> live = new HashSet<>();
  private boolean closed;

  private static final class Opening {
    private final CompletableFuture<ItemScorer> scorer = new CompletableFuture<>();
    private final AtomicInteger inFlight = new AtomicInteger();

    /** Whether its scores ever counted. */
    private boolean acting;

    /** Whether the log says that it failed on an item. */
    private final AtomicBoolean failed = new AtomicBoolean();

    private volatile long usedAt;

    /** When it turned out that it cannot be opened; says nothing before that. */
    private volatile long failedAt;

    Opening(long now) {
      this.usedAt = now;
    }
  }

  /**
   * Opens that of the configuration.
   *
   * @param mostInShadow items that a lineup in shadow has before it at most; what comes then is
   *     unscored, since a version that is slower than traffic would have ever more of them: an item
   *     leaves without its shadows after the patience of {@link ScoringFunction}
   * @param nanoTime a clock as {@link System#nanoTime}
   * @throws io.earshot.model.ModelPackageException when it cannot be opened
   */
  OpenScorers(
      ItemScoring scoring,
      ModelCatalog catalog,
      String owner,
      ItemScorer.Numbers numbers,
      int mostInShadow,
      LongSupplier nanoTime) {
    this.mostInShadow = mostInShadow;
    this.scoring = scoring;
    this.catalog = catalog;
    this.owner = owner;
    this.numbers = numbers;
    this.nanoTime = nanoTime;
    this.configured = scoring.open(owner);
    configured.show(numbers);
    live.add(configured);
    Opening opening = new Opening(nanoTime.getAsLong());
    opening.scorer.complete(configured);
    opening.acting = true;
    openings.put(Lineup.CONFIGURED, opening);
  }

  /** Whether an item counts, and so may make the task wait for room in a queue. */
  enum Manner {
    ACTING,
    /** It must not hold up the others. */
    SHADOW
  }

  /**
   * Scores an item with a lineup.
   *
   * @return never completes exceptionally; in shadow, who completes it gives the item up, which is
   *     not asked about then if it still waits
   * @throws InterruptedException when interrupted while a queue was full
   */
  CompletableFuture<ModelScores> score(WorkItem item, Lineup lineup, Manner manner)
      throws InterruptedException {
    Opening opening = opening(lineup, manner == Manner.ACTING);
    if (opening == null) {
      return CompletableFuture.completedFuture(unscored(lineup, UnscoredReason.OVERLOADED));
    }
    if (manner == Manner.SHADOW && opening.inFlight.get() >= mostInShadow) {
      return CompletableFuture.completedFuture(unscored(lineup, UnscoredReason.OVERLOADED));
    }
    CompletableFuture<ModelScores> answer = new CompletableFuture<>();
    opening.inFlight.incrementAndGet();
    CompletableFuture<Void> unused =
        asked(opening, item, manner, answer)
            .exceptionally(failure -> failed(opening, item, lineup, failure))
            .thenAccept(
                scores -> {
                  opening.usedAt = nanoTime.getAsLong();
                  opening.inFlight.decrementAndGet();
                  answer.complete(scores);
                });
    return answer;
  }

  private CompletableFuture<ModelScores> asked(
      Opening opening, WorkItem item, Manner manner, CompletableFuture<ModelScores> answer)
      throws InterruptedException {
    if (manner == Manner.SHADOW) {
      return opening.scorer.thenComposeAsync(
          scorer -> answer.isDone() ? answer : ask(scorer, item), aside);
    }
    if (!opening.scorer.isDone() || opening.scorer.isCompletedExceptionally()) {
      return opening.scorer.thenCompose(scorer -> ask(scorer, item));
    }
    try {
      return opening.scorer.join().score(item);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static CompletableFuture<ModelScores> ask(ItemScorer scorer, WorkItem item) {
    try {
      return scorer.score(item);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.completedFuture(scorer.unscored(UnscoredReason.OVERLOADED));
    }
  }

  /** That a lineup cannot be opened was logged when it was found. */
  private ModelScores failed(Opening opening, WorkItem item, Lineup lineup, Throwable failure) {
    if (!opening.scorer.isCompletedExceptionally() && !opening.failed.getAndSet(true)) {
      LOG.warn(
          "{} was not scored, and others like it will not be; this is logged once",
          item.content().eventId(),
          failure);
    }
    return unscored(lineup, UnscoredReason.ERROR);
  }

  /** The absence of scores of a lineup. */
  ModelScores unscored(Lineup lineup, UnscoredReason reason) {
    return lineup.isConfigured()
        ? configured.unscored(reason)
        : ModelScores.unscored(scoring.modality(), lineup.ids(), lineup.versions(), reason);
  }

  private @Nullable Opening opening(Lineup lineup, boolean acting) {
    long now = nanoTime.getAsLong();
    Opening known = openings.get(lineup);
    if (known != null
        && known.scorer.isCompletedExceptionally()
        && now - known.failedAt > RETRY_NANOS) {
      // Since it failed, not since it was asked for: it is asked for by every item.
      openings.remove(lineup);
      known = null;
    }
    if (known != null) {
      known.usedAt = now;
      known.acting |= acting;
      closeUnused(now - IDLE_NANOS, opening -> true);
      return known;
    }
    long others = openings.values().stream().filter(other -> other.acting == acting).count();
    if (others >= (acting ? MOST : MOST_SHADOWS)
        && !closeUnused(now + 1, other -> other.acting == acting)
        && !acting) {
      return null;
    }
    Opening opened = new Opening(now);
    opened.acting = acting;
    openings.put(lineup, opened);
    opener.execute(() -> open(lineup, opened));
    return opened;
  }

  private void open(Lineup lineup, Opening opening) {
    try {
      opening.scorer.complete(open(lineup));
    } catch (RuntimeException | Error e) {
      if (!closed()) {
        ModelScores none = unscored(lineup, UnscoredReason.ERROR);
        LOG.warn(
            "{}@{} cannot be opened: its items are unscored for ERROR, and it is tried again in {}"
                + " s",
            none.modelId(),
            none.modelVersion(),
            TimeUnit.NANOSECONDS.toSeconds(RETRY_NANOS),
            e);
      }
      opening.failedAt = nanoTime.getAsLong();
      opening.scorer.completeExceptionally(e);
    }
  }

  private boolean closed() {
    synchronized (live) {
      return closed;
    }
  }

  private ItemScorer open(Lineup lineup) {
    ItemScorer scorer = (lineup.isConfigured() ? scoring : scoring.at(lineup, catalog)).open(owner);
    synchronized (live) {
      if (!closed) {
        live.add(scorer);
        scorer.show(numbers);
        return scorer;
      }
    }
    scorer.close();
    throw new RejectedExecutionException("the task is closed");
  }

  /**
   * Closes the least used one of some, if nobody waits for it and it was not used since a time.
   *
   * @return whether there was one
   */
  private boolean closeUnused(long since, Predicate<Opening> some) {
    for (Iterator<Opening> each = openings.values().iterator(); each.hasNext(); ) {
      Opening opening = each.next();
      if (some.test(opening)
          && opening.inFlight.get() == 0
          && opening.scorer.isDone()
          && opening.usedAt - since < 0) {
        each.remove();
        if (!opening.scorer.isCompletedExceptionally()) {
          opener.execute(() -> close(opening.scorer.join()));
        }
        return true;
      }
    }
    return false;
  }

  private void close(ItemScorer scorer) {
    boolean mine;
    synchronized (live) {
      mine = live.remove(scorer);
    }
    if (mine) {
      scorer.close();
    }
  }

  @Override
  public void close() {
    List<ItemScorer> left;
    synchronized (live) {
      closed = true;
      left = List.copyOf(live);
      live.clear();
    }
    aside.shutdownNow();
    opener.shutdown();
    left.forEach(ItemScorer::close);
  }

  private static ExecutorService thread(String name) {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }
}
