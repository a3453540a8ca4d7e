package io.earshot.matching;

import io.earshot.media.audio.AudioDecoder;
import io.earshot.media.audio.AudioLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Music for tests, by formula: chords of three notes with overtones, drawn from a seed. Copies in
 * another tempo or pitch are played so, not resampled, and so owe nothing to the code under test.
 */
final class Tunes {

  static final int RATE = 11_025;
  private static final double CHORD_SECONDS = 0.37;

  private Tunes() {}

  /** A tune, samples from -1 to 1. */
  static double[] play(long seed, double seconds) {
    return play(seed, seconds, 1, 0);
  }

  /** As {@link #play(long, double)}, faster and higher. */
  static double[] play(long seed, double seconds, double tempo, double cents) {
    double[] samples = new double[(int) (seconds / tempo * RATE)];
    double higher = StrictMath.pow(2, cents / 1200);
    SplittableRandom random = new SplittableRandom(seed);
    double[] frequencies = new double[3];
    double[] loudness = new double[3];
    int chord = -1;
    for (int i = 0; i < samples.length; i++) {
      double t = (double) i / RATE * tempo;
      while (chord < (int) (t / CHORD_SECONDS)) {
        chord++;
        for (int voice = 0; voice < frequencies.length; voice++) {
          int note = random.nextInt(36);
          frequencies[voice] = 110 * StrictMath.pow(2, note / 12.0) * higher;
          loudness[voice] = 0.3 + 0.7 * random.nextDouble();
        }
      }
      double since = t / CHORD_SECONDS - chord;
      for (int voice = 0; voice < frequencies.length; voice++) {
        double phase = 2 * Math.PI * frequencies[voice] * i / RATE;
        samples[i] +=
            0.12
                * loudness[voice]
                * StrictMath.exp(-2 * since)
                * (StrictMath.sin(phase)
                    + 0.5 * StrictMath.sin(2 * phase)
                    + 0.25 * StrictMath.sin(3 * phase));
      }
    }
    return samples;
  }

  /** With white noise, as a share of full scale. */
  static double[] noisy(double[] samples, double level) {
    SplittableRandom random = new SplittableRandom(7);
    double[] noisy = samples.clone();
    for (int i = 0; i < noisy.length; i++) {
      noisy[i] += level * (2 * random.nextDouble() - 1);
    }
    return noisy;
  }

  /** Highs raised and lows cut, or the other way round: a filter of one pole. */
  static double[] equalised(double[] samples, double bass, double treble) {
    double[] result = new double[samples.length];
    double low = 0;
    for (int i = 0; i < samples.length; i++) {
      low += 0.3 * (samples[i] - low);
      result[i] = 0.5 * (bass * low + treble * (samples[i] - low));
    }
    return result;
  }

  /**
   * What a codec at a low bit rate does: the highs are gone and the rest is coarse.
   *
   * @param levels of full scale that are left
   */
  static double[] coded(double[] samples, int levels) {
    double[] result = new double[samples.length];
    double low = 0;
    for (int i = 0; i < samples.length; i++) {
      low += 0.6 * (samples[i] - low);
      result[i] = Math.round(low * levels) / (double) levels;
    }
    return result;
  }

  static byte[] wav(double[] samples) {
    ByteBuffer out = ByteBuffer.allocate(44 + 2 * samples.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt(36 + 2 * samples.length).put(ascii("WAVE"));
    out.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    out.putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16);
    out.put(ascii("data")).putInt(2 * samples.length);
    for (double sample : samples) {
      out.putShort((short) Math.round(Math.max(-1, Math.min(1, sample)) * Short.MAX_VALUE));
    }
    return out.array();
  }

  /** Its fingerprints, one an alteration of {@link Alteration#KNOWN}. */
  static List<AudioFingerprint> fingerprints(double[] samples) {
    return fingerprints(samples, Alteration.KNOWN);
  }

  /** Its fingerprints, one an alteration. */
  static List<AudioFingerprint> fingerprints(double[] samples, List<Alteration> alterations) {
    try {
      return AudioFingerprinter.fingerprints(
          new AudioDecoder(AudioLimits.DEFAULT)
              .open(new ByteArrayInputStream(wav(samples)), "audio/wav", AudioFingerprinter.RATE),
          alterations);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
