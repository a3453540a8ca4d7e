package io.earshot.media;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Emoji as the words that Unicode's CLDR names them by, since a vocabulary of words reads every
 * emoji as unknown and so cannot tell praise from an ape put after a group's name.
 *
 * <p>The longest sequence that has a name is taken, whatever its presentation. A skin tone follows
 * the name, because it says which group is meant. Of one emoji repeated two are named: a row of
 * fifty laughing faces would otherwise push the text out of the model's window. Letters that only
 * look like emoji (regional indicators that are no flag, squared and circled capitals) are read as
 * letters.
 */
final class EmojiNames {

  /** Code points below are no emoji without a keycap, and keycaps are read as their digits. */
  private static final int FIRST = 0x203C;

  private static final int MOST_REPEATS = 2;
  private static final int FIRST_TONE = 0x1F3FB;
  private static final int LAST_TONE = 0x1F3FF;
  private static final int JOINER = 0x200D;
  private static final int REGIONAL_A = 0x1F1E6;
  private static final int[] CAPITALS = {0x1F130, 0x1F150, 0x1F170, REGIONAL_A};
  private static final int ALPHABET = 26;

  private static final Node ROOT = read();

  /** A step of the sequences that share a beginning. */
  private static final class Node {
    private final Map<Integer, Node> next = new HashMap<>();
    private @Nullable String name;
  }

  private EmojiNames() {}

  /** The text with its emoji in words, each set off by blanks. */
  static String expand(String text) {
    int from = firstCandidate(text);
    return from < 0 ? text : new Expansion(text, from).run();
  }

  private static int firstCandidate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= FIRST) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isRegional(int c) {
    return c >= REGIONAL_A && c < REGIONAL_A + ALPHABET;
  }

  private static boolean isTone(int c) {
    return c >= FIRST_TONE && c <= LAST_TONE;
  }

  private static boolean isPresentation(int c) {
    return c == 0xFE0E || c == 0xFE0F;
  }

  private static int capital(int c) {
    for (int first : CAPITALS) {
      if (c >= first && c < first + ALPHABET) {
        return 'A' + c - first;
      }
    }
    return -1;
  }

  private static final class Expansion {
    private final String text;
    private final StringBuilder result;
    private int at;
    private int end;
    private String last = "";
    private int repeats;

    Expansion(String text, int from) {
      this.text = text;
      this.at = from;
      this.result = new StringBuilder(text.length() + 64).append(text, 0, from);
    }

    String run() {
      while (at < text.length()) {
        int c = text.codePointAt(at);
        if (isRegional(c)) {
          appendRegional();
          continue;
        }
        String name = c < FIRST ? null : longestName();
        if (name != null) {
          append(name);
          at = end;
          continue;
        }
        int capital = capital(c);
        result.appendCodePoint(capital < 0 ? c : capital);
        at += Character.charCount(c);
        if (!isPresentation(c) && c != JOINER) {
          last = "";
        }
      }
      return result.toString();
    }

    /** A row of regional indicators: flags if each two are one, else letters. */
    private void appendRegional() {
      StringBuilder letters = new StringBuilder();
      StringBuilder flags = new StringBuilder(" ");
      int i = at;
      Node half = null;
      boolean allFlags = true;
      while (i < text.length() && isRegional(text.codePointAt(i))) {
        int c = text.codePointAt(i);
        letters.appendCodePoint('A' + c - REGIONAL_A);
        Node node = (half == null ? ROOT : half).next.get(c);
        allFlags &= node != null && (half == null || node.name != null);
        if (half != null && node != null) {
          flags.append(node.name).append(' ');
        }
        half = half == null ? node : null;
        i += Character.charCount(c);
      }
      result.append(allFlags && half == null ? flags : letters);
      last = "";
      at = i;
    }

    private void append(String name) {
      repeats = name.equals(last) ? repeats + 1 : 1;
      last = name;
      if (repeats <= MOST_REPEATS) {
        result.append(' ').append(name).append(' ');
      }
    }

    /** The name of the longest sequence that begins here, null if none does; sets its end. */
    private @Nullable String longestName() {
      Node node = ROOT;
      String found = null;
      String tones = "";
      for (int i = at; i < text.length(); ) {
        int c = text.codePointAt(i);
        i += Character.charCount(c);
        if (node != ROOT && isPresentation(c)) {
          end = found == null ? end : i;
          continue;
        }
        Node tone = node != ROOT && isTone(c) ? ROOT.next.get(c) : null;
        if (tone != null && tone.name != null) {
          tones = tones.contains(tone.name) ? tones : tones + " " + tone.name;
          // Belongs to the emoji before it even where the sequence goes on.
          end = found == null ? end : i;
          continue;
        }
        Node next = node.next.get(c);
        if (next == null) {
          break;
        }
        node = next;
        if (node.name != null) {
          found = node.name;
          end = i;
        }
      }
      return found == null ? null : found + tones;
    }
  }

  private static Node read() {
    Node root = new Node();
    try (InputStream in = EmojiNames.class.getResourceAsStream("emoji.tsv")) {
      if (in == null) {
        throw new IllegalStateException("emoji.tsv is missing from the jar; build it again");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          int tab = line.indexOf('\t');
          add(root, line.substring(0, tab), line.substring(tab + 1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return root;
  }

  private static void add(Node root, String sequence, String name) {
    Node node = root;
    for (String c : sequence.split(" ", -1)) {
      node = node.next.computeIfAbsent(Integer.parseInt(c, 16), key -> new Node());
    }
    node.name = name;
  }
}
