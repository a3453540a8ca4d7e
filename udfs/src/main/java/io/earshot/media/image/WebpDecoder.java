package io.earshot.media.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.earshot.media.MediaException;
import io.earshot.media.MediaException.Reason;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * WebP (RFC 9649), lossy and lossless, with transparency; of an animation the first frame.
 *
 * <p>The container is read here, and the decoder, which is TwelveMonkeys', is given a file of
 * nothing but the picture's own chunks. Its reader is made directly and not looked up, because a
 * registry of image plug-ins is per JVM and a Flink job's classes are not.
 */
final class WebpDecoder {

  private static final int VP8 = tag("VP8 ");
  private static final int VP8L = tag("VP8L");
  private static final int VP8X = tag("VP8X");
  private static final int ALPH = tag("ALPH");
  private static final int ANMF = tag("ANMF");

  private final ByteBuffer file;
  private final ImageLimits limits;

  private WebpDecoder(byte[] bytes, ImageLimits limits) {
    this.file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    this.limits = limits;
  }

  static RgbImage decode(byte[] bytes, ImageLimits limits) throws MediaException {
    return new WebpDecoder(bytes, limits).decode();
  }

  private RgbImage decode() throws MediaException {
    long size = file.getInt(4) & 0xffffffffL;
    if (size + 8 > file.limit() + 1L) {
      throw MediaException.truncated(
          "WebP picture has "
              + (size + 8)
              + " bytes by its header, but the file has "
              + file.limit());
    }
    return pixels(12, file.limit());
  }

  /** The first picture among the chunks of that range. */
  private RgbImage pixels(int from, int to) throws MediaException {
    int at = from;
    int alpha = -1;
    int canvasWidth = 0;
    int canvasHeight = 0;
    while (at + 8 <= to) {
      int type = file.getInt(at);
      long length = file.getInt(at + 4) & 0xffffffffL;
      int data = at + 8;
      if (data + length > to) {
        throw MediaException.truncated(
            "WebP chunk at byte "
                + at
                + " has "
                + length
                + " bytes by its header, but "
                + (to - data)
                + " are left");
      }
      if (type == VP8X && length >= 10) {
        canvasWidth = 1 + medium(data + 4);
        canvasHeight = 1 + medium(data + 7);
        limits.check("WebP", canvasWidth, canvasHeight);
      } else if (type == ALPH) {
        alpha = at;
      } else if (type == ANMF && length >= 16) {
        return pixels(data + 16, data + (int) length);
      } else if (type == VP8) {
        lossySize(data, (int) length);
        return read(alpha, at, (int) length);
      } else if (type == VP8L) {
        losslessSize(data, (int) length);
        return read(-1, at, (int) length);
      }
      at = data + (int) length + ((int) length & 1);
    }
    throw MediaException.empty("WebP picture holds no pixels");
  }

  private void lossySize(int at, int length) throws MediaException {
    if (length < 10 || medium(at + 3) != 0x2a019d) {
      throw MediaException.corrupt("WebP picture does not start with a key frame");
    }
    limits.check("WebP", file.getShort(at + 6) & 0x3fff, file.getShort(at + 8) & 0x3fff);
  }

  private void losslessSize(int at, int length) throws MediaException {
    if (length < 5 || file.get(at) != 0x2f) {
      throw MediaException.corrupt("lossless WebP picture lacks its signature");
    }
    int bits = file.getInt(at + 1);
    limits.check("WebP", 1 + (bits & 0x3fff), 1 + (bits >> 14 & 0x3fff));
  }

  /** Decodes the picture's chunk, with that of its transparency if there is one. */
  private RgbImage read(int alphaAt, int at, int length) throws MediaException {
    boolean withAlpha = alphaAt >= 0;
    int alphaLength = withAlpha ? file.getInt(alphaAt + 4) : 0;
    int alphaTotal = withAlpha ? 8 + alphaLength + (alphaLength & 1) : 0;
    int total = 4 + (withAlpha ? 18 : 0) + alphaTotal + 8 + length + (length & 1);
    ByteBuffer only = ByteBuffer.allocate(8 + total).order(ByteOrder.LITTLE_ENDIAN);
    only.putInt(tag("RIFF")).putInt(total).putInt(tag("WEBP"));
    if (withAlpha) {
      int width = (file.getShort(at + 14) & 0x3fff) - 1;
      int height = (file.getShort(at + 16) & 0x3fff) - 1;
      only.putInt(VP8X).putInt(10).putInt(0x10);
      putMedium(only, width);
      putMedium(only, height);
      only.put(file.array(), alphaAt, Math.min(8 + alphaLength, file.limit() - alphaAt));
      only.position(12 + 18 + alphaTotal);
    }
    only.put(file.array(), at, 8 + length);
    return decode(only.array());
  }

  private static RgbImage decode(byte[] webp) throws MediaException {
    ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(webp))) {
      reader.setInput(in, true, true);
      BufferedImage image = reader.read(0);
      int width = image.getWidth();
      int height = image.getHeight();
      byte[] rgb = new byte[3 * width * height];
      int[] row = new int[width];
      for (int y = 0; y < height; y++) {
        image.getRGB(0, y, width, 1, row, 0, width);
        for (int x = 0; x < width; x++) {
          int at = 3 * (y * width + x);
          int alpha = row[x] >>> 24;
          rgb[at] = RgbImage.overWhite(row[x] >> 16 & 0xff, alpha);
          rgb[at + 1] = RgbImage.overWhite(row[x] >> 8 & 0xff, alpha);
          rgb[at + 2] = RgbImage.overWhite(row[x] & 0xff, alpha);
        }
      }
      return new RgbImage(width, height, rgb);
    } catch (java.io.EOFException e) {
      throw new MediaException(Reason.TRUNCATED, "WebP picture ends before its pixels do", e);
    } catch (IOException e) {
      throw new MediaException(Reason.CORRUPT, "WebP picture cannot be decoded", e);
    } finally {
      reader.dispose();
    }
  }

  private int medium(int at) {
    return (file.get(at) & 0xff) | (file.get(at + 1) & 0xff) << 8 | (file.get(at + 2) & 0xff) << 16;
  }

  private static void putMedium(ByteBuffer into, int value) {
    into.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
  }

  private static int tag(String name) {
    return ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII))
        .order(ByteOrder.LITTLE_ENDIAN)
        .getInt();
  }
}
