package io.earshot.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.MediaException;
import io.earshot.media.Mutations;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assertions;

/** Whatever the bytes: samples or a {@link MediaException}, soon, and no more than the limit. */
class AudioDecoderFuzzTest {

  private static final AudioLimits LIMITS = new AudioLimits(Duration.ofSeconds(20), 8);

  private static final List<Seed> SEEDS =
      List.of(
          seed("mono-48000-24bit.flac"),
          seed("stereo-16000.flac"),
          seed("mono-8000-8bit.flac"),
          seed("stereo-44100.ogg"),
          seed("mono-16000.ogg"),
          seed("stereo-44100-cbr.mp3"),
          seed("mono-22050-vbr.mp3"),
          seed("mono-8000.mp3"),
          new Seed("audio/wav", Sounds.wav(1, 16, 22_050, 2, 0.3)),
          new Seed("audio/wav", Sounds.wav(3, 32, 48_000, 1, 0.2)));

  @Property(tries = 1500)
  void mutated_files_give_samples_or_a_media_exception(
      @ForAll @IntRange(min = 0, max = 9) int which, @ForAll long seed) {
    Seed valid = SEEDS.get(which);
    byte[] mutant = Mutations.of(valid.bytes(), new Random(seed));

    float[] decoded =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> {
              try {
                return Sounds.decode(mutant, valid.type(), LIMITS);
              } catch (MediaException e) {
                assertThat(e).hasMessageMatching("(?s).{10,400}");
                return new float[0];
              }
            });

    assertThat(decoded.length).isLessThan(22 * AudioStream.RATE);
    for (float sample : decoded) {
      if (!Float.isFinite(sample)) {
        throw new AssertionError("a sample is " + sample);
      }
    }
  }

  private static Seed seed(String file) {
    return new Seed(Sounds.type(file), Sounds.file(file));
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Seed(String type, byte[] bytes) {}
}
