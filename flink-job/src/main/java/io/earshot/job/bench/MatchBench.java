package io.earshot.job.bench;

import io.earshot.intake.BankMatch;
import io.earshot.matching.AudioFingerprint;
import io.earshot.matching.BankEntry;
import io.earshot.matching.BankIndex;
import io.earshot.matching.FingerprintKind;
import io.earshot.matching.MediaFingerprints;
import io.earshot.matching.PdqFingerprint;
import io.earshot.matching.PdqHash;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lookups of known media, beside a linear scan and a BK-tree over the same entries with the same
 * queries. Hashes are drawn from a seed; a query is an entry with 0 to 31 bits flipped, evenly, or
 * an unknown hash. All three must find the same.
 */
final class MatchBench {

  /**
   * What was measured.
   *
   * @param machine where
   * @param command how
   * @param entries pictures in the bank
   * @param buildSeconds to build its index
   * @param bytes that the index holds
   * @param lookups queries a round
   * @param indexed lookups a second through the index, all eight orientations each, median
   * @param single lookups a second of one orientation, which is what the others do
   * @param linear lookups a second of a linear scan
   * @param tree lookups a second of a BK-tree
   * @param recall share of the entries within 31 bits, by the linear scan, that the index found
   * @param beyond entries that the index found and the scan did not
   * @param sounds in the bank of sounds
   * @param soundBytes that its index holds
   * @param soundLookups sounds of 30 s a second, seven fingerprints each
   * @param soundRecall share of noisy copies that were found
   */
  record Result(
      Machine machine,
      String command,
      int entries,
      double buildSeconds,
      long bytes,
      int lookups,
      double indexed,
      double single,
      double linear,
      double tree,
      double recall,
      long beyond,
      int sounds,
      long soundBytes,
      double soundLookups,
      double soundRecall) {}

  private static final int ROUNDS = 5;
  private static final int WORDS = 4;
  private static final int ORIENTATIONS = 8;
  private static final int SOUND_PRINTS = 221;
  private static final int SOUND_LOOKUPS = 40;

  private final int entries;
  private final int lookups;
  private final int compared;
  private final int sounds;
  private final PrintWriter err;

  MatchBench(int entries, int lookups, int compared, int sounds, PrintWriter err) {
    this.entries = entries;
    this.lookups = lookups;
    this.compared = compared;
    this.sounds = sounds;
    this.err = err;
  }

  Result run(String command) {
    Machine machine = Machine.now();
    long[] hashes = hashes(new SplittableRandom(1), entries);
    say("building an index of %,d pictures", entries);
    long before = heap();
    long start = System.nanoTime();
    BankIndex index = pictures(hashes);
    double buildSeconds = seconds(start);
    long bytes = heap() - before;
    List<PdqHash> queries = queries(hashes, new SplittableRandom(2), lookups);

    say("%,d lookups, %d rounds", lookups, ROUNDS);
    double[] eight = new double[ROUNDS];
    double[] one = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      eight[round] = rate(index, queries, true);
      one[round] = rate(index, queries, false);
    }
    List<PdqHash> few = queries.subList(0, Math.min(compared, queries.size()));
    say("linear scan, %,d lookups", few.size());
    List<Set<Integer>> expected = new ArrayList<>();
    start = System.nanoTime();
    for (PdqHash query : few) {
      expected.add(scan(hashes, query));
    }
    double linear = few.size() / seconds(start);
    long wanted = 0;
    long found = 0;
    long beyond = 0;
    for (int i = 0; i < few.size(); i++) {
      Set<Integer> got =
          index.find(item(few.get(i), false), 1).stream()
              .map(match -> Integer.valueOf(match.entryId()))
              .collect(Collectors.toSet());
      Set<Integer> want = expected.get(i);
      wanted += want.size();
      found += want.stream().filter(got::contains).count();
      beyond += got.stream().filter(number -> !want.contains(number)).count();
    }
    say("BK-tree of %,d pictures", entries);
    BkTree bkTree = new BkTree(hashes);
    List<PdqHash> fewer = few.subList(0, Math.min(20, few.size()));
    start = System.nanoTime();
    for (int i = 0; i < fewer.size(); i++) {
      if (!bkTree.find(fewer.get(i)).equals(expected.get(i))) {
        throw new IllegalStateException("BK-tree and linear scan differ; one of them is wrong");
      }
    }
    double tree = fewer.size() / seconds(start);

    say("building an index of %,d sounds of 30 s", sounds);
    SplittableRandom random = new SplittableRandom(3);
    before = heap();
    BankIndex soundIndex = sounds();
    long soundBytes = heap() - before;
    int recalled = 0;
    double spent = 0;
    for (int i = 0; i < SOUND_LOOKUPS; i++) {
      int number = random.nextInt(sounds);
      MediaFingerprints copy = noisy(number, random);
      start = System.nanoTime();
      List<BankMatch> matches = soundIndex.find(copy, 1);
      spent += seconds(start);
      String id = Integer.toString(number);
      recalled += matches.stream().anyMatch(match -> match.entryId().equals(id)) ? 1 : 0;
    }
    return new Result(
        machine.after(),
        command,
        entries,
        buildSeconds,
        bytes,
        lookups,
        median(eight),
        median(one),
        linear,
        tree,
        wanted == 0 ? 1 : (double) found / wanted,
        beyond,
        sounds,
        soundBytes,
        SOUND_LOOKUPS / spent,
        (double) recalled / SOUND_LOOKUPS);
  }

  private void say(String format, Object... values) {
    err.println(String.format(Locale.ROOT, format, values));
    err.flush();
  }

  private static long[] hashes(SplittableRandom random, int count) {
    long[] hashes = new long[WORDS * count];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = random.nextLong();
    }
    return hashes;
  }

  private static BankIndex pictures(long[] hashes) {
    BankIndex.Builder builder = new BankIndex.Builder();
    for (int i = 0; i < hashes.length / WORDS; i++) {
      builder.add(entry(i, FingerprintKind.PDQ, hash(hashes, i).hex()));
    }
    return builder.build();
  }

  private static BankEntry entry(int number, FingerprintKind kind, String fingerprint) {
    return new BankEntry(
        "bench",
        Integer.toString(number),
        kind,
        fingerprint,
        "TVE.TERROR",
        0,
        "bench",
        0,
        Long.MAX_VALUE,
        kind.farthest());
  }

  private static PdqHash hash(long[] hashes, int number) {
    int at = WORDS * number;
    return new PdqHash(hashes[at], hashes[at + 1], hashes[at + 2], hashes[at + 3]);
  }

  private static List<PdqHash> queries(long[] hashes, SplittableRandom random, int count) {
    List<PdqHash> queries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (i % 4 == 3) {
        queries.add(
            new PdqHash(
                random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()));
        continue;
      }
      long[] words = new long[WORDS];
      int number = random.nextInt(hashes.length / WORDS);
      System.arraycopy(hashes, WORDS * number, words, 0, WORDS);
      int flips = random.nextInt(PdqHash.MATCH_DISTANCE + 1);
      Set<Integer> bits = new HashSet<>();
      while (bits.size() < flips) {
        int bit = random.nextInt(PdqHash.BITS);
        if (bits.add(bit)) {
          words[bit / Long.SIZE] ^= 1L << bit;
        }
      }
      queries.add(hash(words, 0));
    }
    return queries;
  }

  /** A picture with that hash; the other orientations are unknown to the bank. */
  private static MediaFingerprints item(PdqHash hash, boolean turned) {
    List<PdqHash> orientations = new ArrayList<>();
    orientations.add(hash);
    for (int i = 1; turned && i < ORIENTATIONS; i++) {
      long mask = 0x9e3779b97f4a7c15L * i;
      orientations.add(
          new PdqHash(
              hash.w0() ^ mask,
              hash.w1() ^ Long.rotateLeft(mask, 17),
              hash.w2() ^ Long.rotateLeft(mask, 31),
              hash.w3() ^ Long.rotateLeft(mask, 47)));
    }
    return MediaFingerprints.ofPicture("", List.of(new PdqFingerprint(orientations, 100)));
  }

  private static double rate(BankIndex index, List<PdqHash> queries, boolean turned) {
    List<MediaFingerprints> items = queries.stream().map(hash -> item(hash, turned)).toList();
    long found = 0;
    long start = System.nanoTime();
    for (MediaFingerprints item : items) {
      found += index.find(item, 1).size();
    }
    double rate = items.size() / seconds(start);
    if (found == 0) {
      throw new IllegalStateException("nothing was found; the index is wrong");
    }
    return rate;
  }

  private static Set<Integer> scan(long[] hashes, PdqHash query) {
    Set<Integer> found = new TreeSet<>();
    for (int at = 0; at < hashes.length; at += WORDS) {
      int distance =
          Long.bitCount(hashes[at] ^ query.w0())
              + Long.bitCount(hashes[at + 1] ^ query.w1())
              + Long.bitCount(hashes[at + 2] ^ query.w2())
              + Long.bitCount(hashes[at + 3] ^ query.w3());
      if (distance <= PdqHash.MATCH_DISTANCE) {
        found.add(at / WORDS);
      }
    }
    return found;
  }

  private BankIndex sounds() {
    BankIndex.Builder builder = new BankIndex.Builder();
    for (int i = 0; i < sounds; i++) {
      String text =
          IntStream.of(prints(i))
              .mapToObj(Integer::toUnsignedString)
              .collect(Collectors.joining(","));
      builder.add(entry(i, FingerprintKind.CHROMAPRINT, text));
    }
    return builder.build();
  }

  /** Numbers that change as those of music do: each keeps most bits of the one before. */
  private static int[] prints(int number) {
    SplittableRandom random = new SplittableRandom(1_000_000L + number);
    int[] prints = new int[SOUND_PRINTS];
    int print = random.nextInt();
    for (int i = 0; i < prints.length; i++) {
      print ^= rare(random, 3);
      prints[i] = print;
    }
    return prints;
  }

  /** A copy with a bit in sixteen flipped, as after MP3, and six more that are unlike it. */
  private static MediaFingerprints noisy(int number, SplittableRandom random) {
    List<AudioFingerprint> all = new ArrayList<>();
    int[] prints = prints(number);
    for (int i = 0; i < prints.length; i++) {
      prints[i] ^= rare(random, 4);
    }
    all.add(AudioFingerprint.of(prints));
    for (int i = 1; i < 7; i++) {
      all.add(AudioFingerprint.of(prints(-1 - random.nextInt(1_000_000))));
    }
    return MediaFingerprints.ofSound("", all);
  }

  /** Bits of which one in 2 to that power is set. */
  private static int rare(SplittableRandom random, int power) {
    int bits = -1;
    for (int i = 0; i < power; i++) {
      bits &= random.nextInt();
    }
    return bits;
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /**
   * A tree by distance (Burkhard and Keller, 1973), as an index of Hamming distance is often made.
   */
  private static final class BkTree {

    private final long[] hashes;
    private final Map<Integer, Map<Integer, Integer>> children = new HashMap<>();

    BkTree(long[] hashes) {
      this.hashes = hashes;
      for (int number = 1; number < hashes.length / WORDS; number++) {
        int at = 0;
        while (true) {
          int distance = distance(hash(hashes, number), at);
          Map<Integer, Integer> below = children.computeIfAbsent(at, key -> new HashMap<>(4));
          Integer next = below.get(distance);
          if (next == null) {
            below.put(distance, number);
            break;
          }
          at = next;
        }
      }
    }

    Set<Integer> find(PdqHash query) {
      Set<Integer> found = new TreeSet<>();
      java.util.ArrayDeque<Integer> open = new java.util.ArrayDeque<>(List.of(0));
      while (!open.isEmpty()) {
        int at = open.pop();
        int distance = distance(query, at);
        if (distance <= PdqHash.MATCH_DISTANCE) {
          found.add(at);
        }
        children
            .getOrDefault(at, Map.of())
            .forEach(
                (edge, child) -> {
                  if (Math.abs(edge - distance) <= PdqHash.MATCH_DISTANCE) {
                    open.push(child);
                  }
                });
      }
      return found;
    }

    private int distance(PdqHash query, int number) {
      return query.distance(hash(hashes, number));
    }
  }
}
