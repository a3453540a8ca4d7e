package io.earshot.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where two fingerprints are about the same sound: the offset at which most of their numbers agree
 * in their highest twelve bits, and there the stretch that is alike.
 *
 * <p>Chromaprint's own matcher does so too, and adds a random jitter to break ties; here ties go to
 * the smaller offset, so that the same two fingerprints always give the same answer. Its segments
 * end where a smoothed distance changes fast. Here the stretch is the one with the largest sum of
 * {@value #DIFFERENT_BITS} less the distance (the maximum subarray), which needs no parameter
 * besides: its mean is below that by construction, and at its ends nothing could be added.
 */
final class AudioAlignment {

  /** A stretch whose numbers differ in that many bits of 32 on average is not of the same sound. */
  static final double DIFFERENT_BITS = 10.0;

  /** Seconds that are enough, however long the sounds are. */
  static final double ENOUGH_SECONDS = 30;

  /** Of the shorter sound, what is enough if that is less. */
  static final double ENOUGH_SHARE = 0.5;

  /**
   * From so many numbers on, 14 s, the mean is trusted. Neighbouring numbers hear mostly the same,
   * so a few of them are alike by chance: fewer must be as alike as in the same recording, fewer
   * still equal but for a bit.
   */
  private static final int LONG = 113;

  private static final int SHORT = 32;
  static final int LEAST_LENGTH = 8;
  private static final double EQUAL_BITS = 1;

  /** Different numbers that a stretch must have at least. */
  private static final int LEAST_DIFFERENT = 4;

  /** A stretch with fewer different numbers, as a share, is silence or a tone: all are alike. */
  static final double LEAST_VARIETY = 0.2;

  private static final int ALIGN_SHIFT = 20;
  private static final int OFFSETS_TRIED = 8;

  private AudioAlignment() {}

  /** The longest stretch that is enough to call two sounds the same or altered; null if none is. */
  static @Nullable Stretch find(AudioFingerprint query, AudioFingerprint known) {
    int[] numbers = known.prints();
    Stretch best = null;
    for (int offset : offsets(query, known)) {
      Stretch stretch = at(query, numbers, 1, offset);
      if (stretch != null
          && isEnough(stretch, Math.min(query.length(), known.length()))
          && (best == null || stretch.length() > best.length())) {
        best = stretch;
      }
    }
    return best;
  }

  /** Whether a stretch is long and alike enough, of sounds of which the shorter has so many. */
  static boolean isEnough(Stretch stretch, int shorter) {
    boolean enough =
        stretch.seconds() >= ENOUGH_SECONDS || stretch.length() >= ENOUGH_SHARE * shorter;
    double allowed =
        stretch.length() >= LONG
            ? DIFFERENT_BITS
            : stretch.length() >= SHORT ? AudioComparison.SAME_BITS : EQUAL_BITS;
    return enough && stretch.length() >= LEAST_LENGTH && stretch.meanBits() < allowed;
  }

  /** Mean distance where both start together, bits of 32; 32 if one has no numbers. */
  static double bitsFromTheStart(AudioFingerprint query, AudioFingerprint known) {
    int length = Math.min(query.length(), known.length());
    long bits = length == 0 ? Integer.SIZE : 0;
    for (int i = 0; i < length; i++) {
      bits += Integer.bitCount(query.print(i) ^ known.print(i));
    }
    return (double) bits / Math.max(1, length);
  }

  /**
   * The stretch at one offset, of any length; null if nothing is alike there.
   *
   * @param known numbers of what is known, or every so many of them
   * @param stride from one of them to the next
   * @param offset where what is known starts in the query
   */
  static @Nullable Stretch at(AudioFingerprint query, int[] known, int stride, int offset) {
    int first = Math.max(0, -Math.floorDiv(offset, stride));
    int last = Math.min(known.length - 1, Math.floorDiv(query.length() - 1 - offset, stride));
    double best = 0;
    int bestStart = first;
    int bestEnd = first;
    double sum = 0;
    int start = first;
    for (int i = first; i <= last; i++) {
      sum += DIFFERENT_BITS - Integer.bitCount(query.print(offset + stride * i) ^ known[i]);
      if (sum <= 0) {
        sum = 0;
        start = i + 1;
      } else if (sum > best) {
        best = sum;
        bestStart = start;
        bestEnd = i + 1;
      }
    }
    int length = bestEnd - bestStart;
    if (length == 0 || !isVaried(known, bestStart, bestEnd)) {
      return null;
    }
    return new Stretch(
        offset + stride * bestStart,
        stride * bestStart,
        stride * length,
        DIFFERENT_BITS - best / length);
  }

  private static boolean isVaried(int[] known, int from, int to) {
    long different = Arrays.stream(known, from, to).distinct().count();
    return different >= Math.max(LEAST_DIFFERENT, LEAST_VARIETY * (to - from));
  }

  /** The likeliest offsets, the likeliest first. */
  private static List<Integer> offsets(AudioFingerprint query, AudioFingerprint known) {
    int[] votes = votes(query, known);
    List<Integer> peaks = new ArrayList<>();
    for (int i = 0; i < votes.length; i++) {
      boolean peak =
          votes[i] > 1
              && (i == 0 || votes[i - 1] <= votes[i])
              && (i == votes.length - 1 || votes[i + 1] <= votes[i]);
      if (peak) {
        peaks.add(i);
      }
    }
    peaks.sort(Comparator.comparing((Integer i) -> -votes[i]).thenComparing(i -> i));
    return peaks.stream().limit(OFFSETS_TRIED).map(i -> i - known.length()).toList();
  }

  /** How many numbers agree in their highest bits, by offset plus the known one's length. */
  private static int[] votes(AudioFingerprint query, AudioFingerprint known) {
    int[] first = new int[1 << (Integer.SIZE - ALIGN_SHIFT)];
    Arrays.fill(first, -1);
    int[] next = new int[known.length()];
    for (int i = known.length() - 1; i >= 0; i--) {
      int key = known.print(i) >>> ALIGN_SHIFT;
      next[i] = first[key];
      first[key] = i;
    }
    BitSet constant = constantKeys(known);
    int[] votes = new int[query.length() + known.length() + 1];
    for (int i = 0; i < query.length(); i++) {
      int key = query.print(i) >>> ALIGN_SHIFT;
      if (constant.get(key)) {
        continue;
      }
      for (int j = first[key]; j >= 0; j = next[j]) {
        votes[i - j + known.length()]++;
      }
    }
    return votes;
  }

  /** Keys that so much of a sound has that they say nothing of where, and would cost its square. */
  private static BitSet constantKeys(AudioFingerprint known) {
    int[] counts = new int[1 << (Integer.SIZE - ALIGN_SHIFT)];
    for (int i = 0; i < known.length(); i++) {
      counts[known.print(i) >>> ALIGN_SHIFT]++;
    }
    BitSet constant = new BitSet(counts.length);
    for (int key = 0; key < counts.length; key++) {
      constant.set(key, counts[key] > Math.max(SHORT, known.length() / 4));
    }
    return constant;
  }
}
