package io.earshot.matching;

import io.earshot.media.image.RgbImage;
import java.util.Arrays;
import java.util.List;

/**
 * PDQ, a perceptual hash of pictures, from its published definition (Facebook, "The TMK+PDQF
 * video-hashing algorithm and the PDQ image-hashing algorithm", 2019).
 *
 * <p>Brightness, smoothed by two rounds of a box (after Wojciech Jarosz), taken at 64 × 64 places;
 * the 16 × 16 lowest frequencies of its discrete cosine transform without the mean; a bit for each,
 * whether it lies above their median. Quality is the sum of the differences between neighbours
 * among the 64 × 64.
 *
 * <p>A picture of more than {@value #MOST_SIDE} pixels a side is averaged down to that many first,
 * which bounds memory: what is that small is not in the hash anyway.
 *
 * <p>Pure functions; the cosines are {@link StrictMath}'s, so that a picture has the same hash on
 * every platform.
 */
public final class PdqHasher {

  private static final int MOST_SIDE = 2048;
  private static final int SAMPLES = 64;
  private static final int FREQUENCIES = 16;

  /** A box is half of what lies between two samples. */
  private static final int BOXES = 2 * SAMPLES;

  private static final int SMOOTHINGS = 2;

  /** Differences, in percent of full scale, that make up one point of quality. */
  private static final int DIFFERENCES_A_POINT = 90;

  private static final double[] COSINES = cosines();

  private PdqHasher() {}

  /**
   * What a picture is looked up by: its fingerprint, and that of what is within its border, if it
   * has one.
   */
  public static List<PdqFingerprint> views(RgbImage picture) {
    RgbImage within = PictureBorder.trimmed(picture);
    return within == picture ? List.of(hash(picture)) : List.of(hash(picture), hash(within));
  }

  /** The fingerprint of a picture. */
  public static PdqFingerprint hash(RgbImage picture) {
    int width = Math.min(picture.width(), MOST_SIDE);
    int height = Math.min(picture.height(), MOST_SIDE);
    double[] luma = luma(picture, width, height);
    for (int i = 0; i < SMOOTHINGS; i++) {
      double[] line = new double[Math.max(width, height) + 1];
      for (int y = 0; y < height; y++) {
        smooth(luma, y * width, 1, width, line);
      }
      for (int x = 0; x < width; x++) {
        smooth(luma, x, width, height, line);
      }
    }
    double[] samples = new double[SAMPLES * SAMPLES];
    for (int y = 0; y < SAMPLES; y++) {
      int row = (int) ((y + 0.5) * height / SAMPLES);
      for (int x = 0; x < SAMPLES; x++) {
        samples[y * SAMPLES + x] = luma[row * width + (int) ((x + 0.5) * width / SAMPLES)];
      }
    }
    double[] transform = transform(samples);
    return new PdqFingerprint(
        Dihedral.ALL.stream().map(way -> bits(way.of(transform, FREQUENCIES))).toList(),
        quality(samples));
  }

  /**
   * Brightness after ITU-R BT.601, averaged over what falls into each pixel of the smaller size.
   */
  private static double[] luma(RgbImage picture, int width, int height) {
    double[] sums = new double[width * height];
    int[] counts = new int[width * height];
    for (int y = 0; y < picture.height(); y++) {
      int row = (int) ((long) y * height / picture.height()) * width;
      for (int x = 0; x < picture.width(); x++) {
        int at = row + (int) ((long) x * width / picture.width());
        sums[at] +=
            0.299 * picture.channel(x, y, 0)
                + 0.587 * picture.channel(x, y, 1)
                + 0.114 * picture.channel(x, y, 2);
        counts[at]++;
      }
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] /= counts[i];
    }
    return sums;
  }

  /**
   * Replaces each value of a line by the mean of a box around it; at the ends, of what is left of
   * the box.
   *
   * @param sums room for one number more than the line has
   */
  private static void smooth(double[] values, int start, int step, int length, double[] sums) {
    int box = (length + BOXES - 1) / BOXES;
    int after = (box + 2) / 2;
    int before = box - after;
    sums[0] = 0;
    for (int i = 0; i < length; i++) {
      sums[i + 1] = sums[i] + values[start + i * step];
    }
    for (int i = 0; i < length; i++) {
      int from = Math.max(0, i - before);
      int to = Math.min(length, i + after);
      values[start + i * step] = (sums[to] - sums[from]) / (to - from);
    }
  }

  private static int quality(double[] samples) {
    int sum = 0;
    for (int y = 0; y < SAMPLES; y++) {
      for (int x = 0; x < SAMPLES; x++) {
        double here = samples[y * SAMPLES + x];
        if (y + 1 < SAMPLES) {
          sum += (int) Math.abs((here - samples[(y + 1) * SAMPLES + x]) * 100 / 255);
        }
        if (x + 1 < SAMPLES) {
          sum += (int) Math.abs((here - samples[y * SAMPLES + x + 1]) * 100 / 255);
        }
      }
    }
    return Math.min(100, sum / DIFFERENCES_A_POINT);
  }

  private static double[] cosines() {
    double[] cosines = new double[FREQUENCIES * SAMPLES];
    double scale = Math.sqrt(2.0 / SAMPLES);
    for (int i = 0; i < FREQUENCIES; i++) {
      for (int j = 0; j < SAMPLES; j++) {
        cosines[i * SAMPLES + j] =
            scale * StrictMath.cos(Math.PI / (2 * SAMPLES) * (i + 1) * (2 * j + 1));
      }
    }
    return cosines;
  }

  private static double[] transform(double[] samples) {
    double[] down = new double[FREQUENCIES * SAMPLES];
    for (int i = 0; i < FREQUENCIES; i++) {
      for (int y = 0; y < SAMPLES; y++) {
        double weight = COSINES[i * SAMPLES + y];
        for (int x = 0; x < SAMPLES; x++) {
          down[i * SAMPLES + x] += weight * samples[y * SAMPLES + x];
        }
      }
    }
    double[] both = new double[FREQUENCIES * FREQUENCIES];
    for (int i = 0; i < FREQUENCIES; i++) {
      for (int j = 0; j < FREQUENCIES; j++) {
        double sum = 0;
        for (int x = 0; x < SAMPLES; x++) {
          sum += down[i * SAMPLES + x] * COSINES[j * SAMPLES + x];
        }
        both[i * FREQUENCIES + j] = sum;
      }
    }
    return both;
  }

  private static PdqHash bits(double[] transform) {
    double[] sorted = transform.clone();
    Arrays.sort(sorted);
    double median = sorted[(sorted.length - 1) / 2];
    long[] words = new long[PdqHash.BITS / Long.SIZE];
    for (int bit = 0; bit < transform.length; bit++) {
      if (transform[bit] > median) {
        words[words.length - 1 - bit / Long.SIZE] |= 1L << bit;
      }
    }
    return new PdqHash(words[0], words[1], words[2], words[3]);
  }
}
