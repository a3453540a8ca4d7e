package io.earshot.media.audio;

import java.io.IOException;
import java.util.List;

/**
 * Cuts a sound into the windows that a model is given. For one sound and one thread: samples are
 * pushed in, a window comes out as soon as it is complete, and nothing older is held. All of the
 * sound is in some window: the last is filled up with silence. A sound without samples has none.
 */
public interface AudioFrontEnd {

  /** Takes the windows of a sound, in order. */
  interface Sink {

    /**
     * A window is complete. May wait, and so hold up the decoding: that bounds how many windows are
     * in memory.
     *
     * @throws IOException what {@link #feed} throws then
     * @throws InterruptedException when interrupted while it waited
     */
    void window(AudioWindow window) throws IOException, InterruptedException;
  }

  /** Takes samples, mono at {@link AudioStream#RATE}. */
  void push(float[] in, int from, int count) throws IOException, InterruptedException;

  /** The sound has ended. */
  void finish() throws IOException, InterruptedException;

  /**
   * Decodes a sound to its end, once for all front ends: several models hear the same sound.
   *
   * @return how long it is, in milliseconds
   * @throws io.earshot.media.MediaException when the sound is at fault; windows may have been given
   *     away before
   */
  static long feed(AudioStream sound, List<? extends AudioFrontEnd> to)
      throws IOException, InterruptedException {
    float[] block = new float[4096];
    int got = sound.read(block, 0, block.length);
    while (got > 0) {
      for (AudioFrontEnd frontEnd : to) {
        frontEnd.push(block, 0, got);
      }
      got = sound.read(block, 0, block.length);
    }
    for (AudioFrontEnd frontEnd : to) {
      frontEnd.finish();
    }
    return sound.samples() * 1000 / AudioStream.RATE;
  }
}
