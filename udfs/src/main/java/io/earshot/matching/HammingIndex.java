package io.earshot.matching;

import java.util.Arrays;

/**
 * Finds, among many hashes of the same number of bits, all that differ from one in at most so many
 * bits: exactly, and without looking at all of them (multi-index hashing: Norouzi, Punjani, Fleet,
 * "Fast search in Hamming space with multi-index hashing", 2012).
 *
 * <p>A hash is cut into pieces of 16 bits. If two hashes differ in at most {@code r} bits and there
 * are {@code m} pieces, then in some piece they differ in at most {@code r / m}; so it is enough to
 * look at the hashes that share a piece with the query up to that many bits. For PDQ that is 31
 * bits over 16 pieces: one bit in a piece, 17 values each. Where {@code r} is below the number of
 * pieces, {@code r + 1} of them are enough, and one of these is equal.
 *
 * <p>Immutable; for many threads. A million hashes of 256 bits take 100 MB: the hashes, and for
 * each piece the numbers of the hashes in the order of its values.
 */
final class HammingIndex {

  private static final int PIECE_BITS = 16;
  private static final int VALUES = 1 << PIECE_BITS;

  /** Up to so many hashes it is quicker to look at them all. */
  private static final int FEW = 1024;

  private static final int PIECES_A_WORD = Long.SIZE / PIECE_BITS;

  /** Takes what was found. */
  interface Found {
    /**
     * A hash is near enough. Each is told once, in no order.
     *
     * @param number of the hash, from 0, as they were given
     * @param distance differing bits
     */
    void at(int number, int distance);
  }

  private final int words;
  private final int radius;
  private final int tolerance;
  private final long[] hashes;
  private final int[][] starts;
  private final int[][] numbers;

  /**
   * Indexes hashes.
   *
   * @param words 64-bit words of a hash
   * @param radius the farthest that is ever asked for, differing bits
   * @param hashes one after another, not copied; they must not change
   */
  HammingIndex(int words, int radius, long[] hashes) {
    if (words < 1 || hashes.length % words != 0 || radius < 0 || radius >= Long.SIZE * words) {
      throw new IllegalArgumentException(
          hashes.length
              + " words are no hashes of "
              + words
              + ", or the radius "
              + radius
              + " is not below their bits");
    }
    this.words = words;
    this.radius = radius;
    this.hashes = hashes;
    int pieces = words * PIECES_A_WORD;
    int used = size() <= FEW ? 0 : Math.min(pieces, radius + 1);
    this.tolerance = used < pieces ? 0 : radius / pieces;
    this.starts = new int[used][];
    this.numbers = new int[used][];
    for (int piece = 0; piece < used; piece++) {
      index(piece);
    }
  }

  private void index(int piece) {
    int count = size();
    int[] start = new int[VALUES + 1];
    for (int i = 0; i < count; i++) {
      start[piece(hashes, i * words, piece) + 1]++;
    }
    for (int value = 0; value < VALUES; value++) {
      start[value + 1] += start[value];
    }
    int[] next = Arrays.copyOf(start, VALUES);
    int[] sorted = new int[count];
    for (int i = 0; i < count; i++) {
      sorted[next[piece(hashes, i * words, piece)]++] = i;
    }
    starts[piece] = start;
    numbers[piece] = sorted;
  }

  /** How many hashes there are. */
  int size() {
    return hashes.length / words;
  }

  /**
   * Finds what is near.
   *
   * @param query the words of a hash
   * @param within differing bits, at most the radius
   */
  void search(long[] query, int within, Found found) {
    if (query.length != words || within < 0 || within > radius) {
      throw new IllegalArgumentException(
          "asked for "
              + within
              + " bits around "
              + query.length
              + " words, but the index is for up"
              + " to "
              + radius
              + " bits around "
              + words);
    }
    if (starts.length == 0) {
      for (int number = 0; number < size(); number++) {
        int distance = distance(query, number, within);
        if (distance <= within) {
          found.at(number, distance);
        }
      }
    }
    for (int piece = 0; piece < starts.length; piece++) {
      probe(query, within, piece, piece(query, 0, piece), tolerance, PIECE_BITS, found);
    }
  }

  /** Looks at a value of a piece, and at those that differ from it in some of the lower bits. */
  private void probe(
      long[] query, int within, int piece, int value, int flips, int below, Found found) {
    for (int at = starts[piece][value]; at < starts[piece][value + 1]; at++) {
      int number = numbers[piece][at];
      int distance = distance(query, number, within);
      if (distance <= within && isFirst(query, number, piece)) {
        found.at(number, distance);
      }
    }
    if (flips > 0) {
      for (int bit = 0; bit < below; bit++) {
        probe(query, within, piece, value ^ (1 << bit), flips - 1, bit, found);
      }
    }
  }

  private int distance(long[] query, int number, int within) {
    int distance = 0;
    for (int word = 0; word < words && distance <= within; word++) {
      distance += Long.bitCount(query[word] ^ hashes[number * words + word]);
    }
    return distance;
  }

  /** Whether no earlier piece led to that hash too. */
  private boolean isFirst(long[] query, int number, int piece) {
    for (int earlier = 0; earlier < piece; earlier++) {
      int differing = piece(query, 0, earlier) ^ piece(hashes, number * words, earlier);
      if (Integer.bitCount(differing) <= tolerance) {
        return false;
      }
    }
    return true;
  }

  private static int piece(long[] words, int from, int piece) {
    int shift = PIECE_BITS * (piece % PIECES_A_WORD);
    return (int) (words[from + piece / PIECES_A_WORD] >>> shift) & (VALUES - 1);
  }
}
