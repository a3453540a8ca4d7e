package io.earshot.media.image;

import java.util.Objects;

/** A decoded picture: sRGB, 8 bits a channel, rows from the top, red first. */
public final class RgbImage {

  private final int width;
  private final int height;
  private final byte[] rgb;

  /** A picture over these bytes, which are not copied and must not change. */
  RgbImage(int width, int height, byte[] rgb) {
    if (rgb.length != 3 * width * height) {
      throw new IllegalArgumentException(
          rgb.length + " bytes are no " + width + " × " + height + " pixels of 3 channels");
    }
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** A channel of a pixel, 0 to 255; channel 0 is red. */
  public int channel(int x, int y, int channel) {
    return rgb[3 * (y * width + x) + channel] & 0xff;
  }

  /**
   * A part of the picture, copied.
   *
   * @param left column of its first pixel
   * @param top row of its first pixel
   * @throws IndexOutOfBoundsException when it is not within the picture
   */
  public RgbImage part(int left, int top, int partWidth, int partHeight) {
    Objects.checkFromIndexSize(left, partWidth, width);
    Objects.checkFromIndexSize(top, partHeight, height);
    byte[] copy = new byte[3 * partWidth * partHeight];
    for (int y = 0; y < partHeight; y++) {
      System.arraycopy(rgb, 3 * ((top + y) * width + left), copy, 3 * y * partWidth, 3 * partWidth);
    }
    return new RgbImage(partWidth, partHeight, copy);
  }

  /**
   * A channel value with transparency laid over white, as on a page: half of what covers show
   * through was drawn for one.
   */
  static byte overWhite(int value, int alpha) {
    return (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}
