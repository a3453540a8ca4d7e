package io.earshot.matching;

import io.earshot.media.TextNormaliser;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * SimHash of a text (Charikar, "Similarity estimation techniques from rounding algorithms", 2002),
 * after everything is undone that {@link TextNormaliser} undoes, in lower case and without marks:
 * 64 bits, of which texts that share most runs of {@value #RUN} characters share most.
 *
 * @param bits the hash
 * @param runs how many runs it is of; of few, only an equal one means anything
 */
public record TextFingerprint(long bits, int runs) {

  /** Bits of a hash. */
  public static final int BITS = 64;

  /** Up to this many differing bits, two texts are nearly the same. */
  public static final int MATCH_DISTANCE = 7;

  /** Texts of fewer runs are too short for anything but the same. */
  public static final int LEAST_RUNS = 32;

  private static final int RUN = 4;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** The fingerprint of a text. */
  public static TextFingerprint of(String text) {
    byte[] plain = plain(text).getBytes(StandardCharsets.UTF_8);
    int[] ones = new int[BITS];
    int runs = Math.max(1, plain.length - RUN + 1);
    for (int i = 0; i < runs; i++) {
      long hash = hash(plain, i, Math.min(plain.length, i + RUN));
      for (int bit = 0; bit < BITS; bit++) {
        ones[bit] += (int) (hash >>> bit & 1);
      }
    }
    long bits = 0;
    for (int bit = 0; bit < BITS; bit++) {
      if (2 * ones[bit] > runs) {
        bits |= 1L << bit;
      }
    }
    return new TextFingerprint(bits, plain.length == 0 ? 0 : runs);
  }

  /**
   * Reads 16 hexadecimal digits.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static long ofHex(String hex) {
    if (hex.length() != BITS / 4 || !hex.chars().allMatch(HexFormat::isHexDigit)) {
      throw new IllegalArgumentException(
          "a SimHash of "
              + hex.length()
              + " characters, but it must be "
              + BITS / 4
              + " hexadecimal digits");
    }
    return Long.parseUnsignedLong(hex, 16);
  }

  /** 16 lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().toHexDigits(bits);
  }

  /** Bits in which two hashes differ. */
  public int distance(long other) {
    return Long.bitCount(bits ^ other);
  }

  /** Up to which distance this text is the same as a known one. */
  public int reach(int allowed) {
    return runs < LEAST_RUNS ? 0 : allowed;
  }

  private static String plain(String text) {
    String words =
        TextNormaliser.normalise(text)
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^\\p{L}\\p{M}\\p{N}]+", " ");
    return words.strip();
  }

  /** FNV-1a of 64 bits, its bits then mixed as MurmurHash3 ends. */
  private static long hash(byte[] bytes, int from, int to) {
    long hash = FNV_OFFSET;
    for (int i = from; i < to; i++) {
      hash = (hash ^ (bytes[i] & 0xff)) * FNV_PRIME;
    }
    hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
    return hash ^ hash >>> 33;
  }
}
