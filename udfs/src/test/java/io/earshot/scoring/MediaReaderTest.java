package io.earshot.scoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.intake.MediaRef;
import io.earshot.media.MediaException;
import io.earshot.media.VerifiedStream;
import io.earshot.scoring.MediaReader.Outcome;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MediaReaderTest {

  private static final byte[] BYTES = {7, 8, 9};
  private static final MediaLoader INLINE =
      media ->
          new VerifiedStream(
              new ByteArrayInputStream(Objects.requireNonNull(media.content())),
              media.sha256(),
              100,
              TimeUnit.SECONDS.toNanos(10),
              System::nanoTime);

  @Test
  void what_is_made_of_a_medium_comes_back() {
    try (MediaReader reader = new MediaReader(INLINE, 1, 1, Duration.ofSeconds(10))) {
      Outcome<Integer> outcome = reader.read(medium(sha256()), VerifiedStream::read).join();

      assertThat(outcome).isEqualTo(new Outcome<>(7, null, ""));
    }
  }

  @Test
  void a_wrong_digest_undoes_what_was_made() {
    try (MediaReader reader = new MediaReader(INLINE, 1, 1, Duration.ofSeconds(10))) {
      assertThat(reader.read(medium("00"), VerifiedStream::read).join().unscored())
          .isEqualTo(UnscoredReason.DIGEST_MISMATCH);
    }
  }

  @Test
  void failures_are_told_apart_and_hurt_nobody_else() {
    try (MediaReader reader = new MediaReader(INLINE, 1, 8, Duration.ofSeconds(10))) {
      assertThat(
              fail(
                  reader,
                  new MediaException(MediaException.Reason.CORRUPT, "PNG chunk is no chunk")))
          .isEqualTo(UnscoredReason.CORRUPT);
      assertThat(fail(reader, new IOException("connection reset")))
          .isEqualTo(UnscoredReason.UNREACHABLE);
      assertThat(fail(reader, new IllegalStateException("a bug"))).isEqualTo(UnscoredReason.ERROR);
      assertThat(fail(reader, new OutOfMemoryError("too large"))).isEqualTo(UnscoredReason.ERROR);
      assertThat(reader.read(medium(sha256()), VerifiedStream::read).join().value()).isEqualTo(7);
    }
  }

  @Test
  void a_medium_that_hangs_times_out_and_the_next_one_is_read() {
    try (MediaReader reader = new MediaReader(INLINE, 1, 1, Duration.ofMillis(100))) {
      CompletableFuture<Outcome<Integer>> hanging =
          reader.read(
              medium(sha256()),
              bytes -> {
                new CountDownLatch(1).await();
                return 1;
              });

      assertThat(hanging.join().unscored()).isEqualTo(UnscoredReason.TIMEOUT);
      assertThat(reader.read(medium(sha256()), VerifiedStream::read).join().value()).isEqualTo(7);
    }
  }

  @Test
  void more_than_the_queue_holds_is_refused_at_once_and_what_waits_at_the_end_is_answered() {
    CountDownLatch started = new CountDownLatch(1);
    MediaReader reader = new MediaReader(INLINE, 1, 1, Duration.ofSeconds(10));
    CompletableFuture<Outcome<Integer>> running =
        reader.read(
            medium(sha256()),
            bytes -> {
              started.countDown();
              new CountDownLatch(1).await();
              return 1;
            });
    join(started);
    CompletableFuture<Outcome<Integer>> waiting =
        reader.read(medium(sha256()), VerifiedStream::read);

    assertThat(reader.read(medium(sha256()), VerifiedStream::read).join().unscored())
        .isEqualTo(UnscoredReason.OVERLOADED);
    assertThat(waiting).isNotDone();
    reader.close();
    assertThat(waiting.join().unscored()).isEqualTo(UnscoredReason.OVERLOADED);
    assertThat(running.join().unscored()).isEqualTo(UnscoredReason.OVERLOADED);
  }

  @Test
  void what_a_thread_takes_up_during_the_close_is_answered() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      MediaReader reader = new MediaReader(INLINE, 2, 4, Duration.ofMinutes(1));
      List<CompletableFuture<Outcome<Integer>>> all = new ArrayList<>();
      for (int k = 0; k < 6; k++) {
        all.add(reader.read(medium(sha256()), VerifiedStream::read));
      }
      reader.close();
      for (CompletableFuture<Outcome<Integer>> one : all) {
        Outcome<Integer> outcome = one.get(30, TimeUnit.SECONDS);
        assertThat(outcome.value() == null).isEqualTo(outcome.unscored() != null);
      }
    }
  }

  @Test
  void what_ignores_the_close_is_answered_for_at_once() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    MediaReader reader = new MediaReader(INLINE, 1, 1, Duration.ofHours(1));
    CompletableFuture<Outcome<Integer>> running =
        reader.read(
            medium(sha256()),
            bytes -> {
              started.countDown();
              while (end.getCount() > 0) {
                Thread.onSpinWait();
              }
              return 1;
            });
    join(started);

    reader.close();

    try {
      assertThat(running.getNow(null).unscored()).isEqualTo(UnscoredReason.OVERLOADED);
    } finally {
      end.countDown();
    }
  }

  private static void join(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static UnscoredReason fail(MediaReader reader, Throwable failure) {
    Outcome<Integer> outcome =
        reader
            .<Integer>read(
                medium(sha256()),
                bytes -> {
                  if (failure instanceof IOException e) {
                    throw e;
                  }
                  if (failure instanceof Error e) {
                    throw e;
                  }
                  throw (RuntimeException) failure;
                })
            .join();
    return Objects.requireNonNull(outcome.unscored());
  }

  private static MediaRef medium(String sha256) {
    return new MediaRef("image/png", sha256, BYTES, null);
  }

  private static String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(BYTES));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
