package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.MediaRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.WorkItem;
import io.earshot.media.MediaException;
import io.earshot.media.VerifiedStream;
import io.earshot.model.OnnxSession;
import io.earshot.model.ShippedModels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures and sound through Flink's asynchronous operator. */
@SuppressWarnings("try") // a harness's close may be interrupted, which ends the test as it should
class MediaScoringFunctionTest {

  private static final int THREADS = 2;
  private static final int QUEUE = 4;
  private static final int MANY = 20;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  /** Copies whose models have one batch shape only, so that they open fast. */
  @TempDir static Path folder;

  private static byte[] png = new byte[0];
  private static byte[] flac = new byte[0];
  private static Path images = Path.of("");
  private static Path events = Path.of("");
  private static Path speech = Path.of("");

  @BeforeAll
  static void copies() throws IOException {
    images = ShippedModels.altered("image-safety", folder, List.of("maxBatch: 8", "maxBatch: 1"));
    events = ShippedModels.altered("audio-events", folder, List.of("maxBatch: 32", "maxBatch: 4"));
    speech = ShippedModels.altered("speech-gate", folder, List.of("maxBatch: 8", "maxBatch: 1"));
    png = Files.readAllBytes(images.resolve("selftest.png"));
    flac = Files.readAllBytes(events.resolve("selftest.flac"));
  }

  @AfterEach
  void nothingStaysBehind() {
    assertThat(InferenceServices.SHARED.open()).isZero();
    await("no thread of Earshot is left", () -> threads().isEmpty());
  }

  @Test
  void everyPictureComesOutScoredOrWithItsReason() throws Exception {
    Map<String, ModelScores> results =
        run(
            images(INLINE),
            List.of(
                item("good", medium("image/png", png)),
                item("cut", medium("image/png", Arrays.copyOf(png, png.length / 2))),
                item("other", medium("image/jpeg", png)),
                item("huge", medium("image/png", pngThatClaims(50_000, 50_000))),
                item("none", null),
                item("last", medium("image/png", png))),
            Modality.IMAGE);

    assertThat(score("neutral", results, "good")).isEqualTo(0.989);
    assertThat(reason(results, "cut")).isEqualTo(UnscoredReason.TRUNCATED);
    assertThat(reason(results, "other")).isEqualTo(UnscoredReason.WRONG_TYPE);
    assertThat(reason(results, "huge")).isEqualTo(UnscoredReason.TOO_LARGE);
    assertThat(reason(results, "none")).isEqualTo(UnscoredReason.EMPTY);
    assertThat(results.get("last")).isEqualTo(results.get("good"));
  }

  @Test
  void everySoundComesOutScoredOrWithItsReason() throws Exception {
    Map<String, ModelScores> results =
        run(
            sounds(INLINE),
            List.of(
                item("good", medium("audio/flac", flac)),
                item("cut", medium("audio/flac", Arrays.copyOf(flac, flac.length / 2))),
                item("other", medium("audio/mpeg", flac)),
                item("picture", medium("audio/flac", png)),
                item("none", null),
                item("last", medium("audio/flac", flac))),
            Modality.AUDIO);

    assertThat(score("gunshot", results, "good")).isEqualTo(0.918);
    assertThat(reason(results, "cut")).isEqualTo(UnscoredReason.TRUNCATED);
    assertThat(reason(results, "other")).isEqualTo(UnscoredReason.WRONG_TYPE);
    assertThat(reason(results, "picture")).isEqualTo(UnscoredReason.WRONG_TYPE);
    assertThat(reason(results, "none")).isEqualTo(UnscoredReason.EMPTY);
    assertThat(results.get("last")).isEqualTo(results.get("good"));
  }

  @Test
  void moreThanThreadsAndQueueHoldIsOverloadedAndAllAreAnsweredOnce() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    MediaLoader slow =
        media -> {
          block(go);
          return INLINE.open(media);
        };
    List<RoutedScores> results;
    try (OneInputStreamOperatorTestHarness<RoutedItem, RoutedScores> harness =
        ScoringFunctionTest.harness(ScoringFunctionTest.function(images(slow)), MANY)) {
      harness.open();
      for (WorkItem item : many(medium("image/png", png), Modality.IMAGE)) {
        harness.processElement(RoutedItem.configured(item), item.content().eventTime());
      }
      go.countDown();
      harness.endInput();
      results = harness.extractOutputValues();
    }

    assertThat(results)
        .extracting(result -> result.content().eventId())
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, MANY).mapToObj(i -> "item" + i).toList());
    assertThat(results.stream().filter(result -> result.acting().isScored()))
        .hasSize(THREADS + QUEUE);
    assertThat(
            results.stream()
                .filter(result -> result.acting().unscored() == UnscoredReason.OVERLOADED))
        .hasSize(MANY - THREADS - QUEUE);
  }

  @Test
  void closingDuringWorkAnswersAllOnce() throws Exception {
    for (ItemScoring scoring : List.of(images(NEVER), sounds(NEVER))) {
      Answers answers = new Answers();
      ScoringFunction function = ScoringFunctionTest.function(scoring);
      try (OneInputStreamOperatorTestHarness<RoutedItem, RoutedScores> harness =
          ScoringFunctionTest.harness(function, MANY)) {
        harness.open();
        for (WorkItem item : many(medium("image/png", png), scoring.modality())) {
          function.asyncInvoke(RoutedItem.configured(item), answers.of(item));
        }
        function.close();
        await("all are answered", () -> answers.counts.size() == MANY);
      }
      assertThat(answers.counts.values()).containsOnly(1);
    }
  }

  @Test
  void manyOpeningsAndClosingsUnderLoadLeaveNothingBehind() throws Exception {
    int sessions = OnnxSession.openSessions();
    for (int cycle = 0; cycle < 20; cycle++) {
      boolean seen = cycle % 2 == 0;
      ItemScoring scoring = seen ? images(INLINE) : sounds(INLINE);
      MediaRef media = seen ? medium("image/png", png) : medium("audio/flac", flac);
      Answers answers = new Answers();
      ScoringFunction function = ScoringFunctionTest.function(scoring);
      try (OneInputStreamOperatorTestHarness<RoutedItem, RoutedScores> harness =
          ScoringFunctionTest.harness(function, MANY)) {
        harness.open();
        for (WorkItem item : many(media, scoring.modality())) {
          function.asyncInvoke(RoutedItem.configured(item), answers.of(item));
        }
      }
      await("all are answered", () -> answers.counts.size() == MANY);
      assertThat(answers.counts.values()).containsOnly(1);
      assertThat(InferenceServices.SHARED.open()).isZero();
      assertThat(OnnxSession.openSessions()).isEqualTo(sessions);
    }
    await("no thread of Earshot is left", () -> threads().isEmpty());
  }

  private static final MediaLoader INLINE =
      media -> {
        byte[] content = media.content();
        if (content == null) {
          throw new MediaException(MediaException.Reason.NOT_ALLOWED, media.uri() + " is outside");
        }
        return new VerifiedStream(
            new ByteArrayInputStream(content),
            media.sha256(),
            1 << 20,
            TIMEOUT.toNanos(),
            System::nanoTime);
      };

  /** A store that does not answer before it is interrupted. */
  private static final MediaLoader NEVER =
      media -> {
        block(new CountDownLatch(1));
        throw new IOException("not reached");
      };

  private static void block(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException("the store was left");
    }
  }

  private static ItemScoring images(MediaLoader loader) {
    return new ImageScoring(
        InferenceServiceTest.config(images, 0),
        new MediaSettings(loader, THREADS, QUEUE, TIMEOUT),
        TIMEOUT);
  }

  private static ItemScoring sounds(MediaLoader loader) {
    return new AudioScoring(
        InferenceServiceTest.config(events, 0),
        InferenceServiceTest.config(speech, 0),
        new MediaSettings(loader, THREADS, QUEUE, TIMEOUT),
        TIMEOUT);
  }

  private static Map<String, ModelScores> run(
      ItemScoring scoring, List<Unfinished> items, Modality modality) throws Exception {
    Map<String, ModelScores> results = new ConcurrentHashMap<>();
    try (OneInputStreamOperatorTestHarness<RoutedItem, RoutedScores> harness =
        ScoringFunctionTest.harness(ScoringFunctionTest.function(scoring), MANY)) {
      harness.open();
      for (Unfinished item : items) {
        harness.processElement(RoutedItem.configured(item.of(modality)), 1_000);
      }
      harness.endInput();
      for (RoutedScores result : harness.extractOutputValues()) {
        assertThat(results.put(result.content().eventId(), result.acting())).isNull();
        assertThat(result.acting().modality()).isEqualTo(modality);
      }
    }
    assertThat(results).hasSize(items.size());
    return results;
  }

  private static double score(String label, Map<String, ModelScores> results, String id) {
    ModelScores scores =
        results.getOrDefault(id, ModelScores.unscored(Modality.TEXT, UnscoredReason.ERROR));
    assertThat(scores.unscored()).as(id).isNull();
    return scores.scores().stream()
        .filter(score -> score.label().equals(label))
        .findFirst()
        .orElseThrow()
        .score();
  }

  private static @Nullable UnscoredReason reason(Map<String, ModelScores> results, String id) {
    ModelScores scores = results.get(id);
    return scores == null ? null : scores.unscored();
  }

  private record Unfinished(String id, @Nullable MediaRef media) {
    WorkItem of(Modality modality) {
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
      return new WorkItem(content, modality, List.of(), media, null);
    }
  }

  private static Unfinished item(String id, @Nullable MediaRef media) {
    return new Unfinished(id, media);
  }

  private static List<WorkItem> many(MediaRef media, Modality modality) {
    return IntStream.range(0, MANY).mapToObj(i -> item("item" + i, media).of(modality)).toList();
  }

  private static MediaRef medium(String type, byte[] bytes) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return new MediaRef(type, HexFormat.of().formatHex(digest), bytes, null);
  }

  /** A whole and valid header before next to nothing. */
  private static byte[] pngThatClaims(int width, int height) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(HexFormat.of().parseHex("89504e470d0a1a0a"));
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(width);
    fields.writeInt(height);
    fields.write(new byte[] {8, 2, 0, 0, 0});
    chunk(out, "IHDR", header.toByteArray());
    chunk(out, "IDAT", HexFormat.of().parseHex("789c030000000001"));
    chunk(out, "IEND", new byte[0]);
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    crc.update(name);
    crc.update(content);
    out.writeInt(content.length);
    out.write(name);
    out.write(content);
    out.writeInt((int) crc.getValue());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("earshot-"))
        .toList();
  }

  private static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  /** How often each item was answered. */
  private static final class Answers {
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    ResultFuture<RoutedScores> of(WorkItem item) {
      return new ResultFuture<>() {
        @Override
        public void complete(Collection<RoutedScores> result) {
          assertThat(result).hasSize(1);
          counts.merge(item.content().eventId(), 1, Integer::sum);
        }

        @Override
        public void completeExceptionally(Throwable error) {
          throw new AssertionError(error);
        }

        @Override
        public void complete(CollectionSupplier<RoutedScores> supplier) {
          throw new AssertionError("not used");
        }
      };
    }
  }
}
