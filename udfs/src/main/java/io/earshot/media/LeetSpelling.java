package io.earshot.media;

import java.util.regex.Pattern;

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
 *   <li>each digit in it stands for a letter, and digits side by side are equal;
 *   <li>no lower-case letter before a digit is followed by a capital after it (words written
 *       together);
 *   <li>at most two characters precede an exclamation mark (otherwise a blank is missing after a
 *       sentence);
 *   <li>it is not a season and episode, and the word is not a link or an address.
 * </ul>
 */
final class LeetSpelling {
  private static final Pattern LINK = Pattern.compile("/|www\\.|@.*\\.");
  private static final Pattern EPISODE = Pattern.compile("(?i)s\\d+e\\d+");
  private static final String SIGNS = "0134579@$!";
  private static final String LETTERS = "oieastgasi";
  private static final int MOST_BEFORE_EXCLAMATION = 2;

  private LeetSpelling() {}

  static String fold(String word) {
    if (LINK.matcher(word).find()) {
      return word;
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
        afterSign = letters > 0;
      }
    }
    return between && letters >= 2 && letters >= signs && !EPISODE.matcher(run).matches();
  }

  private static boolean standsForLetter(String run, int i) {
    char c = run.charAt(i);
    char next = charAt(run, i + 1);
    return SIGNS.indexOf(c) >= 0
        && !(isDigit(c) && isDigit(next) && next != c)
        && !(c == '!' && i > MOST_BEFORE_EXCLAMATION);
  }

  private static char charAt(String word, int i) {
    return i >= 0 && i < word.length() ? word.charAt(i) : ' ';
  }

  private static boolean belongs(char c) {
    return isLetter(c) || isDigit(c) || c == '@' || c == '$' || c == '!';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
