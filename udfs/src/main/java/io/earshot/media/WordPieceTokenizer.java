package io.earshot.media;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokenizer of uncased BERT encoders: text to ids of a fixed vocabulary.
 *
 * <p>Two steps, after Devlin et al., "BERT: Pre-training of Deep Bidirectional Transformers" (2019)
 * and its WordPiece (Wu et al. 2016, section 4.1). <em>Words</em>: control characters go, accents
 * go (canonical decomposition without its non-spacing marks), letters become lower case, and
 * blanks, punctuation and every CJK ideograph separate words. <em>Pieces</em>: each word is cut,
 * from the left, into the longest pieces that the vocabulary has, {@code ##} marking one that
 * continues a word; a word that cannot be cut so, or has more than {@value #MAX_WORD_CODE_POINTS}
 * code points, is one {@code [UNK]}.
 *
 * <p>Ids equal those of the reference implementation but for one intended difference: a text that
 * spells {@code [SEP]} or another control token gets the pieces of those characters, never the
 * control token, since uploaders write these texts and could otherwise end a sequence where they
 * like.
 *
 * <p>Immutable and safe for use by many threads. Time is linear in the text, and a cut-off stops
 * the work at the last token that is wanted.
 */
public final class WordPieceTokenizer {
  /** Longer words are [UNK]; the reference implementation's value, in code points. */
  static final int MAX_WORD_CODE_POINTS = 100;

  private static final String CONTINUATION = "##";

  private final Map<String, Integer> starts = new HashMap<>();
  private final Map<String, Integer> continuations = new HashMap<>();
  private final int longestPiece;
  private final int vocabularySize;
  private final int unknown;
  private final int open;
  private final int close;
  private final int padding;

  private WordPieceTokenizer(List<String> vocabulary) {
    int longest = 0;
    for (int id = 0; id < vocabulary.size(); id++) {
      String piece = vocabulary.get(id);
      boolean continues = piece.startsWith(CONTINUATION) && piece.length() > CONTINUATION.length();
      String text = continues ? piece.substring(CONTINUATION.length()) : piece;
      Integer earlier = (continues ? continuations : starts).putIfAbsent(text, id);
      if (earlier != null) {
        throw new IllegalArgumentException(
            "vocabulary: token '"
                + piece
                + "' stands on line "
                + (earlier + 1)
                + " and again on line "
                + (id + 1)
                + "; each token has one line, so take the file from the model package again");
      }
      longest = Math.max(longest, text.length());
    }
    vocabularySize = vocabulary.size();
    longestPiece = longest;
    padding = special("[PAD]");
    unknown = special("[UNK]");
    open = special("[CLS]");
    close = special("[SEP]");
  }

  /**
   * A tokenizer over a vocabulary.
   *
   * @param vocabulary the tokens; a token's index is its id
   * @throws IllegalArgumentException if a token is repeated, or {@code [PAD]}, {@code [UNK]},
   *     {@code [CLS]} or {@code [SEP]} is missing
   */
  public static WordPieceTokenizer of(List<String> vocabulary) {
    return new WordPieceTokenizer(List.copyOf(vocabulary));
  }

  /**
   * A tokenizer over a vocabulary file: UTF-8, one token a line, the line number from 0 its id.
   *
   * @throws IOException if the file cannot be read as UTF-8
   * @throws IllegalArgumentException as {@link #of}
   */
  public static WordPieceTokenizer read(Path vocabulary) throws IOException {
    return of(Arrays.asList(Files.readString(vocabulary, StandardCharsets.UTF_8).split("\n")));
  }

  private int special(String token) {
    Integer id = starts.get(token);
    if (id == null) {
      throw new IllegalArgumentException(
          "vocabulary of "
              + vocabularySize
              + " tokens has no "
              + token
              + "; a BERT vocabulary holds [PAD], [UNK], [CLS] and [SEP]");
    }
    return id;
  }

  /** The number of tokens in the vocabulary; ids run from 0 to one less. */
  public int vocabularySize() {
    return vocabularySize;
  }

  /** The id that fills a row of a batch up to its length bucket. */
  public int paddingId() {
    return padding;
  }

  /**
   * The first {@code maxTokens} tokens of a text, control tokens included.
   *
   * @param maxTokens at least 3
   */
  public Tokens encode(String text, int maxTokens) {
    int room = room(maxTokens);
    Pieces pieces = pieces(text, room + 1);
    boolean truncated = pieces.size > room;
    return new Tokens(frame(pieces.ids, 0, Math.min(pieces.size, room)), truncated);
  }

  /**
   * A long text as consecutive windows of at most {@code maxTokens} tokens, control tokens included
   * in each. A window ends between words unless one word alone fills it. A text without tokens is
   * one window of the two control tokens; what does not fit in {@code maxWindows} windows is left
   * out.
   *
   * @param maxTokens at least 3
   * @param maxWindows at least 1
   */
  public List<int[]> windows(String text, int maxTokens, int maxWindows) {
    int room = room(maxTokens);
    if (maxWindows < 1) {
      throw new IllegalArgumentException(
          "maxWindows is " + maxWindows + "; a text has at least 1 window");
    }
    long wanted = Math.min((long) room * maxWindows + 1, Integer.MAX_VALUE - 8);
    Pieces pieces = pieces(text, (int) wanted);
    List<int[]> windows = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(from + room, pieces.size);
      if (to < pieces.size) {
        int wordStart = to;
        while (wordStart > from && !pieces.startsWord[wordStart]) {
          wordStart--;
        }
        to = wordStart > from ? wordStart : to;
      }
      windows.add(frame(pieces.ids, from, to));
      from = to;
    } while (from < pieces.size && windows.size() < maxWindows);
    return List.copyOf(windows);
  }

  private static int room(int maxTokens) {
    if (maxTokens < 3) {
      throw new IllegalArgumentException(
          "maxTokens is "
              + maxTokens
              + "; [CLS] and [SEP] take 2, so 3 is the least that holds any text");
    }
    return maxTokens - 2;
  }

  private int[] frame(int[] ids, int from, int to) {
    int[] framed = new int[to - from + 2];
    framed[0] = open;
    System.arraycopy(ids, from, framed, 1, to - from);
    framed[framed.length - 1] = close;
    return framed;
  }

  private Pieces pieces(String text, int limit) {
    // Four code units a piece is the usual yield; a text never has more pieces than code units
    // times the longest decomposition.
    Pieces pieces = new Pieces(Math.min(limit, text.length() / 4 + 16));
    String plain = lowerCaseWithoutAccents(clean(text));
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < plain.length() && pieces.size < limit; ) {
      int c = plain.codePointAt(i);
      i += Character.charCount(c);
      if (isBlank(c)) {
        cut(word, pieces);
      } else if (isPunctuation(c) || isIdeograph(c)) {
        cut(word, pieces);
        cut(word.appendCodePoint(c), pieces);
      } else {
        word.appendCodePoint(c);
      }
    }
    cut(word, pieces);
    pieces.size = Math.min(pieces.size, limit);
    return pieces;
  }

  /** Appends the pieces of a word, or one [UNK], and empties the word. */
  private void cut(StringBuilder word, Pieces pieces) {
    if (word.length() == 0) {
      return;
    }
    int before = pieces.size;
    boolean known = word.codePointCount(0, word.length()) <= MAX_WORD_CODE_POINTS;
    for (int from = 0; known && from < word.length(); ) {
      Map<String, Integer> candidates = from == 0 ? starts : continuations;
      int to = Math.min(word.length(), from + longestPiece);
      Integer id = null;
      while (to > from && (id = candidates.get(word.substring(from, to))) == null) {
        to--;
      }
      if (id == null) {
        known = false;
      } else {
        pieces.add(id, from == 0);
        from = to;
      }
    }
    if (!known) {
      pieces.size = before;
      pieces.add(unknown, true);
    }
    word.setLength(0);
  }

  private static String clean(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isBlank(c)) {
        kept.append(' ');
      } else if (c != 0xFFFD && !isOther(c) && Character.getType(c) != Character.NON_SPACING_MARK) {
        // Marks go before the decomposition too: its reordering takes quadratic time on a long run
        // of them.
        kept.appendCodePoint(c);
      }
    }
    return kept.toString();
  }

  private static String lowerCaseWithoutAccents(String text) {
    String decomposed = Normalizer.normalize(text, Normalizer.Form.NFD);
    StringBuilder kept = new StringBuilder(decomposed.length());
    for (int i = 0; i < decomposed.length(); ) {
      int c = decomposed.codePointAt(i);
      i += Character.charCount(c);
      if (Character.getType(c) != Character.NON_SPACING_MARK) {
        kept.appendCodePoint(Character.toLowerCase(c));
      }
    }
    return kept.toString();
  }

  private static boolean isBlank(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || c == 0x0B
        || c == 0x0C
        || c == 0x85
        || isSeparator(c);
  }

  private static boolean isSeparator(int c) {
    int type = Character.getType(c);
    return type == Character.SPACE_SEPARATOR
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }

  private static boolean isOther(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static boolean isPunctuation(int c) {
    if (c < 0x80) {
      return (c >= '!' && c <= '/')
          || (c >= ':' && c <= '@')
          || (c >= '[' && c <= '`')
          || (c >= '{' && c <= '~');
    }
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> false;
    };
  }

  /** The blocks that BERT takes as words of one character; Kana and Hangul are not among them. */
  private static boolean isIdeograph(int c) {
    return (c >= 0x4E00 && c <= 0x9FFF)
        || (c >= 0x3400 && c <= 0x4DBF)
        || (c >= 0x20000 && c <= 0x2A6DF)
        || (c >= 0x2A700 && c <= 0x2B81F)
        || (c >= 0x2B920 && c <= 0x2CEAF)
        || (c >= 0xF900 && c <= 0xFAFF)
        || (c >= 0x2F800 && c <= 0x2FA1F);
  }

  /** Growing columns: a piece's id, and whether it opens a word. */
  private static final class Pieces {
    private int[] ids;
    private boolean[] startsWord;
    private int size;

    Pieces(int capacity) {
      ids = new int[capacity];
      startsWord = new boolean[capacity];
    }

    void add(int id, boolean starts) {
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, 2 * size + 1);
        startsWord = Arrays.copyOf(startsWord, ids.length);
      }
      ids[size] = id;
      startsWord[size] = starts;
      size++;
    }
  }
}
