package io.earshot.media.image;

/**
 * How a model wants its pixels: a picture resized, scaled and laid out, {@code (value × scale −
 * mean) / deviation} a channel, red first.
 *
 * <p>A model's scores hold for pixels made as those it was trained or measured with, so the ways of
 * resizing are those of the frameworks, computed as they compute them, and a manifest names one.
 *
 * @param width columns
 * @param height rows
 * @param layout order of the numbers
 * @param scale of a channel's value from 0 to 255
 * @param mean of each channel, after scaling
 * @param deviation of each channel, after scaling
 * @param resize how pixels are taken from the picture's
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PixelTensor(
    int width,
    int height,
    Layout layout,
    double scale,
    float[] mean,
    float[] deviation,
    Resize resize) {

  /** The order of the numbers. */
  public enum Layout {
    /** All of a channel, then all of the next. */
    NCHW,
    /** All channels of a pixel, then those of the next. */
    NHWC
  }

  /** How pixels are taken from the picture's. Neither smooths first: its models never saw that. */
  public enum Resize {
    /** Between the four nearest, corners on corners: TensorFlow.js with {@code alignCorners}. */
    BILINEAR_ALIGN_CORNERS,
    /** Between the four nearest, pixel centres at halves: PyTorch and TensorFlow 2. */
    BILINEAR
  }

  public PixelTensor {
    if (width < 1 || height < 1 || (long) width * height > 1 << 22) {
      throw new IllegalArgumentException(
          "tensor is " + width + " × " + height + ", but must be from 1 to 4 million pixels");
    }
    if (mean.length != 3 || deviation.length != 3) {
      throw new IllegalArgumentException(
          "mean and deviation have "
              + mean.length
              + " and "
              + deviation.length
              + " numbers, but must have one for each of red, green and blue");
    }
  }

  /** Pixels as 0 to 1, not shifted. */
  public static PixelTensor unitRange(int width, int height, Layout layout, Resize resize) {
    return new PixelTensor(
        width, height, layout, 1 / 255.0, new float[3], new float[] {1, 1, 1}, resize);
  }

  /** How many numbers a picture becomes. */
  public int length() {
    return 3 * width * height;
  }

  /** A picture as the model wants it. */
  public float[] of(RgbImage image) {
    float[] tensor = new float[length()];
    float[] levels = new float[256];
    for (int i = 0; i < 256; i++) {
      levels[i] = (float) (i * scale);
    }
    int[] left = new int[width];
    int[] right = new int[width];
    double[] across = new double[width];
    sources(image.width(), width, left, right, across);
    int[] above = new int[height];
    int[] below = new int[height];
    double[] down = new double[height];
    sources(image.height(), height, above, below, down);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          // In doubles between floats, in this order: as TensorFlow.js does it, to the bit.
          double topLeft = levels[image.channel(left[x], above[y], c)];
          double topRight = levels[image.channel(right[x], above[y], c)];
          double bottomLeft = levels[image.channel(left[x], below[y], c)];
          double bottomRight = levels[image.channel(right[x], below[y], c)];
          double top = topLeft + (topRight - topLeft) * across[x];
          double bottom = bottomLeft + (bottomRight - bottomLeft) * across[x];
          float value = (float) (top + (bottom - top) * down[y]);
          int at = layout == Layout.NCHW ? (c * height + y) * width + x : (y * width + x) * 3 + c;
          tensor[at] = (value - mean[c]) / deviation[c];
        }
      }
    }
    return tensor;
  }

  /** Between which two pixels of the picture each of the tensor's lies, and how far. */
  private void sources(int from, int to, int[] low, int[] high, double[] share) {
    double ratio =
        resize == Resize.BILINEAR_ALIGN_CORNERS && to > 1
            ? (double) (from - 1) / (to - 1)
            : (double) from / to;
    for (int i = 0; i < to; i++) {
      double at = resize == Resize.BILINEAR ? Math.max(0, (i + 0.5) * ratio - 0.5) : i * ratio;
      low[i] = Math.min((int) at, from - 1);
      high[i] = Math.min(from - 1, (int) Math.ceil(at));
      share[i] = at - low[i];
    }
  }
}
