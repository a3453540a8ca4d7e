package io.earshot.media.image;

import io.earshot.media.MediaException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * GIF 87a and 89a, the first frame as it is shown: on the whole screen, where it leaves some free
 * white. Later frames are not looked at.
 */
final class GifDecoder {

  private static final int MAX_CODES = 4096;

  private final byte[] file;
  private int at = 6;
  private int transparent = -1;

  private GifDecoder(byte[] file) {
    this.file = file;
  }

  static RgbImage decode(byte[] bytes, ImageLimits limits) throws MediaException {
    return new GifDecoder(bytes).decode(limits);
  }

  private RgbImage decode(ImageLimits limits) throws MediaException {
    int width = word();
    int height = word();
    limits.check("GIF", width, height);
    int flags = octet();
    at += 2;
    byte[] global = (flags & 0x80) != 0 ? palette(flags) : null;
    while (true) {
      int block = octet();
      if (block == 0x21) {
        extension();
      } else if (block == 0x2c) {
        return frame(width, height, global, limits);
      } else if (block == 0x3b) {
        throw MediaException.empty("GIF picture ends without a frame");
      } else {
        throw MediaException.corrupt("GIF block starts with " + block + ", which is none");
      }
    }
  }

  private void extension() throws MediaException {
    boolean control = octet() == 0xf9;
    int size = octet();
    if (control && size == 4) {
      int flags = octet();
      at += 2;
      int index = octet();
      transparent = (flags & 1) != 0 ? index : -1;
      size = octet();
    }
    while (size != 0) {
      at += size;
      size = octet();
    }
  }

  private RgbImage frame(int width, int height, byte @Nullable [] global, ImageLimits limits)
      throws MediaException {
    int left = word();
    int top = word();
    int columns = word();
    int rows = word();
    limits.check("GIF frame", columns, rows);
    int flags = octet();
    byte[] palette = (flags & 0x80) != 0 ? palette(flags) : global;
    if (palette == null) {
      throw MediaException.corrupt("GIF frame has no palette, nor has the picture");
    }
    boolean interlaced = (flags & 0x40) != 0;
    byte[] indices = new byte[columns * rows];
    unpack(indices);
    byte[] rgb = new byte[3 * width * height];
    Arrays.fill(rgb, (byte) 255);
    for (int line = 0; line < rows; line++) {
      int y = top + (interlaced ? interlacedRow(line, rows) : line);
      for (int column = 0; column < columns; column++) {
        int x = left + column;
        int index = indices[line * columns + column] & 0xff;
        if (x >= width || y >= height || index == transparent) {
          continue;
        }
        if (3 * index + 2 >= palette.length) {
          throw MediaException.corrupt(
              "GIF pixel has colour " + index + ", which is not in its palette");
        }
        System.arraycopy(palette, 3 * index, rgb, 3 * (y * width + x), 3);
      }
    }
    return new RgbImage(width, height, rgb);
  }

  /** Which row of the picture the {@code line}th row of an interlaced file is. */
  private static int interlacedRow(int line, int rows) {
    int[] first = {0, 4, 2, 1};
    int[] step = {8, 8, 4, 2};
    int left = line;
    for (int pass = 0; pass < 4; pass++) {
      int count = Math.max(0, (rows - first[pass] + step[pass] - 1) / step[pass]);
      if (left < count) {
        return first[pass] + left * step[pass];
      }
      left -= count;
    }
    throw new IllegalArgumentException("line " + line + " is not among " + rows);
  }

  /** LZW with codes of growing width, in blocks of up to 255 bytes. */
  private void unpack(byte[] into) throws MediaException {
    int rootBits = octet();
    if (rootBits < 1 || rootBits > 8) {
      throw MediaException.corrupt("GIF frame has codes of " + rootBits + " bits, but 1 to 8 are");
    }
    int clear = 1 << rootBits;
    int end = clear + 1;
    short[] prefix = new short[MAX_CODES];
    byte[] suffix = new byte[MAX_CODES];
    byte[] stack = new byte[MAX_CODES + 1];
    for (int i = 0; i < clear; i++) {
      suffix[i] = (byte) i;
    }
    int next = end + 1;
    int width = rootBits + 1;
    int previous = -1;
    int first = 0;
    int filled = 0;
    int bits = 0;
    int bitCount = 0;
    int blockLeft = 0;
    while (filled < into.length) {
      while (bitCount < width) {
        if (blockLeft == 0) {
          blockLeft = octet();
          if (blockLeft == 0) {
            throw MediaException.truncated(
                "GIF frame has " + filled + " of its " + into.length + " pixels");
          }
        }
        bits |= octet() << bitCount;
        bitCount += 8;
        blockLeft--;
      }
      int code = bits & ((1 << width) - 1);
      bits >>>= width;
      bitCount -= width;
      if (code == clear) {
        next = end + 1;
        width = rootBits + 1;
        previous = -1;
        continue;
      }
      if (code == end) {
        throw MediaException.truncated(
            "GIF frame has " + filled + " of its " + into.length + " pixels");
      }
      if (code > next || (previous < 0 && code >= clear) || (code == next && previous < 0)) {
        throw MediaException.corrupt("GIF frame uses code " + code + " before it is defined");
      }
      int depth = 0;
      int walk = code;
      if (code == next) {
        stack[depth++] = (byte) first;
        walk = previous;
      }
      while (walk > end) {
        stack[depth++] = suffix[walk];
        walk = prefix[walk];
      }
      first = suffix[walk] & 0xff;
      stack[depth++] = (byte) first;
      if (previous >= 0 && next < MAX_CODES) {
        prefix[next] = (short) previous;
        suffix[next] = (byte) first;
        next++;
        if (next == 1 << width && width < 12) {
          width++;
        }
      }
      previous = code;
      while (depth > 0 && filled < into.length) {
        into[filled++] = stack[--depth];
      }
    }
  }

  private byte[] palette(int flags) throws MediaException {
    int size = 3 << ((flags & 7) + 1);
    if (at + size > file.length) {
      throw truncated();
    }
    at += size;
    return Arrays.copyOfRange(file, at - size, at);
  }

  private int word() throws MediaException {
    return octet() | octet() << 8;
  }

  private int octet() throws MediaException {
    if (at >= file.length) {
      throw truncated();
    }
    return file[at++] & 0xff;
  }

  private MediaException truncated() {
    return MediaException.truncated(
        "GIF picture ends after " + file.length + " bytes, before its first frame does");
  }
}
