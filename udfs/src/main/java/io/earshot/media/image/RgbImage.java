package io.earshot.media.image;

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
   * A channel value with transparency laid over white, as on a page: half of what covers show
   * through was drawn for one.
   */
  static byte overWhite(int value, int alpha) {
    return (byte) ((value * alpha + 255 * (255 - alpha) + 127) / 255);
  }
}
