package io.earshot.media.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.earshot.media.FrontEnds;
import io.earshot.media.image.PixelTensor.Layout;
import io.earshot.media.image.PixelTensor.Resize;
import java.util.List;
import org.junit.jupiter.api.Test;

class PixelTensorTest {

  /** A picture of 3 × 2 pixels whose channels rise to the right and downwards. */
  private static final RgbImage RAMP = ramp();

  @Test
  void corners_stay_corners_and_what_lies_between_is_interpolated() {
    float[] tensor = unit(5, 3, Layout.NCHW, Resize.BILINEAR_ALIGN_CORNERS).of(RAMP);

    assertThat(row(tensor, 0, 5)).containsExactly(0, 25, 50, 75, 100);
    assertThat(row(tensor, 1, 5)).containsExactly(30, 55, 80, 105, 130);
    assertThat(row(tensor, 2, 5)).containsExactly(60, 85, 110, 135, 160);
  }

  @Test
  void half_pixel_centres_keep_the_borders() {
    float[] tensor = unit(6, 2, Layout.NCHW, Resize.BILINEAR).of(RAMP);

    assertThat(row(tensor, 0, 6)).containsExactly(0, 13, 38, 63, 88, 100);
  }

  @Test
  void a_picture_of_the_right_size_is_only_scaled() {
    float[] tensor = unit(3, 2, Layout.NHWC, Resize.BILINEAR_ALIGN_CORNERS).of(RAMP);

    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        for (int c = 0; c < 3; c++) {
          assertThat(tensor[(y * 3 + x) * 3 + c])
              .isEqualTo((float) (RAMP.channel(x, y, c) / 255.0));
        }
      }
    }
  }

  @Test
  void pixels_are_those_of_the_reference() throws Exception {
    for (Resize resize : Resize.values()) {
      List<String[]> rows = FrontEnds.rows(resize.name());
      assertThat(rows).hasSize(10);
      for (String[] row : rows) {
        String[] size = row[1].split("x");
        RgbImage image = picture(Integer.parseInt(size[0]), Integer.parseInt(size[1]));
        float[] tensor = PixelTensor.unitRange(24, 20, Layout.NHWC, resize).of(image);
        double[] expected = FrontEnds.numbers(row);
        for (int i = 0; i < expected.length; i++) {
          assertThat((double) tensor[Integer.parseInt(row[2]) * expected.length + i])
              .as("%s of %s, row %s, number %s", resize, row[1], row[2], i)
              .isCloseTo(expected[i], within(FrontEnds.TOLERANCE));
        }
      }
    }
  }

  @Test
  void mean_and_deviation_are_taken_off_after_scaling() {
    PixelTensor tensor =
        new PixelTensor(
            1,
            1,
            Layout.NCHW,
            1 / 255.0,
            new float[] {0.5f, 0.4f, 0.3f},
            new float[] {0.2f, 0.2f, 0.1f},
            Resize.BILINEAR_ALIGN_CORNERS);

    float[] values = tensor.of(new RgbImage(1, 1, new byte[] {(byte) 255, 51, 0}));

    assertThat(values).containsExactly(new float[] {2.5f, -1f, -3f}, within(1e-5f));
  }

  @Test
  void one_pixel_fills_any_tensor() {
    float[] tensor =
        unit(4, 4, Layout.NCHW, Resize.BILINEAR).of(new RgbImage(1, 1, new byte[] {51, 51, 51}));

    assertThat(tensor).containsOnly(0.2f);
  }

  private static PixelTensor unit(int width, int height, Layout layout, Resize resize) {
    return PixelTensor.unitRange(width, height, layout, resize);
  }

  private static int[] row(float[] tensor, int row, int width) {
    int[] values = new int[width];
    for (int i = 0; i < width; i++) {
      values[i] = Math.round(255 * tensor[row * width + i]);
    }
    return values;
  }

  private static RgbImage ramp() {
    byte[] rgb = new byte[18];
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 3; x++) {
        for (int c = 0; c < 3; c++) {
          rgb[3 * (3 * y + x) + c] = (byte) (50 * x + 60 * y + 10 * c);
        }
      }
    }
    return new RgbImage(3, 2, rgb);
  }

  private static RgbImage picture(int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          pixels[3 * (y * width + x) + c] = (byte) (x * 37 + y * 91 + c * 53 + x * y);
        }
      }
    }
    return new RgbImage(width, height, pixels);
  }
}
