package io.earshot.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.earshot.matching.PdqFingerprint.Nearest;
import io.earshot.media.image.RgbImage;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PdqHasherTest {

  /** Half of what is a match. */
  private static final int NEAR = 16;

  private static final BufferedImage SCENE = Scenes.draw(1, 400, 300);
  private static final PdqHash KNOWN = PdqHasher.hash(Scenes.decoded(SCENE)).hash();

  @Test
  void hash_ofAScene_isWhatItWasWhenThisWasWritten() {
    PdqFingerprint fingerprint = PdqHasher.hash(Scenes.decoded(SCENE));

    assertThat(fingerprint.quality()).isEqualTo(100);
    assertThat(fingerprint.hash().hex())
        .isEqualTo("f1663e78da23a01f36fcc6db111ea1c51cdc81a002a77c74cd48752dea7ecb1c");
    assertThat(
            Long.bitCount(KNOWN.w0())
                + Long.bitCount(KNOWN.w1())
                + Long.bitCount(KNOWN.w2())
                + Long.bitCount(KNOWN.w3()))
        .as("bits above the median")
        .isEqualTo(128);
  }

  @Test
  void copy_afterResizeRecompressionOrBlur_isNear() {
    assertThat(near(Scenes.decoded(Scenes.resized(SCENE, 160, 120)))).isLessThanOrEqualTo(NEAR);
    assertThat(near(Scenes.decoded(Scenes.resized(SCENE, 900, 500)))).isLessThanOrEqualTo(NEAR);
    assertThat(near(Scenes.decoded(Scenes.jpeg(SCENE, 0.2f), "image/jpeg")))
        .isLessThanOrEqualTo(NEAR);
    assertThat(near(Scenes.decoded(Scenes.blurred(SCENE, 3)))).isLessThanOrEqualTo(NEAR);
  }

  @Test
  void copy_inABorder_isFoundWithinIt() {
    for (Color color : new Color[] {Color.BLACK, Color.WHITE, Color.MAGENTA}) {
      BufferedImage bordered = Scenes.bordered(SCENE, 30, color);

      assertThat(PdqHasher.views(Scenes.decoded(bordered))).hasSize(2);
      assertThat(near(Scenes.decoded(bordered))).isLessThanOrEqualTo(NEAR);
      assertThat(near(Scenes.decoded(Scenes.jpeg(bordered, 0.5f), "image/jpeg")))
          .isLessThanOrEqualTo(PdqHash.MATCH_DISTANCE);
    }
  }

  @Test
  void pictureWithoutABorder_hasOneView() {
    assertThat(PdqHasher.views(Scenes.decoded(SCENE))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0, false, ORIGINAL",
    "1, false, ROTATE_90",
    "2, false, ROTATE_180",
    "3, false, ROTATE_270",
    "0, true, FLIP_Y",
    "2, true, FLIP_X",
    "1, true, FLIP_MINUS_1",
    "3, true, FLIP_PLUS_1"
  })
  void copy_turnedOrMirrored_isNearInThatOrientation(
      int quarters, boolean mirrored, Dihedral expected) {
    BufferedImage turned = Scenes.turned(mirrored ? Scenes.mirrored(SCENE) : SCENE, quarters);

    Nearest nearest = PdqHasher.hash(Scenes.decoded(turned)).nearest(KNOWN);

    assertThat(nearest.distance()).isLessThanOrEqualTo(NEAR);
    assertThat(nearest.orientation()).isEqualTo(expected);
  }

  @Test
  void otherPicture_isFar() {
    for (long seed = 2; seed < 22; seed++) {
      assertThat(near(Scenes.decoded(Scenes.draw(seed, 200, 150))))
          .as("seed %d", seed)
          .isGreaterThan(2 * PdqHash.MATCH_DISTANCE);
    }
  }

  @Test
  void emptyPicture_hasNoQuality() {
    BufferedImage plain = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);

    PdqFingerprint fingerprint = PdqHasher.hash(Scenes.decoded(plain));

    assertThat(fingerprint.quality()).isZero();
    assertThat(fingerprint.usable()).isFalse();
  }

  @Test
  void onePixel_hasAHash() {
    assertThat(PdqHasher.hash(Scenes.decoded(Scenes.draw(1, 1, 1))).usable()).isFalse();
  }

  @Test
  void largePicture_isAveragedAndStaysNear() {
    assertThat(near(Scenes.decoded(Scenes.draw(1, 2500, 1900)))).isLessThanOrEqualTo(NEAR);
  }

  @Test
  void hash_writtenAndRead_isTheSame() {
    assertThat(PdqHash.ofHex(KNOWN.hex())).isEqualTo(KNOWN);
    assertThatThrownBy(() -> PdqHash.ofHex("12"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("64 hexadecimal digits");
    assertThatThrownBy(() -> PdqHash.ofHex("+" + KNOWN.hex().substring(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static int near(RgbImage picture) {
    return PdqHasher.views(picture).stream()
        .map(view -> view.nearest(KNOWN))
        .min(Comparator.comparing(Nearest::distance))
        .orElseThrow()
        .distance();
  }
}
