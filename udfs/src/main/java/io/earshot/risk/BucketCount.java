package io.earshot.risk;

import java.util.ArrayList;
import java.util.List;

/**
 * How often something happened within a sliding span, to the precision of a bucket.
 *
 * <p>Only buckets that are not empty are kept, by their absolute number (time divided by the
 * width), newest last: an ordinary creator has one or two (12 bytes each). What is older than the
 * span, seen from the newest observation, is dropped; the result does not depend on the order of
 * observations within the span.
 *
 * @param buckets the buckets that are not empty, in ascending order of their number
 */
public record BucketCount(List<Bucket> buckets) {

  /**
   * Observations within one bucket.
   *
   * @param number time divided by the bucket's width
   * @param count observations in it, at least 1
   */
  public record Bucket(long number, int count) {}

  /** Nothing observed yet. */
  public static final BucketCount ZERO = new BucketCount(List.of());

  /**
   * This count with {@code weight} more observations at a time.
   *
   * @param span how many buckets are kept, the newest included
   */
  public BucketCount add(long time, int weight, long bucketMillis, int span) {
    long number = Math.floorDiv(time, bucketMillis);
    long newest =
        buckets.isEmpty() ? number : Math.max(number, buckets.get(buckets.size() - 1).number());
    if (number <= newest - span) {
      return this;
    }
    List<Bucket> next = new ArrayList<>(buckets.size() + 1);
    boolean placed = false;
    for (Bucket bucket : buckets) {
      if (bucket.number() <= newest - span) {
        continue;
      }
      if (!placed && bucket.number() >= number) {
        placed = true;
        if (bucket.number() == number) {
          next.add(new Bucket(number, bucket.count() + weight));
          continue;
        }
        next.add(new Bucket(number, weight));
      }
      next.add(bucket);
    }
    if (!placed) {
      next.add(new Bucket(number, weight));
    }
    return new BucketCount(next);
  }

  /** Observations in the {@code span} buckets that end with the one of {@code time}. */
  public long countAt(long time, long bucketMillis, int span) {
    long newest = Math.floorDiv(time, bucketMillis);
    long sum = 0;
    for (Bucket bucket : buckets) {
      if (bucket.number() > newest - span && bucket.number() <= newest) {
        sum += bucket.count();
      }
    }
    return sum;
  }
}
