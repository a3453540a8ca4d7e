package io.earshot.intake;

import io.earshot.stats.Hash64;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
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
    Set<String> hosts = s.links().isEmpty() ? Set.of() : hosts(s.links());
    long parent = s.parentId() == null ? 0 : Hash64.of(s.parentId());
    if (size == 0 && hosts.isEmpty() && parent == 0 && s.release() == null && recording == 0) {
      return ContentSigns.NONE;
    }
    return counted(text, hosts, parent, release(s.release()), recording);
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
      Set<String> hosts,
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
        hashes(hosts.stream()),
        parent,
        release,
        recording,
        hashes(hosts.stream().map(Domains::registrable)));
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
  private static Set<String> hosts(List<String> links) {
    Set<String> hosts = new TreeSet<>();
    for (String link : links) {
      String host = Domains.host(link);
      if (!host.isEmpty()) {
        hosts.add(host);
      }
    }
    return hosts;
  }

  private static List<Long> hashes(Stream<String> names) {
    return names.map(Hash64::of).distinct().sorted().toList();
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
