package io.earshot.job.traffic;

import io.earshot.schemas.avro.Media;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.Adler32;
import java.util.zip.CRC32;

/**
 * Covers and sounds that are valid and tiny: squares of 8 × 8 pixels (PNG, ISO/IEC 15948, stored
 * and not compressed, so that the bytes are the same on every platform) and tones of 50 ms (WAVE,
 * PCM, 8 bit, 8 kHz, mono). Traffic carries them inline or refers to them by digest. And
 * recordings, which are long enough to be told from others.
 */
final class SampleMedia {

  private static final int SORTS = 16;
  private static final int SIDE = 8;
  static final int SAMPLE_RATE = 8_000;
  private static final int WAVE_HEADER = 44;
  private static final int SAMPLES = 400;

  private final List<Sample> covers = new ArrayList<>(SORTS);
  private final List<Sample> tones = new ArrayList<>(SORTS);

  SampleMedia() {
    for (int sort = 0; sort < SORTS; sort++) {
      covers.add(Sample.of("image/png", square(sort)));
      tones.add(Sample.of("audio/wav", tone(sort)));
    }
  }

  /** A cover. */
  Media cover(Dice dice, boolean inline) {
    return dice.pick(covers).media(inline);
  }

  /** A sound. */
  Media tone(Dice dice, boolean inline) {
    return dice.pick(tones).media(inline);
  }

  /** A recording, inline. */
  static Media sound(Recording recording) {
    return Sample.of("audio/wav", wave(recording.samples())).media(true);
  }

  private static byte[] square(int sort) {
    ByteBuffer rows = ByteBuffer.allocate(SIDE * (1 + 3 * SIDE));
    for (int y = 0; y < SIDE; y++) {
      rows.put((byte) 0);
      for (int x = 0; x < SIDE; x++) {
        rows.put((byte) (16 * sort)).put((byte) (32 * x)).put((byte) (32 * y));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex("89504e470d0a1a0a"));
    out.writeBytes(
        chunk(
            "IHDR",
            ByteBuffer.allocate(13).putInt(SIDE).putInt(SIDE).put((byte) 8).put((byte) 2).array()));
    out.writeBytes(chunk("IDAT", stored(rows.array())));
    out.writeBytes(chunk("IEND", new byte[0]));
    return out.toByteArray();
  }

  /** A zlib stream of one stored block (RFC 1950, RFC 1951 section 3.2.4). */
  private static byte[] stored(byte[] data) {
    Adler32 sum = new Adler32();
    sum.update(data);
    ByteBuffer out = ByteBuffer.allocate(2 + 5 + data.length + 4);
    out.put((byte) 0x78).put((byte) 0x01).put((byte) 1);
    out.order(ByteOrder.LITTLE_ENDIAN).putShort((short) data.length);
    out.putShort((short) ~data.length).put(data);
    return out.order(ByteOrder.BIG_ENDIAN).putInt((int) sum.getValue()).array();
  }

  private static byte[] chunk(String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    return ByteBuffer.allocate(12 + data.length)
        .putInt(data.length)
        .put(name)
        .put(data)
        .putInt((int) sum.getValue())
        .array();
  }

  private static byte[] tone(int sort) {
    byte[] samples = new byte[SAMPLES];
    int halfPeriod = 4 + sort;
    for (int i = 0; i < SAMPLES; i++) {
      // A square wave: a sine may differ in its last bit from one platform to the next.
      samples[i] = (byte) (i / halfPeriod % 2 == 0 ? 96 : 160);
    }
    return wave(samples);
  }

  private static byte[] wave(byte[] samples) {
    ByteBuffer out =
        ByteBuffer.allocate(WAVE_HEADER + samples.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(ascii("RIFF")).putInt(WAVE_HEADER - 8 + samples.length).put(ascii("WAVE"));
    out.put(ascii("fmt ")).putInt(16).putShort((short) 1).putShort((short) 1);
    out.putInt(SAMPLE_RATE).putInt(SAMPLE_RATE).putShort((short) 1).putShort((short) 8);
    return out.put(ascii("data")).putInt(samples.length).put(samples).array();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static final class Sample {

    private final String mediaType;
    private final byte[] bytes;
    private final String sha256;

    private Sample(String mediaType, byte[] bytes, String sha256) {
      this.mediaType = mediaType;
      this.bytes = bytes;
      this.sha256 = sha256;
    }

    static Sample of(String mediaType, byte[] bytes) {
      try {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
        return new Sample(mediaType, bytes, HexFormat.of().formatHex(digest));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256 by specification", e);
      }
    }

    Media media(boolean inline) {
      return Media.newBuilder()
          .setMediaType(mediaType)
          .setSha256(sha256)
          .setContent(inline ? ByteBuffer.wrap(bytes) : null)
          .setUri(inline ? null : "https://media.earshot.example/sha256/" + sha256)
          .build();
    }
  }
}
