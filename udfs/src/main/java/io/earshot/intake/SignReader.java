package io.earshot.intake;

import io.earshot.stats.Hash64;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link ContentSigns} from a submission, in one pass over its texts and without making
 * strings of words: every event comes by here.
 */
final class SignReader {

  /** Words beyond are not looked at; a title and a description have fewer. */
  private static final int MOST_TOKENS = 512;

  private static final long START = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private final long[] tokens = new long[MOST_TOKENS];
  private int size;

  ContentSigns read(Submission s) {
    size = 0;
    add(s.title());
    long recording = recording(s.isrc(), text());
    add(s.description());
    long text = text();
    for (String tag : s.tags()) {
      add(tag);
    }
    List<Long> domains = domains(s.links());
    long parent = s.parentId() == null ? 0 : Hash64.of(s.parentId());
    if (size == 0 && domains.isEmpty() && parent == 0 && s.release() == null && recording == 0) {
      return ContentSigns.NONE;
    }
    return counted(text, domains, parent, release(s.release()), recording);
  }

  /** A hash of the words so far, in their order; 0 without any. */
  private long text() {
    long text = 0;
    for (int i = 0; i < size; i++) {
      text = Hash64.of(text, tokens[i]);
    }
    return text;
  }

  /** An ISRC is the same with hyphens and without, in capitals and not (ISO 3901). */
  private static long recording(@Nullable String isrc, long title) {
    String plain = isrc == null ? "" : isrc.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    return plain.isEmpty() ? title : Hash64.of(plain);
  }

  private ContentSigns counted(
      long text,
      List<Long> domains,
      long parent,
      ContentSigns.@Nullable ReleaseSign release,
      long recording) {
    Arrays.sort(tokens, 0, size);
    int unique = 0;
    int top = 0;
    int run = 0;
    for (int i = 0; i < size; i++) {
      boolean same = i > 0 && tokens[i] == tokens[i - 1];
      run = same ? run + 1 : 1;
      unique += same ? 0 : 1;
      top = Math.max(top, run);
    }
    return new ContentSigns(
        text,
        size,
        size == 0 ? 0 : top * 1_000 / size,
        size == 0 ? 0 : unique * 1_000 / size,
        domains,
        parent,
        release,
        recording);
  }

  private void add(@Nullable String text) {
    if (text == null) {
      return;
    }
    long hash = START;
    boolean inWord = false;
    for (int i = 0; i <= text.length() && size < MOST_TOKENS; i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
        hash = (hash ^ Character.toLowerCase(c)) * PRIME;
        inWord = true;
      } else if (inWord) {
        tokens[size++] = hash;
        hash = START;
        inWord = false;
      }
    }
  }

  /** Hosts without {@code www.}; a link without a host leads nowhere. */
  private static List<Long> domains(List<String> links) {
    if (links.isEmpty()) {
      return List.of();
    }
    TreeSet<Long> domains = new TreeSet<>();
    for (String link : links) {
      int scheme = link.indexOf("://");
      int from = scheme < 0 ? 0 : scheme + 3;
      int to = from;
      while (to < link.length() && "/?#:".indexOf(link.charAt(to)) < 0) {
        to++;
      }
      String host = link.substring(from, to).toLowerCase(Locale.ROOT);
      if (!host.isEmpty()) {
        domains.add(Hash64.of(host.startsWith("www.") ? host.substring(4) : host));
      }
    }
    return List.copyOf(domains);
  }

  private static ContentSigns.@Nullable ReleaseSign release(@Nullable ReleaseRef release) {
    return release == null
        ? null
        : new ContentSigns.ReleaseSign(
            Hash64.of(release.releaseId()),
            release.trackCount(),
            release.joinSimilarity() == null
                ? -1
                : (int) StrictMath.rint(release.joinSimilarity() * 1_000));
  }
}
