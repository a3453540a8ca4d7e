package io.earshot.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HammingIndexTest {

  private static final int MANY = 3_000;

  @Property(tries = 60)
  void search_findsExactlyWhatALookAtAllFinds(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 31) int within) {
    agrees(4, 31, MANY, seed, within);
  }

  @Property(tries = 40)
  void search_inOneWord_findsExactlyWhatALookAtAllFinds(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 11) int within) {
    agrees(1, 11, MANY, seed, within);
    agrees(1, 2, MANY, seed, Math.min(2, within));
    agrees(4, 0, MANY, seed, 0);
  }

  @Property(tries = 20)
  void search_ofFew_findsExactlyWhatALookAtAllFinds(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 1000) int size) {
    agrees(4, 31, size, seed, 31);
  }

  @Test
  void askedForMoreThanItIsFor_isRefused() {
    HammingIndex index = new HammingIndex(4, 31, new long[4]);

    assertThatThrownBy(() -> index.search(new long[4], 32, (number, distance) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("up to 31 bits");
    assertThatThrownBy(() -> new HammingIndex(4, 31, new long[5]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Hashes crowd around a few, so that distances up to the radius and just above it abound. */
  private static void agrees(int words, int radius, int size, long seed, int within) {
    SplittableRandom random = new SplittableRandom(seed);
    long[][] centres = new long[3][words];
    for (long[] centre : centres) {
      for (int i = 0; i < words; i++) {
        centre[i] = random.nextLong();
      }
    }
    long[] hashes = new long[size * words];
    for (int i = 0; i < size; i++) {
      long[] near = near(centres[random.nextInt(3)], random, radius);
      System.arraycopy(near, 0, hashes, i * words, words);
    }
    long[] query = near(centres[0], random, radius);
    TreeMap<Integer, Integer> expected = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      int distance = 0;
      for (int word = 0; word < words; word++) {
        distance += Long.bitCount(query[word] ^ hashes[i * words + word]);
      }
      if (distance <= within) {
        expected.put(i, distance);
      }
    }
    TreeMap<Integer, Integer> found = new TreeMap<>();

    new HammingIndex(words, radius, hashes)
        .search(
            query,
            within,
            (number, distance) ->
                assertThat(found.put(number, distance)).as("told twice: %d", number).isNull());

    assertThat(found).isEqualTo(expected);
  }

  private static long[] near(long[] centre, SplittableRandom random, int radius) {
    long[] near = centre.clone();
    int flips = random.nextInt(radius + 4);
    for (int i = 0; i < flips; i++) {
      near[random.nextInt(near.length)] ^= 1L << random.nextInt(64);
    }
    return near;
  }
}
