package io.earshot.matching;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds known sounds within a sound: an inverted index of the numbers of their fingerprints, voting
 * for how the two lie to each other.
 *
 * <p>Of a known fingerprint every second number is kept: neighbours hear mostly the same, so half
 * of them tell as much. Of those, the index has the ones whose highest {@value #KEY_BITS} bits are
 * picked by a hash, a quarter: a query picks the same ones. Each number of the query that is found
 * there votes for a place; the places with most votes are looked at, the whole overlap of both, as
 * {@link AudioAlignment} does it. So the index decides where to look and never what is alike.
 *
 * <p>Immutable; for many threads. A fingerprint of 30 s takes 0.6 kB.
 */
final class SoundIndex {

  /** Of a known fingerprint, one number in so many is kept. */
  static final int STRIDE = 2;

  private static final int KEY_BITS = 16;
  private static final int KEYS = 1 << KEY_BITS;

  /** Of the keys, one in so many is indexed. */
  private static final int PICKED_ONE_IN = 4;

  /** A place with fewer votes is chance. */
  private static final int LEAST_VOTES = 2;

  /** So many places are looked at in a part, those with most votes. */
  private static final int PLACES = 512;

  /**
   * A query is asked part by part, each of about four minutes and half of the one before: an
   * audiobook of six hours would else cast so many votes at once that counting them takes a
   * gigabyte. A known sound of up to two minutes lies in one of them whole, and a longer one has
   * votes enough in any.
   */
  private static final int PART = 2_048;

  private final int[] prints;
  private final int[] ends;
  private final int[] starts;
  private final int[] positions;

  /**
   * A known sound that lies within what was asked about.
   *
   * @param number of the known sound, from 0, as they were given
   * @param stretch what they have in common
   */
  record Hit(int number, Stretch stretch) {}

  private SoundIndex(int[] prints, int[] ends) {
    this.prints = prints;
    this.ends = ends;
    int total = prints.length;
    this.starts = new int[KEYS + 1];
    for (int i = 0; i < total; i++) {
      if (isIndexed(i)) {
        starts[key(prints[i]) + 1]++;
      }
    }
    for (int key = 0; key < KEYS; key++) {
      starts[key + 1] += starts[key];
    }
    this.positions = new int[starts[KEYS]];
    int[] next = Arrays.copyOf(starts, KEYS);
    for (int i = 0; i < total; i++) {
      if (isIndexed(i)) {
        positions[next[key(prints[i])]++] = i;
      }
    }
  }

  /** A run of the same key, silence above all, is in the index once. */
  private boolean isIndexed(int position) {
    int key = key(prints[position]);
    return isPicked(key) && (position == 0 || key(prints[position - 1]) != key);
  }

  private static int key(int print) {
    return print >>> (Integer.SIZE - KEY_BITS);
  }

  private static boolean isPicked(int key) {
    // The golden ratio spreads the keys (Knuth, The Art of Computer Programming, 6.4).
    return Integer.remainderUnsigned((key * 0x9e3779b1) >>> KEY_BITS, PICKED_ONE_IN) == 0;
  }

  /** How many known sounds there are. */
  int size() {
    return ends.length;
  }

  /** Known sounds within a sound, each once, where most of it is alike, in the order of numbers. */
  List<Hit> search(AudioFingerprint query) {
    List<Hit> hits = new ArrayList<>();
    Set<Integer> looked = new HashSet<>();
    int from = 0;
    do {
      int to = Math.min(query.length(), from + PART);
      for (Votes.Place place : votes(query, from, to).most(LEAST_VOTES, PLACES)) {
        if (looked.add(place.lag())) {
          int number = owner(place.position());
          int first = number == 0 ? 0 : ends[number - 1];
          Stretch stretch = stretch(query, first, ends[number], place.lag() + STRIDE * first);
          if (stretch != null) {
            hits.add(new Hit(number, stretch));
          }
        }
      }
      from += PART / 2;
    } while (from + PART / 2 < query.length());
    return longest(hits);
  }

  private Votes votes(AudioFingerprint query, int from, int to) {
    Votes votes = new Votes();
    for (int i = from; i < to; i++) {
      int key = key(query.print(i));
      if (isPicked(key)) {
        for (int at = starts[key]; at < starts[key + 1]; at++) {
          votes.add(i - STRIDE * positions[at], positions[at]);
        }
      }
    }
    return votes;
  }

  private int owner(int position) {
    int found = Arrays.binarySearch(ends, position);
    if (found < 0) {
      return -found - 1;
    }
    // What ends here does not hold the position; nor do empty ones that end here too.
    int number = found + 1;
    while (ends[number] == position) {
      number++;
    }
    return number;
  }

  private @Nullable Stretch stretch(AudioFingerprint query, int first, int end, int offset) {
    int[] known = Arrays.copyOfRange(prints, first, end);
    Stretch stretch = AudioAlignment.at(query, known, STRIDE, offset);
    return stretch != null
            && AudioAlignment.isEnough(stretch, Math.min(query.length(), STRIDE * known.length))
        ? stretch
        : null;
  }

  /** Takes fingerprints one after another, and keeps of each what the index does. */
  static final class Builder {

    private int[] prints = new int[256];
    private int[] ends = new int[16];
    private int count;
    private int size;

    /** Adds a fingerprint; its number is how many were added before. */
    void add(AudioFingerprint fingerprint) {
      int kept = (fingerprint.length() + STRIDE - 1) / STRIDE;
      if (count + kept > prints.length) {
        prints =
            Arrays.copyOf(prints, Math.max(count + kept, prints.length + (prints.length >> 1)));
      }
      for (int i = 0; i < fingerprint.length(); i += STRIDE) {
        prints[count++] = fingerprint.print(i);
      }
      if (size == ends.length) {
        ends = Arrays.copyOf(ends, 2 * size);
      }
      ends[size++] = count;
    }

    SoundIndex build() {
      return new SoundIndex(Arrays.copyOf(prints, count), Arrays.copyOf(ends, size));
    }
  }

  private static List<Hit> longest(List<Hit> hits) {
    hits.sort(
        Comparator.comparing(Hit::number)
            .thenComparing(hit -> -hit.stretch().length())
            .thenComparing(hit -> hit.stretch().meanBits())
            .thenComparing(hit -> hit.stretch().queryStart()));
    List<Hit> first = new ArrayList<>();
    for (Hit hit : hits) {
      if (first.isEmpty() || first.get(first.size() - 1).number() != hit.number()) {
        first.add(hit);
      }
    }
    return first;
  }
}
