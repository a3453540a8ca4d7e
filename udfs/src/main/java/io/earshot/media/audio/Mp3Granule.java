package io.earshot.media.audio;

/** One channel of one granule: what the side information says, and its lines. */
final class Mp3Granule {

  private static final float[] POW_43 = new float[8207];
  private static final float[] GAIN = new float[1024];
  private static final float[] CS = new float[8];
  private static final float[] CA = new float[8];

  static {
    for (int i = 0; i < POW_43.length; i++) {
      POW_43[i] = (float) Math.pow(i, 4.0 / 3.0);
    }
    for (int i = 0; i < GAIN.length; i++) {
      // In quarters of a power of two; the lowest are nothing.
      GAIN[i] = (float) Math.pow(2, (i - 768) / 4.0);
    }
    double[] c = {-0.6, -0.535, -0.33, -0.185, -0.095, -0.041, -0.0142, -0.0037};
    for (int i = 0; i < 8; i++) {
      CS[i] = (float) (1 / Math.sqrt(1 + c[i] * c[i]));
      CA[i] = (float) (c[i] / Math.sqrt(1 + c[i] * c[i]));
    }
  }

  final float[] lines = new float[576];
  final int[] scaleFactors = new int[40];

  /** Lines above which all are zero. */
  int used;

  int blockType;
  boolean mixed;
  int length;
  int compress;
  private int bigValues;
  private int globalGain;
  private final int[] tables = new int[3];
  private final int[] blockGain = new int[3];
  private int region0;
  private int region1;
  private boolean preflag;
  private int scaleShift;
  private int quadTable;
  private final int[] values = new int[576];
  private final float[] reordered = new float[576];

  /** Reads this channel's part of the side information. */
  void side(Mp3Bits bits, boolean low) {
    length = bits.take(12);
    bigValues = Math.min(288, bits.take(9));
    globalGain = bits.take(8);
    compress = bits.take(low ? 9 : 4);
    blockType = 0;
    mixed = false;
    if (bits.take(1) == 1) {
      blockType = bits.take(2);
      mixed = bits.take(1) == 1;
      tables[0] = bits.take(5);
      tables[1] = bits.take(5);
      tables[2] = 0;
      for (int i = 0; i < 3; i++) {
        blockGain[i] = bits.take(3);
      }
      region0 = -1;
      region1 = 0;
    } else {
      for (int i = 0; i < 3; i++) {
        tables[i] = bits.take(5);
        blockGain[i] = 0;
      }
      region0 = bits.take(4);
      region1 = bits.take(3);
    }
    preflag = !low && bits.take(1) == 1;
    scaleShift = bits.take(1);
    quadTable = bits.take(1);
  }

  /** Bands of long blocks, of 18 lines, in this granule. */
  int longBands() {
    return blockType != 2 ? 32 : mixed ? 2 : 0;
  }

  /** Scale factors of MPEG-1; of the second granule some may be those of the first. */
  void scaleFactors(Mp3Bits bits, Mp3Granule first, int shared) {
    int low = Mp3Tables.SLEN[0][compress];
    int high = Mp3Tables.SLEN[1][compress];
    if (blockType == 2) {
      int lowCount = mixed ? 17 : 18;
      for (int i = 0; i < lowCount + 18; i++) {
        scaleFactors[i] = bits.take(i < lowCount ? low : high);
      }
      java.util.Arrays.fill(scaleFactors, lowCount + 18, scaleFactors.length, 0);
      return;
    }
    int[] limits = {0, 6, 11, 16, 21};
    for (int part = 0; part < 4; part++) {
      boolean copied = first != this && (shared >> (3 - part) & 1) == 1;
      for (int i = limits[part]; i < limits[part + 1]; i++) {
        scaleFactors[i] = copied ? first.scaleFactors[i] : bits.take(part < 2 ? low : high);
      }
    }
    scaleFactors[21] = 0;
  }

  /** Scale factors of MPEG-2. */
  void lowScaleFactors(Mp3Bits bits, boolean intensityRight) {
    int[] lengths;
    int row;
    if (intensityRight) {
      int c = compress >> 1;
      if (c < 180) {
        lengths = new int[] {c / 36, c % 36 / 6, c % 6, 0};
        row = 3;
      } else if (c < 244) {
        c -= 180;
        lengths = new int[] {c % 64 >> 4, c % 16 >> 2, c % 4, 0};
        row = 4;
      } else {
        c -= 244;
        lengths = new int[] {c / 3, c % 3, 0, 0};
        row = 5;
      }
    } else if (compress < 400) {
      lengths =
          new int[] {(compress >> 4) / 5, (compress >> 4) % 5, compress % 16 >> 2, compress % 4};
      row = 0;
    } else if (compress < 500) {
      int c = compress - 400;
      lengths = new int[] {(c >> 2) / 5, (c >> 2) % 5, c % 4, 0};
      row = 1;
    } else {
      int c = compress - 500;
      lengths = new int[] {c / 3, c % 3, 0, 0};
      row = 2;
      preflag = true;
    }
    int[] parts = Mp3Tables.PARTS[row][blockType != 2 ? 0 : mixed ? 2 : 1];
    int at = 0;
    for (int part = 0; part < 4; part++) {
      for (int i = 0; i < parts[part]; i++) {
        scaleFactors[at++] = bits.take(lengths[part]);
      }
    }
    java.util.Arrays.fill(scaleFactors, at, scaleFactors.length, 0);
  }

  /** Reads the Huffman-coded values up to that bit. */
  void huffman(Mp3Bits bits, int end, int rateRow) {
    int[] longs = Mp3Tables.LONG[rateRow];
    int limit0;
    int limit1;
    if (region0 < 0) {
      limit0 = blockType == 2 && !mixed ? 3 * Mp3Tables.SHORT[rateRow][3] : longs[8];
      limit1 = 576;
    } else {
      limit0 = longs[Math.min(22, region0 + 1)];
      limit1 = longs[Math.min(22, region0 + region1 + 2)];
    }
    int at = 0;
    int big = 2 * bigValues;
    while (at < big && bits.position() < end) {
      int table = tables[at < limit0 ? 0 : at < limit1 ? 1 : 2];
      int[] tree = Mp3Tables.HUFFMAN[table];
      if (tree == null) {
        // Table 0 is of zeros; 4 and 14 are none.
        values[at++] = 0;
        values[at++] = 0;
        continue;
      }
      int leaf = leaf(bits, tree);
      values[at++] = value(bits, leaf >> 4, Mp3Tables.LINBITS[table]);
      values[at++] = value(bits, leaf & 15, Mp3Tables.LINBITS[table]);
    }
    while (at + 4 <= 576 && bits.position() < end) {
      int leaf = quadTable == 1 ? 15 - bits.take(4) : leaf(bits, Mp3Tables.HUFFMAN[32]);
      for (int i = 3; i >= 0; i--) {
        values[at++] = (leaf >> i & 1) == 0 ? 0 : bits.take(1) == 0 ? 1 : -1;
      }
      if (bits.position() > end) {
        at -= 4; // the last was made of what follows
      }
    }
    used = 0;
    for (int i = at - 1; i >= 0; i--) {
      if (values[i] != 0) {
        used = i + 1;
        break;
      }
    }
    java.util.Arrays.fill(values, at, 576, 0);
    bits.seek(end);
  }

  private static int leaf(Mp3Bits bits, int[] tree) {
    int node = 0;
    do {
      node = tree[node + bits.take(1)];
    } while (node >= 0);
    return -1 - node;
  }

  private static int value(Mp3Bits bits, int coded, int extra) {
    int value = coded;
    if (value == 15 && extra > 0) {
      value += bits.take(extra);
    }
    return value != 0 && bits.take(1) == 1 ? -value : value;
  }

  /** Turns values into lines, those of short blocks interleaved by window. */
  void requantise(int rateRow, boolean low) {
    int[] longs = Mp3Tables.LONG[rateRow];
    int[] shorts = Mp3Tables.SHORT[rateRow];
    int step = scaleShift == 1 ? 4 : 2;
    int base = globalGain - 210 + 768;
    int longLimit = blockType != 2 ? 22 : mixed ? (low ? 6 : 8) : 0;
    for (int band = 0; band < longLimit; band++) {
      int factor = scaleFactors[band] + (preflag ? Mp3Tables.PRETAB[band] : 0);
      float gain = GAIN[clamp(base - step * factor)];
      for (int i = longs[band]; i < longs[band + 1]; i++) {
        lines[i] = scaled(values[i], gain);
      }
    }
    if (blockType != 2) {
      return;
    }
    int firstShort = mixed ? 3 : 0;
    int at = 3 * shorts[firstShort];
    for (int band = firstShort; band < 13; band++) {
      int width = shorts[band + 1] - shorts[band];
      int start = 3 * shorts[band];
      for (int window = 0; window < 3; window++) {
        int factor = band == 12 ? 0 : scaleFactors[longLimit + 3 * (band - firstShort) + window];
        float gain = GAIN[clamp(base - 8 * blockGain[window] - step * factor)];
        for (int i = 0; i < width; i++) {
          reordered[start + 3 * i + window] = scaled(values[at++], gain);
        }
      }
    }
    int from = 3 * shorts[firstShort];
    System.arraycopy(reordered, from, lines, from, 576 - from);
  }

  /** Takes back what the analysis filters leak into the neighbouring band. */
  void reduceAliases() {
    int bands = longBands();
    for (int band = 1; band < bands; band++) {
      for (int i = 0; i < 8; i++) {
        float below = lines[18 * band - 1 - i];
        float above = lines[18 * band + i];
        lines[18 * band - 1 - i] = below * CS[i] - above * CA[i];
        lines[18 * band + i] = above * CS[i] + below * CA[i];
      }
    }
  }

  private static float scaled(int value, float gain) {
    return value >= 0 ? POW_43[value] * gain : -POW_43[-value] * gain;
  }

  private static int clamp(int gain) {
    return Math.max(0, Math.min(GAIN.length - 1, gain));
  }
}
