package io.earshot.media.audio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * Sounds for tests. One scene, two pairs of tones that swell, left and right, is given by formula,
 * so that any decode can be held against it at any rate. WAVE is written here; the other files are
 * of the same scene, made with {@code lame}, {@code oggenc} and {@code flac}, a few kB each; {@code
 * opus.ogg} and {@code layer2.mp3} are there to be refused.
 */
final class Sounds {

  private Sounds() {}

  /** A sample of the scene at a time in seconds. */
  static double scene(double t, int channel) {
    double low = channel == 1 ? 660 : 440;
    double high = channel == 1 ? 2100 : 1250;
    return 0.8
        * (0.35 + 0.15 * Math.sin(2 * Math.PI * 1.5 * t))
        * (Math.sin(2 * Math.PI * low * t) + 0.5 * Math.sin(2 * Math.PI * high * t + 1));
  }

  /** The mean of its channels. */
  static double mono(double t, int channels) {
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      sum += scene(t, c);
    }
    return sum / channels;
  }

  static byte[] wav(int code, int bits, int rate, int channels, double seconds) {
    int frames = (int) (rate * seconds);
    int bytes = bits / 8;
    ByteBuffer data = ByteBuffer.allocate(frames * channels * bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < frames; i++) {
      for (int c = 0; c < channels; c++) {
        double value = scene((double) i / rate, c);
        if (code == 3) {
          if (bits == 32) {
            data.putFloat((float) value);
          } else {
            data.putDouble(value);
          }
          continue;
        }
        long level = Math.round(value * ((1L << (bits - 1)) - 1)) + (bits == 8 ? 128 : 0);
        for (int b = 0; b < bytes; b++) {
          data.put((byte) (level >> (8 * b)));
        }
      }
    }
    return wav(code, bits, rate, channels, data.array(), data.capacity());
  }

  static byte[] wav(int code, int bits, int rate, int channels, byte[] data, long statedLength) {
    ByteBuffer out = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt((int) (36 + statedLength)).put(ascii("WAVE"));
    out.put(ascii("fmt ")).putInt(16).putShort((short) code).putShort((short) channels);
    out.putInt(rate).putInt(rate * channels * bits / 8).putShort((short) (channels * bits / 8));
    out.putShort((short) bits).put(ascii("data")).putInt((int) statedLength).put(data);
    return out.array();
  }

  static byte[] file(String name) {
    try (InputStream in =
        Objects.requireNonNull(Sounds.class.getResourceAsStream("/media/" + name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String type(String name) {
    return name.endsWith("mp3")
        ? "audio/mpeg"
        : name.endsWith("ogg") ? "audio/ogg" : name.endsWith("flac") ? "audio/flac" : "audio/wav";
  }

  static float[] decode(byte[] file, String type) throws IOException {
    return decode(file, type, AudioLimits.DEFAULT);
  }

  static float[] decode(byte[] file, String type, AudioLimits limits) throws IOException {
    AudioStream stream = new AudioDecoder(limits).open(new ByteArrayInputStream(file), type);
    float[] all = new float[1 << 16];
    int count = 0;
    while (true) {
      if (count == all.length) {
        all = Arrays.copyOf(all, 2 * count);
      }
      int got = stream.read(all, count, Math.min(1000, all.length - count));
      if (got == 0) {
        return Arrays.copyOf(all, count);
      }
      count += got;
    }
  }

  /**
   * Signal-to-noise ratio in dB of a decode against the scene, at the best delay that encoders may
   * have added, without the ends.
   */
  static double snr(float[] decoded, int channels, double maxDelaySeconds) {
    if (maxDelaySeconds == 0) {
      return snr(decoded, channels, 0, 1);
    }
    double best = 0;
    double highest = -100;
    for (double delay = 0; delay <= maxDelaySeconds; delay += 1 / 32_000.0) {
      double ratio = snr(decoded, channels, delay, 61);
      if (ratio > highest) {
        highest = ratio;
        best = delay;
      }
    }
    for (int fine = -40; fine <= 40; fine++) {
      double delay = best + fine / 1_280_000.0;
      highest = Math.max(highest, snr(decoded, channels, delay, 7));
    }
    return highest;
  }

  private static double snr(float[] decoded, int channels, double delay, int step) {
    int ends = Math.min(4000, decoded.length / 8);
    double signal = 0;
    double noise = 0;
    for (int i = ends; i < decoded.length - ends; i += step) {
      double expected = mono((double) i / AudioStream.RATE - delay, channels);
      signal += expected * expected;
      noise += (decoded[i] - expected) * (decoded[i] - expected);
    }
    return 10 * Math.log10(signal / Math.max(noise, 1e-12));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
