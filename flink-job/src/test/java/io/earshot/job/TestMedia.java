package io.earshot.job;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;

/** Media for tests of the whole graph, by formula. */
final class TestMedia {

  private static final int RATE = 11_025;
  private static final double CHORD_SECONDS = 0.37;

  private TestMedia() {}

  /**
   * Chords of three notes that are drawn from a seed, as a WAV.
   *
   * @param noise white noise on it, as a share of full scale
   */
  static byte[] tune(long seed, int seconds, double noise) {
    int samples = seconds * RATE;
    ByteBuffer wav = ByteBuffer.allocate(44 + 2 * samples).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(36 + 2 * samples).put(ascii("WAVE"));
    wav.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    wav.putInt(RATE).putInt(2 * RATE).putShort((short) 2).putShort((short) 16);
    wav.put(ascii("data")).putInt(2 * samples);
    SplittableRandom notes = new SplittableRandom(seed);
    SplittableRandom hiss = new SplittableRandom(7);
    double[] frequencies = new double[3];
    int chord = -1;
    for (int i = 0; i < samples; i++) {
      double time = (double) i / RATE;
      while (chord < (int) (time / CHORD_SECONDS)) {
        chord++;
        for (int voice = 0; voice < frequencies.length; voice++) {
          frequencies[voice] = 110 * StrictMath.pow(2, notes.nextInt(36) / 12.0);
        }
      }
      double sample = noise * (2 * hiss.nextDouble() - 1);
      for (double frequency : frequencies) {
        double phase = 2 * Math.PI * frequency * time;
        sample +=
            0.12
                * StrictMath.exp(-2 * (time / CHORD_SECONDS - chord))
                * (StrictMath.sin(phase) + 0.5 * StrictMath.sin(2 * phase));
      }
      wav.putShort((short) Math.round(sample * Short.MAX_VALUE));
    }
    return wav.array();
  }

  /** SHA-256 of bytes, as events name it. */
  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
