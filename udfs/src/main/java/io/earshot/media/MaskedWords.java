package io.earshot.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Abuse with stars in the place of letters ({@code f**k}, {@code b*tches}), read as the word that
 * readers see. Only words of a list are, since a star alone does not say which letter it hides;
 * footnote marks, emphasis and mathematics fit none of them.
 */
final class MaskedWords {

  private static final List<String> WORDS = read();

  /** What may follow a word of the list. */
  private static final List<String> ENDINGS =
      List.of("", "s", "es", "ed", "er", "ers", "ing", "in", "y", "head", "face", "hole", "d", "r");

  private MaskedWords() {}

  static String unmask(String word) {
    if (word.indexOf('*') <= 0) {
      return word;
    }
    int from = 0;
    while (from < word.length() && !isLetter(word.charAt(from))) {
      from++;
    }
    int to = from;
    while (to < word.length() && (isLetter(word.charAt(to)) || word.charAt(to) == '*')) {
      to++;
    }
    String masked = word.substring(from, to).toLowerCase(Locale.ROOT);
    if (masked.indexOf('*') <= 0) {
      return word;
    }
    for (String plain : WORDS) {
      if (fits(masked, plain)) {
        return word.substring(0, from)
            + plain
            + masked.substring(plain.length())
            + word.substring(to);
      }
    }
    return word;
  }

  private static boolean fits(String masked, String plain) {
    if (masked.length() < plain.length() || !ENDINGS.contains(masked.substring(plain.length()))) {
      return false;
    }
    boolean starred = false;
    for (int i = 0; i < plain.length(); i++) {
      char c = masked.charAt(i);
      starred |= c == '*';
      if (c != '*' && c != plain.charAt(i)) {
        return false;
      }
    }
    return starred;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static List<String> read() {
    try (InputStream in = MaskedWords.class.getResourceAsStream("masked-words.txt")) {
      if (in == null) {
        throw new IllegalStateException("masked-words.txt is missing from the jar; build it again");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
