package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@SuppressWarnings(
    "FutureReturnValueIgnored") // answers never fail, and some tests look at the runs only
class MicroBatcherTest {

  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);
  private static final BatcherConfig LIMITS =
      new BatcherConfig(
          8,
          Duration.ofMillis(5),
          Duration.ZERO,
          16,
          1,
          2,
          Duration.ofSeconds(10),
          Duration.ofSeconds(1));

  private final FakeModel model = new FakeModel();
  private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000_000);
  private final MicroBatcher<String> batcher = batcher(LIMITS);

  @Test
  void aFullBatchRunsAtOnce() throws InterruptedException {
    List<CompletableFuture<Answer>> answers = submitAll("a", "b", "c", "d");

    assertThat(batcher.runOnce()).isZero();

    assertThat(model.runs).containsExactly(List.of("a", "b", "c", "d"));
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
    assertThat(answers.get(2).join().rows().get(0)).containsExactly(FakeModel.scoreOf("c"));
  }

  @Test
  void aPartBatchRunsWhenItsOldestRowHasLingered() throws InterruptedException {
    submitAll("a");
    advance(Duration.ofMillis(3));
    submitAll("b");

    assertThat(batcher.runOnce()).isEqualTo(Duration.ofMillis(2).toNanos());
    advance(Duration.ofMillis(2));
    assertThat(batcher.runOnce()).isZero();

    assertThat(model.runs).containsExactly(List.of("a", "b"));
    assertThat(batcher.runOnce()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void rowsOfDifferentLengthBucketsNeverShareABatch() throws InterruptedException {
    submitAll("a", "longer", "b", "longest");
    advance(Duration.ofMillis(5));

    runAll();

    assertThat(model.runs).containsExactly(List.of("a", "b"), List.of("longer", "longest"));
  }

  @Test
  void higherPriorityGoesFirstThenTheEarlierDeadlineThenArrival() throws InterruptedException {
    submit(0, MINUTE, "a");
    submit(0, MINUTE, "b");
    submit(0, MINUTE - 1, "c");
    submit(1, MINUTE, "d");
    submit(0, MINUTE, "e");

    runAll();

    assertThat(model.runs).containsExactly(List.of("d", "c", "a", "b"));
  }

  @Test
  void anItemOfManyRowsIsAnsweredOnceAllOfThemAre() throws InterruptedException {
    CompletableFuture<Answer> answer = submit(0, MINUTE, "a", "longer", "b");
    advance(Duration.ofMillis(5));

    batcher.runOnce();
    assertThat(answer).isNotCompleted();
    batcher.runOnce();

    assertThat(answer.join().rows())
        .extracting(row -> row[0])
        .containsExactly(
            FakeModel.scoreOf("a"), FakeModel.scoreOf("longer"), FakeModel.scoreOf("b"));
  }

  @Test
  void aPoisonRowIsLeftOutAndItsNeighboursAreScored() throws InterruptedException {
    model.poison.add("c");
    List<CompletableFuture<Answer>> answers = submitAll("a", "b", "c", "d");

    runAll();

    assertThat(answers.get(2).join()).isEqualTo(Answer.unscored(UnscoredReason.ERROR));
    assertThat(List.of(answers.get(0), answers.get(1), answers.get(3)))
        .allSatisfy(answer -> assertThat(answer.join().unscored()).isNull());
    assertThat(batcher.metrics().breaker()).isZero();
    assertThat(batcher.metrics().unscored(UnscoredReason.ERROR)).isEqualTo(1);
  }

  @Test
  void manyPoisonRowsNeverOpenTheBreakerWhileOthersAreScored() throws InterruptedException {
    model.poison.addAll(List.of("p1", "p2", "p3"));
    for (int i = 0; i < 10; i++) {
      submitAll("p1", "p2", "p3", "ok" + i);
      runAll();
    }

    assertThat(batcher.metrics().breaker()).isZero();
    assertThat(batcher.metrics().scored()).isEqualTo(10);
    assertThat(batcher.metrics().unscored(UnscoredReason.ERROR)).isEqualTo(30);
  }

  @Test
  void aFailureThatPassesCostsNobodyItsScores() throws InterruptedException {
    model.transientFailures = 1;
    List<CompletableFuture<Answer>> answers = submitAll("a", "b", "c", "d");

    runAll();

    assertThat(model.runs)
        .containsExactly(List.of("a", "b", "c", "d"), List.of("a", "b"), List.of("c", "d"));
    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().unscored()).isNull());
  }

  @Test
  void aLoneRowIsRetriedNoMoreOftenThanConfigured() throws InterruptedException {
    model.poison.add("a");
    CompletableFuture<Answer> answer = submit(0, MINUTE, "a");
    advance(Duration.ofMillis(5));

    runAll();

    assertThat(model.runs).containsExactly(List.of("a"), List.of("a"));
    assertThat(answer.join().unscored()).isEqualTo(UnscoredReason.ERROR);
  }

  @Test
  void anItemThatFailsTakesItsOtherRowsOutOfTheQueue() throws InterruptedException {
    model.poison.add("a");
    submit(0, MINUTE, "a", "longer");
    advance(Duration.ofMillis(5));

    runAll();

    assertThat(model.runs).doesNotContain(List.of("longer"));
    assertThat(batcher.metrics().queuedRows()).isZero();
    assertThat(batcher.metrics().itemsInFlight()).isZero();
  }

  @Test
  void theBreakerOpensAfterBatchesWithoutAnyScoreAndAnswersEverythingThatWaits()
      throws InterruptedException {
    model.broken = true;
    submitAll("a", "b", "c", "d");
    runAll();
    assertThat(batcher.metrics().breaker()).isZero();

    List<CompletableFuture<Answer>> running = submitAll("e", "f", "g", "h");
    CompletableFuture<Answer> waiting = submit(0, MINUTE, "longer");
    batcher.runOnce();

    assertThat(running.get(0).join().unscored()).isEqualTo(UnscoredReason.ERROR);
    assertThat(waiting.join().unscored()).isEqualTo(UnscoredReason.BREAKER_OPEN);
    assertThat(submit(0, MINUTE, "i").join().unscored()).isEqualTo(UnscoredReason.BREAKER_OPEN);
    assertThat(batcher.metrics().breaker()).isEqualTo(2);
  }

  @Test
  void afterTheCoolDownOneRowDecidesWhetherTheBreakerCloses() throws InterruptedException {
    breakIt();
    advance(Duration.ofSeconds(10));
    List<CompletableFuture<Answer>> refused = submitAll("a", "b");
    advance(Duration.ofMillis(5));
    model.runs.clear();
    batcher.runOnce();
    assertThat(model.runs).containsOnly(List.of("a"));
    assertThat(refused.get(1).join().unscored()).isEqualTo(UnscoredReason.BREAKER_OPEN);

    model.broken = false;
    advance(Duration.ofSeconds(10));
    List<CompletableFuture<Answer>> accepted = submitAll("a", "b");
    advance(Duration.ofMillis(5));
    runAll();

    assertThat(accepted).allSatisfy(answer -> assertThat(answer.join().unscored()).isNull());
    assertThat(batcher.metrics().breaker()).isZero();
  }

  @Test
  void rememberedScoresAreGivenOutWhileTheBreakerIsOpen() throws InterruptedException {
    submit(0, MINUTE, "seen");
    advance(Duration.ofMillis(5));
    runAll();
    breakIt();

    assertThat(submit(0, MINUTE, "seen").join().rows().get(0))
        .containsExactly(FakeModel.scoreOf("seen"));
    assertThat(batcher.metrics().cacheHits()).isEqualTo(1);
  }

  @Test
  void anItemPastItsDeadlineIsAnsweredBeforeAnythingRuns() throws InterruptedException {
    CompletableFuture<Answer> late = submit(0, 1_000, "a");
    CompletableFuture<Answer> inTime = submit(0, MINUTE, "b");
    assertThat(batcher.runOnce()).isEqualTo(1_000);
    advance(Duration.ofMillis(5));

    runAll();

    assertThat(late.join()).isEqualTo(Answer.unscored(UnscoredReason.TIMEOUT));
    assertThat(inTime.join().unscored()).isNull();
    assertThat(model.runs).containsExactly(List.of("b"));
  }

  @Test
  void scoresThatTheRunBroughtAreDeliveredThoughTheDeadlinePassedMeanwhile()
      throws InterruptedException {
    model.duringRun = () -> advance(Duration.ofMinutes(2));
    List<CompletableFuture<Answer>> answers = submitAll("a", "b", "c", "d");

    runAll();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().unscored()).isNull());
  }

  @Test
  void aFullQueueIsOverloadedOnceTheSubmitterHasWaitedLongEnough() throws InterruptedException {
    submitAll(IntStream.range(0, 8).mapToObj(i -> "r" + i).toArray(String[]::new));

    assertThat(submit(0, MINUTE, "x").join().unscored()).isEqualTo(UnscoredReason.OVERLOADED);

    batcher.runOnce();
    assertThat(submit(0, MINUTE, "x")).isNotCompleted();
  }

  @Test
  void anItemLargerThanTheQueueEntersAnEmptyOne() throws InterruptedException {
    String[] rows = IntStream.range(0, 20).mapToObj(i -> "r" + i).toArray(String[]::new);

    CompletableFuture<Answer> answer = submit(0, MINUTE, rows);
    advance(Duration.ofMillis(5));
    runAll();

    assertThat(answer.join().rows()).hasSize(20);
  }

  @Test
  void aSubmitterWaitsForRoomAndGoesOnWhenABatchMadeSome() throws Exception {
    MicroBatcher<String> patient = batcher(patient(4));
    for (String row : List.of("a", "b", "c", "d")) {
      patient.submit(List.of(row), 0, MINUTE);
    }
    ExecutorService submitter = Executors.newSingleThreadExecutor();
    try {
      Future<CompletableFuture<Answer>> blocked =
          submitter.submit(() -> patient.submit(List.of("e"), 0, MINUTE));
      awaitWaiting(patient, 1);
      assertThat(blocked).isNotDone();

      patient.runOnce();

      assertThat(blocked.get(1, TimeUnit.MINUTES)).isNotCompleted();
      assertThat(patient.metrics().queuedRows()).isEqualTo(1);
    } finally {
      submitter.shutdownNow();
      patient.close();
    }
  }

  @Test
  void anItemOfManyRowsIsNotPassedByThoseThatCameAfterIt() throws Exception {
    MicroBatcher<String> full = batcher(patient(64));
    for (int i = 0; i < 64; i++) {
      full.submit(List.of("q" + i), 0, MINUTE);
    }
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService submitters = Executors.newFixedThreadPool(4);
    try {
      Future<CompletableFuture<Answer>> large =
          submitters.submit(
              () -> full.submit(IntStream.range(0, 16).mapToObj(i -> "l" + i).toList(), 0, MINUTE));
      awaitWaiting(full, 1);
      for (int s = 0; s < 3; s++) {
        int submitter = s;
        var unused = submitters.submit(() -> submitUntil(stop, full, submitter));
      }
      awaitWaiting(full, 4);

      // Sixteen rows are free after four batches, and no small item has taken one of them.
      for (int batch = 0; batch < 4; batch++) {
        assertThat(large).isNotDone();
        assertThat(full.runOnce()).isZero();
        while (!large.isDone() && full.waitingSubmitters() < 4) {
          Thread.onSpinWait();
        }
      }
      assertThat(large).isDone();
    } finally {
      stop.set(true);
      full.close();
      submitters.shutdownNow();
    }
  }

  @Test
  void whoGivesUpWaitingForRoomMakesWayForTheNext() throws Exception {
    MicroBatcher<String> full = batcher(patient(4));
    for (String row : List.of("a", "b", "c", "d")) {
      full.submit(List.of(row), 0, MINUTE);
    }
    ExecutorService submitters = Executors.newFixedThreadPool(2);
    try {
      Future<CompletableFuture<Answer>> first =
          submitters.submit(() -> full.submit(List.of("e", "f", "g", "h", "i"), 0, MINUTE));
      awaitWaiting(full, 1);
      Future<CompletableFuture<Answer>> second =
          submitters.submit(() -> full.submit(List.of("j"), 0, MINUTE));
      awaitWaiting(full, 2);
      first.cancel(true);
      while (full.waitingSubmitters() > 1) {
        Thread.onSpinWait();
      }
      full.runOnce();

      assertThat(second.get(1, TimeUnit.MINUTES)).isNotCompleted();
    } finally {
      submitters.shutdownNow();
      full.close();
    }
  }

  @Test
  void whatNeedsNoRoomPassesTheLine() throws Exception {
    MicroBatcher<String> full = batcher(patient(4));
    full.submit(List.of("seen"), 0, MINUTE);
    advance(Duration.ofMillis(5));
    full.runOnce();
    for (String row : List.of("a", "b", "c", "d")) {
      full.submit(List.of(row), 0, MINUTE);
    }
    ExecutorService submitter = Executors.newSingleThreadExecutor();
    try {
      var unused = submitter.submit(() -> full.submit(List.of("e", "f"), 0, MINUTE));
      awaitWaiting(full, 1);

      assertThat(full.submit(List.of("seen"), 0, MINUTE)).isCompleted();
      assertThat(full.submit(List.of("a", "seen"), 0, MINUTE)).isNotCompleted();
    } finally {
      submitter.shutdownNow();
      full.close();
    }
  }

  @Test
  void closingEndsTheWaitOfAllInLine() throws Exception {
    MicroBatcher<String> full = batcher(patient(4));
    for (String row : List.of("a", "b", "c", "d")) {
      full.submit(List.of(row), 0, MINUTE);
    }
    ExecutorService submitters = Executors.newFixedThreadPool(2);
    try {
      List<Future<CompletableFuture<Answer>>> waiting = new ArrayList<>();
      for (String row : List.of("e", "f")) {
        waiting.add(submitters.submit(() -> full.submit(List.of(row), 0, MINUTE)));
      }
      awaitWaiting(full, 2);

      full.close();

      for (Future<CompletableFuture<Answer>> each : waiting) {
        assertThatThrownBy(() -> each.get(1, TimeUnit.MINUTES))
            .hasRootCauseInstanceOf(IllegalStateException.class);
      }
    } finally {
      submitters.shutdownNow();
    }
  }

  @Test
  void equalRowsOnTheirWayAreScoredOnce() throws InterruptedException {
    CompletableFuture<Answer> first = submit(0, MINUTE, "same");
    CompletableFuture<Answer> second = submit(0, MINUTE, "same", "same");
    advance(Duration.ofMillis(5));

    runAll();

    assertThat(model.runs).containsExactly(List.of("same"));
    assertThat(second.join().rows().get(1)).isEqualTo(first.join().rows().get(0));
    assertThat(batcher.metrics().sharedRows()).isEqualTo(2);
  }

  @Test
  void aRowJoinsAnEqualOneThatAlreadyRuns() throws InterruptedException {
    List<CompletableFuture<Answer>> joined = new ArrayList<>();
    model.duringRun = () -> joined.add(submitUnchecked("a"));
    submitAll("a", "b", "c", "d");

    runAll();

    assertThat(model.runs).hasSize(1);
    assertThat(joined.get(0).join().unscored()).isNull();
  }

  @Test
  void aSharedRowTakesTheUrgencyOfItsMostUrgentItemAndOutlivesTheOthers()
      throws InterruptedException {
    CompletableFuture<Answer> hasty = submit(0, 1_000, "same");
    submitAll("b", "c", "d", "e");
    CompletableFuture<Answer> patient = submit(1, MINUTE, "same");
    advance(Duration.ofNanos(2_000));

    runAll();

    assertThat(hasty.join().unscored()).isEqualTo(UnscoredReason.TIMEOUT);
    assertThat(patient.join().unscored()).isNull();
    assertThat(model.runs.get(0)).startsWith("same");
  }

  @Test
  void theOldestScoresAreForgottenFirst() throws InterruptedException {
    for (int i = 0; i < 17; i++) {
      submit(0, MINUTE, "r" + i);
      advance(Duration.ofMillis(5));
      runAll();
      submit(0, MINUTE, "r0");
    }
    model.runs.clear();

    assertThat(submit(0, MINUTE, "r0")).isCompleted();
    assertThat(submit(0, MINUTE, "r1")).isNotCompleted();
  }

  @Test
  void failuresAreNotRemembered() throws InterruptedException {
    model.poison.add("a");
    submit(0, MINUTE, "a");
    advance(Duration.ofMillis(5));
    runAll();
    model.poison.clear();

    CompletableFuture<Answer> again = submit(0, MINUTE, "a");
    advance(Duration.ofMillis(5));
    runAll();

    assertThat(again.join().unscored()).isNull();
  }

  @Test
  void closingScoresWhatIsQueuedThenClosesTheModel() throws InterruptedException {
    CompletableFuture<Answer> answer = submit(0, MINUTE, "a");

    batcher.close();
    batcher.close();

    assertThat(answer.join().unscored()).isNull();
    assertThat(model.closed).isTrue();
    assertThatThrownBy(() -> submit(0, MINUTE, "b")).hasMessageContaining("closed");
  }

  @Test
  void closingGivesUpOnTheQueueWhenDrainingTakesTooLong() throws InterruptedException {
    model.duringRun = () -> advance(Duration.ofSeconds(1));
    CompletableFuture<Answer> first = submit(0, MINUTE, "a");
    CompletableFuture<Answer> second = submit(0, MINUTE, "longer");

    batcher.close();

    assertThat(first.join().unscored()).isNull();
    assertThat(second.join().unscored()).isEqualTo(UnscoredReason.TIMEOUT);
    assertThat(model.closed).isTrue();
  }

  @Test
  void theDispatcherAnswersOnItsOwnAndEndsWithClose() throws Exception {
    MicroBatcher<String> running = new MicroBatcher<>(model, LIMITS, System::nanoTime);
    List<Thread> threads = new ArrayList<>();
    running.start(
        dispatcher -> {
          Thread thread = new Thread(dispatcher, "test-dispatcher");
          threads.add(thread);
          thread.start();
        });

    for (int i = 0; i < 50; i++) {
      Answer answer = running.submit(List.of("r" + i), 0, MINUTE).get(1, TimeUnit.MINUTES);
      assertThat(answer.rows().get(0)).containsExactly(FakeModel.scoreOf("r" + i));
    }
    running.close();

    threads.get(0).join(TimeUnit.MINUTES.toMillis(1));
    assertThat(threads.get(0).isAlive()).isFalse();
    assertThat(model.closed).isTrue();
  }

  @Test
  void anErrorOfTheModelFailsItsRowsAndNotTheDispatcher() throws Exception {
    MicroBatcher<String> running = new MicroBatcher<>(model, LIMITS, System::nanoTime);
    running.start(dispatcher -> new Thread(dispatcher, "test-dispatcher").start());
    try {
      model.duringRun =
          () -> {
            throw new StackOverflowError("deep");
          };
      assertThat(running.submit(List.of("a"), 0, MINUTE).get(1, TimeUnit.MINUTES))
          .isEqualTo(Answer.unscored(UnscoredReason.ERROR));

      model.duringRun = null;
      assertThat(running.submit(List.of("a"), 0, MINUTE).get(1, TimeUnit.MINUTES).unscored())
          .isNull();
    } finally {
      running.close();
    }
  }

  @Test
  void anErrorOfTheDispatcherItselfAnswersWhatWaitsAndItGoesOn() throws Exception {
    MicroBatcher<String> running = new MicroBatcher<>(model, LIMITS, System::nanoTime);
    running.start(dispatcher -> new Thread(dispatcher, "test-dispatcher").start());
    try {
      model.afterRun =
          () -> {
            model.afterRun = null;
            throw new AssertionError("a bug of ours");
          };
      assertThat(running.submit(List.of("a"), 0, MINUTE).get(1, TimeUnit.MINUTES))
          .isEqualTo(Answer.unscored(UnscoredReason.ERROR));

      assertThat(running.submit(List.of("b"), 0, MINUTE).get(1, TimeUnit.MINUTES).unscored())
          .isNull();
      assertThat(running.metrics().queuedRows()).isZero();
    } finally {
      running.close();
    }
  }

  @Test
  void manySubmittersEachGetTheirOwnAnswers() throws Exception {
    BatcherConfig roomy =
        new BatcherConfig(
            16,
            Duration.ofNanos(50_000),
            Duration.ofMinutes(1),
            32,
            1,
            5,
            Duration.ofSeconds(10),
            Duration.ofSeconds(1));
    model.poison.addAll(List.of("p1", "poison2"));
    MicroBatcher<String> running = new MicroBatcher<>(model, roomy, System::nanoTime);
    running.start(dispatcher -> new Thread(dispatcher, "test-dispatcher").start());
    ExecutorService submitters = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> wrong = new ArrayList<>();
      for (int s = 0; s < 4; s++) {
        int seed = s;
        wrong.add(submitters.submit(() -> wrongAnswers(running, seed)));
      }
      for (Future<Integer> each : wrong) {
        assertThat(each.get(1, TimeUnit.MINUTES)).isZero();
      }
    } finally {
      submitters.shutdownNow();
      running.close();
    }
    assertThat(running.metrics().queuedRows()).isZero();
    assertThat(running.metrics().itemsInFlight()).isZero();
  }

  @Test
  void countersAddUp() throws InterruptedException {
    submitAll("a", "bb", "ccc");
    advance(Duration.ofMillis(5));
    runAll();

    InferenceMetrics metrics = batcher.metrics();
    assertThat(metrics.batches()).isEqualTo(1);
    assertThat(metrics.rows()).isEqualTo(3);
    assertThat(metrics.paddedRowShare()).isEqualTo(0.25);
    assertThat(metrics.paddingShare()).isEqualTo(1 - 6 / 16.0);
    assertThat(metrics.waitMillis(0.5)).isBetween(5.0, 5.7);
    assertThat(metrics.scored()).isEqualTo(3);
  }

  @Test
  void anEmptyItemIsRefused() {
    assertThatThrownBy(() -> batcher.submit(List.of(), 0, MINUTE))
        .hasMessage("an item needs at least one row");
  }

  private static int wrongAnswers(MicroBatcher<String> running, int seed) throws Exception {
    List<List<String>> items = new ArrayList<>();
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      String own = "r" + (i * (seed + 1)) % 97;
      List<String> rows = i % 50 == 0 ? List.of(own, "p1") : List.of(own, own + "long");
      items.add(rows);
      answers.add(running.submit(rows, i % 3, MINUTE));
    }
    int wrong = 0;
    for (int i = 0; i < items.size(); i++) {
      Answer answer = answers.get(i).get(1, TimeUnit.MINUTES);
      boolean right =
          i % 50 == 0
              ? answer.unscored() == UnscoredReason.ERROR
              : answer.rows().get(0)[0] == FakeModel.scoreOf(items.get(i).get(0))
                  && answer.rows().get(1)[0] == FakeModel.scoreOf(items.get(i).get(1));
      wrong += right ? 0 : 1;
    }
    return wrong;
  }

  /** Limits under which a submitter waits for room longer than any test. */
  private static BatcherConfig patient(int queueRows) {
    return new BatcherConfig(
        queueRows,
        Duration.ofMillis(5),
        Duration.ofMinutes(1),
        16,
        1,
        2,
        Duration.ofSeconds(10),
        Duration.ofSeconds(1));
  }

  private static void awaitWaiting(MicroBatcher<String> batcher, int submitters) {
    while (batcher.waitingSubmitters() < submitters) {
      Thread.onSpinWait();
    }
  }

  private static int submitUntil(AtomicBoolean stop, MicroBatcher<String> batcher, int submitter)
      throws InterruptedException {
    int submitted = 0;
    while (!stop.get()) {
      batcher.submit(List.of((char) ('s' + submitter) + "" + submitted++), 0, MINUTE);
    }
    return submitted;
  }

  private MicroBatcher<String> batcher(BatcherConfig limits) {
    return new MicroBatcher<>(model, limits, clock::get);
  }

  private void breakIt() throws InterruptedException {
    model.broken = true;
    for (int i = 0; i < 2; i++) {
      submitAll("w" + i, "x" + i, "y" + i, "z" + i);
      runAll();
    }
    assertThat(batcher.metrics().breaker()).isEqualTo(2);
  }

  private CompletableFuture<Answer> submit(int priority, long timeout, String... rows)
      throws InterruptedException {
    return batcher.submit(List.of(rows), priority, timeout);
  }

  private CompletableFuture<Answer> submitUnchecked(String row) {
    try {
      return submit(0, MINUTE, row);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<CompletableFuture<Answer>> submitAll(String... rows) throws InterruptedException {
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (String row : rows) {
      answers.add(submit(0, MINUTE, row));
    }
    return answers;
  }

  private void advance(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private void runAll() {
    while (batcher.runOnce() == 0) {
      // until nothing is due
    }
  }
}
