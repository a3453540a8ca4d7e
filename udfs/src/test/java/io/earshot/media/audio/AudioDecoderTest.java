package io.earshot.media.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.MediaException;
import io.earshot.media.MediaException.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AudioDecoderTest {

  @ParameterizedTest
  @CsvSource({
    "1, 8, 8000, 1, 36", "1, 16, 8000, 1, 75", "1, 16, 16000, 1, 85", "1, 16, 44100, 2, 75",
    "1, 24, 48000, 2, 75", "1, 32, 96000, 6, 75", "3, 32, 22050, 1, 75", "3, 64, 11025, 2, 75",
    "1, 16, 44099, 1, 60", "1, 16, 192000, 1, 75"
  })
  void wave_of_every_form_is_what_was_written(
      int code, int bits, int rate, int channels, double least) throws Exception {
    float[] decoded = Sounds.decode(Sounds.wav(code, bits, rate, channels, 1.5), "audio/wav");

    assertThat(decoded.length).isCloseTo(24_000, within(1));
    assertThat(Sounds.snr(decoded, channels, 0)).isGreaterThan(least);
  }

  @ParameterizedTest
  @CsvSource({
    "mono-48000-24bit.flac, 1, 70, 0", "mono-8000-8bit.flac, 1, 36, 0",
        "stereo-16000.flac, 2, 70, 0",
    "stereo-44100.ogg, 2, 20, 0", "mono-16000.ogg, 1, 20, 0", "stereo-44100-cbr.mp3, 2, 25, 0.06",
    "mono-22050-vbr.mp3, 1, 25, 0.1", "mono-48000-vbr.mp3, 1, 25, 0.06",
        "mono-24000.mp3, 1, 20, 0.1",
    "mono-8000.mp3, 1, 15, 0.25"
  })
  void compressed_sound_is_close_to_what_was_encoded(
      String file, int channels, double least, double delay) throws Exception {
    float[] decoded = Sounds.decode(Sounds.file(file), Sounds.type(file));

    assertThat(Sounds.snr(decoded, channels, delay)).isGreaterThan(least);
  }

  @Test
  void mp3_survives_tags_and_garbage_before_between_and_after_frames() throws Exception {
    byte[] plain = Sounds.file("mono-22050-vbr.mp3");
    float[] expected = Sounds.decode(plain, "audio/mpeg");
    Random random = new Random(1);
    ByteArrayOutputStream tagged = new ByteArrayOutputStream();
    tagged.writeBytes(id3(70_000, random));
    tagged.writeBytes(id3(300, random));
    tagged.writeBytes(plain);
    tagged.writeBytes(new byte[500]);
    tagged.writeBytes(Arrays.copyOf("TAG".getBytes(StandardCharsets.US_ASCII), 128));

    assertThat(Sounds.decode(tagged.toByteArray(), "audio/mpeg")).isEqualTo(expected);

    ByteArrayOutputStream dirty = new ByteArrayOutputStream();
    dirty.write(plain, 0, 2000);
    dirty.writeBytes(noise(700, random));
    dirty.write(plain, 2000, plain.length - 2000);

    float[] decoded = Sounds.decode(dirty.toByteArray(), "audio/mpeg");

    assertThat((double) decoded.length).isBetween(expected.length * 0.85, expected.length * 1.05);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stereo-16000.flac",
        "mono-8000-8bit.flac",
        "mono-16000.ogg",
        "stereo-44100.ogg",
        "mono-22050-vbr.mp3",
        "stereo-44100-cbr.mp3"
      })
  void a_sound_cut_anywhere_is_truncated(String file) {
    byte[] whole = Sounds.file(file);
    for (int part = 1; part < 20; part++) {
      byte[] cut = Arrays.copyOf(whole, whole.length * part / 20 + 13);
      assertThatThrownBy(() -> Sounds.decode(cut, Sounds.type(file)))
          .as("cut to %s of %s", cut.length, whole.length)
          .isInstanceOfSatisfying(
              MediaException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TRUNCATED));
    }
  }

  @Test
  void wave_with_less_data_than_stated_is_truncated_and_with_unknown_length_read_to_its_end()
      throws Exception {
    byte[] data = new byte[32_000];
    assertReason(
        Sounds.wav(1, 16, 16_000, 1, data, 40_000), "audio/wav", Reason.TRUNCATED, "20000 frames");

    for (long open : new long[] {0, 0xffffffffL}) {
      assertThat(Sounds.decode(Sounds.wav(1, 16, 16_000, 1, data, open), "audio/wav"))
          .hasSize(16_000);
    }
  }

  @Test
  void lying_or_excessive_headers_are_refused_before_decoding() {
    byte[] data = new byte[100];
    assertReason(
        Sounds.wav(1, 8, 8_000, 1, data, 0xfffffff0L), "audio/wav", Reason.TOO_LARGE, "PT6H");
    assertReason(
        Sounds.wav(1, 8, 8_000, 200, data, 100), "audio/wav", Reason.UNSUPPORTED, "200 channels");
    assertReason(
        Sounds.wav(1, 8, 1_000_000, 1, data, 100), "audio/wav", Reason.UNSUPPORTED, "1000000");
    assertReason(Sounds.wav(6, 8, 8_000, 1, data, 100), "audio/wav", Reason.UNSUPPORTED, "code 6");
    assertReason(Sounds.wav(1, 16, 8_000, 1, new byte[0], 0), "audio/wav", Reason.EMPTY, "samples");
    byte[] flac = Sounds.file("stereo-16000.flac");
    flac[21] |= 0x0f;
    assertReason(flac, "audio/flac", Reason.TOO_LARGE, "PT6H");
  }

  @Test
  void the_length_is_held_to_the_limit_while_decoding_too() {
    byte[] ogg = Sounds.file("mono-16000.ogg");

    assertThatThrownBy(
            () -> Sounds.decode(ogg, "audio/ogg", new AudioLimits(Duration.ofMillis(999), 2)))
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TOO_LARGE));
  }

  @Test
  void what_is_not_read_is_said_to_be_that() {
    assertReason(Sounds.file("opus.ogg"), "audio/ogg", Reason.UNSUPPORTED, "Opus");
    assertReason(Sounds.file("layer2.mp3"), "audio/mpeg", Reason.UNSUPPORTED, "layer II");
    assertReason(Sounds.file("mono-24000.mp3"), "audio/ogg", Reason.WRONG_TYPE, "audio/mpeg");
    assertReason(Sounds.file("mono-24000.mp3"), "image/png", Reason.WRONG_TYPE, "audio/mpeg");
    byte[] id3Only = id3(1000, new Random(2));
    assertReason(id3Only, "audio/mpeg", Reason.CORRUPT, "no two frames");
  }

  @Test
  void damage_that_checksums_show_is_told() {
    byte[] ogg = Sounds.file("mono-16000.ogg");
    ogg[ogg.length - 40] ^= 0x10;
    assertReason(ogg, "audio/ogg", Reason.CORRUPT, "");

    for (int i = 100; i < 2000; i += 100) {
      byte[] flac = Sounds.file("stereo-16000.flac");
      flac[flac.length / 2 + i] ^= 0x10;
      // A length that is wrong may also run past the end.
      assertThatThrownBy(() -> Sounds.decode(flac, "audio/flac"))
          .isInstanceOfSatisfying(
              MediaException.class,
              e -> assertThat(e.reason()).isIn(Reason.CORRUPT, Reason.TRUNCATED));
    }
  }

  @Test
  void channels_that_cancel_out_are_heard_all_the_same() throws Exception {
    int frames = 16_000;
    byte[] data = new byte[4 * frames];
    for (int i = 0; i < frames; i++) {
      int value = (int) (12_000 * Sounds.scene(i / 16_000.0, 0));
      data[4 * i] = (byte) value;
      data[4 * i + 1] = (byte) (value >> 8);
      data[4 * i + 2] = (byte) -value;
      data[4 * i + 3] = (byte) (-value >> 8);
    }

    float[] decoded = Sounds.decode(Sounds.wav(1, 16, 16_000, 2, data, data.length), "audio/wav");

    double power = 0;
    for (float sample : decoded) {
      power += sample * sample;
    }
    assertThat(Math.sqrt(power / decoded.length)).isGreaterThan(0.05);
  }

  @Test
  void an_hour_is_decoded_in_constant_memory() throws Exception {
    byte[] head = Arrays.copyOf(Sounds.wav(1, 8, 16_000, 1, new byte[0], 57_600_000), 44);
    InputStream hour =
        new SequenceInputStream(
            new ByteArrayInputStream(head),
            new InputStream() {
              private long left = 57_600_000;

              @Override
              public int read() {
                return left-- > 0 ? 100 : -1;
              }

              @Override
              public int read(byte[] into, int from, int count) {
                int some = (int) Math.min(left, count);
                Arrays.fill(into, from, from + some, (byte) 140);
                left -= some;
                return some == 0 && count > 0 ? -1 : some;
              }
            });
    AudioStream stream = new AudioDecoder(AudioLimits.DEFAULT).open(hour, "audio/wav");
    float[] chunk = new float[16_000];
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long before = runtime.totalMemory() - runtime.freeMemory();
    while (stream.read(chunk, 0, chunk.length) > 0) {
      // decoded and dropped
    }
    System.gc();

    assertThat(stream.samples()).isEqualTo(57_600_000);
    assertThat(runtime.totalMemory() - runtime.freeMemory() - before).isLessThan(50_000_000);
  }

  private static void assertReason(byte[] bytes, String type, Reason reason, String part) {
    assertThatThrownBy(() -> Sounds.decode(bytes, type))
        .isInstanceOfSatisfying(MediaException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(part);
  }

  /** A tag with random data as its picture. */
  private static byte[] id3(int size, Random random) {
    byte[] tag = noise(10 + size, random);
    byte[] head = {'I', 'D', '3', 3, 0, 0, 0, (byte) (size >> 14), (byte) (size >> 7 & 0x7f), 0};
    head[9] = (byte) (size & 0x7f);
    System.arraycopy(head, 0, tag, 0, 10);
    return tag;
  }

  private static byte[] noise(int size, Random random) {
    byte[] noise = new byte[size];
    random.nextBytes(noise);
    return noise;
  }
}
