package io.earshot.media.audio;

import java.io.IOException;
import java.util.Arrays;

/**
 * The front end of models that take log-mel energies. Frames (periodic Hann), the magnitudes of
 * their transform in bands spaced evenly on the HTK mel scale (1127 ln(1 + f/700)), ln(x + offset),
 * in rows of some frames that overlap.
 *
 * <p>All transcendental functions are {@link StrictMath}'s, so that a row has the same bits on
 * every platform.
 */
final class LogMel implements AudioFrontEnd {

  private final AudioInput.Mel form;
  private final Sink sink;
  private final Filters filters;
  private final double[] re;
  private final double[] im;
  private final double[] magnitude;
  private final float[] samples;
  private final float[][] recent;
  private int held;
  private long frames;
  private int rows;
  private long heard;

  LogMel(AudioInput.Mel form, Sink sink) {
    this.form = form;
    this.sink = sink;
    this.filters = form.equals(AudioInput.Mel.YAMNET) ? Filters.YAMNET : new Filters(form);
    this.re = new double[form.fft()];
    this.im = new double[form.fft()];
    this.magnitude = new double[form.fft() / 2 + 1];
    this.samples = new float[form.window()];
    this.recent = new float[form.frames()][form.bands()];
  }

  @Override
  public void push(float[] in, int from, int count) throws IOException, InterruptedException {
    for (int i = from; i < from + count; i++) {
      heard++;
      take(in[i]);
    }
  }

  @Override
  public void finish() throws IOException, InterruptedException {
    long covered = rows == 0 ? 0 : start(rows - 1) + form.samples();
    if (heard <= covered) {
      return;
    }
    int goal = rows + 1;
    while (rows < goal) {
      take(0);
    }
  }

  private void take(float sample) throws IOException, InterruptedException {
    samples[held++] = sample;
    if (held == samples.length) {
      frame();
      held = samples.length - form.hop();
      System.arraycopy(samples, form.hop(), samples, 0, held);
      if (frames >= form.frames() && (frames - form.frames()) % form.step() == 0) {
        emit();
      }
    }
  }

  private void frame() {
    Arrays.fill(im, 0);
    Arrays.fill(re, samples.length, re.length, 0);
    for (int i = 0; i < samples.length; i++) {
      re[i] = samples[i] * filters.hann[i];
    }
    filters.transform.transform(re, im);
    for (int bin = 0; bin < magnitude.length; bin++) {
      magnitude[bin] = Math.sqrt(re[bin] * re[bin] + im[bin] * im[bin]);
    }
    float[] row = recent[(int) (frames % recent.length)];
    for (int band = 0; band < row.length; band++) {
      double[] weights = filters.weights[band];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * magnitude[filters.firstBin[band] + i];
      }
      row[band] = (float) StrictMath.log(sum + form.offset());
    }
    frames++;
  }

  private void emit() throws IOException, InterruptedException {
    float[] values = new float[form.length()];
    for (int i = 0; i < recent.length; i++) {
      float[] row = recent[(int) ((frames + i) % recent.length)];
      System.arraycopy(row, 0, values, i * row.length, row.length);
    }
    long start = start(rows);
    long end = Math.min(heard, start + form.samples());
    sink.window(AudioWindow.of(rows++, start, end, values));
  }

  private long start(int row) {
    return (long) row * form.step() * form.hop();
  }

  /** What all sounds share: tables, and a transform that holds no state. */
  private static final class Filters {

    static final Filters YAMNET = new Filters(AudioInput.Mel.YAMNET);

    final double[] hann;
    final int[] firstBin;
    final double[][] weights;
    final Fft transform;

    Filters(AudioInput.Mel form) {
      transform = new Fft(form.fft());
      hann = new double[form.window()];
      for (int i = 0; i < hann.length; i++) {
        hann[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / hann.length);
      }
      firstBin = new int[form.bands()];
      weights = new double[form.bands()][];
      double low = mel(form.lowest());
      double step = (mel(form.highest()) - low) / (form.bands() + 1);
      for (int band = 0; band < weights.length; band++) {
        double[] row = new double[form.fft() / 2 + 1];
        int first = -1;
        int last = -1;
        for (int bin = 1; bin < row.length; bin++) {
          double at = (mel((double) bin * AudioStream.RATE / form.fft()) - low) / step - band;
          row[bin] = Math.max(0, Math.min(at, 2 - at));
          if (row[bin] > 0) {
            first = first < 0 ? bin : first;
            last = bin;
          }
        }
        firstBin[band] = Math.max(first, 0);
        weights[band] = first < 0 ? new double[0] : Arrays.copyOfRange(row, first, last + 1);
      }
    }

    private static double mel(double hertz) {
      return 1127 * StrictMath.log(1 + hertz / 700);
    }
  }
}
