package io.earshot.media.image;

import io.earshot.media.MediaException;
import io.earshot.media.MediaException.Reason;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * JPEG (ITU-T T.81), baseline and progressive, grey, YCbCr, RGB, CMYK and YCCK.
 *
 * <p>The JDK's decoder (libjpeg) does the entropy coding and the transform. It is given a stream
 * that is put together anew from the segments that it needs, with one Adobe marker that says "no
 * transform": so it hands out the components as they are, converts no colours and meets no profile
 * or thumbnail. The conversion is done here, after the markers of the original, the same on every
 * JDK.
 */
final class JpegDecoder {

  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int DNL = 0xdc;
  private static final int COM = 0xfe;
  private static final int APP0 = 0xe0;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;

  /**
   * Scans times pixels, as a multiple of the pixels a picture may have: a progressive picture can
   * be sent over and over in scans of a few bytes, each of which costs a pass over all blocks.
   */
  private static final int MAX_PASSES = 16;

  /** Adobe's marker: version 100, no flags, transform 0. */
  private static final byte[] NO_TRANSFORM = {
    (byte) 0xff, (byte) APP14, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0
  };

  private final byte[] file;
  private final ByteArrayOutputStream kept;
  private int width;
  private int height;
  private int components;
  private int scans;
  private boolean jfif;
  private int adobeTransform = -1;
  private int[] componentIds = new int[0];

  private JpegDecoder(byte[] file) {
    this.file = file;
    this.kept = new ByteArrayOutputStream(file.length + NO_TRANSFORM.length);
  }

  static RgbImage decode(byte[] bytes, ImageLimits limits) throws MediaException {
    JpegDecoder decoder = new JpegDecoder(bytes);
    decoder.scan(limits);
    return decoder.convert(decoder.raster());
  }

  /** Walks over all segments, checks the frame, and keeps what holds pixels. */
  private void scan(ImageLimits limits) throws MediaException {
    kept.write(0xff);
    kept.write(SOI);
    kept.writeBytes(NO_TRANSFORM);
    int at = 2;
    while (true) {
      int start = at;
      while (at < file.length && (file[at] & 0xff) != 0xff) {
        at++; // bytes between segments, which decoders skip
      }
      while (at < file.length && (file[at] & 0xff) == 0xff) {
        at++;
      }
      if (at >= file.length) {
        throw MediaException.truncated(
            "JPEG picture ends after " + file.length + " bytes without its end marker");
      }
      int marker = file[at++] & 0xff;
      if (marker == EOI) {
        break;
      }
      if (marker == 0 || marker == 1 || marker == SOI || (marker >= 0xd0 && marker <= 0xd7)) {
        continue;
      }
      if (at + 2 > file.length) {
        throw MediaException.truncated("JPEG picture ends within a segment's header");
      }
      int length = (file[at] & 0xff) << 8 | (file[at + 1] & 0xff);
      if (length < 2 || at + length > file.length) {
        throw MediaException.truncated(
            "JPEG segment at byte "
                + start
                + " has "
                + length
                + " bytes by its header, but the file has "
                + (file.length - at)
                + " left");
      }
      segment(marker, at, length, limits);
      int end = at + length;
      if (marker == SOS) {
        end = entropyCoded(end);
      }
      boolean drop = marker == COM || (marker >= APP0 && marker <= APP15);
      if (!drop) {
        kept.write(0xff);
        kept.write(marker);
        kept.write(file, at, end - at);
      }
      at = end;
    }
    kept.write(0xff);
    kept.write(EOI);
    if (width == 0) {
      throw MediaException.empty("JPEG picture has no frame");
    }
    if (scans == 0) {
      throw MediaException.empty("JPEG picture has no scan");
    }
  }

  private void segment(int marker, int at, int length, ImageLimits limits) throws MediaException {
    if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
      frame(marker, at, length, limits);
    } else if (marker == SOS) {
      scans++;
      if ((long) scans * width * height > (long) MAX_PASSES * limits.maxPixels()
          || scans > 64 * MAX_PASSES) {
        throw MediaException.tooLarge(
            "JPEG picture of "
                + width
                + " × "
                + height
                + " pixels has at least "
                + scans
                + " scans, which is more work than "
                + MAX_PASSES
                + " passes over "
                + limits.maxPixels()
                + " pixels; save it with fewer");
      }
    } else if (marker == DNL) {
      throw MediaException.unsupported("JPEG picture states its height only after its first scan");
    } else if (marker == APP0 && matches(at + 2, length - 2, "JFIF")) {
      jfif = true;
    } else if (marker == APP14 && length >= 14 && matches(at + 2, length - 2, "Adobe")) {
      adobeTransform = file[at + 13] & 0xff;
    }
  }

  private void frame(int marker, int at, int length, ImageLimits limits) throws MediaException {
    if (marker > 0xc2) {
      throw MediaException.unsupported(
          "JPEG picture is coded by process "
              + (marker - 0xc0)
              + ", but only baseline (0), extended (1) and progressive (2) are read; save it as one"
              + " of these");
    }
    if (width != 0) {
      throw MediaException.unsupported("JPEG file holds several frames; send one picture a file");
    }
    if (length < 8) {
      throw MediaException.corrupt("JPEG frame header has " + length + " bytes");
    }
    int precision = file[at + 2] & 0xff;
    int rows = (file[at + 3] & 0xff) << 8 | (file[at + 4] & 0xff);
    int columns = (file[at + 5] & 0xff) << 8 | (file[at + 6] & 0xff);
    int count = file[at + 7] & 0xff;
    if (precision != 8) {
      throw MediaException.unsupported(
          "JPEG picture has " + precision + " bits a sample, but 8 are read; save it with 8");
    }
    limits.check("JPEG", columns, rows);
    if ((count != 1 && count != 3 && count != 4) || length != 8 + 3 * count) {
      throw MediaException.corrupt(
          "JPEG frame has " + count + " components in " + length + " bytes");
    }
    componentIds = new int[count];
    for (int i = 0; i < count; i++) {
      componentIds[i] = file[at + 8 + 3 * i] & 0xff;
    }
    width = columns;
    height = rows;
    components = count;
  }

  /** Where the entropy-coded data that starts there ends: at a marker that is no restart. */
  private int entropyCoded(int start) {
    int at = start;
    while (at + 1 < file.length) {
      if ((file[at] & 0xff) == 0xff) {
        int next = file[at + 1] & 0xff;
        if (next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7)) {
          return at;
        }
      }
      at++;
    }
    return file.length;
  }

  private Raster raster() throws MediaException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    boolean[] premature = new boolean[1];
    reader.addIIOReadWarningListener(
        (source, warning) -> premature[0] |= warning.contains("Premature end"));
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(kept.toByteArray()))) {
      reader.setInput(in, true, true);
      Raster raster = reader.readRaster(0, null);
      if (premature[0]) {
        throw MediaException.truncated("JPEG picture has pixels for a part of its area only");
      }
      if (raster.getNumBands() != components
          || raster.getWidth() != width
          || raster.getHeight() != height) {
        throw MediaException.corrupt(
            "JPEG picture decodes to "
                + raster.getNumBands()
                + " components, but its frame has "
                + components);
      }
      return raster;
    } catch (MediaException e) {
      throw e;
    } catch (IOException e) {
      throw new MediaException(Reason.CORRUPT, "JPEG picture cannot be decoded", e);
    } finally {
      reader.dispose();
    }
  }

  private RgbImage convert(Raster raster) {
    byte[] rgb = new byte[3 * width * height];
    boolean coded = isLumaAndChroma();
    // What has Adobe's marker is inverted, and hardly any CMYK picture has not.
    boolean inverted = adobeTransform >= 0;
    int[] row = new int[components * width];
    for (int y = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        int at = 3 * (y * width + x);
        int first = row[components * x];
        if (components == 1) {
          rgb[at] = rgb[at + 1] = rgb[at + 2] = (byte) first;
          continue;
        }
        int second = row[components * x + 1];
        int third = row[components * x + 2];
        if (coded) {
          double cb = second - 128;
          double cr = third - 128;
          int red = clamp(first + 1.402 * cr);
          int green = clamp(first - 0.344136 * cb - 0.714136 * cr);
          int blue = clamp(first + 1.772 * cb);
          // In YCCK the ink is coded as if it were light.
          first = components == 4 ? 255 - red : red;
          second = components == 4 ? 255 - green : green;
          third = components == 4 ? 255 - blue : blue;
        }
        if (components == 4) {
          int black = row[4 * x + 3];
          int key = inverted ? black : 255 - black;
          first = (inverted ? first : 255 - first) * key / 255;
          second = (inverted ? second : 255 - second) * key / 255;
          third = (inverted ? third : 255 - third) * key / 255;
        }
        rgb[at] = (byte) first;
        rgb[at + 1] = (byte) second;
        rgb[at + 2] = (byte) third;
      }
    }
    return new RgbImage(width, height, rgb);
  }

  /** By Adobe's marker; without one by what encoders do. */
  private boolean isLumaAndChroma() {
    if (components == 4) {
      return adobeTransform == 2;
    }
    if (jfif) {
      return true;
    }
    if (adobeTransform >= 0) {
      return adobeTransform != 0;
    }
    return !(components == 3
        && componentIds[0] == 'R'
        && componentIds[1] == 'G'
        && componentIds[2] == 'B');
  }

  private static int clamp(double value) {
    return value <= 0 ? 0 : value >= 255 ? 255 : (int) (value + 0.5);
  }

  private boolean matches(int at, int length, String text) {
    if (length < text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (file[at + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
