package io.earshot.media.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.earshot.media.MediaException;
import io.earshot.media.Mutations;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assertions;

/**
 * Whatever the bytes: pixels or a {@link MediaException}, soon, and no larger than the limits say.
 */
class ImageDecoderFuzzTest {

  private static final ImageLimits LIMITS = new ImageLimits(1 << 20, 512, 100_000);
  private static final ImageDecoder DECODER = new ImageDecoder(LIMITS);
  private static final BufferedImage RGB = Pictures.draw(BufferedImage.TYPE_INT_RGB);

  private static final List<Seed> SEEDS =
      List.of(
          new Seed("image/png", Pictures.encode("png", RGB, false)),
          new Seed("image/png", Pictures.encode("png", RGB, true)),
          new Seed("image/gif", Pictures.encode("gif", RGB, true)),
          new Seed("image/jpeg", Pictures.encode("jpeg", RGB, false)),
          new Seed("image/jpeg", Pictures.encode("jpeg", RGB, true)),
          new Seed("image/jpeg", Pictures.file("cmyk.jpg")),
          new Seed("image/webp", Pictures.file("lossy.webp")),
          new Seed("image/webp", Pictures.file("lossless.webp")),
          new Seed("image/webp", Pictures.file("lossy-alpha.webp")),
          new Seed("image/webp", Pictures.file("lossless-alpha.webp")),
          new Seed("image/webp", Pictures.file("animated.webp")));

  @Property(tries = 2500)
  void mutated_files_give_pixels_or_a_media_exception(
      @ForAll @IntRange(min = 0, max = 10) int which, @ForAll long seed) {
    Seed valid = SEEDS.get(which);
    byte[] mutant = Mutations.of(valid.bytes(), new Random(seed));

    RgbImage image =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> {
              try {
                return DECODER.decode(mutant, valid.type());
              } catch (MediaException e) {
                assertThat(e).hasMessageMatching("(?s).{10,400}");
                return new RgbImage(1, 1, new byte[3]);
              }
            });

    assertThat(image.width() * image.height()).isLessThanOrEqualTo(LIMITS.maxPixels());
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Seed(String type, byte[] bytes) {}
}
