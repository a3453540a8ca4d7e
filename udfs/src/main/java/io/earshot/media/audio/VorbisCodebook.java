package io.earshot.media.audio;

import io.earshot.media.MediaException;
import java.util.Arrays;

/** A codebook (Vorbis I, section 3): a prefix code, and the vectors that its entries stand for. */
final class VorbisCodebook {

  /** Numbers of all vectors of a book; encoders' largest have a hundredth of it. */
  private static final int MAX_NUMBERS = 1 << 20;

  final int dimensions;
  final int entries;

  /** Empty where entries stand for themselves only. */
  final float[] vectors;

  /** A node is the index of the next for 0, beside it for 1; a leaf is negative; 0 is none. */
  private int[] tree;

  private int nodes = 1;

  VorbisCodebook(VorbisBits bits) throws MediaException {
    if (bits.take(24) != 0x564342) {
      throw MediaException.corrupt("Vorbis codebook does not start with its pattern");
    }
    dimensions = bits.take(16);
    entries = bits.take(24);
    if (dimensions < 1 || entries < 1 || entries > MAX_NUMBERS) {
      throw MediaException.corrupt(
          "Vorbis codebook has " + entries + " entries of " + dimensions + " dimensions");
    }
    byte[] lengths = lengths(bits);
    int used = 0;
    int only = 0;
    for (int i = 0; i < entries; i++) {
      if (lengths[i] > 0) {
        used++;
        only = i;
      }
    }
    // A prefix code of n leaves has n - 1 branches, but an incomplete one has some of one child.
    tree = new int[2 * Math.min(64, 2 * used + 2)];
    if (used == 1) {
      tree[0] = tree[1] = -1 - only;
    } else {
      assign(lengths);
    }
    vectors = vectors(bits);
  }

  private byte[] lengths(VorbisBits bits) throws MediaException {
    byte[] lengths = new byte[entries];
    if (bits.flag()) {
      int length = bits.take(5) + 1;
      for (int at = 0; at < entries; length++) {
        int count = bits.take(32 - Integer.numberOfLeadingZeros(entries - at));
        if (count > entries - at || length > 32 || bits.ended()) {
          throw MediaException.corrupt("Vorbis codebook has more codes than entries");
        }
        Arrays.fill(lengths, at, at + count, (byte) length);
        at += count;
      }
    } else {
      boolean sparse = bits.flag();
      for (int i = 0; i < entries; i++) {
        lengths[i] = !sparse || bits.flag() ? (byte) (bits.take(5) + 1) : 0;
        if (bits.ended()) {
          throw MediaException.truncated("Vorbis codebook ends within its codes");
        }
      }
    }
    return lengths;
  }

  /** Every entry in turn gets the lowest code of its length that is no prefix of another. */
  private void assign(byte[] lengths) throws MediaException {
    long[] free = new long[33];
    boolean first = true;
    for (int entry = 0; entry < entries; entry++) {
      int length = lengths[entry];
      if (length == 0) {
        continue;
      }
      long code;
      if (first) {
        first = false;
        code = 0;
        for (int i = 1; i <= length; i++) {
          free[i] = 1L << (32 - i);
        }
      } else {
        int z = length;
        while (z > 0 && free[z] == 0) {
          z--;
        }
        if (z == 0) {
          throw MediaException.corrupt("Vorbis codebook has more codes than its lengths allow");
        }
        code = free[z];
        free[z] = 0;
        for (int i = length; i > z; i--) {
          free[i] = code + (1L << (32 - i));
        }
      }
      insert(code, length, entry);
    }
  }

  private void insert(long code, int length, int entry) {
    int node = 0;
    for (int i = 31; i > 32 - length; i--) {
      int slot = 2 * node + (int) (code >> i & 1);
      if (tree[slot] == 0) {
        if (2 * nodes + 1 >= tree.length) {
          tree = Arrays.copyOf(tree, 2 * tree.length);
        }
        tree[slot] = nodes++;
      }
      node = tree[slot];
    }
    tree[2 * node + (int) (code >> (32 - length) & 1)] = -1 - entry;
  }

  private float[] vectors(VorbisBits bits) throws MediaException {
    int type = bits.take(4);
    if (type == 0) {
      return new float[0];
    }
    if (type > 2 || (long) entries * dimensions > MAX_NUMBERS) {
      throw MediaException.corrupt(
          "Vorbis codebook has vectors of type "
              + type
              + ", "
              + entries
              + " of "
              + dimensions
              + " numbers");
    }
    float least = number(bits.take(32));
    float step = number(bits.take(32));
    int width = bits.take(4) + 1;
    boolean sums = bits.flag();
    int count = type == 2 ? entries * dimensions : root();
    int[] factors = new int[count];
    for (int i = 0; i < count; i++) {
      factors[i] = bits.take(width);
    }
    if (bits.ended()) {
      throw MediaException.truncated("Vorbis codebook ends within its vectors");
    }
    float[] all = new float[entries * dimensions];
    for (int entry = 0; entry < entries; entry++) {
      float before = 0;
      long divisor = 1;
      for (int i = 0; i < dimensions; i++) {
        int index =
            type == 2 ? entry * dimensions + i : (int) (entry / divisor % Math.max(1, count));
        float value = factors[index] * step + least + before;
        all[entry * dimensions + i] = value;
        before = sums ? value : 0;
        divisor = Math.min(divisor * count, Integer.MAX_VALUE);
      }
    }
    return all;
  }

  /** The largest number whose power of the dimensions is within the entries. */
  private int root() {
    int root = (int) Math.floor(Math.exp(Math.log(entries) / dimensions)) + 1;
    while (Math.pow(root, dimensions) > entries) {
      root--;
    }
    return Math.max(1, root);
  }

  private static float number(int bits) {
    double mantissa = bits & 0x1fffff;
    int exponent = (bits & 0x7fe00000) >>> 21;
    return (float) ((bits < 0 ? -mantissa : mantissa) * Math.pow(2, exponent - 788));
  }

  /** The entry that the next bits are, or -1 if they are none. */
  int decode(VorbisBits bits) {
    int node = 0;
    do {
      node = tree[2 * node + bits.bit()];
      if (node == 0) {
        return -1;
      }
    } while (node > 0);
    return bits.ended() ? -1 : -1 - node;
  }
}
