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
 *   <li>Emoji become the words that they are named by ({@link EmojiNames}).
 *   <li>Invisible characters go: format characters (zero-width, bidirectional and tag controls),
 *       variation selectors, Hangul fillers, control characters, halves of surrogate pairs, marks
 *       that strike a letter through or enclose it; of a run of other combining marks {@value
 *       #MAX_MARKS} stay, the limit of Unicode's stream-safe text format (UAX #15).
 *   <li>NFKC, which also folds full-width and mathematical letters; small capitals, phonetic and
 *       turned letters become plain ones.
 *   <li>Letters spelt apart are joined: three or more single letters with one space between each
 *       ({@code k i l l}), or with the same mark between each ({@code k.i.l.l}).
 *   <li>Look-alikes of other alphabets become Latin in a word that also has Latin letters, or
 *       stands in a text of Latin letters, if nothing but look-alikes is foreign in it. A text in
 *       Cyrillic or Greek is Russian or Greek and stays.
 *   <li>Stars in the place of letters are read as the word of abuse that they fit ({@link
 *       MaskedWords}), and digits and signs as letters, in words that mix both ({@code h4te},
 *       {@code sh!t}); see {@link LeetSpelling} for the words left alone.
 *   <li>A letter three times or more in a row stands twice ({@code haaaate}). Roman numerals stay,
 *       and {@code x} and {@code w} keep three, since {@code xxx} and {@code www} mean something
 *       that two of them do not. Of a mark in a row {@value #MAX_REPEATED_MARKS} stay.
 *   <li>Blanks become one space each, none at the ends.
 * </ol>
 *
 * <p>One step can lay open what another undoes (a joined word that is spelt in digits), so all are
 * repeated until nothing changes: what has been normalised is not changed by doing so again. Case
 * stays; the tokenizer folds it.
 *
 * <p>Pure function of its argument. Time and memory are linear in the text, of which at most
 * {@value #MAX_CHARS} UTF-16 units are read; the result has at most as many.
 */
public final class TextNormaliser {
  /** The version that a model package names; it changes whenever any text's result does. */
  public static final String VERSION = "earshot-text-2";

  /** UTF-16 units that are read; about five hours of speech. */
  public static final int MAX_CHARS = 262_144;

  /**
   * Two are the rule and four the most that was found; a text built to need more is returned as far
   * as it got, so that nobody can make this slow.
   */
  private static final int MAX_PASSES = 8;

  private static final int MAX_MARKS = 30;
  private static final int LEAST_SPELT_APART = 3;
  private static final int KEPT_REPEATS = 2;
  private static final int MAX_REPEATED_MARKS = 3;
  private static final String BETWEEN_LETTERS = ".-_*~+|,/'\u00B7\u2022";
  private static final Pattern ROMAN_NUMERAL = Pattern.compile("\\p{Punct}*[IVXLCDM]+\\p{Punct}*");

  private TextNormaliser() {}

  /** The text as models and matchers read it. Never fails, whatever the string holds. */
  public static String normalise(String text) {
    String current = text;
    for (int i = 0; i < MAX_PASSES; i++) {
      String next = pass(current);
      if (next.equals(current)) {
        break;
      }
      current = next;
    }
    return current;
  }

  private static String pass(String text) {
    String visible = visible(bounded(EmojiNames.expand(bounded(text))));
    boolean ascii = isAscii(visible);
    if (!ascii) {
      visible = Confusables.foldShapes(Normalizer.normalize(visible, Normalizer.Form.NFKC));
    }
    boolean latin = !ascii && Confusables.isMostlyLatin(visible);
    StringBuilder result = new StringBuilder(visible.length());
    for (String word : words(visible)) {
      if (!result.isEmpty()) {
        result.append(' ');
      }
      String joined = withoutMarksBetween(word);
      result.append(plain(isAscii(joined) ? joined : Confusables.foldMixedWords(joined, latin)));
    }
    // Folding a look-alike can leave a Latin letter beside a mark that it composes with, and a cut
    // can leave half of a pair or a blank at the end.
    return ascii ? cut(result.toString()) : cut(Normalizer.normalize(result, Normalizer.Form.NFKC));
  }

  private static String cut(String text) {
    return text.length() <= MAX_CHARS ? text : visible(bounded(text)).strip();
  }

  private static String plain(String word) {
    return withoutRepeats(LeetSpelling.fold(MaskedWords.unmask(word)));
  }

  /** The letters of a word that has the same mark between each two of them. */
  private static String withoutMarksBetween(String word) {
    int from = 0;
    int to = word.length();
    while (from < to && !Character.isLetterOrDigit(word.charAt(from))) {
      from++;
    }
    while (to > from && !Character.isLetterOrDigit(word.charAt(to - 1))) {
      to--;
    }
    if (to - from < 2 * LEAST_SPELT_APART - 1 || (to - from) % 2 == 0) {
      return word;
    }
    char mark = word.charAt(from + 1);
    if (BETWEEN_LETTERS.indexOf(mark) < 0) {
      return word;
    }
    StringBuilder letters = new StringBuilder();
    boolean anyLetter = false;
    for (int i = from; i < to; i++) {
      char c = word.charAt(i);
      boolean atMark = (i - from) % 2 == 1;
      if (atMark ? c != mark : !Character.isLetterOrDigit(c)) {
        return word;
      }
      if (!atMark) {
        letters.append(c);
        anyLetter |= Character.isLetter(c);
      }
    }
    // 1.2.3 is a version and 24/7/365 is not of single digits; letters make it a word.
    return anyLetter ? word.substring(0, from) + letters + word.substring(to) : word;
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
      if (isInvisible(c) || isOverlay(c)) {
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

  /** Marks that strike a letter through or enclose it: decoration in any language. */
  private static boolean isOverlay(int c) {
    return (c >= 0x0334 && c <= 0x0338) || (c >= 0x20DD && c <= 0x20E4 && c != 0x20E1);
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
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x85 || c == 0x2800;
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
      int limit =
          Character.isLetter(c)
              ? kept
              : isRepeatableMark(c) ? MAX_REPEATED_MARKS : Integer.MAX_VALUE;
      if (times <= limit) {
        result.appendCodePoint(c);
      }
    }
    return result.toString();
  }

  /** Signs that add nothing by their number; digits and signs of currency do. */
  private static boolean isRepeatableMark(int c) {
    return !Character.isLetterOrDigit(c)
        && !isMark(c)
        && Character.getType(c) != Character.CURRENCY_SYMBOL;
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
