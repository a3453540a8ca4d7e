package io.earshot.media.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.media.MediaException;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** No more pictures are decoded at a time than there is room for. */
class PictureRoomTest {

  private static final ImageDecoder DECODER = new ImageDecoder(ImageLimits.DEFAULT);
  private static final int THREADS = 8;

  @Test
  void a_heap_has_room_for_what_fits_into_its_half() {
    assertThat(PictureRoom.places(1_200_000_000)).isEqualTo(3);
    assertThat(PictureRoom.places(1_199_999_999)).isEqualTo(2);
    assertThat(PictureRoom.places(1)).isEqualTo(1);
  }

  @Test
  void no_more_are_decoded_at_a_time_than_there_are_places() throws Exception {
    PictureRoom room = new PictureRoom(2);
    byte[] picture = picture();
    AtomicInteger inside = new AtomicInteger();
    CountDownLatch leave = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        all.add(
            threads.submit(
                () ->
                    room.decode(
                        DECODER,
                        picture,
                        "image/png",
                        image -> {
                          inside.incrementAndGet();
                          return pass(leave);
                        })));
      }
      long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
      while (inside.get() < 2 || room.waiting() < THREADS - 2) {
        assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
      assertThat(inside).hasValue(2);

      leave.countDown();
      for (Future<Boolean> each : all) {
        assertThat(each.get(1, TimeUnit.MINUTES)).isTrue();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(inside).hasValue(THREADS);
  }

  private static boolean pass(CountDownLatch latch) {
    try {
      return latch.await(1, TimeUnit.MINUTES);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void one_that_cannot_be_decoded_gives_its_place_back() throws Exception {
    PictureRoom room = new PictureRoom(1);

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> room.decode(DECODER, new byte[] {1, 2}, "image/png", image -> 1))
          .isInstanceOf(MediaException.class);
    }

    assertThat(room.<Integer>decode(DECODER, picture(), "image/png", RgbImage::width)).isEqualTo(4);
  }

  private static byte[] picture() {
    return Pictures.encode("png", new BufferedImage(4, 3, BufferedImage.TYPE_INT_RGB), false);
  }
}
