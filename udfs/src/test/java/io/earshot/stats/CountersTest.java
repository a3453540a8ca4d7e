package io.earshot.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.Example;
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
    ByteReader written = written(counter::write);
    assertThat(DecayedCounter.read(written)).isEqualTo(counter);
    assertThat(written.hasMore()).isFalse();
  }

  @Example
  void a_steady_stream_reads_as_its_rate() {
    DecayedCounter counter = DecayedCounter.ZERO;
    for (long time = 0; time < 30 * HALF_LIFE; time += 100) {
      counter = counter.add(1.0, time, HALF_LIFE);
    }

    assertThat(counter.rateAt(30 * HALF_LIFE, HALF_LIFE)).isCloseTo(0.01, within(1e-4));
    assertThat(DecayedCounter.exposure(2_000, HALF_LIFE))
        .isCloseTo(integral(2_000), within(0.01 * 2_000));
  }

  private static double integral(long elapsed) {
    double sum = 0;
    for (long age = 0; age < elapsed; age++) {
      sum += Math.pow(0.5, (age + 0.5) / HALF_LIFE);
    }
    return sum;
  }

  @Property
  void a_sliding_count_counts_the_buckets_of_its_span_in_any_order(
      @ForAll @Size(min = 1, max = 30) List<@LongRange(min = -30_000, max = 30_000) Long> times,
      @ForAll @IntRange(min = 1, max = 12) int span,
      @ForAll @IntRange(min = 1, max = 12) int last,
      @ForAll @LongRange(max = 20_000) long later,
      @ForAll Random random) {
    List<Long> order = new ArrayList<>(times);
    Collections.shuffle(order, random);
    SlidingCount count = new SlidingCount(BUCKET, span);
    SlidingCount inOrder = new SlidingCount(BUCKET, span);
    for (int i = 0; i < times.size(); i++) {
      count.add(order.get(i), 2);
      inOrder.add(times.get(i), 2);
    }
    long asOf = Collections.max(times) + later;

    assertThat(count.countAt(asOf)).isEqualTo(2 * inSpan(times, asOf, span));
    assertThat(count.countAt(asOf, Math.min(span, last)))
        .isEqualTo(2 * inSpan(times, asOf, Math.min(span, last)));
    assertThat(count).isEqualTo(inOrder);
    assertThat(count.buckets()).isLessThanOrEqualTo(span);
    ByteReader written = written(out -> count.write(out, asOf));
    SlidingCount read = SlidingCount.read(written, BUCKET, span);
    assertThat(written.hasMore()).isFalse();
    assertThat(read).isEqualTo(count);
    assertThat(read.countAt(asOf)).isEqualTo(2 * inSpan(times, asOf, span));
  }

  private static long inSpan(List<Long> times, long asOf, int span) {
    long newest = Math.floorDiv(asOf, BUCKET);
    return times.stream()
        .map(t -> Math.floorDiv(t, BUCKET))
        .filter(number -> number > newest - span)
        .count();
  }

  @Property
  void the_last_trials_are_those_of_a_list_that_is_cut(
      @ForAll @Size(max = 250) List<Boolean> outcomes) {
    RecentTrials trials = new RecentTrials();
    outcomes.forEach(trials::add);
    List<Boolean> last = outcomes.subList(Math.max(0, outcomes.size() - 100), outcomes.size());

    for (RecentTrials seen : List.of(trials, RecentTrials.read(written(trials::write)))) {
      assertThat(seen.trials()).isEqualTo(last.size());
      assertThat(seen.successes()).isEqualTo(Collections.frequency(last, true));
    }
  }

  @Property(tries = 200)
  void distinct_things_are_counted_exactly_and_then_nearly_in_any_order(
      @ForAll @IntRange(max = 3_000) int things, @ForAll Random random) {
    List<Long> hashes = new ArrayList<>();
    for (int i = 0; i < things; i++) {
      hashes.add(Hash64.of(17, i));
      hashes.add(Hash64.of(17, random.nextInt(i + 1)));
    }
    DistinctCount inOrder = new DistinctCount();
    hashes.forEach(inOrder::add);
    Collections.shuffle(hashes, random);
    DistinctCount shuffled = new DistinctCount();
    DistinctCount half = new DistinctCount();
    for (int i = 0; i < hashes.size(); i++) {
      (i % 2 == 0 ? shuffled : half).add(hashes.get(i));
    }
    shuffled.addAll(half);
    int exact = new HashSet<>(hashes).size();

    assertThat(exact).isEqualTo(things);
    assertThat(inOrder.count())
        .isCloseTo(things, within(things <= DistinctCount.EXACT ? 0L : (long) (things * 0.08)));
    assertThat(shuffled.count()).isEqualTo(inOrder.count());
    ByteReader written = written(inOrder::write);
    assertThat(DistinctCount.read(written).count()).isEqualTo(inOrder.count());
    assertThat(written.hasMore()).isFalse();
  }

  @Property
  void whole_numbers_and_fractions_are_read_as_written(
      @ForAll long any, @ForAll double fraction, @ForAll @Size(max = 200) byte[] block) {
    ByteReader in =
        written(
            out -> out.count(any).signed(any).word(any).fraction(fraction).block(block).octet(7));

    assertThat(in.count()).isEqualTo(any);
    assertThat(in.signed()).isEqualTo(any);
    assertThat(in.word()).isEqualTo(any);
    assertThat(in.fraction()).isEqualTo(fraction);
    assertThat(in.block()).isEqualTo(block);
    assertThat(in.octet()).isEqualTo(7);
    assertThat(in.hasMore()).isFalse();
  }

  @Example
  void state_that_is_cut_is_said_to_be_damaged() {
    byte[] cut = new ByteWriter().count(300).toBytes();

    assertThatThrownBy(() -> new ByteReader(cut).block())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("damaged");
    assertThatThrownBy(() -> new ByteReader(cut).word()).hasMessageContaining("2 bytes");
  }

  @Property
  void a_table_decays_by_whole_hours(@ForAll @IntRange(max = 400) int hours) {
    DecayTable table = new DecayTable(24, 240);

    assertThat(table.factor(hours * 3_600_000L + 1_234))
        .isCloseTo(hours < 240 ? Math.pow(0.5, hours / 24.0) : 0.0, within(1e-12));
    assertThat(table.factor(-5)).isEqualTo(1.0);
  }

  private static ByteReader written(Consumer<ByteWriter> write) {
    ByteWriter out = new ByteWriter();
    write.accept(out);
    assertThat(out.toBytes()).hasSize(out.size());
    return new ByteReader(out.toBytes());
  }
}
