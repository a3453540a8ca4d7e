package io.earshot.media.image;

import io.earshot.media.MediaException;
import java.io.Serializable;

/**
 * How large a picture may be. All of it is checked before a pixel is decoded.
 *
 * @param maxBytes of the file
 * @param maxSide pixels of its longer side
 * @param maxPixels width times height; decoding takes about eight bytes a pixel
 */
public record ImageLimits(int maxBytes, int maxSide, int maxPixels) implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Covers of 5000 × 5000 pixels: more than any store asks for, and 200 MB while decoding. */
  public static final ImageLimits DEFAULT = new ImageLimits(20 << 20, 16_384, 25_000_000);

  public ImageLimits {
    if (maxBytes < 1 || maxSide < 1 || maxPixels < 1) {
      throw new IllegalArgumentException(
          "maxBytes "
              + maxBytes
              + ", maxSide "
              + maxSide
              + " and maxPixels "
              + maxPixels
              + " must all be at least 1");
    }
  }

  /** Heap that the largest picture takes while it is decoded, bytes. */
  public long decodingBytes() {
    return 8L * maxPixels;
  }

  /** Refuses a picture of that size, if it is one. */
  void check(String format, long width, long height) throws MediaException {
    if (width < 1 || height < 1) {
      throw MediaException.empty(format + " picture is " + width + " × " + height + " pixels");
    }
    if (width > maxSide || height > maxSide || width * height > maxPixels) {
      throw MediaException.tooLarge(
          format
              + " picture is "
              + width
              + " × "
              + height
              + " pixels, but at most "
              + maxSide
              + " a side and "
              + maxPixels
              + " in all are decoded; scale it down");
    }
  }
}
