package io.earshot.media.image;

import io.earshot.media.MediaException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * The room for decoded pictures in the heap of a process. Whoever decodes pictures asks here first,
 * so that however many readers, subtasks and uses there are, there are never more pixels than the
 * heap has room for. What waits holds the file's bytes and a thread of its reader, no pixels.
 */
public final class PictureRoom {

  /** That of this process. */
  public static final PictureRoom OF_PROCESS =
      new PictureRoom(places(Runtime.getRuntime().maxMemory()));

  private final Semaphore places;

  PictureRoom(int places) {
    this.places = new Semaphore(places, true);
  }

  /**
   * Pictures of the largest size that are decoded at a time: as many as fit into half of a heap,
   * and one if none does.
   *
   * @param heapBytes size of the heap
   */
  public static int places(long heapBytes) {
    return Math.toIntExact(Math.max(1, heapBytes / 2 / ImageLimits.DEFAULT.decodingBytes()));
  }

  /**
   * Decodes a picture and makes something of it, when there is room.
   *
   * @param bytes the whole file
   * @param use what is made of it; must not keep the picture
   * @throws MediaException when the picture cannot be used
   * @throws InterruptedException when interrupted while there was no room
   */
  public <T> T decode(
      ImageDecoder decoder, byte[] bytes, String mediaType, Function<RgbImage, T> use)
      throws MediaException, InterruptedException {
    places.acquire();
    try {
      return use.apply(decoder.decode(bytes, mediaType));
    } finally {
      places.release();
    }
  }

  /** How many wait for room. */
  public int waiting() {
    return places.getQueueLength();
  }
}
