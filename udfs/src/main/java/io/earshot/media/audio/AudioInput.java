package io.earshot.media.audio;

import io.earshot.media.audio.AudioFrontEnd.Sink;
import java.io.Serializable;

/**
 * How a model wants its sound, as its manifest says it. Sound is mono at {@link AudioStream#RATE}.
 */
public sealed interface AudioInput extends Serializable {

  /** The most numbers of a row. */
  int MAX_ROW = 1 << 22;

  /** How many numbers a window becomes. */
  int length();

  /** A front end for one sound. */
  AudioFrontEnd open(Sink sink);

  /**
   * Samples as they are.
   *
   * @param samples of a window
   * @param hop samples from one window's start to the next's
   * @param leadIn samples at a window's start that the model hears but does not answer for; those
   *     of the first window lie before the sound and are zeros
   */
  record Waveform(int samples, int hop, int leadIn) implements AudioInput {

    private static final long serialVersionUID = 1L;

    public Waveform {
      if (leadIn < 0 || hop < 1 || hop > samples - leadIn || samples > MAX_ROW) {
        throw new IllegalArgumentException(
            "a window of "
                + samples
                + " samples with a lead-in of "
                + leadIn
                + " every "
                + hop
                + " leaves sound unheard, or has more than "
                + MAX_ROW
                + " samples; the hop must be at least 1 and at most the window without its"
                + " lead-in");
      }
    }

    /**
     * By the keys of a manifest.
     *
     * @param windowMs what the model answers for, milliseconds
     * @param hopMs from one window's start to the next's, milliseconds
     * @param contextSamples the lead-in
     */
    public static Waveform of(int windowMs, int hopMs, int contextSamples) {
      return new Waveform(
          contextSamples + AudioInput.samples(windowMs), AudioInput.samples(hopMs), contextSamples);
    }

    @Override
    public int length() {
      return samples;
    }

    @Override
    public AudioFrontEnd open(Sink sink) {
      return new WaveformWindows(this, sink);
    }
  }

  /**
   * Energies in bands, frame by frame, as {@link LogMel} computes them.
   *
   * @param window samples of a frame
   * @param hop samples from one frame to the next
   * @param fft samples of the transform, a power of two that is not below the window
   * @param bands on the mel scale
   * @param lowest frequency, where the first band starts, hertz
   * @param highest frequency, where the last band ends, hertz
   * @param offset that is added before the logarithm
   * @param frames of a row
   * @param step frames from one row's start to the next's
   */
  record Mel(
      int window,
      int hop,
      int fft,
      int bands,
      double lowest,
      double highest,
      double offset,
      int frames,
      int step)
      implements AudioInput {

    private static final long serialVersionUID = 1L;

    /**
     * What VGGish and YAMNet are given, and models trained on their labels: 96 frames, which hear
     * 975 ms, every 480 ms.
     */
    public static final Mel YAMNET = new Mel(400, 160, 512, 64, 125, 7500, 0.001, 96, 48);

    public Mel {
      check(window >= 1 && hop >= 1 && hop <= window, "hop", hop, "1 to the window, " + window);
      check(
          Integer.bitCount(fft) == 1 && fft >= window && fft <= 1 << 15,
          "fft",
          fft,
          "a power of two from the window, " + window + ", to 32768");
      check(bands >= 1 && bands <= fft / 2, "mels", bands, "1 to half of the fft, " + fft / 2);
      check(
          lowest >= 0 && lowest < highest && highest <= AudioStream.RATE / 2.0,
          "fmin to fmax",
          lowest + " to " + highest,
          "ascending, from 0 to " + AudioStream.RATE / 2);
      check(offset > 0 && offset < 1e6, "offset", offset, "above zero");
      check(
          frames >= 1 && (long) frames * bands <= MAX_ROW,
          "frames",
          frames,
          "at least 1 and with " + bands + " bands at most " + MAX_ROW + " numbers");
      check(step >= 1 && step <= frames, "step", step, "1 to the frames, " + frames);
    }

    /**
     * By the keys of a manifest.
     *
     * @param windowMs the frames of a row times their hop, milliseconds
     * @param hopMs from one row's start to the next's, milliseconds, a multiple of the frames' hop
     */
    public static Mel of(
        int windowMs,
        int hopMs,
        int window,
        int hop,
        int fft,
        int bands,
        double lowest,
        double highest,
        double offset) {
      check(window >= 1 && hop >= 1 && hop <= window, "hop", hop, "1 to the window, " + window);
      int samples = AudioInput.samples(windowMs);
      int step = AudioInput.samples(hopMs);
      String whole =
          "a multiple of the frames' hop, " + hop + " samples at " + AudioStream.RATE + " Hz";
      check(samples % hop == 0, "windowMs", windowMs, whole);
      check(step % hop == 0, "hopMs", hopMs, whole);
      return new Mel(window, hop, fft, bands, lowest, highest, offset, samples / hop, step / hop);
    }

    /** Samples that a row covers. */
    public int samples() {
      return window + hop * (frames - 1);
    }

    @Override
    public int length() {
      return frames * bands;
    }

    @Override
    public AudioFrontEnd open(Sink sink) {
      return new LogMel(this, sink);
    }

    private static void check(boolean right, String key, Object value, String allowed) {
      if (!right) {
        throw new IllegalArgumentException(
            "log-mel " + key + " is " + value + ", but must be " + allowed);
      }
    }
  }

  private static int samples(int millis) {
    return Math.multiplyExact(millis, AudioStream.RATE / 1000);
  }
}
