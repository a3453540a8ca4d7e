package io.earshot.media.audio;

import java.util.Arrays;

/**
 * The front end of audio models: log-mel energies in patches, as VGGish and YAMNet have them and
 * models trained on their labels expect.
 *
 * <p>25 ms windows (periodic Hann) every 10 ms, a transform of 512, its magnitudes in 64 bands
 * spaced evenly on the HTK mel scale (1127 ln(1 + f/700)) from 125 to 7500 Hz, ln(x + 0.001). A
 * patch has 96 frames; the next starts 48 later. A sound that is shorter than a patch, or ends
 * between two, is followed by silence up to the end of its last patch, so that no sound goes
 * unheard.
 *
 * <p>For one sound and one thread: samples are pushed in, patches come out as they are complete.
 * All transcendental functions are {@link StrictMath}'s, so that a patch has the same bits on every
 * platform.
 */
public final class LogMel {

  public static final int BANDS = 64;

  /** Frames of a patch. */
  public static final int FRAMES = 96;

  /** Frames from one patch's start to the next's. */
  public static final int STEP = 48;

  /** Samples of a window. */
  public static final int WINDOW = 400;

  /** Samples from one frame to the next. */
  public static final int HOP = 160;

  private static final int FFT = 512;
  private static final double LOWEST = 125;
  private static final double HIGHEST = 7500;
  private static final double OFFSET = 0.001;

  private static final double[] HANN = new double[WINDOW];
  private static final int[] FIRST_BIN = new int[BANDS];
  private static final double[][] WEIGHTS = new double[BANDS][];
  private static final Fft TRANSFORM = new Fft(FFT);

  static {
    for (int i = 0; i < WINDOW; i++) {
      HANN[i] = 0.5 - 0.5 * StrictMath.cos(2 * Math.PI * i / WINDOW);
    }
    double low = mel(LOWEST);
    double step = (mel(HIGHEST) - low) / (BANDS + 1);
    for (int band = 0; band < BANDS; band++) {
      double[] row = new double[FFT / 2 + 1];
      int first = -1;
      int last = -1;
      for (int bin = 1; bin < row.length; bin++) {
        double at = (mel((double) bin * AudioStream.RATE / FFT) - low) / step - band;
        row[bin] = Math.max(0, Math.min(at, 2 - at));
        if (row[bin] > 0) {
          first = first < 0 ? bin : first;
          last = bin;
        }
      }
      FIRST_BIN[band] = Math.max(first, 0);
      WEIGHTS[band] = first < 0 ? new double[0] : Arrays.copyOfRange(row, first, last + 1);
    }
  }

  /** Takes the patches of a sound, in order. */
  public interface Sink {

    /**
     * A patch is complete.
     *
     * @param index from 0; it starts {@code index × 480} ms into the sound
     * @param patch its {@code 96 × 64} values, frame by frame; the receiver's to keep
     */
    void patch(int index, float[] patch);
  }

  private final Sink sink;
  private final double[] re = new double[FFT];
  private final double[] im = new double[FFT];
  private final double[] magnitude = new double[FFT / 2 + 1];
  private final float[] samples = new float[WINDOW];
  private final float[][] recent = new float[FRAMES][BANDS];
  private int held;
  private long frames;
  private int patches;
  private boolean any;

  public LogMel(Sink sink) {
    this.sink = sink;
  }

  /** Takes samples at 16 kHz. */
  public void push(float[] in, int from, int count) {
    any |= count > 0;
    for (int i = from; i < from + count; i++) {
      samples[held++] = in[i];
      if (held == WINDOW) {
        frame();
        System.arraycopy(samples, HOP, samples, 0, WINDOW - HOP);
        held = WINDOW - HOP;
      }
    }
  }

  /** The sound has ended. Gives the last patch, if any sound is in none so far. */
  public void finish() {
    if (!any) {
      return;
    }
    boolean covered = patches > 0 && frames == (long) STEP * (patches - 1) + FRAMES;
    if (covered && held == WINDOW - HOP) {
      return;
    }
    int goal = patches + 1;
    float[] silence = new float[HOP];
    while (patches < goal) {
      push(silence, 0, HOP);
    }
  }

  private void frame() {
    Arrays.fill(im, 0);
    Arrays.fill(re, WINDOW, FFT, 0);
    for (int i = 0; i < WINDOW; i++) {
      re[i] = samples[i] * HANN[i];
    }
    TRANSFORM.transform(re, im);
    for (int bin = 0; bin < magnitude.length; bin++) {
      magnitude[bin] = Math.sqrt(re[bin] * re[bin] + im[bin] * im[bin]);
    }
    float[] row = recent[(int) (frames % FRAMES)];
    for (int band = 0; band < BANDS; band++) {
      double[] weights = WEIGHTS[band];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * magnitude[FIRST_BIN[band] + i];
      }
      row[band] = (float) StrictMath.log(sum + OFFSET);
    }
    frames++;
    if (frames >= FRAMES && (frames - FRAMES) % STEP == 0) {
      emit();
    }
  }

  private void emit() {
    float[] patch = new float[FRAMES * BANDS];
    for (int i = 0; i < FRAMES; i++) {
      float[] row = recent[(int) ((frames - FRAMES + i) % FRAMES)];
      System.arraycopy(row, 0, patch, i * BANDS, BANDS);
    }
    sink.patch(patches++, patch);
  }

  private static double mel(double hertz) {
    return 1127 * StrictMath.log(1 + hertz / 700);
  }
}
