package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.TextField;
import io.earshot.intake.WorkItem;
import io.earshot.model.ModelPackageException;
import io.earshot.model.OnnxSession;
import io.earshot.model.TinyModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.api.Test;

@SuppressWarnings("try") // a harness's close may be interrupted, which ends the test as it should
class ScoringFunctionTest {

  private static final InferenceConfig CONFIG =
      InferenceServiceTest.config(TinyModel.directory(), 64);

  @Test
  void everyItemComesOutScoredOrWithItsReason() throws Exception {
    Map<String, ModelScores> results = run(items(), Duration.ofMinutes(1));

    assertThat(results).hasSize(items().size());
    ModelScores insult = resultOf("insult", results);
    assertThat(insult.isScored()).isTrue();
    assertThat(insult.modelId()).isEqualTo("tiny-text");
    assertThat(insult.scores())
        .containsExactly(
            new LabelScore("harassment", 0.509),
            new LabelScore("hate", 0.088),
            new LabelScore("sexual", 0.279),
            new LabelScore("violence", 0.999),
            new LabelScore("self_harm", 0.154),
            new LabelScore("spam", 0.13));
    assertThat(insult.evidence())
        .containsExactly(
            Evidence.inText("harassment", "title", 0, 0.509),
            Evidence.inText("sexual", "title", 0, 0.279),
            Evidence.inText("violence", "title", 0, 0.999));
    assertThat(results.get("nothing")).isEqualTo(unscored(Modality.TEXT, UnscoredReason.EMPTY));
    assertThat(results.get("blank")).isEqualTo(unscored(Modality.TEXT, UnscoredReason.EMPTY));
    assertThat(results.get("picture"))
        .isEqualTo(unscored(Modality.IMAGE, UnscoredReason.UNSUPPORTED));
  }

  @Test
  void aRunInAnotherOrderGivesTheSameResults() throws Exception {
    List<WorkItem> backwards = new ArrayList<>(items());
    Collections.reverse(backwards);

    assertThat(run(backwards, Duration.ofMinutes(1)))
        .isEqualTo(run(items(), Duration.ofMinutes(1)));
  }

  @Test
  void aLongFieldIsScoredByItsHighestWindowAndEvidenceNamesIt() throws Exception {
    String filler = "good morning ".repeat(15);
    WorkItem item =
        item(
            "long",
            Modality.TEXT,
            List.of(new TextField("transcript", filler + "awful awful awful " + filler)));

    ModelScores scores = resultOf("long", run(List.of(item), Duration.ofMinutes(1)));

    double highest = scores.scores().stream().mapToDouble(LabelScore::score).max().orElseThrow();
    assertThat(scores.evidence())
        .anySatisfy(evidence -> assertThat(evidence.score()).isEqualTo(highest))
        .allSatisfy(evidence -> assertThat(evidence.field()).isEqualTo("transcript"));
    assertThat(scores.evidence()).extracting(Evidence::label).isSorted();
  }

  @Test
  void aFieldLongerThanTheModelReadsIsScoredByItsBeginningAndCounted() throws Exception {
    try (InferenceServices.Lease<TextInference> lease =
        InferenceServices.SHARED.acquire("test", CONFIG, TextInference.class)) {
      TextScorer scorer = new TextScorer(lease.service(), Duration.ofMinutes(1));
      String beginning = "good morning ".repeat(30 * TextScorer.MAX_WINDOWS);
      TextField whole = new TextField("description", "good morning");
      TextField cut = new TextField("transcript", beginning + "you are awful");

      ModelScores scores = scorer.score(List.of(whole, cut), 0).get(1, TimeUnit.MINUTES);

      assertThat(scores)
          .isEqualTo(
              scorer
                  .score(List.of(whole, new TextField("transcript", beginning)), 0)
                  .get(1, TimeUnit.MINUTES));
      assertThat(scorer.truncatedFields()).isEqualTo(2);
    }
  }

  @Test
  void anItemPastItsDeadlineIsUnscored() throws Exception {
    ModelScores scores = resultOf("insult", run(List.of(items().get(0)), Duration.ZERO));

    assertThat(scores.unscored()).isEqualTo(UnscoredReason.TIMEOUT);
    assertThat(scores.modelVersion()).isEqualTo("0.0.1");
  }

  @Test
  void flinksOwnTimeoutGivesAnUnscoredItemInsteadOfAFailure() throws Exception {
    ScoringFunction function = function(new TextScoring(CONFIG, null, Duration.ofMinutes(1)));
    List<RoutedScores> results = new ArrayList<>();
    try (OneInputStreamOperatorTestHarness<RoutedItem, RoutedScores> harness = harness(function)) {
      harness.open();
      function.timeout(RoutedItem.configured(items().get(0)), new Collected(results));
    }

    assertThat(results.get(0).acting().unscored()).isEqualTo(UnscoredReason.TIMEOUT);
  }

  @Test
  void aVersionInShadowThatDoesNotAnswerHoldsNobodyUp() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Lineup shadow = new Lineup(List.of(new ModelVersion("tiny-text", "9", "", "")));
    ScoringFunction function =
        new ScoringFunction(
            new TextScoring(CONFIG, null, Duration.ofMinutes(1)),
            (id, version, location) -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new ModelPackageException("not any more");
            },
            Duration.ofMillis(10),
            64);
    try (OneInputStreamOperatorTestHarness<RoutedItem, RoutedScores> harness = harness(function)) {
      harness.open();
      harness.processElement(
          new RoutedItem(
              items().get(0),
              Lineup.CONFIGURED,
              List.of(new RoutedItem.Shadow("tiny-text@9", shadow))),
          1_000);
      harness.endInput();

      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(
              scores -> {
                assertThat(scores.acting().isScored()).isTrue();
                assertThat(scores.shadows())
                    .containsExactly(
                        new RoutedScores.Shadow(
                            "tiny-text@9",
                            ModelScores.unscored(
                                Modality.TEXT, "tiny-text", "9", UnscoredReason.TIMEOUT)));
              });
    } finally {
      never.countDown();
    }
  }

  @Test
  void closingTheTaskClosesTheModel() throws Exception {
    int sessions = OnnxSession.openSessions();

    run(items(), Duration.ofMinutes(1));

    assertThat(OnnxSession.openSessions()).isEqualTo(sessions);
    assertThat(InferenceServices.SHARED.open()).isZero();
  }

  @Test
  void whatGoesInAndComesOutIsSerialisedAsPojo() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(WorkItem.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(RoutedItem.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(RoutedScores.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(ScoredItem.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(ShadowScores.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(ModelChange.class);
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(ModelVerdict.class);
  }

  private static ModelScores resultOf(String id, Map<String, ModelScores> results) {
    return Objects.requireNonNull(results.get(id), id);
  }

  private static Map<String, ModelScores> run(List<WorkItem> items, Duration timeout)
      throws Exception {
    Map<String, ModelScores> results = new TreeMap<>();
    try (OneInputStreamOperatorTestHarness<RoutedItem, RoutedScores> harness =
        harness(function(new TextScoring(CONFIG, null, timeout)))) {
      harness.open();
      for (WorkItem item : items) {
        harness.processElement(RoutedItem.configured(item), item.content().eventTime());
      }
      harness.endInput();
      harness
          .extractOutputValues()
          .forEach(result -> results.put(result.content().eventId(), result.acting()));
    }
    return results;
  }

  private static OneInputStreamOperatorTestHarness<RoutedItem, RoutedScores> harness(
      ScoringFunction function) throws Exception {
    return harness(function, 16);
  }

  /** A function that knows no versions but those of the configuration. */
  static ScoringFunction function(ItemScoring scoring) {
    return new ScoringFunction(
        scoring,
        (id, version, location) -> {
          throw new AssertionError("no other version is asked for");
        },
        Duration.ofMinutes(1),
        64);
  }

  /** A function in Flink's operator, with room for so many items at a time. */
  static OneInputStreamOperatorTestHarness<RoutedItem, RoutedScores> harness(
      ScoringFunction function, int capacity) throws Exception {
    OneInputStreamOperatorTestHarness<RoutedItem, RoutedScores> harness =
        new OneInputStreamOperatorTestHarness<>(
            new AsyncWaitOperatorFactory<>(
                function,
                TimeUnit.MINUTES.toMillis(2),
                capacity,
                AsyncDataStream.OutputMode.UNORDERED),
            TypeInformation.of(RoutedItem.class)
                .createSerializer(new ExecutionConfig().getSerializerConfig()));
    harness.setup(
        TypeInformation.of(RoutedScores.class)
            .createSerializer(new ExecutionConfig().getSerializerConfig()));
    return harness;
  }

  private static List<WorkItem> items() {
    List<WorkItem> items = new ArrayList<>();
    items.add(item("insult", Modality.TEXT, List.of(new TextField("title", "you are awful"))));
    items.add(item("nothing", Modality.TEXT, List.of()));
    items.add(item("blank", Modality.TEXT, List.of(new TextField("title", "  \n"))));
    items.add(item("picture", Modality.IMAGE, List.of()));
    IntStream.range(0, 40)
        .mapToObj(
            i ->
                item(
                    "track" + i,
                    Modality.TEXT,
                    List.of(
                        new TextField("title", "good morning " + (char) ('a' + i % 26)),
                        new TextField("description", "win money now ".repeat(i % 7)))))
        .forEach(items::add);
    return items;
  }

  private static WorkItem item(String id, Modality modality, List<TextField> fields) {
    ContentRef content =
        new ContentRef(
            id,
            id,
            1,
            "creator",
            ContentKind.TRACK,
            "en",
            "ZZ",
            1_000,
            null,
            false,
            0,
            0,
            0,
            List.of(modality),
            new SourceRef("content.events", 0, 0));
    return new WorkItem(content, modality, fields, null, null);
  }

  private static ModelScores unscored(Modality modality, UnscoredReason reason) {
    return ModelScores.unscored(modality, reason);
  }

  private record Collected(List<RoutedScores> results) implements ResultFuture<RoutedScores> {
    @Override
    public void complete(Collection<RoutedScores> result) {
      results.addAll(result);
    }

    @Override
    public void completeExceptionally(Throwable error) {
      throw new AssertionError(error);
    }

    @Override
    public void complete(CollectionSupplier<RoutedScores> supplier) {
      throw new AssertionError("not used");
    }
  }
}
