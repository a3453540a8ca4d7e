package io.earshot.stats;

import java.util.List;

/**
 * Mean and variance of a share or a rate over a population, of which each member was seen for
 * another time: the method of moments for beta-binomial shares (Kleinman, Proportions with
 * extraneous variance: single and independent samples, JASA 68, 1973, pages 46 to 54) and, in the
 * same form, for gamma-Poisson rates.
 *
 * <p>Let {@code r_i = y_i / x_i} be what was seen of member i, {@code v_i = q_i / x_i^2}, mu and
 * sigma^2 mean and variance of the members' own shares or rates. Then
 *
 * <pre>
 *   Var(r_i) = c v_i + sigma^2 (1 - k v_i)
 *   shares:  c = mu (1 - mu), k = 1    (v_i is 1 over the effective number of trials)
 *   rates:   c = mu,          k = 0
 * </pre>
 *
 * and for any weights w_i with the sum W, the mean {@code m = sum w_i r_i / W} has the weighted sum
 * of squares {@code S = sum w_i (r_i - m)^2} with {@code E S = sum w_i (1 - w_i / W) Var(r_i)}.
 * That is linear in sigma^2, which gives the estimate; below 0 it is 0. Kleinman's weights are one
 * over Var(r_i), which needs the estimate itself: the first are those of no variance between
 * members, and it is done again some times with those that follow.
 *
 * <p>The result is a function of the set of members: they are summed up in an order of their own.
 *
 * @param mean mu
 * @param variance sigma^2; 0 where members differ no more than by chance
 * @param members how many were seen
 */
public record Moments(double mean, double variance, int members) {

  /** Kleinman takes two steps; further ones change digits that nobody keeps. */
  private static final int STEPS = 8;

  /**
   * Of shares.
   *
   * @param observed at least 2
   */
  public static Moments ofShares(List<Observed> observed) {
    return of(observed, true);
  }

  /**
   * Of rates, per unit of exposure.
   *
   * @param observed at least 2
   */
  public static Moments ofRates(List<Observed> observed) {
    return of(observed, false);
  }

  private static Moments of(List<Observed> observed, boolean shares) {
    if (observed.size() < 2) {
      throw new IllegalArgumentException(
          observed.size() + " members are seen; what differs between them takes 2 at least");
    }
    List<Observed> sorted = observed.stream().sorted().toList();
    double[] rates = new double[sorted.size()];
    double[] spreads = new double[rates.length];
    double[] weights = new double[rates.length];
    for (int i = 0; i < rates.length; i++) {
      Observed one = sorted.get(i);
      // Decayed sums that are read at other times may differ in their last digits.
      rates[i] = shares ? Math.min(1.0, one.rate()) : one.rate();
      spreads[i] = shares ? Math.min(1.0, one.spread()) : one.spread();
      weights[i] = 1.0 / spreads[i];
    }
    Moments found = step(rates, spreads, weights, shares);
    for (int step = 1; step < STEPS && found.variance > 0; step++) {
      double chance = chance(found.mean, shares);
      for (int i = 0; i < weights.length; i++) {
        weights[i] =
            1.0 / (chance * spreads[i] + found.variance * (shares ? 1.0 - spreads[i] : 1.0));
      }
      found = step(rates, spreads, weights, shares);
    }
    return found;
  }

  private static double chance(double mean, boolean shares) {
    return shares ? mean * (1.0 - mean) : mean;
  }

  private static Moments step(double[] rates, double[] spreads, double[] weights, boolean shares) {
    double total = 0;
    double weighted = 0;
    for (int i = 0; i < rates.length; i++) {
      total += weights[i];
      weighted += weights[i] * rates[i];
    }
    double mean = weighted / total;
    double squares = 0;
    double byChance = 0;
    double byVariance = 0;
    for (int i = 0; i < rates.length; i++) {
      double free = weights[i] * (1.0 - weights[i] / total);
      squares += weights[i] * (rates[i] - mean) * (rates[i] - mean);
      byChance += free * spreads[i];
      byVariance += free * (shares ? 1.0 - spreads[i] : 1.0);
    }
    // Of single trials, nothing tells how members differ.
    double variance = byVariance > 0 ? (squares - chance(mean, shares) * byChance) / byVariance : 0;
    return new Moments(mean, Math.max(0, variance), rates.length);
  }
}
