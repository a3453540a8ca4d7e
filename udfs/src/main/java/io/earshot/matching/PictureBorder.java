package io.earshot.matching;

import io.earshot.media.image.RgbImage;

/**
 * The border that a copy was given: rows and columns at its edges that are of one colour. PDQ alone
 * loses a picture in a border of a few percent, so what is within it is looked up too.
 */
final class PictureBorder {

  /**
   * How far channels may be from the corner's on average over a row or column that is of the
   * border; JPEG lets the picture bleed into it.
   */
  private static final int TOLERANCE = 16;

  /** At least this share of a side is left, or it is no border but most of the picture. */
  private static final double LEAST_LEFT = 0.5;

  private PictureBorder() {}

  /** The picture without its border; the same picture if it has none. */
  static RgbImage trimmed(RgbImage picture) {
    int width = picture.width();
    int height = picture.height();
    int top = 0;
    while (top < height && row(picture, top, 0, 0)) {
      top++;
    }
    int bottom = height;
    while (bottom > top && row(picture, bottom - 1, width - 1, height - 1)) {
      bottom--;
    }
    int left = 0;
    while (left < width && column(picture, left, 0, 0)) {
      left++;
    }
    int right = width;
    while (right > left && column(picture, right - 1, width - 1, height - 1)) {
      right--;
    }
    boolean whole = right - left == width && bottom - top == height;
    boolean enough = right - left >= LEAST_LEFT * width && bottom - top >= LEAST_LEFT * height;
    return whole || !enough ? picture : picture.part(left, top, right - left, bottom - top);
  }

  private static boolean row(RgbImage picture, int y, int cornerX, int cornerY) {
    long sum = 0;
    for (int x = 0; x < picture.width(); x++) {
      sum += difference(picture, x, y, cornerX, cornerY);
    }
    return sum <= (long) TOLERANCE * 3 * picture.width();
  }

  private static boolean column(RgbImage picture, int x, int cornerX, int cornerY) {
    long sum = 0;
    for (int y = 0; y < picture.height(); y++) {
      sum += difference(picture, x, y, cornerX, cornerY);
    }
    return sum <= (long) TOLERANCE * 3 * picture.height();
  }

  private static int difference(RgbImage picture, int x, int y, int cornerX, int cornerY) {
    int sum = 0;
    for (int channel = 0; channel < 3; channel++) {
      sum += Math.abs(picture.channel(x, y, channel) - picture.channel(cornerX, cornerY, channel));
    }
    return sum;
  }
}
