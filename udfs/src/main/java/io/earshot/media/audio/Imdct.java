package io.earshot.media.audio;

/**
 * The inverse modified cosine transform of a power of two: half as many coefficients as samples,
 * y(i) = Σ x(k) cos(2π/n (i + 1/2 + n/4)(k + 1/2)), by a DCT-IV on a complex transform of a
 * quarter.
 */
final class Imdct {

  private final int half;
  private final Fft fft;
  private final double[] cos;
  private final double[] sin;
  private final double[] re;
  private final double[] im;
  private final double[] dct;

  Imdct(int size) {
    this.half = size / 2;
    int quarter = size / 4;
    this.fft = new Fft(quarter);
    this.cos = new double[quarter];
    this.sin = new double[quarter];
    this.re = new double[quarter];
    this.im = new double[quarter];
    this.dct = new double[half];
    for (int i = 0; i < quarter; i++) {
      double angle = Math.PI * (8 * i + 1) / (8 * half);
      cos[i] = StrictMath.cos(angle);
      sin[i] = -StrictMath.sin(angle);
    }
  }

  /** Transforms {@code size / 2} coefficients into {@code size} samples. */
  void transform(float[] in, float[] out) {
    int quarter = half / 2;
    for (int n = 0; n < quarter; n++) {
      double a = in[2 * n];
      double b = in[half - 1 - 2 * n];
      re[n] = a * cos[n] - b * sin[n];
      im[n] = a * sin[n] + b * cos[n];
    }
    fft.transform(re, im);
    for (int k = 0; k < quarter; k++) {
      dct[2 * k] = re[k] * cos[k] - im[k] * sin[k];
      dct[half - 1 - 2 * k] = -(re[k] * sin[k] + im[k] * cos[k]);
    }
    for (int i = 0; i < quarter; i++) {
      out[i] = (float) dct[i + quarter];
      out[half + quarter + i] = (float) -dct[i];
    }
    for (int i = quarter; i < half + quarter; i++) {
      out[i] = (float) -dct[half + quarter - 1 - i];
    }
  }
}
