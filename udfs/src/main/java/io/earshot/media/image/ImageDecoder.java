package io.earshot.media.image;

import io.earshot.media.MediaException;
import io.earshot.media.MediaException.Reason;
import io.earshot.media.MediaFormat;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Pictures from untrusted bytes to pixels: JPEG, PNG, GIF and WebP, of animations the first frame.
 *
 * <p><b>Nothing is believed that costs memory or time.</b> Every decoder reads the size from the
 * header first and refuses what is over the {@link ImageLimits}; what is then allocated follows
 * from the pixels alone, however much the file claims to unpack to. Metadata (colour profiles,
 * comments, thumbnails) is not parsed at all: no model here uses it, and it is where decompression
 * bombs hide.
 *
 * <p>PNG and GIF are read by code of this package. JPEG goes through the JDK's decoder and WebP
 * through TwelveMonkeys', both only after the container has been taken apart and put together again
 * from the parts that hold pixels; whatever they throw at malformed data becomes a {@link
 * MediaException}.
 *
 * <p>Transparent pixels are laid over white. Orientation tags of JPEG are not applied.
 */
public final class ImageDecoder implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ImageLimits limits;

  public ImageDecoder(ImageLimits limits) {
    this.limits = limits;
  }

  /**
   * Decodes a picture.
   *
   * @param bytes the whole file
   * @param mediaType what it is called; it must be what the bytes are
   * @throws MediaException when it cannot be used, and nothing else
   */
  public RgbImage decode(byte[] bytes, String mediaType) throws MediaException {
    if (bytes.length > limits.maxBytes()) {
      throw MediaException.tooLarge(
          "picture has "
              + bytes.length
              + " bytes, but at most "
              + limits.maxBytes()
              + " are read; compress it or scale it down");
    }
    byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, MediaFormat.SNIFF_BYTES));
    MediaFormat format = MediaFormat.of(mediaType, head);
    try {
      return switch (format) {
        case PNG -> PngDecoder.decode(bytes, limits);
        case GIF -> GifDecoder.decode(bytes, limits);
        case JPEG -> JpegDecoder.decode(bytes, limits);
        case WEBP -> WebpDecoder.decode(bytes, limits);
        default ->
            throw new MediaException(
                Reason.WRONG_TYPE,
                "a picture is needed, but the media type is " + format.mediaType());
      };
    } catch (RuntimeException e) {
      // Bounds that only malformed data breaks, in our decoders as in the libraries'.
      throw new MediaException(
          Reason.CORRUPT, format + " picture cannot be decoded: " + e.getClass().getName(), e);
    }
  }
}
