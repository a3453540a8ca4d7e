package io.earshot.media.image;

import io.earshot.media.MediaException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * PNG (ISO/IEC 15948): every colour type, depth and interlacing; of an animation the default
 * picture. Rows are unpacked one by one into a buffer of a row, so that a stream that inflates to
 * gigabytes is never more than the picture its header allows.
 */
final class PngDecoder {

  private static final int IHDR = 0x49484452;
  private static final int PLTE = 0x504c5445;
  private static final int TRNS = 0x74524e53;
  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;

  private static final int GREY = 0;
  private static final int TRUECOLOUR = 2;
  private static final int PALETTE = 3;
  private static final int GREY_ALPHA = 4;
  private static final int TRUECOLOUR_ALPHA = 6;

  /** Column and row where each pass of Adam7 starts, and its steps. */
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };

  private final ByteBuffer file;
  private final Inflater inflater = new Inflater();
  private final CRC32 crc = new CRC32();
  private int width;
  private int height;
  private int depth;
  private int colourType;
  private boolean interlaced;
  private byte @Nullable [] palette;
  private byte @Nullable [] transparency;
  private int dataLeft;
  private byte[] rgb = new byte[0];

  private PngDecoder(byte[] bytes) {
    this.file = ByteBuffer.wrap(bytes);
  }

  static RgbImage decode(byte[] bytes, ImageLimits limits) throws MediaException {
    PngDecoder decoder = new PngDecoder(bytes);
    try {
      return decoder.decode(limits);
    } finally {
      decoder.inflater.end();
    }
  }

  private RgbImage decode(ImageLimits limits) throws MediaException {
    file.position(8);
    if (nextChunk() != IHDR || dataLeft != 13) {
      throw MediaException.corrupt("PNG picture does not begin with a header chunk of 13 bytes");
    }
    header(limits);
    while (true) {
      int type = nextChunk();
      if (type == IDAT) {
        break;
      }
      byte[] data = type == PLTE || type == TRNS ? chunkData(type) : skipChunk(type);
      if (type == PLTE) {
        palette = data;
      } else if (type == TRNS) {
        transparency = data;
      } else if (type == IEND) {
        throw MediaException.empty("PNG picture ends without pixel data");
      }
    }
    if (colourType == PALETTE && (palette == null || palette.length < 3)) {
      throw MediaException.corrupt("PNG picture with palette has none before its pixels");
    }
    rgb = new byte[3 * width * height];
    if (interlaced) {
      for (int[] pass : ADAM7) {
        pass(pass[0], pass[1], pass[2], pass[3]);
      }
    } else {
      pass(0, 0, 1, 1);
    }
    return new RgbImage(width, height, rgb);
  }

  private void header(ImageLimits limits) throws MediaException {
    byte[] data = chunkData(IHDR);
    ByteBuffer header = ByteBuffer.wrap(data);
    long w = header.getInt() & 0xffffffffL;
    long h = header.getInt() & 0xffffffffL;
    limits.check("PNG", w, h);
    width = (int) w;
    height = (int) h;
    depth = header.get();
    colourType = header.get();
    int compression = header.get();
    int filter = header.get();
    int interlacing = header.get();
    boolean valid =
        switch (colourType) {
          case GREY -> depth == 1 || depth == 2 || depth == 4 || depth == 8 || depth == 16;
          case PALETTE -> depth == 1 || depth == 2 || depth == 4 || depth == 8;
          case TRUECOLOUR, GREY_ALPHA, TRUECOLOUR_ALPHA -> depth == 8 || depth == 16;
          default -> false;
        };
    if (!valid || compression != 0 || filter != 0 || interlacing < 0 || interlacing > 1) {
      throw MediaException.corrupt(
          "PNG picture has colour type "
              + colourType
              + ", depth "
              + depth
              + ", compression "
              + compression
              + ", filter "
              + filter
              + " and interlacing "
              + interlacing
              + ", which the standard does not know");
    }
    interlaced = interlacing == 1;
  }

  /** One pass of an interlaced picture, or the picture. */
  private void pass(int left, int top, int right, int down) throws MediaException {
    int columns = (width - left + right - 1) / right;
    int rows = (height - top + down - 1) / down;
    if (columns <= 0 || rows <= 0) {
      return;
    }
    int bits = channels() * depth;
    int pixelBytes = Math.max(1, bits / 8);
    byte[] row = new byte[(columns * bits + 7) / 8];
    byte[] above = new byte[row.length];
    byte[] filter = new byte[1];
    for (int y = 0; y < rows; y++) {
      inflate(filter, y);
      inflate(row, y);
      unfilter(filter[0], row, above, pixelBytes);
      for (int x = 0; x < columns; x++) {
        pixel(row, x, 3 * ((top + y * down) * width + left + x * right));
      }
      byte[] swap = above;
      above = row;
      row = swap;
    }
  }

  private void inflate(byte[] into, int y) throws MediaException {
    int filled = 0;
    try {
      while (filled < into.length) {
        int count = inflater.inflate(into, filled, into.length - filled);
        filled += count;
        if (count > 0) {
          continue;
        }
        if (inflater.finished() || inflater.needsDictionary()) {
          throw MediaException.truncated(
              "PNG picture has pixels for " + y + " rows of a pass of its " + height + " only");
        }
        feed(y);
      }
    } catch (DataFormatException e) {
      throw new MediaException(
          MediaException.Reason.CORRUPT, "PNG pixel data cannot be inflated at row " + y, e);
    }
  }

  private void feed(int y) throws MediaException {
    while (dataLeft == 0) {
      checkSum();
      if (nextChunk() != IDAT) {
        throw MediaException.truncated(
            "PNG picture has pixel data for " + y + " rows of a pass of its " + height + " only");
      }
    }
    int count = Math.min(dataLeft, file.remaining());
    if (count == 0) {
      throw MediaException.truncated("PNG picture ends within its pixel data, at row " + y);
    }
    inflater.setInput(file.array(), file.position(), count);
    crc.update(file.array(), file.position(), count);
    file.position(file.position() + count);
    dataLeft -= count;
  }

  private static void unfilter(int filter, byte[] row, byte[] above, int bpp)
      throws MediaException {
    switch (filter) {
      case 0 -> {}
      case 1 -> {
        for (int i = bpp; i < row.length; i++) {
          row[i] += row[i - bpp];
        }
      }
      case 2 -> {
        for (int i = 0; i < row.length; i++) {
          row[i] += above[i];
        }
      }
      case 3 -> {
        for (int i = 0; i < row.length; i++) {
          int left = i < bpp ? 0 : row[i - bpp] & 0xff;
          row[i] += (byte) ((left + (above[i] & 0xff)) / 2);
        }
      }
      case 4 -> {
        for (int i = 0; i < row.length; i++) {
          int left = i < bpp ? 0 : row[i - bpp] & 0xff;
          int corner = i < bpp ? 0 : above[i - bpp] & 0xff;
          row[i] += (byte) paeth(left, above[i] & 0xff, corner);
        }
      }
      default -> throw MediaException.corrupt("PNG row has filter " + filter + ", but 0 to 4 are");
    }
  }

  private static int paeth(int left, int up, int corner) {
    int estimate = left + up - corner;
    int toLeft = Math.abs(estimate - left);
    int toUp = Math.abs(estimate - up);
    int toCorner = Math.abs(estimate - corner);
    if (toLeft <= toUp && toLeft <= toCorner) {
      return left;
    }
    return toUp <= toCorner ? up : corner;
  }

  private void pixel(byte[] row, int x, int at) throws MediaException {
    int red;
    int green;
    int blue;
    int alpha = 255;
    switch (colourType) {
      case GREY -> {
        int value = sample(row, x);
        red = green = blue = depth == 16 ? value >> 8 : value * 255 / ((1 << depth) - 1);
        if (transparency != null && value == entry(transparency, 0)) {
          alpha = 0;
        }
      }
      case PALETTE -> {
        int index = sample(row, x);
        byte[] colours = palette;
        if (colours == null || 3 * index + 2 >= colours.length) {
          throw MediaException.corrupt(
              "PNG pixel has colour " + index + ", which is not in its palette");
        }
        red = colours[3 * index] & 0xff;
        green = colours[3 * index + 1] & 0xff;
        blue = colours[3 * index + 2] & 0xff;
        if (transparency != null && index < transparency.length) {
          alpha = transparency[index] & 0xff;
        }
      }
      case GREY_ALPHA -> {
        red = green = blue = high(row, 2 * x);
        alpha = high(row, 2 * x + 1);
      }
      case TRUECOLOUR -> {
        red = high(row, 3 * x);
        green = high(row, 3 * x + 1);
        blue = high(row, 3 * x + 2);
        if (transparency != null
            && sample(row, 3 * x) == entry(transparency, 0)
            && sample(row, 3 * x + 1) == entry(transparency, 1)
            && sample(row, 3 * x + 2) == entry(transparency, 2)) {
          alpha = 0;
        }
      }
      default -> {
        red = high(row, 4 * x);
        green = high(row, 4 * x + 1);
        blue = high(row, 4 * x + 2);
        alpha = high(row, 4 * x + 3);
      }
    }
    rgb[at] = RgbImage.overWhite(red, alpha);
    rgb[at + 1] = RgbImage.overWhite(green, alpha);
    rgb[at + 2] = RgbImage.overWhite(blue, alpha);
  }

  private int channels() {
    return switch (colourType) {
      case GREY, PALETTE -> 1;
      case GREY_ALPHA -> 2;
      case TRUECOLOUR -> 3;
      default -> 4;
    };
  }

  /** A sample at the picture's depth. */
  private int sample(byte[] row, int index) {
    if (depth == 16) {
      return (row[2 * index] & 0xff) << 8 | (row[2 * index + 1] & 0xff);
    }
    if (depth == 8) {
      return row[index] & 0xff;
    }
    int bit = index * depth;
    return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
  }

  /** The upper 8 bits of a sample of 8 or 16. */
  private int high(byte[] row, int index) {
    return row[depth == 16 ? 2 * index : index] & 0xff;
  }

  private static int entry(byte[] transparency, int channel) {
    return 2 * channel + 1 < transparency.length
        ? (transparency[2 * channel] & 0xff) << 8 | (transparency[2 * channel + 1] & 0xff)
        : -1;
  }

  private int nextChunk() throws MediaException {
    if (file.remaining() < 12) {
      throw MediaException.truncated(
          "PNG picture ends after " + file.limit() + " bytes, before its end chunk");
    }
    dataLeft = file.getInt();
    if (dataLeft < 0) {
      throw MediaException.corrupt("PNG chunk claims " + (dataLeft & 0xffffffffL) + " bytes");
    }
    crc.reset();
    crc.update(file.array(), file.position(), 4);
    return file.getInt();
  }

  private byte[] chunkData(int type) throws MediaException {
    // The largest of those that are read: a palette of 256 colours.
    if (dataLeft > 768) {
      throw MediaException.corrupt(
          "PNG chunk " + name(type) + " has " + dataLeft + " bytes, but at most 768 make sense");
    }
    requireData(type);
    byte[] data = new byte[dataLeft];
    crc.update(file.array(), file.position(), dataLeft);
    file.get(data);
    checkSum();
    return data;
  }

  private byte[] skipChunk(int type) throws MediaException {
    requireData(type);
    file.position(file.position() + dataLeft + 4);
    return new byte[0];
  }

  private void requireData(int type) throws MediaException {
    if (file.remaining() - 4 < dataLeft) {
      throw MediaException.truncated(
          "PNG chunk "
              + name(type)
              + " has "
              + dataLeft
              + " bytes by its header, but the file ends after "
              + Math.max(0, file.remaining() - 4));
    }
  }

  private void checkSum() throws MediaException {
    if (file.remaining() < 4) {
      throw MediaException.truncated("PNG picture ends within a chunk");
    }
    if (file.getInt() != (int) crc.getValue()) {
      throw MediaException.corrupt("PNG chunk differs from its checksum");
    }
  }

  private static String name(int type) {
    StringBuilder name = new StringBuilder();
    for (int shift = 24; shift >= 0; shift -= 8) {
      int letter = type >> shift & 0xff;
      name.append(Character.isLetter(letter) && letter < 128 ? (char) letter : '?');
    }
    return name.toString();
  }
}
