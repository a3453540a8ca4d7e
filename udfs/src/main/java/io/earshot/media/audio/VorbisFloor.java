package io.earshot.media.audio;

import io.earshot.media.MediaException;
import java.util.Arrays;

/** The spectral envelope of a channel: floor of type 1 (Vorbis I, section 7.2). */
final class VorbisFloor {

  private static final int[] RANGES = {256, 128, 86, 64};
  private static final float[] LEVELS = new float[256];

  static {
    // The table of section 10.1: 140 dB in 256 steps.
    for (int i = 0; i < 256; i++) {
      LEVELS[i] = (float) Math.pow(10, (i - 255) * 140.0 / 256 / 20);
    }
  }

  private final VorbisCodebook[] books;
  private final int[] partitions;
  private final int[] dimensions = new int[16];
  private final int[] subclasses = new int[16];
  private final int[] master = new int[16];
  private final int[][] subBooks = new int[16][];
  private final int multiplier;
  private final int[] x;
  private final int[] sorted;
  private final int[] low;
  private final int[] high;
  private final int[] y;
  private final boolean[] used;

  VorbisFloor(VorbisBits bits, VorbisCodebook[] books) throws MediaException {
    this.books = books;
    int type = bits.take(16);
    if (type != 1) {
      throw MediaException.unsupported(
          "Vorbis sound has a floor of type "
              + type
              + ", but 1 is read, which all encoders since 2001 write; encode it again");
    }
    partitions = new int[bits.take(5)];
    int classes = 0;
    for (int i = 0; i < partitions.length; i++) {
      partitions[i] = bits.take(4);
      classes = Math.max(classes, partitions[i] + 1);
    }
    for (int i = 0; i < classes; i++) {
      dimensions[i] = bits.take(3) + 1;
      subclasses[i] = bits.take(2);
      master[i] = subclasses[i] > 0 ? book(bits.take(8)) : -1;
      subBooks[i] = new int[1 << subclasses[i]];
      for (int j = 0; j < subBooks[i].length; j++) {
        int number = bits.take(8) - 1;
        subBooks[i][j] = number < 0 ? -1 : book(number);
      }
    }
    multiplier = bits.take(2) + 1;
    int rangeBits = bits.take(4);
    int count = 2;
    for (int partition : partitions) {
      count += dimensions[partition];
    }
    x = new int[count];
    x[1] = 1 << rangeBits;
    for (int i = 2; i < count; i++) {
      x[i] = bits.take(rangeBits);
    }
    low = new int[count];
    high = new int[count];
    y = new int[count];
    used = new boolean[count];
    Integer[] order = new Integer[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
      high[i] = 1;
      for (int j = 0; j < i; j++) {
        if (x[j] < x[i] && x[j] > x[low[i]]) {
          low[i] = j;
        }
        if (x[j] > x[i] && x[j] < x[high[i]]) {
          high[i] = j;
        }
      }
    }
    Arrays.sort(order, (a, b) -> Integer.compare(x[a], x[b]));
    sorted = Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    for (int i = 1; i < count; i++) {
      if (x[sorted[i]] == x[sorted[i - 1]]) {
        throw MediaException.corrupt("Vorbis floor has the same point twice");
      }
    }
  }

  private int book(int number) throws MediaException {
    if (number >= books.length) {
      throw MediaException.corrupt(
          "Vorbis floor has codebook " + number + ", but there are " + books.length);
    }
    return number;
  }

  /** Reads the envelope of a packet; false if the channel is silent. */
  boolean read(VorbisBits bits) {
    if (!bits.flag()) {
      return false;
    }
    int range = RANGES[multiplier - 1];
    int width = 32 - Integer.numberOfLeadingZeros(range - 1);
    y[0] = bits.take(width);
    y[1] = bits.take(width);
    int at = 2;
    for (int partition : partitions) {
      int shift = subclasses[partition];
      int value = 0;
      if (shift > 0) {
        value = books[master[partition]].decode(bits);
        if (value < 0) {
          return false;
        }
      }
      for (int i = 0; i < dimensions[partition]; i++) {
        int book = subBooks[partition][value & ((1 << shift) - 1)];
        value >>= shift;
        y[at] = book < 0 ? 0 : books[book].decode(bits);
        if (y[at] < 0) {
          return false;
        }
        at++;
      }
    }
    if (bits.ended()) {
      return false;
    }
    unwrap(range);
    return true;
  }

  /** From differences to a prediction between two neighbours to the points themselves. */
  private void unwrap(int range) {
    used[0] = used[1] = true;
    for (int i = 2; i < x.length; i++) {
      int predicted = point(x[low[i]], y[low[i]], x[high[i]], y[high[i]], x[i]);
      int value = y[i];
      int above = range - predicted;
      int room = 2 * Math.min(above, predicted);
      used[i] = value != 0;
      if (value == 0) {
        y[i] = predicted;
        continue;
      }
      used[low[i]] = true;
      used[high[i]] = true;
      if (value >= room) {
        y[i] = above > predicted ? value : predicted - value + above - 1;
      } else {
        y[i] = (value & 1) != 0 ? predicted - (value + 1) / 2 : predicted + value / 2;
      }
    }
  }

  private static int point(int x0, int y0, int x1, int y1, int x) {
    int dy = y1 - y0;
    int offset = Math.abs(dy) * (x - x0) / (x1 - x0);
    return dy < 0 ? y0 - offset : y0 + offset;
  }

  /** Multiplies a spectrum by the envelope read last. */
  void apply(float[] spectrum, int lines) {
    int fromX = 0;
    int fromY = y[0] * multiplier;
    for (int i = 1; i < sorted.length; i++) {
      int index = sorted[i];
      if (!used[index]) {
        continue;
      }
      int toX = x[index];
      int toY = y[index] * multiplier;
      line(spectrum, lines, fromX, fromY, toX, toY);
      fromX = toX;
      fromY = toY;
    }
    for (int i = fromX; i < lines; i++) {
      spectrum[i] *= level(fromY);
    }
  }

  private static void line(float[] spectrum, int lines, int x0, int y0, int x1, int y1) {
    int dy = y1 - y0;
    int dx = x1 - x0;
    int base = dy / dx;
    int step = dy < 0 ? base - 1 : base + 1;
    int excess = Math.abs(dy) - Math.abs(base) * dx;
    int error = 0;
    int y = y0;
    for (int x = x0; x < Math.min(x1, lines); x++) {
      if (x > x0) {
        error += excess;
        if (error >= dx) {
          error -= dx;
          y += step;
        } else {
          y += base;
        }
      }
      spectrum[x] *= level(y);
    }
  }

  private static float level(int y) {
    return LEVELS[Math.max(0, Math.min(255, y))];
  }
}
