package io.earshot.media.audio;

/**
 * Changes a sample rate by a windowed sinc in polyphase form: pass band up to 15/16 of the lower
 * Nyquist frequency, from 17/16 on 80 dB down. What lies between folds back above the pass band,
 * where no front end of ours looks (it ends at 7.5 kHz of 8).
 *
 * <p>Time starts with the first sample; the filter's delay is taken out.
 */
final class Resampler {

  /** Taps on each side, in samples of the lower rate. */
  private static final int HALF_WIDTH = 48;

  /** Of the Kaiser window; 8 gives 80 dB. */
  private static final double BETA = 8;

  /** Rates without a common measure have more phases than this, and get the nearest. */
  private static final int MAX_PHASES = 1024;

  private final int from;
  private final int to;
  private final int half;
  private final int phases;
  private final float[][] taps;
  private float[] held = new float[1 << 14];

  /** Index of the first held sample; the first are the silence before the sound. */
  private long first;

  private int count;
  private long produced;

  Resampler(int from, int to) {
    this.from = from;
    this.to = to;
    double ratio = Math.min(1.0, (double) to / from);
    this.half = (int) Math.ceil(HALF_WIDTH / ratio);
    this.phases = Math.min(to / gcd(from, to), MAX_PHASES);
    this.taps = new float[phases][2 * half];
    for (int phase = 0; phase < phases; phase++) {
      double sum = 0;
      double[] row = new double[2 * half];
      for (int i = 0; i < 2 * half; i++) {
        double x = i - half + 1 - (double) phase / phases;
        row[i] = sinc(x * ratio) * kaiser(x / half);
        sum += row[i];
      }
      for (int i = 0; i < 2 * half; i++) {
        taps[phase][i] = (float) (row[i] / sum);
      }
    }
    first = 1L - half;
    count = half - 1;
  }

  /** The most samples that come out for so many going in. */
  int room(int samples) {
    long span = samples + 2L * half + 2;
    return Math.toIntExact(span * to / from) + 2;
  }

  /**
   * Takes samples in and gives those out that they complete.
   *
   * @return how many
   */
  int push(float[] in, int length, float[] out) {
    if (from == to) {
      System.arraycopy(in, 0, out, 0, length);
      return length;
    }
    ensure(length);
    System.arraycopy(in, 0, held, count, length);
    count += length;
    return drain(out, Long.MAX_VALUE);
  }

  /** The rest, as silence follows the sound. */
  int finish(float[] out) {
    if (from == to) {
      return 0;
    }
    long total = first + count;
    ensure(half + 1);
    java.util.Arrays.fill(held, count, count + half + 1, 0);
    count += half + 1;
    return drain(out, (total * to + from - 1) / from);
  }

  private int drain(float[] out, long end) {
    int written = 0;
    while (produced < end) {
      long position = produced * from;
      long whole = position / to;
      int phase = (int) (position % to * phases / to);
      int start = (int) (whole - half + 1 - first);
      if (start + 2 * half > count) {
        break;
      }
      float[] row = taps[phase];
      float sum = 0;
      for (int i = 0; i < row.length; i++) {
        sum += row[i] * held[start + i];
      }
      out[written++] = sum;
      produced++;
    }
    long keep = produced * from / to - half + 1;
    int drop = (int) Math.min(count, Math.max(0, keep - first));
    System.arraycopy(held, drop, held, 0, count - drop);
    count -= drop;
    first += drop;
    return written;
  }

  private void ensure(int more) {
    if (count + more > held.length) {
      held = java.util.Arrays.copyOf(held, Math.max(2 * held.length, count + more));
    }
  }

  private static double sinc(double x) {
    return Math.abs(x) < 1e-9 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  private static double kaiser(double x) {
    return Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA);
  }

  /** The modified Bessel function of the first kind and order 0, by its series. */
  private static double bessel(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > 1e-12 * sum; k++) {
      term *= x / (2 * k) * (x / (2 * k));
      sum += term;
    }
    return sum;
  }

  private static int gcd(int a, int b) {
    return b == 0 ? a : gcd(b, a % b);
  }
}
