package io.earshot.stats;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often something happened within a sliding span, to the precision of a bucket.
 *
 * <p>Only buckets that are not empty are kept, by their absolute number (time divided by the
 * width): an ordinary creator has one or two (12 bytes each, 2 to 3 written, and 6 for all). What
 * is older than the span, seen from the newest observation, is dropped; the result does not depend
 * on the order of observations within the span.
 */
public final class SlidingCount {

  private final long bucketMillis;
  private final int span;
  private long[] numbers = new long[2];
  private int[] counts = new int[2];
  private int size;

  /**
   * A count of nothing.
   *
   * @param bucketMillis width of a bucket
   * @param span how many buckets are kept, the newest included
   */
  public SlidingCount(long bucketMillis, int span) {
    this.bucketMillis = bucketMillis;
    this.span = span;
  }

  /** Counts {@code weight} more observations at a time. */
  public void add(long time, int weight) {
    long number = Math.floorDiv(time, bucketMillis);
    long newest = size == 0 ? number : Math.max(number, numbers[size - 1]);
    if (number <= newest - span) {
      return;
    }
    dropUpTo(newest - span);
    int place = size;
    while (place > 0 && numbers[place - 1] >= number) {
      place--;
    }
    if (place < size && numbers[place] == number) {
      counts[place] += weight;
      return;
    }
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, size * 2);
      counts = Arrays.copyOf(counts, size * 2);
    }
    System.arraycopy(numbers, place, numbers, place + 1, size - place);
    System.arraycopy(counts, place, counts, place + 1, size - place);
    numbers[place] = number;
    counts[place] = weight;
    size++;
  }

  private void dropUpTo(long number) {
    int old = 0;
    while (old < size && numbers[old] <= number) {
      old++;
    }
    if (old > 0) {
      size -= old;
      System.arraycopy(numbers, old, numbers, 0, size);
      System.arraycopy(counts, old, counts, 0, size);
    }
  }

  /** Observations in the {@code last} buckets that end with the one of {@code time}. */
  public long countAt(long time, int last) {
    long newest = Math.floorDiv(time, bucketMillis);
    long sum = 0;
    for (int i = 0; i < size; i++) {
      if (numbers[i] > newest - last && numbers[i] <= newest) {
        sum += counts[i];
      }
    }
    return sum;
  }

  /** Observations within the whole span that ends with a time. */
  public long countAt(long time) {
    return size == 0 ? 0 : countAt(time, span);
  }

  /** Buckets that are kept. */
  public int buckets() {
    return size;
  }

  /**
   * Writes what still counts at a time.
   *
   * @param now of the newest event; what is older than the span by then is left out
   */
  public void write(ByteWriter out, long now) {
    dropUpTo(Math.floorDiv(now, bucketMillis) - span);
    out.count(size);
    long before = 0;
    for (int i = 0; i < size; i++) {
      out.signed(numbers[i] - before).count(counts[i]);
      before = numbers[i];
    }
  }

  /** Reads what {@link #write} wrote, with the same width and span. */
  public static SlidingCount read(ByteReader in, long bucketMillis, int span) {
    SlidingCount read = new SlidingCount(bucketMillis, span);
    read.size = in.smallCount();
    read.numbers = new long[Math.max(2, read.size)];
    read.counts = new int[Math.max(2, read.size)];
    long before = 0;
    for (int i = 0; i < read.size; i++) {
      before += in.signed();
      read.numbers[i] = before;
      read.counts[i] = in.smallCount();
    }
    return read;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SlidingCount count
        && bucketMillis == count.bucketMillis
        && span == count.span
        && Arrays.equals(numbers, 0, size, count.numbers, 0, count.size)
        && Arrays.equals(counts, 0, size, count.counts, 0, count.size);
  }

  @Override
  public int hashCode() {
    return size == 0 ? 0 : Long.hashCode(numbers[size - 1]) * 31 + counts[size - 1];
  }

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOf(numbers, size))
        + " "
        + Arrays.toString(Arrays.copyOf(counts, size));
  }
}
