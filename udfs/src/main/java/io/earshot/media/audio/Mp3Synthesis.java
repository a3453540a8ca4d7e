package io.earshot.media.audio;

/**
 * From the spectrum of a granule to samples: the inverse cosine transforms of 32 bands with their
 * overlap, and the synthesis filter bank. One a channel.
 */
final class Mp3Synthesis {

  private static final int BANDS = 32;
  private static final int LINES = 18;

  private static final float[][] WINDOWS = new float[4][36];
  private static final float[][] COS_36 = new float[36][18];
  private static final float[][] COS_12 = new float[12][6];

  /** Rows 17 to 48 of the filter bank's matrix; the others follow by symmetry. */
  private static final float[][] MATRIX = new float[32][BANDS];

  static {
    for (int i = 0; i < 36; i++) {
      WINDOWS[0][i] = (float) Math.sin(Math.PI / 36 * (i + 0.5));
      WINDOWS[1][i] =
          i < 18
              ? WINDOWS[0][i]
              : i < 24 ? 1 : i < 30 ? (float) Math.sin(Math.PI / 12 * (i - 18 + 0.5)) : 0;
      WINDOWS[2][i] = i < 12 ? (float) Math.sin(Math.PI / 12 * (i + 0.5)) : 0;
      for (int k = 0; k < 18; k++) {
        COS_36[i][k] = (float) Math.cos(Math.PI / 72 * (2 * i + 19) * (2 * k + 1));
      }
    }
    for (int i = 0; i < 36; i++) {
      WINDOWS[3][i] = WINDOWS[1][35 - i];
    }
    for (int i = 0; i < 12; i++) {
      for (int k = 0; k < 6; k++) {
        COS_12[i][k] = (float) Math.cos(Math.PI / 24 * (2 * i + 7) * (2 * k + 1));
      }
    }
    for (int i = 0; i < 32; i++) {
      for (int k = 0; k < BANDS; k++) {
        MATRIX[i][k] = (float) Math.cos(Math.PI / 64 * (33 + i) * (2 * k + 1));
      }
    }
  }

  private final float[][] overlap = new float[BANDS][LINES];
  private final float[] shaped = new float[36];
  private final float[][] bands = new float[LINES][BANDS];
  private final float[] v = new float[1024];
  private int vStart;

  /**
   * Turns 576 lines into 576 samples.
   *
   * @param longBands how many bands have long blocks in a granule of short ones
   */
  void run(float[] spectrum, int blockType, int longBands, float[] out, int from) {
    for (int band = 0; band < BANDS; band++) {
      int type = band < longBands ? (blockType == 2 ? 0 : blockType) : blockType;
      if (type == 2) {
        shortBlocks(spectrum, band * LINES);
      } else {
        longBlock(spectrum, band * LINES, WINDOWS[type]);
      }
      float[] kept = overlap[band];
      for (int i = 0; i < LINES; i++) {
        float value = shaped[i] + kept[i];
        kept[i] = shaped[LINES + i];
        // Every other sample of every other band runs backwards in frequency.
        bands[i][band] = (band & i & 1) != 0 ? -value : value;
      }
    }
    for (int i = 0; i < LINES; i++) {
      filter(bands[i], out, from + BANDS * i);
    }
  }

  private void longBlock(float[] x, int at, float[] window) {
    for (int i = 0; i < 36; i++) {
      float sum = 0;
      float[] row = COS_36[i];
      for (int k = 0; k < 18; k++) {
        sum += x[at + k] * row[k];
      }
      shaped[i] = sum * window[i];
    }
  }

  private void shortBlocks(float[] x, int at) {
    java.util.Arrays.fill(shaped, 0);
    for (int window = 0; window < 3; window++) {
      for (int i = 0; i < 12; i++) {
        float sum = 0;
        for (int k = 0; k < 6; k++) {
          sum += x[at + window + 3 * k] * COS_12[i][k];
        }
        shaped[6 + 6 * window + i] += sum * WINDOWS[2][i];
      }
    }
  }

  private void filter(float[] s, float[] out, int from) {
    vStart = (vStart - 64) & 1023;
    for (int i = 0; i < 32; i++) {
      float sum = 0;
      float[] row = MATRIX[i];
      for (int k = 0; k < BANDS; k++) {
        sum += s[k] * row[k];
      }
      v[vStart + 17 + i] = sum;
    }
    v[vStart + 16] = 0;
    for (int i = 0; i < 16; i++) {
      v[vStart + i] = -v[vStart + 32 - i];
    }
    for (int i = 1; i < 16; i++) {
      v[vStart + 48 + i] = v[vStart + 48 - i];
    }
    float[] d = Mp3Tables.SYNTHESIS;
    for (int j = 0; j < BANDS; j++) {
      float sum = 0;
      for (int i = 0; i < 8; i++) {
        sum +=
            v[(vStart + 128 * i + j) & 1023] * d[j + 64 * i]
                + v[(vStart + 128 * i + 96 + j) & 1023] * d[j + 64 * i + 32];
      }
      out[from + j] = sum;
    }
  }
}
