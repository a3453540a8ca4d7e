package io.earshot.matching;

import java.util.HexFormat;

/**
 * A PDQ hash: 256 bits, of which alike pictures share most.
 *
 * @param w0 bits 255 to 192, which are written first
 * @param w1 bits 191 to 128
 * @param w2 bits 127 to 64
 * @param w3 bits 63 to 0
 */
public record PdqHash(long w0, long w1, long w2, long w3) {

  /** Bits of a hash. */
  public static final int BITS = 256;

  /** Up to this many differing bits, two pictures are the same: the recommendation for PDQ. */
  public static final int MATCH_DISTANCE = 31;

  /** Below this quality a picture has too little in it for its hash to tell it from others. */
  public static final int LEAST_QUALITY = 50;

  private static final int HEX_DIGITS = BITS / 4;

  /**
   * Reads 64 hexadecimal digits.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static PdqHash ofHex(String hex) {
    if (hex.length() != HEX_DIGITS || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException(
          "a PDQ hash of "
              + hex.length()
              + " characters, but it must be "
              + HEX_DIGITS
              + " hexadecimal digits");
    }
    return new PdqHash(word(hex, 0), word(hex, 1), word(hex, 2), word(hex, 3));
  }

  private static long word(String hex, int index) {
    return Long.parseUnsignedLong(hex, 16 * index, 16 * index + 16, 16);
  }

  /** Bits in which two hashes differ, 0 to 256. */
  public int distance(PdqHash other) {
    return Long.bitCount(w0 ^ other.w0)
        + Long.bitCount(w1 ^ other.w1)
        + Long.bitCount(w2 ^ other.w2)
        + Long.bitCount(w3 ^ other.w3);
  }

  /** The 64 bits at a place, 0 being those that are written first. */
  long word(int index) {
    return switch (index) {
      case 0 -> w0;
      case 1 -> w1;
      case 2 -> w2;
      case 3 -> w3;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  /** 64 lower-case hexadecimal digits. */
  public String hex() {
    HexFormat format = HexFormat.of();
    return format.toHexDigits(w0)
        + format.toHexDigits(w1)
        + format.toHexDigits(w2)
        + format.toHexDigits(w3);
  }
}
