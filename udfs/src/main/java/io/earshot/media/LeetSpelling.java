package io.earshot.media;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Digits and signs in the place of letters, read as the letters they stand for.
 *
 * <p>Titles are full of honest mixtures ({@code mp3}, {@code 4K}, {@code S01E04}, {@code blink182},
 * {@code b2b}, {@code Season4Finale}, {@code name@example.com}), so a run of letters, digits and
 * signs is read so only where all of this holds:
 *
 * <ul>
 *   <li>a sign or digit stands between letters of the run, or a {@code $} opens it;
 *   <li>it has at least two letters, and no fewer letters than signs and digits;
 *   <li>each digit in it stands for a letter, {@code 6} and {@code 8} only between lower-case
 *       letters, and digits side by side are equal, or two and in a run of three letters or more;
 *   <li>no lower-case letter before a digit is followed by a capital after it (words written
 *       together);
 *   <li>at most two characters precede an exclamation mark (otherwise a blank is missing after a
 *       sentence);
 *   <li>it is not a season and episode, and the word is not a link or an address.
 * </ul>
 *
 * <p>A few spellings that break these rules and mean one thing only are known by heart.
 */
final class LeetSpelling {
  private static final Pattern LINK = Pattern.compile("/|www\\.|@.*\\.");
  private static final Pattern EPISODE = Pattern.compile("(?i)s\\d+e\\d+");
  private static final String SIGNS = "0134579@$!68€£¥";
  private static final String LETTERS = "oieastgasigbely";
  private static final String NEEDS_NEIGHBOURS = "68";
  private static final int LEAST_LETTERS_FOR_PAIRS = 3;

  private static final Map<String, String> BY_HEART =
      Map.ofEntries(
          Map.entry("h8", "hate"),
          Map.entry("h8s", "hates"),
          Map.entry("h8r", "hater"),
          Map.entry("h8rs", "haters"),
          Map.entry("h8er", "hater"),
          Map.entry("h8ers", "haters"),
          Map.entry("h8ing", "hating"),
          Map.entry("gr8", "great"),
          Map.entry("l8r", "later"),
          Map.entry("m8", "mate"),
          Map.entry("w8", "wait"),
          Map.entry("str8", "straight"),
          Map.entry("a$$", "ass"),
          Map.entry("a$$es", "asses"),
          Map.entry("@ss", "ass"),
          Map.entry("@sshole", "asshole"),
          Map.entry("@$$", "ass"),
          Map.entry("@$$hole", "asshole"),
          Map.entry("1d10t", "idiot"),
          Map.entry("1d10ts", "idiots"),
          Map.entry("d1ck", "dick"),
          Map.entry("5hit", "shit"),
          Map.entry("5h1t", "shit"),
          Map.entry("n1gg3r", "nigger"),
          Map.entry("n166er", "nigger"),
          Map.entry("f4gg0t", "faggot"));
  private static final int MOST_BEFORE_EXCLAMATION = 2;

  private LeetSpelling() {}

  static String fold(String word) {
    if (LINK.matcher(word).find()) {
      return word;
    }
    String known = byHeart(word);
    if (known != null) {
      return known;
    }
    StringBuilder folded = new StringBuilder(word);
    for (int i = 0; i < word.length(); ) {
      int from = i;
      while (i < word.length() && belongs(word.charAt(i))) {
        i++;
      }
      foldRun(word, from, i, folded);
      i++;
    }
    return folded.toString();
  }

  /** The word without what stands around it, if its spelling is known by heart; else null. */
  private static @Nullable String byHeart(String word) {
    int from = 0;
    while (from < word.length() && "\"'([".indexOf(word.charAt(from)) >= 0) {
      from++;
    }
    int to = word.length();
    while (to > from && ".,;:!?\"')]".indexOf(word.charAt(to - 1)) >= 0) {
      to--;
    }
    String plain = BY_HEART.get(word.substring(from, to).toLowerCase(Locale.ROOT));
    return plain == null ? null : word.substring(0, from) + plain + word.substring(to);
  }

  private static void foldRun(String word, int start, int end, StringBuilder folded) {
    int from = start;
    while (from < end && (word.charAt(from) == '@' || word.charAt(from) == '!')) {
      from++;
    }
    int to = end;
    while (to > from && word.charAt(to - 1) == '!') {
      to--;
    }
    if (!isLeet(word.substring(from, to))) {
      return;
    }
    for (int i = from; i < to; i++) {
      int sign = SIGNS.indexOf(word.charAt(i));
      if (sign >= 0) {
        folded.setCharAt(i, isDoubledOne(word, i) ? 'l' : LETTERS.charAt(sign));
      }
    }
  }

  /** Two ones side by side are the double l of {@code he11}; one alone is an i far more often. */
  private static boolean isDoubledOne(String word, int i) {
    return word.charAt(i) == '1' && (charAt(word, i - 1) == '1' || charAt(word, i + 1) == '1');
  }

  private static boolean isLeet(String run) {
    int letters = 0;
    int signs = 0;
    boolean pairs = false;
    boolean between = run.startsWith("$");
    boolean afterSign = false;
    char letterBefore = ' ';
    for (int i = 0; i < run.length(); i++) {
      char c = run.charAt(i);
      if (isLetter(c)) {
        letters++;
        between |= afterSign;
        if (afterSign && Character.isLowerCase(letterBefore) && Character.isUpperCase(c)) {
          return false;
        }
        afterSign = false;
        letterBefore = c;
      } else if (!standsForLetter(run, i)) {
        return false;
      } else {
        signs++;
        pairs |= isDigit(c) && isDigit(charAt(run, i + 1)) && charAt(run, i + 1) != c;
        afterSign = letters > 0;
      }
    }
    return between
        && letters >= (pairs ? LEAST_LETTERS_FOR_PAIRS : 2)
        && letters >= signs
        && !EPISODE.matcher(run).matches();
  }

  private static boolean standsForLetter(String run, int i) {
    char c = run.charAt(i);
    char before = charAt(run, i - 1);
    char next = charAt(run, i + 1);
    // Three digits in a row that are not all equal are a number.
    boolean number = isDigit(before) && isDigit(c) && isDigit(next) && !(before == c && c == next);
    boolean alone =
        NEEDS_NEIGHBOURS.indexOf(c) >= 0
            && !((isLowerCase(before) || before == c) && (isLowerCase(next) || next == c));
    return SIGNS.indexOf(c) >= 0 && !number && !alone && !(c == '!' && i > MOST_BEFORE_EXCLAMATION);
  }

  private static char charAt(String word, int i) {
    return i >= 0 && i < word.length() ? word.charAt(i) : ' ';
  }

  private static boolean belongs(char c) {
    return isLetter(c)
        || isDigit(c)
        || c == '@'
        || c == '$'
        || c == '!'
        || c == '€'
        || c == '£'
        || c == '¥';
  }

  private static boolean isLowerCase(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
