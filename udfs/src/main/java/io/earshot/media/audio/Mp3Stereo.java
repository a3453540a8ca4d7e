package io.earshot.media.audio;

/** Two channels coded as one: middle and side, or one with a direction a band. */
final class Mp3Stereo {

  private static final float HALF_POWER = (float) Math.sqrt(0.5);

  private Mp3Stereo() {}

  static void midSide(float[] left, float[] right, int from, int to) {
    for (int i = from; i < to; i++) {
      float mid = left[i] * HALF_POWER;
      float side = right[i] * HALF_POWER;
      left[i] = mid + side;
      right[i] = mid - side;
    }
  }

  /** Bands above the last line of the right channel have its scale factor as their direction. */
  static void intensity(Mp3Header header, Mp3Granule left, Mp3Granule right) {
    int row = header.rateRow();
    if (right.blockType != 2) {
      int[] limits = Mp3Tables.LONG[row];
      for (int band = 0; band < 22; band++) {
        int direction = right.scaleFactors[Math.min(band, 20)];
        boolean above = limits[band] >= right.used;
        band(header, left, right, limits[band], limits[band + 1], 1, above ? direction : -1);
      }
      return;
    }
    int[] limits = Mp3Tables.SHORT[row];
    int firstShort = right.mixed ? 3 : 0;
    int longs = right.mixed ? (header.low() ? 6 : 8) : 0;
    if (right.mixed && header.midSide()) {
      midSide(left.lines, right.lines, 0, 3 * limits[firstShort]);
    }
    for (int window = 0; window < 3; window++) {
      boolean above = true;
      for (int band = 12; band >= firstShort; band--) {
        int from = 3 * limits[band] + window;
        int to = 3 * limits[band + 1];
        for (int i = from; above && i < to; i += 3) {
          above = right.lines[i] == 0;
        }
        int direction = right.scaleFactors[longs + 3 * (Math.min(band, 11) - firstShort) + window];
        band(header, left, right, from, to, 3, above ? direction : -1);
      }
    }
  }

  private static void band(
      Mp3Header header,
      Mp3Granule left,
      Mp3Granule right,
      int from,
      int to,
      int step,
      int direction) {
    if (direction < 0 || (!header.low() && direction == 7)) {
      if (header.midSide()) {
        for (int i = from; i < to; i += step) {
          midSide(left.lines, right.lines, i, i + 1);
        }
      }
      return;
    }
    double toLeft;
    double toRight;
    if (header.low()) {
      double base = (right.compress & 1) == 0 ? Math.pow(2, -0.25) : Math.sqrt(0.5);
      int steps = (direction + 1) / 2;
      toLeft = (direction & 1) == 1 ? Math.pow(base, steps) : 1;
      toRight = (direction & 1) == 1 ? 1 : Math.pow(base, steps);
    } else {
      double ratio = Math.tan(direction * Math.PI / 12);
      toLeft = direction == 6 ? 1 : ratio / (1 + ratio);
      toRight = direction == 6 ? 0 : 1 / (1 + ratio);
    }
    for (int i = from; i < to; i += step) {
      float value = left.lines[i];
      left.lines[i] = (float) (value * toLeft);
      right.lines[i] = (float) (value * toRight);
    }
  }
}
