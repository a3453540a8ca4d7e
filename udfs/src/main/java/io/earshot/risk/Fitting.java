package io.earshot.risk;

import io.earshot.stats.Moments;
import io.earshot.stats.Observed;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the {@linkplain Parameter#fitted() fitted} parameters of a detector come from what creators
 * did. What one creator did, {@link DetectorState#observed} says.
 *
 * <p>It has to be a function of the set of observations, in whatever order they are listed.
 */
public interface Fitting {

  /**
   * How much a prior may be worth. Creators who differ no more than by chance would give one that
   * no creator's own conduct outweighs, and then nobody stands out; a prior keeps its mean, and is
   * worth no more than this.
   *
   * @param trials most trials that a prior of a share is worth, {@code a0 + b0}; at least {@link
   *     #LEAST_TRIALS}
   * @param time most time that a prior of a rate is worth, {@code b0}; at least {@link #LEAST_TIME}
   */
  record Limits(double trials, Duration time) {

    /** A prior of a share is worth one trial at least, as Jeffreys' is. */
    public static final double LEAST_TRIALS = 1;

    /** A prior of a rate is worth the hour at least that detectors count in. */
    public static final Duration LEAST_TIME = Duration.ofHours(1);

    public Limits {
      if (!(trials >= LEAST_TRIALS) || Double.isInfinite(trials)) {
        throw new IllegalArgumentException(
            "a prior of a share is worth "
                + trials
                + " trials; it is "
                + LEAST_TRIALS
                + " or more");
      }
      if (time.compareTo(LEAST_TIME) < 0) {
        throw new IllegalArgumentException(
            "a prior of a rate is worth " + time + "; it is " + LEAST_TIME + " or more");
      }
    }
  }

  /**
   * A rate that was seen for less than a day, in milliseconds, mostly says that something came in a
   * batch.
   */
  long LEAST_SEEN = Duration.ofDays(1).toMillis();

  /**
   * What was found.
   *
   * @param values of all fitted parameters, by name; durations in milliseconds
   * @param moments what they come from
   * @param unit what the prior is worth is told in
   * @param worth what it is worth, in trials or milliseconds; 0 for a bare share
   * @param limited whether that is one of the {@link Limits} and not what was seen
   */
  record Fitted(
      Map<String, Double> values, Moments moments, Unit unit, double worth, boolean limited) {

    /** What priors are worth. */
    public enum Unit {
      TRIALS,
      TIME,
      NONE
    }

    public Fitted {
      values = new LinkedHashMap<>(values);
    }
  }

  /**
   * Values from what creators did.
   *
   * @param observed each creator's part, at least two
   * @return null where it teaches nothing: no event was seen, or nothing else
   */
  @Nullable Fitted fit(List<Observed> observed, Limits limits);

  /** Whether anything happened, and anything else; the rest is left to more general groups. */
  private static boolean teaches(Moments moments, boolean share) {
    return moments.mean() > 0 && (!share || moments.mean() < 1);
  }

  /**
   * Beta(a0, b0) of shares: {@code a0 + b0 = mu (1 - mu) / sigma^2 - 1}, a0 its part mu.
   *
   * @param successes a0
   * @param failures b0
   */
  static Fitting beta(Parameter successes, Parameter failures) {
    return (observed, limits) -> {
      Moments moments = Moments.ofShares(observed);
      if (!teaches(moments, true)) {
        return null;
      }
      double mean = moments.mean();
      double seen = mean * (1 - mean) / moments.variance() - 1;
      double worth = Math.max(Limits.LEAST_TRIALS, Math.min(limits.trials(), seen));
      Map<String, Double> values = new LinkedHashMap<>();
      values.put(successes.name(), worth * mean);
      values.put(failures.name(), worth * (1 - mean));
      return new Fitted(values, moments, Fitted.Unit.TRIALS, worth, worth != seen);
    };
  }

  /**
   * Gamma(a0, b0) of rates per millisecond: {@code b0 = mu / sigma^2, a0 = mu b0}.
   *
   * @param events a0
   * @param time b0
   */
  static Fitting gamma(Parameter events, Parameter time) {
    return (observed, limits) -> {
      Moments moments = Moments.ofRates(observed);
      if (!teaches(moments, false)) {
        return null;
      }
      double seen = moments.mean() / moments.variance();
      double worth =
          Math.max(
              (double) Limits.LEAST_TIME.toMillis(),
              Math.min((double) limits.time().toMillis(), seen));
      Map<String, Double> values = new LinkedHashMap<>();
      values.put(events.name(), worth * moments.mean());
      values.put(time.name(), worth);
      return new Fitted(values, moments, Fitted.Unit.TIME, worth, worth != seen);
    };
  }

  /** The share that is usual, without how much creators differ in it. */
  static Fitting share(Parameter share) {
    return (observed, limits) -> {
      Moments moments = Moments.ofShares(observed);
      return teaches(moments, true)
          ? new Fitted(Map.of(share.name(), moments.mean()), moments, Fitted.Unit.NONE, 0, false)
          : null;
    };
  }
}
