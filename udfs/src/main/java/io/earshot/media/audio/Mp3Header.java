package io.earshot.media.audio;

/**
 * The four bytes before an MPEG audio frame (ISO/IEC 11172-3, 13818-3, and MPEG-2.5, which no
 * standard has).
 */
final class Mp3Header {

  private static final int[] RATES = {44_100, 48_000, 32_000};
  private static final int[] BITRATES_1 = {
    0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320
  };
  private static final int[] BITRATES_2 = {
    0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160
  };

  final int bits;

  Mp3Header(int bits) {
    this.bits = bits;
  }

  /** Whether it is one, of layer III. */
  boolean valid() {
    return looksLikeOne() && layer() == 3 && bitrateIndex() != 0;
  }

  /** Whether it is one of any layer, at any bit rate. */
  boolean looksLikeOne() {
    return bits >>> 21 == 0x7ff
        && (bits >> 19 & 3) != 1
        && layer() != 4
        && bitrateIndex() != 15
        && (bits >> 10 & 3) != 3
        && (bits & 3) != 2;
  }

  int layer() {
    return 4 - (bits >> 17 & 3);
  }

  int bitrateIndex() {
    return bits >> 12 & 15;
  }

  /** MPEG-2 and 2.5, of half as many samples a frame. */
  boolean low() {
    return (bits >> 19 & 1) == 0;
  }

  private boolean lowest() {
    return (bits >> 19 & 3) == 0;
  }

  int sampleRate() {
    return RATES[bits >> 10 & 3] >> (low() ? 1 : 0) >> (lowest() ? 1 : 0);
  }

  /** Row of the tables that depend on the rate. */
  int rateRow() {
    return (bits >> 10 & 3) + (low() ? 3 : 0) + (lowest() ? 3 : 0);
  }

  int channels() {
    return (bits >> 6 & 3) == 3 ? 1 : 2;
  }

  boolean midSide() {
    return (bits >> 6 & 3) == 1 && (bits & 0x20) != 0;
  }

  boolean intensity() {
    return (bits >> 6 & 3) == 1 && (bits & 0x10) != 0;
  }

  boolean hasCrc() {
    return (bits >> 16 & 1) == 0;
  }

  int samples() {
    return low() ? 576 : 1152;
  }

  /** Bytes of the frame, this header included. */
  int length() {
    int rate = (low() ? BITRATES_2 : BITRATES_1)[bitrateIndex()];
    return samples() / 8 * rate * 1000 / sampleRate() + (bits >> 9 & 1);
  }

  int sideBytes() {
    return low() ? (channels() == 1 ? 9 : 17) : (channels() == 1 ? 17 : 32);
  }

  /** Whether both can be frames of one stream. */
  boolean sameStream(Mp3Header other) {
    int fixed = 0x7ff << 21 | 3 << 19 | 3 << 17 | 3 << 10;
    return ((bits ^ other.bits) & fixed) == 0;
  }
}
