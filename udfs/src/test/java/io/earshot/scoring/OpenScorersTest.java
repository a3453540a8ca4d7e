package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.WorkItem;
import io.earshot.model.ModelManifest;
import io.earshot.model.ModelPackageException;
import io.earshot.scoring.OpenScorers.Manner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Versions are opened when they are needed, and closed when they no longer are. */
class OpenScorersTest {

  private static final int MOST_IN_SHADOW = 64;

  private static final WorkItem ITEM =
      new WorkItem(
          new ContentRef(
              "event",
              "content",
              1,
              "creator",
              ContentKind.TRACK,
              "en",
              "ZZ",
              0,
              null,
              false,
              0,
              0,
              0,
              List.of(Modality.TEXT),
              new SourceRef("content.events", 0, 0)),
          Modality.TEXT,
          List.of(),
          null,
          null);

  private final AtomicLong now = new AtomicLong();
  private final Set<String> open = new ConcurrentSkipListSet<>();

  @Test
  void a_version_is_opened_by_its_first_item_and_closed_when_nobody_asks_for_it_any_more()
      throws Exception {
    try (OpenScorers scorers = scorers(new Fake("1"))) {
      assertThat(open).containsExactly("1");

      assertThat(score(scorers, lineup("2"))).isEqualTo("2");
      assertThat(score(scorers, Lineup.CONFIGURED)).isEqualTo("1");
      assertThat(open).containsExactly("1", "2");

      now.addAndGet(OpenScorers.IDLE_NANOS + 1);
      assertThat(score(scorers, lineup("2"))).isEqualTo("2");
      await(() -> open.equals(Set.of("2")));
      // And the one that the job was started with comes back when it is asked for.
      assertThat(score(scorers, Lineup.CONFIGURED)).isEqualTo("1");
    }
    assertThat(open).isEmpty();
  }

  @Test
  void a_version_that_cannot_be_opened_costs_its_own_items_only_and_is_tried_again()
      throws Exception {
    Fake fake = new Fake("1");
    try (OpenScorers scorers = scorers(fake)) {
      fake.broken = true;
      assertThat(answer(scorers, lineup("2")))
          .isEqualTo(ModelScores.unscored(Modality.TEXT, "model", "2", UnscoredReason.ERROR));
      assertThat(score(scorers, Lineup.CONFIGURED)).isEqualTo("1");

      fake.broken = false;
      assertThat(answer(scorers, lineup("2")).unscored()).isEqualTo(UnscoredReason.ERROR);
      now.addAndGet(OpenScorers.RETRY_NANOS + 1);
      assertThat(score(scorers, lineup("2"))).isEqualTo("2");
    }
  }

  @Test
  void a_version_that_cannot_be_opened_is_tried_again_while_items_keep_coming() throws Exception {
    Fake fake = new Fake("1");
    try (OpenScorers scorers = scorers(fake)) {
      fake.broken = true;
      assertThat(answer(scorers, lineup("2")).unscored()).isEqualTo(UnscoredReason.ERROR);
      fake.broken = false;

      long everyTenSeconds = TimeUnit.SECONDS.toNanos(10);
      for (long waited = 0; waited < OpenScorers.RETRY_NANOS; waited += everyTenSeconds) {
        assertThat(answer(scorers, lineup("2")).unscored()).isEqualTo(UnscoredReason.ERROR);
        now.addAndGet(everyTenSeconds);
      }
      now.addAndGet(1);

      assertThat(score(scorers, lineup("2"))).isEqualTo("2");
    }
  }

  @Test
  void no_more_are_open_in_shadow_than_there_may_be_and_none_is_closed_under_an_item()
      throws Exception {
    Fake fake = new Fake("1");
    try (OpenScorers scorers = scorers(fake)) {
      fake.hold = new CountDownLatch(1);
      List<CompletableFuture<ModelScores>> held = new ArrayList<>();
      for (int i = 2; i < 2 + OpenScorers.MOST_SHADOWS; i++) {
        held.add(scorers.score(ITEM, lineup(String.valueOf(i)), Manner.SHADOW));
      }
      assertThat(scorers.score(ITEM, lineup("99"), Manner.SHADOW).get(1, TimeUnit.MINUTES))
          .isEqualTo(ModelScores.unscored(Modality.TEXT, "model", "99", UnscoredReason.OVERLOADED));

      fake.hold.countDown();
      for (CompletableFuture<ModelScores> each : held) {
        assertThat(each.get(1, TimeUnit.MINUTES).isScored()).isTrue();
      }
      assertThat(
              scorers.score(ITEM, lineup("99"), Manner.SHADOW).get(1, TimeUnit.MINUTES).isScored())
          .isTrue();
      await(() -> open.size() <= 1 + OpenScorers.MOST_SHADOWS);
    }
    assertThat(open).isEmpty();
  }

  @Test
  void what_counts_is_never_refused_for_what_else_is_open() throws Exception {
    Fake fake = new Fake("1");
    CountDownLatch hold = new CountDownLatch(1);
    try (OpenScorers scorers = scorers(fake)) {
      // As of sound, with a canary and two shadows of each of its two models.
      List<CompletableFuture<ModelScores>> held = new ArrayList<>();
      fake.hold = hold;
      for (String other : List.of("active", "canary")) {
        for (String shadow : List.of("third", "fourth")) {
          held.add(scorers.score(ITEM, lineup(shadow, other), Manner.SHADOW));
          held.add(scorers.score(ITEM, lineup(other, shadow), Manner.SHADOW));
        }
      }
      await(() -> fake.asked.get() == 1);
      fake.hold = new CountDownLatch(0);

      for (String events : List.of("active", "canary")) {
        for (String speech : List.of("active", "canary")) {
          assertThat(score(scorers, lineup(events, speech))).isEqualTo(events + "+" + speech);
        }
      }
      // Nor when more of them are in use than are kept open.
      fake.later = new CompletableFuture<>();
      List<CompletableFuture<ModelScores>> waiting = new ArrayList<>();
      for (int i = 0; i < 2 * OpenScorers.MOST; i++) {
        waiting.add(scorers.score(ITEM, lineup(String.valueOf(i), "late"), Manner.ACTING));
      }
      fake.later.complete(null);
      for (CompletableFuture<ModelScores> each : waiting) {
        assertThat(each.get(1, TimeUnit.MINUTES).isScored()).isTrue();
      }

      hold.countDown();
      for (CompletableFuture<ModelScores> each : held) {
        assertThat(each.get(1, TimeUnit.MINUTES).isScored()).isTrue();
      }
    }
    assertThat(open).isEmpty();
  }

  @Test
  void shadows_that_are_slower_than_the_stream_are_unscored_and_do_not_pile_up() throws Exception {
    Fake fake = new Fake("1");
    fake.hold = new CountDownLatch(1);
    try (OpenScorers scorers = scorers(fake)) {
      List<CompletableFuture<ModelScores>> held = new ArrayList<>();
      for (int i = 0; i < MOST_IN_SHADOW; i++) {
        held.add(scorers.score(ITEM, lineup("2"), Manner.SHADOW));
      }
      for (int i = 0; i < 1_000; i++) {
        assertThat(scorers.score(ITEM, lineup("2"), Manner.SHADOW))
            .isCompletedWithValue(
                ModelScores.unscored(Modality.TEXT, "model", "2", UnscoredReason.OVERLOADED));
      }

      fake.hold.countDown();
      for (CompletableFuture<ModelScores> each : held) {
        assertThat(each.get(1, TimeUnit.MINUTES).isScored()).isTrue();
      }
      assertThat(fake.asked).hasValue(MOST_IN_SHADOW);
      assertThat(
              scorers.score(ITEM, lineup("2"), Manner.SHADOW).get(1, TimeUnit.MINUTES).isScored())
          .isTrue();
    }
  }

  @Test
  void an_item_in_shadow_that_was_given_up_while_it_waited_is_not_asked_about() throws Exception {
    Fake fake = new Fake("1");
    fake.hold = new CountDownLatch(1);
    try (OpenScorers scorers = scorers(fake)) {
      CompletableFuture<ModelScores> asked = scorers.score(ITEM, lineup("2"), Manner.SHADOW);
      await(() -> fake.asked.get() == 1);
      ModelScores late = ModelScores.unscored(Modality.TEXT, "model", "2", UnscoredReason.TIMEOUT);
      assertThat(scorers.score(ITEM, lineup("2"), Manner.SHADOW).complete(late)).isTrue();
      CompletableFuture<ModelScores> last = scorers.score(ITEM, lineup("2"), Manner.SHADOW);

      fake.hold.countDown();
      assertThat(asked.get(1, TimeUnit.MINUTES).isScored()).isTrue();
      assertThat(last.get(1, TimeUnit.MINUTES).isScored()).isTrue();
      assertThat(fake.asked).hasValue(2);
    }
  }

  @Test
  void a_version_that_is_being_opened_when_the_task_ends_is_closed_too() throws Exception {
    Fake fake = new Fake("1");
    fake.opening = new CountDownLatch(1);
    CompletableFuture<ModelScores> asked;
    try (OpenScorers scorers = scorers(fake)) {
      asked = scorers.score(ITEM, lineup("2"), Manner.ACTING);
    }
    fake.opening.countDown();

    assertThat(asked.get(1, TimeUnit.MINUTES).unscored()).isEqualTo(UnscoredReason.ERROR);
    await(open::isEmpty);
  }

  private OpenScorers scorers(Fake fake) {
    return new OpenScorers(
        fake,
        (id, version, location) -> {
          throw new AssertionError("the fake needs no package");
        },
        "test",
        new Nothing(),
        MOST_IN_SHADOW,
        now::get);
  }

  private static Lineup lineup(String... versions) {
    return new Lineup(
        Stream.of(versions).map(version -> new ModelVersion("model", version, "", "")).toList());
  }

  private static String score(OpenScorers scorers, Lineup lineup) throws Exception {
    return String.valueOf(answer(scorers, lineup).modelVersion());
  }

  private static ModelScores answer(OpenScorers scorers, Lineup lineup) throws Exception {
    return scorers.score(ITEM, lineup, Manner.ACTING).get(1, TimeUnit.MINUTES);
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private static final class Nothing implements ItemScorer.Numbers {
    @Override
    public void service(InferenceService<?> service) {}

    @Override
    public <T> void gauge(
        ModelManifest model, String name, T holder, Function<? super T, ? extends Number> value) {}
  }

  /** A model whose score is its version. */
  private final class Fake implements ItemScoring {
    private static final long serialVersionUID = 1L;

    private final String version;
    private final Fake root;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean broken;
    private transient volatile CompletableFuture<Void> later =
        CompletableFuture.completedFuture(null);
    private transient volatile CountDownLatch hold = new CountDownLatch(0);
    private transient CountDownLatch opening = new CountDownLatch(0);

    Fake(String version) {
      this.version = version;
      this.root = this;
    }

    private Fake(String version, Fake root) {
      this.version = version;
      this.root = root;
    }

    @Override
    public Modality modality() {
      return Modality.TEXT;
    }

    @Override
    public ItemScoring at(Lineup lineup, ModelCatalog catalog) {
      return new Fake(lineup.versions(), root);
    }

    @Override
    public ItemScorer open(String owner) {
      if (root.broken) {
        throw new ModelPackageException("broken");
      }
      if (this != root) {
        pass(root.opening);
      }
      assertThat(open.add(version)).isTrue();
      return new ItemScorer() {
        @Override
        public CompletableFuture<ModelScores> score(WorkItem item) {
          CountDownLatch held = root.hold;
          root.asked.incrementAndGet();
          Fake.pass(held);
          return root.later.thenApply(
              now -> ModelScores.scored(Modality.TEXT, "model", version, List.of(), List.of()));
        }

        @Override
        public ModelScores unscored(UnscoredReason reason) {
          return ModelScores.unscored(Modality.TEXT, "model", version, reason);
        }

        @Override
        public void show(Numbers numbers) {}

        @Override
        public void close() {
          open.remove(version);
        }
      };
    }

    private static void pass(CountDownLatch latch) {
      try {
        assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
