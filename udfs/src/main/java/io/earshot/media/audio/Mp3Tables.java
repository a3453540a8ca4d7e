package io.earshot.media.audio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the standard tabulates for layer III. */
final class Mp3Tables {

  /** Limits of the scale factor bands of long blocks, a row a sample rate. */
  static final int[][] LONG = {
    row(4, 4, 4, 4, 4, 4, 6, 6, 8, 8, 10, 12, 16, 20, 24, 28, 34, 42, 50, 54, 76, 158),
    row(4, 4, 4, 4, 4, 4, 6, 6, 6, 8, 10, 12, 16, 18, 22, 28, 34, 40, 46, 54, 54, 192),
    row(4, 4, 4, 4, 4, 4, 6, 6, 8, 10, 12, 16, 20, 24, 30, 38, 46, 56, 68, 84, 102, 26),
    row(6, 6, 6, 6, 6, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 38, 46, 52, 60, 68, 58, 54),
    row(6, 6, 6, 6, 6, 6, 8, 10, 12, 14, 16, 18, 22, 26, 32, 38, 46, 54, 62, 70, 76, 36),
    row(6, 6, 6, 6, 6, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 38, 46, 52, 60, 68, 58, 54),
    row(6, 6, 6, 6, 6, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 38, 46, 52, 60, 68, 58, 54),
    row(6, 6, 6, 6, 6, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32, 38, 46, 52, 60, 68, 58, 54),
    row(12, 12, 12, 12, 12, 12, 16, 20, 24, 28, 32, 40, 48, 56, 64, 76, 90, 2, 2, 2, 2, 2)
  };

  /** The same of short blocks, of one window. */
  static final int[][] SHORT = {
    row(4, 4, 4, 4, 6, 8, 10, 12, 14, 18, 22, 30, 56),
    row(4, 4, 4, 4, 6, 6, 10, 12, 14, 16, 20, 26, 66),
    row(4, 4, 4, 4, 6, 8, 12, 16, 20, 26, 34, 42, 12),
    row(4, 4, 4, 6, 6, 8, 10, 14, 18, 26, 32, 42, 18),
    row(4, 4, 4, 6, 8, 10, 12, 14, 18, 24, 32, 44, 12),
    row(4, 4, 4, 6, 8, 10, 12, 14, 18, 24, 30, 40, 18),
    row(4, 4, 4, 6, 8, 10, 12, 14, 18, 24, 30, 40, 18),
    row(4, 4, 4, 6, 8, 10, 12, 14, 18, 24, 30, 40, 18),
    row(8, 8, 8, 12, 16, 20, 24, 28, 36, 2, 2, 2, 26)
  };

  /** Bits of the scale factors of MPEG-1, below and above the eleventh band. */
  static final int[][] SLEN = {
    {0, 0, 0, 0, 3, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4},
    {0, 1, 2, 3, 0, 1, 2, 3, 1, 2, 3, 1, 2, 3, 2, 3}
  };

  /** Scale factors a part of MPEG-2: by how they are compressed, by block type, by part. */
  static final int[][][] PARTS = {
    {{6, 5, 5, 5}, {9, 9, 9, 9}, {6, 9, 9, 9}},
    {{6, 5, 7, 3}, {9, 9, 12, 6}, {6, 9, 12, 6}},
    {{11, 10, 0, 0}, {18, 18, 0, 0}, {15, 18, 0, 0}},
    {{7, 7, 7, 0}, {12, 12, 12, 0}, {6, 15, 12, 0}},
    {{6, 6, 6, 3}, {12, 9, 9, 6}, {6, 12, 9, 6}},
    {{8, 8, 5, 0}, {15, 12, 9, 0}, {6, 18, 9, 0}}
  };

  static final int[] PRETAB = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 3, 2, 0};

  /** Extra bits of a pair's value of 15, by table. */
  static final int[] LINBITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 6, 8, 10, 13, 4, 5, 6, 7, 8, 9, 11,
    13
  };

  /** Code trees: a node is the index of the next for 0, and beside it for 1; a leaf is negative. */
  static final int[][] HUFFMAN = huffman();

  static final float[] SYNTHESIS = synthesis();

  private Mp3Tables() {}

  private static int[] row(int... widths) {
    int[] limits = new int[widths.length + 1];
    for (int i = 0; i < widths.length; i++) {
      limits[i + 1] = limits[i] + widths[i];
    }
    return limits;
  }

  private static int[][] huffman() {
    int[][] tables = new int[33][];
    for (String line : lines("mp3-huffman.txt")) {
      String[] parts = line.split(" ", 2);
      int table = Integer.parseInt(parts[0]);
      int[] nodes = new int[2 * parts[1].length()];
      int[] state = {0, 0};
      build(parts[1], nodes, state);
      tables[table] = nodes;
    }
    for (int table = 17; table < 32; table++) {
      tables[table] = tables[table < 24 ? 16 : 24];
    }
    return tables;
  }

  /** Reads a tree in preorder; returns its root, or the leaf. {@code state}: read, nodes made. */
  private static int build(String tree, int[] nodes, int[] state) {
    if (tree.charAt(state[0]) != '.') {
      int leaf = Integer.parseInt(tree.substring(state[0], state[0] + 2), 16);
      state[0] += 2;
      return -1 - leaf;
    }
    state[0]++;
    int node = 2 * state[1]++;
    nodes[node] = build(tree, nodes, state);
    nodes[node + 1] = build(tree, nodes, state);
    return node;
  }

  private static float[] synthesis() {
    float[] window = new float[512];
    int i = 0;
    for (String line : lines("mp3-synthesis.txt")) {
      for (String number : line.split(" ")) {
        window[i++] = Integer.parseInt(number) / 65536f;
      }
    }
    return window;
  }

  private static List<String> lines(String name) {
    try (InputStream in = Mp3Tables.class.getResourceAsStream("/media/" + name)) {
      if (in == null) {
        throw new IllegalStateException("the module was built without /media/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
