package io.earshot.media;

import java.lang.Character.UnicodeScript;
import java.util.HashMap;
import java.util.Map;

/**
 * Letters of other alphabets that readers take for Latin ones. The pairs are those that look the
 * same in common typefaces, a small part of what Unicode's UTS #39 lists: a pair that only
 * resembles would change honest words.
 */
final class Confusables {
  private static final String CYRILLIC = "АаВЕеЅѕІіЈјКМНОоРрСсТУуХхһԁԛԜԝЬгпѵԍ";
  private static final String CYRILLIC_AS_LATIN = "AaBEeSsIiJjKMHOoPpCcTYyXxhdqWwbrnvG";
  private static final String GREEK = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαγεικνορτυχωϲ";
  private static final String GREEK_AS_LATIN = "ABEZHIKMNOPTYXayeikvoptuxwc";
  private static final Map<Integer, Integer> LATIN = new HashMap<>();

  static {
    put(CYRILLIC, CYRILLIC_AS_LATIN);
    put(GREEK, GREEK_AS_LATIN);
  }

  private Confusables() {}

  private static void put(String foreign, String latin) {
    for (int i = 0; i < foreign.length(); i++) {
      LATIN.put((int) foreign.charAt(i), (int) latin.charAt(i));
    }
  }

  static boolean isAlphabetic(UnicodeScript script) {
    return script == UnicodeScript.LATIN
        || script == UnicodeScript.CYRILLIC
        || script == UnicodeScript.GREEK;
  }

  /**
   * Folds the look-alikes in each run of letters, marks, digits and leet signs that has Latin
   * letters and whose other letters are all look-alikes. Runs are taken between punctuation, so
   * that {@code IT-компания} is two of them and stays.
   */
  static String foldMixedWords(String word) {
    StringBuilder result = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); ) {
      int from = i;
      boolean latin = false;
      boolean lookAlike = false;
      boolean foreign = false;
      while (i < word.length() && belongs(word.codePointAt(i))) {
        int c = word.codePointAt(i);
        i += Character.charCount(c);
        if (LATIN.containsKey(c)) {
          lookAlike = true;
        } else if (Character.isLetter(c)) {
          boolean isLatin = UnicodeScript.of(c) == UnicodeScript.LATIN;
          latin |= isLatin;
          foreign |= !isLatin;
        }
      }
      String run = word.substring(from, i);
      result.append(latin && lookAlike && !foreign ? fold(run) : run);
      if (i < word.length()) {
        int separator = word.codePointAt(i);
        result.appendCodePoint(separator);
        i += Character.charCount(separator);
      }
    }
    return result.toString();
  }

  private static boolean belongs(int c) {
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || c == '@'
        || c == '$'
        || c == '!';
  }

  private static String fold(String run) {
    StringBuilder folded = new StringBuilder(run.length());
    run.codePoints().map(c -> LATIN.getOrDefault(c, c)).forEach(folded::appendCodePoint);
    return folded.toString();
  }
}
