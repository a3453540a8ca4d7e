package io.earshot.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Moments of populations that are known, since they were drawn. */
class MomentsTest {

  /** Standard errors within which an estimate lies, but for one in some hundred thousand. */
  private static final double ERRORS = 5;

  private static final int MEMBERS = 4_000;
  private static final long HALF_LIFE = 1_000;

  @Property(tries = 60)
  void shares_of_a_beta_population_are_recovered(
      @ForAll @DoubleRange(min = 0.5, max = 4) double a,
      @ForAll @DoubleRange(min = 0.5, max = 12) double b,
      @ForAll Random random) {
    List<Observed> seen = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      double share = beta(random, a, b);
      int trials = 1 + random.nextInt(80);
      int successes = 0;
      for (int trial = 0; trial < trials; trial++) {
        successes += random.nextDouble() < share ? 1 : 0;
      }
      seen.add(Observed.of(successes, trials));
    }

    assertRecovered(
        Moments.ofShares(seen), seen, a / (a + b), a * b / ((a + b) * (a + b) * (a + b + 1)), true);
  }

  @Property(tries = 60)
  void decayed_shares_are_recovered_by_their_squared_weights(
      @ForAll @DoubleRange(min = 0.5, max = 4) double a,
      @ForAll @DoubleRange(min = 0.5, max = 12) double b,
      @ForAll Random random) {
    List<Observed> seen = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      double share = beta(random, a, b);
      double y = 0;
      double x = 0;
      double q = 0;
      for (int trial = random.nextInt(40); trial >= 0; trial--) {
        double weight = DecayedCounter.factor(random.nextInt(4_000), HALF_LIFE);
        y += random.nextDouble() < share ? weight : 0;
        x += weight;
        q += weight * weight;
      }
      seen.add(new Observed(y, x, q));
    }

    assertRecovered(
        Moments.ofShares(seen), seen, a / (a + b), a * b / ((a + b) * (a + b) * (a + b + 1)), true);
  }

  @Property(tries = 60)
  void decayed_rates_of_a_gamma_population_are_recovered(
      @ForAll @DoubleRange(min = 0.5, max = 6) double a,
      @ForAll @DoubleRange(min = 50, max = 2_000) double b,
      @ForAll Random random) {
    List<Observed> seen = new ArrayList<>();
    for (int i = 0; i < MEMBERS; i++) {
      double rate = gamma(random, a) / b;
      long elapsed = 200L + random.nextInt(5_000);
      double y = 0;
      for (double at = wait(random, rate); at < elapsed; at += wait(random, rate)) {
        y += StrictMath.pow(2, -(elapsed - at) / HALF_LIFE);
      }
      seen.add(Observed.over(y, elapsed, HALF_LIFE));
    }

    assertRecovered(Moments.ofRates(seen), seen, a / b, a / (b * b), false);
  }

  /**
   * By the standard errors of the weighted means of r and of (r - mu)^2, which are what mean and
   * variance are made of.
   */
  private static void assertRecovered(
      Moments found, List<Observed> seen, double mean, double variance, boolean shares) {
    double chance = shares ? mean * (1 - mean) : mean;
    double total = 0;
    double errorOfMean = 0;
    double ofVariance = 0;
    double errorOfVariance = 0;
    for (Observed one : seen) {
      double spread = one.spread();
      double expected = chance * spread + variance * (shares ? 1 - spread : 1);
      double weight = 1 / expected;
      double off = one.rate() - mean;
      total += weight;
      errorOfMean += weight * weight * off * off;
      ofVariance += weight * (shares ? 1 - spread : 1);
      errorOfVariance += Math.pow(weight * (off * off - expected), 2);
    }
    assertThat(found.members()).isEqualTo(seen.size());
    assertThat(found.mean()).isCloseTo(mean, within(ERRORS * Math.sqrt(errorOfMean) / total));
    assertThat(found.variance())
        .isCloseTo(variance, within(ERRORS * Math.sqrt(errorOfVariance) / ofVariance));
  }

  @Property(tries = 200)
  void variance_is_the_one_at_which_squared_differences_of_pairs_are_as_expected(
      @ForAll @IntRange(min = 2, max = 25) int members,
      @ForAll boolean shares,
      @ForAll Random random) {
    List<Observed> seen = some(members, random);
    Moments found = shares ? Moments.ofShares(seen) : Moments.ofRates(seen);

    Moments twin = twin(seen, shares);
    assertThat(found.mean()).isCloseTo(twin.mean(), within(1e-6));
    assertThat(found.variance()).isCloseTo(twin.variance(), within(1e-6));
  }

  private static List<Observed> some(int members, Random random) {
    List<Observed> seen = new ArrayList<>();
    for (int i = 0; i < members; i++) {
      int trials = 1 + random.nextInt(30);
      seen.add(Observed.of(random.nextInt(trials + 1), trials));
    }
    return seen;
  }

  /** Weights again and again; the variance by bisection over all pairs of members. */
  private static Moments twin(List<Observed> seen, boolean shares) {
    double variance = 0;
    double mean = Double.NaN;
    for (int step = 0; step < 8; step++) {
      double[] weights = new double[seen.size()];
      double weighted = 0;
      double total = 0;
      for (int i = 0; i < weights.length; i++) {
        weights[i] =
            variance == 0
                ? seen.get(i).exposure()
                : 1 / expected(seen.get(i), mean, variance, shares);
        total += weights[i];
        weighted += weights[i] * seen.get(i).rate();
      }
      mean = weighted / total;
      double low = 0;
      double high = 4;
      for (int halving = 0; halving < 80; halving++) {
        double middle = (low + high) / 2;
        double excess = 0;
        for (int i = 0; i < weights.length; i++) {
          for (int j = 0; j < i; j++) {
            excess +=
                weights[i]
                    * weights[j]
                    * (Math.pow(seen.get(i).rate() - seen.get(j).rate(), 2)
                        - expected(seen.get(i), mean, middle, shares)
                        - expected(seen.get(j), mean, middle, shares));
          }
        }
        low = excess > 0 ? middle : low;
        high = excess > 0 ? high : middle;
      }
      variance = low < 1e-12 ? 0 : low;
      if (variance == 0) {
        break;
      }
    }
    return new Moments(mean, variance, seen.size());
  }

  private static double expected(Observed one, double mean, double variance, boolean shares) {
    double v = 1 / one.exposure();
    return shares ? mean * (1 - mean) * v + variance * (1 - v) : mean * v + variance;
  }

  @Property
  void order_changes_no_bit(
      @ForAll @IntRange(min = 2, max = 60) int members, @ForAll Random random) {
    List<Observed> seen = some(members, random);
    List<Observed> shuffled = new ArrayList<>(seen);
    Collections.shuffle(shuffled, random);

    assertThat(Moments.ofShares(shuffled)).isEqualTo(Moments.ofShares(seen));
    assertThat(Moments.ofRates(shuffled)).isEqualTo(Moments.ofRates(seen));
  }

  @Example
  void members_who_are_all_alike_do_not_differ() {
    List<Observed> alike = Collections.nCopies(50, Observed.of(3, 10));

    assertThat(Moments.ofShares(alike)).isEqualTo(new Moments(0.3, 0, 50));
    assertThat(Moments.ofRates(alike).variance()).isZero();
  }

  @Example
  void single_trials_tell_a_mean_and_no_variance() {
    List<Observed> single =
        List.of(Observed.of(1, 1), Observed.of(0, 1), Observed.of(0, 1), Observed.of(0, 1));

    assertThat(Moments.ofShares(single)).isEqualTo(new Moments(0.25, 0, 4));
  }

  @Example
  void what_cannot_be_counted_with_is_refused() {
    assertThatThrownBy(() -> new Observed(1, 0, 1)).hasMessageContaining("exposure 0.0");
    assertThatThrownBy(() -> new Observed(Double.NaN, 1, 1)).hasMessageContaining("events NaN");
    assertThatThrownBy(() -> Moments.ofRates(List.of(Observed.of(1, 2))))
        .hasMessageContaining("1 members are seen");
  }

  private static double wait(Random random, double rate) {
    return -Math.log(1 - random.nextDouble()) / rate;
  }

  private static double beta(Random random, double a, double b) {
    double x = gamma(random, a);
    return x / (x + gamma(random, b));
  }

  /** Marsaglia and Tsang, ACM Transactions on Mathematical Software 26, 2000. */
  private static double gamma(Random random, double shape) {
    if (shape < 1) {
      return gamma(random, shape + 1) * Math.pow(1 - random.nextDouble(), 1 / shape);
    }
    double d = shape - 1.0 / 3;
    while (true) {
      double x = random.nextGaussian();
      double v = Math.pow(1 + x / Math.sqrt(9 * d), 3);
      if (v > 0 && Math.log(1 - random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
        return d * v;
      }
    }
  }
}
