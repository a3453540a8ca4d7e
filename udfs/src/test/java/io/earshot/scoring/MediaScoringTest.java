package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.MediaRef;
import io.earshot.intake.Modality;
import io.earshot.intake.SourceRef;
import io.earshot.intake.WorkItem;
import io.earshot.media.MediaException;
import io.earshot.media.VerifiedStream;
import io.earshot.model.ModelPackageException;
import io.earshot.model.OnnxSession;
import io.earshot.testing.FullPictureRoom;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The shipped packages of pictures and sound, through the scoring that the job opens. */
class MediaScoringTest {

  private static final Path MODELS = Path.of("..", "models");
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
            TimeUnit.SECONDS.toNanos(60),
            System::nanoTime);
      };
  private static final MediaSettings MEDIA =
      new MediaSettings(INLINE, 1, 16, Duration.ofMinutes(1));
  private static final ImageScoring IMAGES =
      new ImageScoring(config("image-safety"), MEDIA, Duration.ofMinutes(1));
  private static final AudioScoring SOUNDS =
      new AudioScoring(config("audio-events"), config("speech-gate"), MEDIA, Duration.ofMinutes(1));

  @Test
  void a_bad_picture_is_unscored_with_its_reason_and_the_next_is_scored() throws Exception {
    byte[] png = Files.readAllBytes(MODELS.resolve("image-safety/selftest.png"));

    badOnesThenAGoodOne(IMAGES, png, "image/png", "image/jpeg", "neutral");
  }

  @Test
  void a_picture_waits_for_room_in_the_heap_and_is_scored_then() throws Exception {
    byte[] png = Files.readAllBytes(MODELS.resolve("image-safety/selftest.png"));
    FullPictureRoom room = new FullPictureRoom(png, "image/png");
    try (ItemScorer scorer = IMAGES.open("job")) {
      CompletableFuture<ModelScores> scores = submit(scorer, medium("image/png", png));
      room.awaitWaiting();
      assertThat(scores).isNotDone();

      room.leave();

      assertThat(scores.get(1, TimeUnit.MINUTES).isScored()).isTrue();
    }
  }

  @Test
  void a_bad_sound_is_unscored_with_its_reason_and_the_next_is_scored() throws Exception {
    byte[] flac = Files.readAllBytes(MODELS.resolve("audio-events/selftest.flac"));

    ModelScores scores = badOnesThenAGoodOne(SOUNDS, flac, "audio/flac", "audio/mpeg", "gunshot");

    assertThat(scores.scores()).extracting(LabelScore::label).contains("speech_share");
    assertThat(scores.modelId()).isEqualTo("audio-events+speech-gate");
    assertThat(scores.evidence())
        .anySatisfy(
            evidence -> {
              assertThat(evidence.label()).isEqualTo("gunshot");
              assertThat(evidence.endMs()).isGreaterThan(evidence.startMs());
            });
  }

  @Test
  void a_medium_that_was_scored_gets_the_same_scores_without_being_fetched() throws Exception {
    byte[] png = Files.readAllBytes(MODELS.resolve("image-safety/selftest.png"));
    MediaRef inline = medium("image/png", png);
    MediaRef elsewhere = new MediaRef("image/png", inline.sha256(), null, "file:/anywhere");
    AtomicInteger fetched = new AtomicInteger();
    MediaLoader counted =
        media -> {
          fetched.incrementAndGet();
          return INLINE.open(media);
        };
    ImageScoring remembering =
        new ImageScoring(
            config("image-safety"),
            new MediaSettings(counted, 1, 16, Duration.ofMinutes(1), 8, 0),
            Duration.ofMinutes(1));
    try (ItemScorer plain = IMAGES.open("job");
        ItemScorer scorer = remembering.open("job")) {
      // What could not be had is not remembered.
      assertThat(reason(scorer, elsewhere)).isEqualTo(UnscoredReason.NOT_ALLOWED);
      ModelScores scores = score(plain, inline);
      assertThat(score(scorer, inline)).isEqualTo(scores);
      assertThat(score(scorer, inline)).isEqualTo(scores);
      assertThat(score(scorer, elsewhere)).isEqualTo(scores);
      assertThat(fetched).hasValue(2);
      // Bytes are not decoded as what they are not, whatever is known of them.
      assertThat(reason(scorer, medium("image/jpeg", png))).isEqualTo(UnscoredReason.WRONG_TYPE);
    }
  }

  @Test
  void many_openings_and_closings_leave_nothing_behind() {
    int sessions = OnnxSession.openSessions();
    for (int i = 0; i < 3; i++) {
      IMAGES.open("job").close();
      SOUNDS.open("job").close();
      assertThat(InferenceServices.SHARED.open()).isZero();
      assertThat(OnnxSession.openSessions()).isEqualTo(sessions);
    }
  }

  @Test
  void a_model_of_another_kind_is_refused_and_nothing_stays_open() {
    Duration timeout = Duration.ofMinutes(1);
    for (ItemScoring wrong :
        List.of(
            new ImageScoring(config("audio-events"), MEDIA, timeout),
            new ImageScoring(config("text-ngram"), MEDIA, timeout),
            new AudioScoring(config("image-safety"), null, MEDIA, timeout),
            new AudioScoring(config("audio-events"), config("audio-events"), MEDIA, timeout),
            new TextScoring(config("image-safety"), null, timeout))) {
      assertThatThrownBy(() -> wrong.open("job"))
          .isInstanceOf(ModelPackageException.class)
          .hasMessageContaining("is needed here");
      assertThat(InferenceServices.SHARED.open()).isZero();
    }
  }

  private static ModelScores badOnesThenAGoodOne(
      ItemScoring scoring, byte[] bytes, String type, String otherType, String label)
      throws Exception {
    try (ItemScorer scorer = scoring.open("job")) {
      byte[] cut = Arrays.copyOf(bytes, bytes.length / 2);
      assertThat(reason(scorer, medium(type, cut))).isEqualTo(UnscoredReason.TRUNCATED);
      assertThat(reason(scorer, medium(otherType, bytes))).isEqualTo(UnscoredReason.WRONG_TYPE);
      assertThat(reason(scorer, medium(type, new byte[0]))).isEqualTo(UnscoredReason.EMPTY);
      assertThat(reason(scorer, null)).isEqualTo(UnscoredReason.EMPTY);
      assertThat(reason(scorer, new MediaRef(type, "0".repeat(64), bytes, null)))
          .isEqualTo(UnscoredReason.DIGEST_MISMATCH);
      assertThat(reason(scorer, new MediaRef(type, "0".repeat(64), null, "file:/etc/passwd")))
          .isEqualTo(UnscoredReason.NOT_ALLOWED);
      ModelScores scores = score(scorer, medium(type, bytes));
      assertThat(scores.scores())
          .anySatisfy(
              score -> {
                assertThat(score.label()).isEqualTo(label);
                assertThat(score.score()).isGreaterThan(0.8);
              });
      return scores;
    }
  }

  private static @Nullable UnscoredReason reason(ItemScorer scorer, @Nullable MediaRef media)
      throws Exception {
    return score(scorer, media).unscored();
  }

  private static ModelScores score(ItemScorer scorer, @Nullable MediaRef media) throws Exception {
    return submit(scorer, media).get(1, TimeUnit.MINUTES);
  }

  private static CompletableFuture<ModelScores> submit(ItemScorer scorer, @Nullable MediaRef media)
      throws InterruptedException {
    Modality modality = scorer.unscored(UnscoredReason.ERROR).modality();
    ContentRef content =
        new ContentRef(
            "e",
            "e",
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
    return scorer.score(new WorkItem(content, modality, List.of(), media, null));
  }

  private static MediaRef medium(String type, byte[] bytes) throws Exception {
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
    return new MediaRef(type, HexFormat.of().formatHex(digest), bytes, null);
  }

  private static InferenceConfig config(String model) {
    return InferenceServiceTest.config(MODELS.resolve(model), 0);
  }
}
