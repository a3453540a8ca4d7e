package io.earshot.media.audio;

/** The discrete Fourier transform of a power of two, in place, radix 2. For many threads. */
public final class Fft {

  private final int size;
  private final int[] reversed;
  private final double[] cos;
  private final double[] sin;

  /**
   * A transform.
   *
   * @param size how many values, a power of two
   */
  public Fft(int size) {
    if (Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("size is " + size + ", but must be a power of two");
    }
    this.size = size;
    this.reversed = new int[size];
    this.cos = new double[Math.max(1, size / 2)];
    this.sin = new double[Math.max(1, size / 2)];
    int shift = Integer.numberOfLeadingZeros(size) + 1;
    for (int i = 0; i < size; i++) {
      reversed[i] = size == 1 ? 0 : Integer.reverse(i) >>> shift;
    }
    for (int i = 0; i < size / 2; i++) {
      // StrictMath, so that every platform has the same twiddles.
      cos[i] = StrictMath.cos(2 * Math.PI * i / size);
      sin[i] = -StrictMath.sin(2 * Math.PI * i / size);
    }
  }

  /** Replaces the values by their transform. */
  public void transform(double[] re, double[] im) {
    for (int i = 0; i < size; i++) {
      int j = reversed[i];
      if (j > i) {
        double swap = re[i];
        re[i] = re[j];
        re[j] = swap;
        swap = im[i];
        im[i] = im[j];
        im[j] = swap;
      }
    }
    for (int half = 1; half < size; half *= 2) {
      int step = size / (2 * half);
      for (int start = 0; start < size; start += 2 * half) {
        for (int k = 0; k < half; k++) {
          int a = start + k;
          int b = a + half;
          double c = cos[k * step];
          double s = sin[k * step];
          double r = re[b] * c - im[b] * s;
          double i = re[b] * s + im[b] * c;
          re[b] = re[a] - r;
          im[b] = im[a] - i;
          re[a] += r;
          im[a] += i;
        }
      }
    }
  }
}
