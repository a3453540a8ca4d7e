package io.earshot.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Posteriors against sums and integrals that are made step by step. */
class PosteriorsTest {

  @Property
  void the_posterior_is_the_integral_of_its_density(
      @ForAll @IntRange(min = 1, max = 60) int alpha,
      @ForAll @IntRange(min = 1, max = 60) int beta,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double x) {
    BetaPosterior posterior = new BetaPosterior(alpha, beta);

    assertThat(posterior.massBelow(x)).isCloseTo(binomial(alpha, beta, x), within(1e-10));
  }

  /** P(X >= a) for X of a+b-1 trials: the distribution of Beta(a, b) at whole a and b. */
  private static double binomial(int alpha, int beta, double x) {
    int trials = alpha + beta - 1;
    double sum = 0;
    for (int k = alpha; k <= trials; k++) {
      double choose = 1;
      for (int i = 1; i <= k; i++) {
        choose *= (double) (trials - k + i) / i;
      }
      sum += choose * Math.pow(x, k) * Math.pow(1 - x, trials - k);
    }
    return sum;
  }

  @Property(tries = 100)
  void a_posterior_of_fractions_is_the_integral_of_its_density(
      @ForAll @DoubleRange(min = 1.1, max = 30) double alpha,
      @ForAll @DoubleRange(min = 1.1, max = 30) double beta,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double x) {
    double below = 0;
    double all = 0;
    int steps = 20_000;
    for (int i = 0; i < steps; i++) {
      double at = (i + 0.5) / steps;
      double density = Math.pow(at, alpha - 1) * Math.pow(1 - at, beta - 1);
      all += density;
      below += at < x ? density : 0;
    }

    assertThat(new BetaPosterior(alpha, beta).massBelow(x)).isCloseTo(below / all, within(2e-3));
  }

  @Property
  void a_quantile_is_where_the_mass_below_is_that_much(
      @ForAll @DoubleRange(min = 0, max = 200) double successes,
      @ForAll @DoubleRange(min = 0, max = 200) double failures,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double q) {
    BetaPosterior posterior = BetaPosterior.of(1, 9, successes, successes + failures);
    double quantile = posterior.quantile(q);

    assertThat(posterior.massBelow(quantile)).isCloseTo(q, within(1e-4));
    if (quantile < posterior.mean() - 1e-6) {
      assertThat(posterior.isAtLeast(quantile - 1e-6, 1 - q)).isTrue();
    }
    assertThat(posterior.isAtLeast(quantile + 1e-6, 1 - q)).isFalse();
  }

  @Example
  void more_trials_of_the_same_share_raise_the_lower_bound() {
    double before = 0;
    for (int trials = 10; trials <= 1_000; trials *= 10) {
      double bound = BetaPosterior.of(1, 19, trials * 0.9, trials).quantile(0.05);
      assertThat(bound).isGreaterThan(before).isLessThan(0.9);
      before = bound;
    }
  }

  @Property
  void a_surprise_is_the_tail_of_the_negative_binomial(
      @ForAll @DoubleRange(min = 0.2, max = 50) double shape,
      @ForAll @DoubleRange(min = 0.1, max = 500) double exposure,
      @ForAll @IntRange(max = 40) int observed) {
    double p = exposure / (exposure + 1);
    double mass = Math.pow(p, shape);
    double tail = 0;
    for (int k = 0; k < 20_000; k++) {
      if (k >= observed) {
        tail += mass;
      }
      mass *= (k + shape) / (k + 1) * (1 - p);
    }

    assertThat(GammaPoisson.surprise(shape, exposure, observed, 1))
        .isCloseTo(observed == 0 ? 0 : Math.max(0, -Math.log10(tail)), within(1e-6));
  }

  @Example
  void a_surprise_that_no_double_can_hold_is_told_all_the_same() {
    assertThat(GammaPoisson.surprise(1, 1e6, 60, 1)).isEqualTo(300);
    assertThat(GammaPoisson.surprise(1, 999, 90, 1)).isCloseTo(270, within(1e-6));
  }

  @Property
  void a_sequential_test_finds_and_clears_at_its_bounds(
      @ForAll @IntRange(max = 200) int successes, @ForAll @IntRange(max = 200) int failures) {
    SequentialTest test = new SequentialTest(0.05, 0.25, 0.01, 0.2);
    double likelihood = 0;
    for (int i = 0; i < successes; i++) {
      likelihood += Math.log(0.25 / 0.05);
    }
    for (int i = 0; i < failures; i++) {
      likelihood += Math.log(0.75 / 0.95);
    }
    double ratio = test.logRatio(successes, successes + failures);

    assertThat(ratio).isCloseTo(likelihood, within(1e-9));
    assertThat(test.verdict(ratio))
        .isEqualTo(
            ratio >= Math.log(0.8 / 0.01)
                ? SequentialTest.Verdict.FOUND
                : ratio <= Math.log(0.2 / 0.99)
                    ? SequentialTest.Verdict.CLEARED
                    : SequentialTest.Verdict.UNDECIDED);
  }

  @Example
  void a_test_that_is_none_is_refused() {
    assertThatThrownBy(() -> new SequentialTest(0.3, 0.2, 0.01, 0.2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("p0 below p1");
  }

  @Property
  void decayed_trials_are_two_decayed_counts(@ForAll @IntRange(min = 1, max = 30) int trials) {
    DecayedTrials seen = DecayedTrials.NONE;
    DecayedCounter all = DecayedCounter.ZERO;
    for (int i = 0; i < trials; i++) {
      seen = seen.add(i % 3 == 0, i * 500L, 1_000);
      all = all.add(1, i * 500L, 1_000);
    }
    ByteWriter out = new ByteWriter();
    seen.write(out);

    assertThat(seen.trials()).isEqualTo(all);
    assertThat(DecayedTrials.read(new ByteReader(out.toBytes()))).isEqualTo(seen);
    assertThat(seen.posteriorAt(60_000_000, 1_000, 2, 2).mean()).isCloseTo(0.5, within(1e-6));
  }
}
