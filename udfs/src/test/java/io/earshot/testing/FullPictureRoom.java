package io.earshot.testing;

import io.earshot.media.image.ImageDecoder;
import io.earshot.media.image.ImageLimits;
import io.earshot.media.image.PictureRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Takes all the room that the process has for pictures, until it is left. */
public final class FullPictureRoom {

  private final CountDownLatch leave = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Future<?>> guests = new ArrayList<>();

  /** Takes it. */
  public FullPictureRoom(byte[] picture, String mediaType) throws InterruptedException {
    int places = PictureRoom.places(Runtime.getRuntime().maxMemory());
    CountDownLatch taken = new CountDownLatch(places);
    for (int i = 0; i < places; i++) {
      guests.add(
          threads.submit(
              () ->
                  PictureRoom.OF_PROCESS.decode(
                      new ImageDecoder(ImageLimits.DEFAULT),
                      picture,
                      mediaType,
                      image -> {
                        taken.countDown();
                        return pass(leave);
                      })));
    }
    pass(taken);
  }

  /** Waits until somebody waits for room. */
  public void awaitWaiting() {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (PictureRoom.OF_PROCESS.waiting() == 0) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("nobody waits for room");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
  }

  /** Gives it back. */
  public void leave() throws Exception {
    leave.countDown();
    for (Future<?> guest : guests) {
      guest.get(1, TimeUnit.MINUTES);
    }
    threads.shutdown();
  }

  private static boolean pass(CountDownLatch latch) {
    try {
      if (!latch.await(1, TimeUnit.MINUTES)) {
        throw new AssertionError("a minute was not enough");
      }
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
