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
  private static final String ARMENIAN = "օսոհցԼՕՏՍ";
  private static final String ARMENIAN_AS_LATIN = "ounhgLOSU";
  private static final String CHEROKEE = "ᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏃᏢᎡᏚᎢᏙᎳᎩᏃ";
  private static final String CHEROKEE_AS_LATIN = "ABCDEGHiJKLMZPRSTVWYZ";

  /** Small capitals, phonetic and turned letters: Latin by script, and in no common spelling. */
  private static final String PHONETIC = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢɑɡıȷɩʋƒɐǝɔɟɥɯɹʇʍʎ";

  private static final String PHONETIC_AS_LATIN = "abcdefghijklmnopqrstuvwyzagijivfaecfhmrtwy";
  private static final Map<Integer, Integer> LATIN = new HashMap<>();
  private static final Map<Integer, Integer> ALWAYS = new HashMap<>();

  static {
    put(LATIN, CYRILLIC, CYRILLIC_AS_LATIN);
    put(LATIN, GREEK, GREEK_AS_LATIN);
    put(LATIN, ARMENIAN, ARMENIAN_AS_LATIN);
    put(LATIN, CHEROKEE, CHEROKEE_AS_LATIN);
    put(ALWAYS, PHONETIC, PHONETIC_AS_LATIN);
  }

  private Confusables() {}

  private static void put(Map<Integer, Integer> map, String foreign, String latin) {
    for (int i = 0; i < foreign.length(); i++) {
      map.put((int) foreign.charAt(i), (int) latin.charAt(i));
    }
  }

  /**
   * Whether a text is written in Latin letters, so that a word of nothing but look-alikes in it is
   * no word of another language: two letters in three are Latin.
   */
  static boolean isMostlyLatin(String text) {
    int latin = 0;
    int letters = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (Character.isLetter(c)) {
        letters++;
        latin += UnicodeScript.of(c) == UnicodeScript.LATIN ? 1 : 0;
      }
    }
    return letters > 0 && latin * 3 >= letters * 2;
  }

  static boolean isAlphabetic(UnicodeScript script) {
    return script == UnicodeScript.LATIN
        || script == UnicodeScript.CYRILLIC
        || script == UnicodeScript.GREEK
        || script == UnicodeScript.ARMENIAN;
  }

  /**
   * Folds the look-alikes in each run of letters, marks, digits and leet signs that has Latin
   * letters and whose other letters are all look-alikes. Runs are taken between punctuation, so
   * that {@code IT-компания} is two of them and stays.
   *
   * @param amidLatin whether the text around is in Latin letters; a run of two look-alikes or more
   *     needs none of its own then
   */
  static String foldMixedWords(String word, boolean amidLatin) {
    StringBuilder result = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); ) {
      int from = i;
      boolean latin = false;
      int lookAlikes = 0;
      boolean foreign = false;
      while (i < word.length() && belongs(word.codePointAt(i))) {
        int c = word.codePointAt(i);
        i += Character.charCount(c);
        if (LATIN.containsKey(c)) {
          lookAlikes++;
        } else if (Character.isLetter(c)) {
          boolean isLatin = UnicodeScript.of(c) == UnicodeScript.LATIN;
          latin |= isLatin;
          foreign |= !isLatin;
        }
      }
      String run = word.substring(from, i);
      boolean disguised = lookAlikes > 0 && (latin || (amidLatin && lookAlikes > 1)) && !foreign;
      result.append(disguised ? fold(run, LATIN) : run);
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

  /** Folds what is a Latin letter in another shape, whatever stands beside it. */
  static String foldShapes(String text) {
    return fold(text, ALWAYS);
  }

  private static String fold(String run, Map<Integer, Integer> map) {
    StringBuilder folded = new StringBuilder(run.length());
    run.codePoints().map(c -> map.getOrDefault(c, c)).forEach(folded::appendCodePoint);
    return folded.toString();
  }
}
