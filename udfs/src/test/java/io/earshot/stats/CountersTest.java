package io.earshot.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Counters against twins that keep every observation. */
class CountersTest {

  private static final long HALF_LIFE = 10_000;
  private static final long BUCKET = 1_000;

  @Property
  void a_decayed_sum_is_the_sum_of_decayed_observations_in_any_order(
      @ForAll @Size(min = 1, max = 20) List<@LongRange(min = -50_000, max = 100_000) Long> times,
      @ForAll @LongRange(max = 50_000) long later,
      @ForAll Random random) {
    List<Long> order = new ArrayList<>(times);
    Collections.shuffle(order, random);
    DecayedCounter counter = DecayedCounter.ZERO;
    for (long time : order) {
      counter = counter.add(1.5, time, HALF_LIFE);
    }
    long asOf = Collections.max(times) + later;

    double expected =
        times.stream().mapToDouble(t -> 1.5 * Math.pow(0.5, (asOf - t) / (double) HALF_LIFE)).sum();
    assertThat(counter.valueAt(asOf, HALF_LIFE)).isCloseTo(expected, within(1e-9));
    assertThat(counter.at()).isEqualTo(Collections.max(times));
  }

  @Property
  void a_sliding_count_counts_the_buckets_of_its_span_in_any_order(
      @ForAll @Size(min = 1, max = 30) List<@LongRange(min = -30_000, max = 30_000) Long> times,
      @ForAll @IntRange(min = 1, max = 12) int span,
      @ForAll @LongRange(max = 20_000) long later,
      @ForAll Random random) {
    List<Long> order = new ArrayList<>(times);
    Collections.shuffle(order, random);
    SlidingCount count = SlidingCount.ZERO;
    SlidingCount inOrder = SlidingCount.ZERO;
    for (int i = 0; i < times.size(); i++) {
      count = count.add(order.get(i), 2, BUCKET, span);
      inOrder = inOrder.add(times.get(i), 2, BUCKET, span);
    }
    long asOf = Collections.max(times) + later;
    long newest = Math.floorDiv(asOf, BUCKET);

    long expected =
        2
            * times.stream()
                .map(t -> Math.floorDiv(t, BUCKET))
                .filter(number -> number > newest - span)
                .count();
    assertThat(count.countAt(asOf, BUCKET, span)).isEqualTo(expected);
    assertThat(count).isEqualTo(inOrder);
    assertThat(count.buckets()).hasSizeLessThanOrEqualTo(span);
  }
}
