package io.earshot.media.audio;

/**
 * Channels to one: their mean. Where they cancel out (one is the other turned upside down, which
 * ears hear and a mean does not), the loudest channel instead, block by block.
 */
final class Downmix {

  /** Frames over which cancellation is judged. */
  private static final int BLOCK = 1024;

  /** Power of the mean below that share of the channels' mean power is cancellation: 17 dB. */
  private static final double CANCELLED = 0.02;

  private Downmix() {}

  /** Mixes the first frames of the rows. */
  static void mix(float[][] channels, int frames, float[] into) {
    if (channels.length == 1) {
      System.arraycopy(channels[0], 0, into, 0, frames);
      return;
    }
    for (int start = 0; start < frames; start += BLOCK) {
      int end = Math.min(frames, start + BLOCK);
      double mixed = 0;
      double total = 0;
      double most = -1;
      int loudest = 0;
      for (int i = start; i < end; i++) {
        float sum = 0;
        for (float[] channel : channels) {
          sum += channel[i];
        }
        into[i] = sum / channels.length;
        mixed += into[i] * into[i];
      }
      for (int c = 0; c < channels.length; c++) {
        double power = 0;
        for (int i = start; i < end; i++) {
          power += channels[c][i] * channels[c][i];
        }
        total += power;
        if (power > most) {
          most = power;
          loudest = c;
        }
      }
      // One channel of many alone is no cancellation: its mean has 1/n² of its power.
      double alone = most / (channels.length * channels.length);
      if (mixed < CANCELLED * total / channels.length && mixed < 0.5 * alone) {
        System.arraycopy(channels[loudest], start, into, start, end - start);
      }
    }
  }
}
