package io.earshot.media;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Undoes the ways in which a text is spelt so that people read it and a tokenizer does not. What it
 * yields is for models and matchers, never for display.
 *
 * <p>In this order:
 *
 * <ol>
 *   <li>Invisible characters go: format characters (zero-width, bidirectional and tag controls),
 *       variation selectors, Hangul fillers, control characters, halves of surrogate pairs; of a
 *       run of combining marks {@value #MAX_MARKS} stay, the limit of Unicode's stream-safe text
 *       format (UAX #15).
 *   <li>NFKC, which also folds full-width and mathematical letters.
 *   <li>Letters spelt apart are joined: three or more single letters with one space between each
 *       ({@code k i l l}).
 *   <li>Cyrillic and Greek look-alikes become Latin in a word that also has Latin letters, if
 *       nothing but look-alikes is foreign in it. A word wholly Cyrillic or Greek is Russian or
 *       Greek and stays.
 *   <li>Digits and signs that stand for letters are read as letters, in words that mix both ({@code
 *       h4te}, {@code sh!t}); see {@link LeetSpelling} for the words left alone.
 *   <li>A letter three times or more in a row stands twice ({@code haaaate}). Roman numerals stay,
 *       and {@code x} and {@code w} keep three, since {@code xxx} and {@code www} mean something
 *       that two of them do not.
 *   <li>Blanks become one space each, none at the ends.
 * </ol>
 *
 * <p>Emoji are left as they are: a vocabulary without them reads each as unknown, whatever it is
 * mapped to here. Case stays too; the tokenizer folds it.
 *
 * <p>Pure function of its argument; time and memory are linear in the text, of which at most
 * {@value #MAX_CHARS} UTF-16 units are read.
 */
public final class TextNormaliser {
  /** The version that a model package names; it changes whenever any text's result does. */
  public static final String VERSION = "earshot-text-1";

  /** UTF-16 units that are read; about five hours of speech. */
  public static final int MAX_CHARS = 262_144;

  private static final int MAX_MARKS = 30;
  private static final int LEAST_SPELT_APART = 3;
  private static final int KEPT_REPEATS = 2;
  private static final Pattern ROMAN_NUMERAL = Pattern.compile("\\p{Punct}*[IVXLCDM]+\\p{Punct}*");

  private TextNormaliser() {}

  /** The text as models and matchers read it. Never fails, whatever the string holds. */
  public static String normalise(String text) {
    String visible = Normalizer.normalize(visible(bounded(text)), Normalizer.Form.NFKC);
    StringBuilder result = new StringBuilder(visible.length());
    for (String word : words(visible)) {
      if (!result.isEmpty()) {
        result.append(' ');
      }
      result.append(isAscii(word) ? plain(word) : plain(Confusables.foldMixedWords(word)));
    }
    // Folding a look-alike can leave a Latin letter beside a mark that it composes with.
    return Normalizer.normalize(result, Normalizer.Form.NFKC);
  }

  private static String plain(String word) {
    return withoutRepeats(LeetSpelling.fold(word));
  }

  private static String bounded(String text) {
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS);
  }

  private static String visible(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    int marks = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isBlank(c)) {
        kept.append(' ');
        marks = 0;
        continue;
      }
      if (isInvisible(c)) {
        continue;
      }
      marks = isMark(c) ? marks + 1 : 0;
      if (marks <= MAX_MARKS) {
        kept.appendCodePoint(c);
      }
    }
    return kept.toString();
  }

  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.FORMAT,
          Character.CONTROL,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> isVariationSelector(c) || isFiller(c);
    };
  }

  private static boolean isVariationSelector(int c) {
    return (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0xE0100 && c <= 0xE01EF)
        || (c >= 0x180B && c <= 0x180D);
  }

  private static boolean isFiller(int c) {
    return c == 0x034F
        || c == 0x115F
        || c == 0x1160
        || c == 0x17B4
        || c == 0x17B5
        || c == 0x3164
        || c == 0xFFA0;
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.ENCLOSING_MARK;
  }

  private static boolean isBlank(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85;
  }

  /** The words of a text, those spelt apart put together. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    List<String> single = new ArrayList<>();
    int gap = 0;
    for (int i = 0; i < text.length(); ) {
      int from = i;
      while (i < text.length() && !isBlank(text.codePointAt(i))) {
        i += Character.charCount(text.codePointAt(i));
      }
      if (i == from) {
        gap++;
        i += Character.charCount(text.codePointAt(i));
        continue;
      }
      String word = text.substring(from, i);
      if (gap > 1 || !isSingleLetter(word)) {
        flush(single, words);
      }
      gap = 0;
      (isSingleLetter(word) ? single : words).add(word);
    }
    flush(single, words);
    return words;
  }

  private static void flush(List<String> single, List<String> words) {
    if (single.size() >= LEAST_SPELT_APART) {
      words.add(String.join("", single));
    } else {
      words.addAll(single);
    }
    single.clear();
  }

  /**
   * Alphabets only: a lone ideograph or syllable is a word of its own, and joining those would
   * invent words.
   */
  private static boolean isSingleLetter(String word) {
    int c = word.codePointAt(0);
    return word.length() == Character.charCount(c)
        && Character.isLetter(c)
        && Confusables.isAlphabetic(Character.UnicodeScript.of(c));
  }

  private static String withoutRepeats(String word) {
    if (ROMAN_NUMERAL.matcher(word).matches()) {
      return word;
    }
    StringBuilder result = new StringBuilder(word.length());
    int previous = -1;
    int times = 0;
    for (int i = 0; i < word.length(); ) {
      int c = word.codePointAt(i);
      i += Character.charCount(c);
      int folded = Character.toLowerCase(c);
      times = folded == previous ? times + 1 : 1;
      previous = folded;
      int kept = folded == 'x' || folded == 'w' ? KEPT_REPEATS + 1 : KEPT_REPEATS;
      if (times <= kept || !Character.isLetter(c)) {
        result.appendCodePoint(c);
      }
    }
    return result.toString();
  }

  private static boolean isAscii(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
