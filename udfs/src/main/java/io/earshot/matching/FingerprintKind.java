package io.earshot.matching;

import io.earshot.intake.Modality;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a fingerprint of a bank is of, and how far from it is still the same. */
public enum FingerprintKind {
  /** SHA-256 of the bytes: the same file, of whatever modality. Hexadecimal. */
  SHA256(4, 0),
  /** PDQ of a picture: bits of 256. Hexadecimal. */
  PDQ(4, PdqHash.MATCH_DISTANCE),
  /**
   * Chromaprint of a sound, algorithm 2: mean bits of 32 over what is aligned. Unsigned numbers
   * with commas between, as {@code fpcalc -raw} prints them.
   */
  CHROMAPRINT(0, AudioAlignment.DIFFERENT_BITS),
  /** {@link TextFingerprint} of a text: bits of 64. Hexadecimal. */
  SIMHASH(1, TextFingerprint.MATCH_DISTANCE);

  private final int words;
  private final double farthest;

  FingerprintKind(int words, double farthest) {
    this.words = words;
    this.farthest = farthest;
  }

  /** 64-bit words of a hash; 0 for what is none. */
  int words() {
    return words;
  }

  /** The farthest that is a match, and so what the distance of an entry can be at most. */
  public double farthest() {
    return farthest;
  }

  /** Its name on the wire and in files. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind of a name, or null. */
  public static @Nullable FingerprintKind of(String key) {
    return List.of(values()).stream()
        .filter(kind -> kind.key().equals(key.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(null);
  }

  /** The modality that it is of; null if it is of any. */
  public @Nullable Modality modality() {
    return switch (this) {
      case SHA256 -> null;
      case PDQ -> Modality.IMAGE;
      case CHROMAPRINT -> Modality.AUDIO;
      case SIMHASH -> Modality.TEXT;
    };
  }

  /**
   * Reads a hash.
   *
   * @throws IllegalArgumentException when it is not one of this kind
   */
  long[] hash(String text) {
    return switch (this) {
      case PDQ, SHA256 -> {
        if (!text.matches("[0-9a-fA-F]{64}")) {
          throw new IllegalArgumentException(
              "a "
                  + key()
                  + " of "
                  + text.length()
                  + " characters; it must be 64 hexadecimal"
                  + " digits");
        }
        PdqHash hash = PdqHash.ofHex(text);
        yield new long[] {hash.w0(), hash.w1(), hash.w2(), hash.w3()};
      }
      case SIMHASH -> new long[] {TextFingerprint.ofHex(text)};
      case CHROMAPRINT -> throw new IllegalArgumentException("a sound has no hash");
    };
  }

  /**
   * Reads the fingerprint of a sound.
   *
   * @throws IllegalArgumentException when it is none
   */
  static AudioFingerprint sound(String text) {
    String[] numbers = text.split(",", -1);
    int[] prints = new int[numbers.length];
    for (int i = 0; i < prints.length; i++) {
      try {
        prints[i] = Integer.parseUnsignedInt(numbers[i].strip());
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "number "
                + (i + 1)
                + " of the fingerprint is not one from 0 to 4294967295; give the"
                + " raw fingerprint with commas between, as ./earshot fingerprint or fpcalc -raw"
                + " prints it",
            e);
      }
    }
    if (prints.length < AudioAlignment.LEAST_LENGTH) {
      throw new IllegalArgumentException(
          "a sound of "
              + prints.length
              + " numbers is too short to be told from others; it must"
              + " have "
              + AudioAlignment.LEAST_LENGTH);
    }
    return new AudioFingerprint(prints, prints.length * AudioFingerprint.SECONDS_A_PRINT);
  }

  /**
   * Checks a fingerprint.
   *
   * @throws IllegalArgumentException when it is none of this kind
   */
  public void check(String text) {
    if (this == CHROMAPRINT) {
      sound(text);
    } else {
      hash(text);
    }
  }
}
