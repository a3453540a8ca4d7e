package io.earshot.matching;

import io.earshot.media.audio.Fft;

/**
 * How much of each of the twelve notes of the octave sounds, frame by frame: the first half of a
 * Chromaprint fingerprint, as its algorithm 2 defines it (frames of 4096 samples at 11,025 Hz every
 * 1365, Hamming window, energies from 28 to 3520 Hz added up by note).
 *
 * <p>One transform serves several tunings: what a listener hears as the note A is at another
 * frequency in a copy that was shifted, and a table says where.
 */
final class ChromaFrames {

  /** Samples a second. */
  static final int RATE = 11_025;

  static final int FRAME = 4096;
  static final int HOP = FRAME / 3;
  static final int NOTES = 12;

  private static final double LOWEST_HERTZ = 28;
  private static final double HIGHEST_HERTZ = 3520;

  /** The A from which octaves are counted. */
  private static final double BASE_HERTZ = 440.0 / 16;

  private static final int FIRST_BIN = bin(LOWEST_HERTZ);
  private static final int LAST_BIN = bin(HIGHEST_HERTZ);
  private static final Fft TRANSFORM = new Fft(FRAME);
  private static final double[] HAMMING = hamming();

  /** Takes what is in a frame. */
  interface Sink {
    /**
     * A frame is complete.
     *
     * @param rows a row of {@value #NOTES} energies for each tuning; not to be kept
     */
    void frame(double[][] rows);
  }

  private final byte[][] noteOfBin;
  private final Sink sink;
  private final float[] samples = new float[FRAME];
  private final double[] re = new double[FRAME];
  private final double[] im = new double[FRAME];
  private final double[][] rows;
  private int held;

  /**
   * Frames of one sound.
   *
   * @param cents how much higher each tuning is than 440 Hz, hundredths of a semitone
   */
  ChromaFrames(double[] cents, Sink sink) {
    this.sink = sink;
    this.rows = new double[cents.length][NOTES];
    this.noteOfBin = new byte[cents.length][LAST_BIN];
    for (int tuning = 0; tuning < cents.length; tuning++) {
      double base = BASE_HERTZ * StrictMath.pow(2, cents[tuning] / 1200);
      for (int i = FIRST_BIN; i < LAST_BIN; i++) {
        double octave = StrictMath.log((double) i * RATE / FRAME / base) / StrictMath.log(2);
        noteOfBin[tuning][i] = (byte) (NOTES * (octave - Math.floor(octave)));
      }
    }
  }

  private static int bin(double hertz) {
    return (int) Math.round(FRAME * hertz / RATE);
  }

  private static double[] hamming() {
    double[] window = new double[FRAME];
    for (int i = 0; i < FRAME; i++) {
      window[i] = 0.54 - 0.46 * StrictMath.cos(2 * Math.PI * i / (FRAME - 1));
    }
    return window;
  }

  /** Takes samples, full scale being 1. What does not fill a last frame is left out. */
  void push(float[] in, int count) {
    int taken = 0;
    while (taken < count) {
      int some = Math.min(count - taken, FRAME - held);
      System.arraycopy(in, taken, samples, held, some);
      taken += some;
      held += some;
      if (held == FRAME) {
        frame();
        held = FRAME - HOP;
        System.arraycopy(samples, HOP, samples, 0, held);
      }
    }
  }

  private void frame() {
    for (int i = 0; i < FRAME; i++) {
      re[i] = samples[i] * HAMMING[i];
      im[i] = 0;
    }
    TRANSFORM.transform(re, im);
    for (int tuning = 0; tuning < rows.length; tuning++) {
      double[] row = rows[tuning];
      java.util.Arrays.fill(row, 0);
      byte[] notes = noteOfBin[tuning];
      for (int i = FIRST_BIN; i < LAST_BIN; i++) {
        row[notes[i]] += re[i] * re[i] + im[i] * im[i];
      }
    }
    sink.frame(rows);
  }
}
