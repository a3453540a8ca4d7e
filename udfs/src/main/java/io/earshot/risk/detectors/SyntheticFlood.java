package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.risk.CreatorView;
import io.earshot.risk.Detector;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.DetectorSpec.Evidence;
import io.earshot.risk.DetectorState;
import io.earshot.risk.Finding;
import io.earshot.risk.Fitting;
import io.earshot.risk.Parameter;
import io.earshot.risk.Parameters;
import io.earshot.risk.RiskGroup;
import io.earshot.risk.StateFact;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import io.earshot.stats.BetaPosterior;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.DecayedCounter;
import io.earshot.stats.DecayedTrials;
import io.earshot.stats.Observed;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * D02: a stream of uploads nearly all of which a model takes for made by a machine. That something
 * was made by a machine is no violation; that it comes by the dozen is what this is about.
 *
 * <p>Of the uploads with a score for {@code synthetic}, those at or above {@code score} are
 * successes (Beta prior, halved every 7 days). It fires at {@code n >= items}, the lower bound (5 %
 * quantile) of the share at least {@code share}, and a rate (half-life 3 days) of at least {@code
 * perDay}. State: 3 decayed counts, up to 46 bytes, of creators with such scores only.
 */
public final class SyntheticFlood implements Detector {

  private static final Parameter SCORE =
      Parameter.share("score", "from which score on an upload counts as made by a machine");
  private static final Parameter ITEMS =
      Parameter.number("items", "least number of scored uploads, halved every 7 days");
  private static final Parameter SHARE =
      Parameter.share("share", "least share of them, at its lower bound");
  private static final Parameter PER_DAY =
      Parameter.number("perDay", "least uploads a day, averaged over some days");
  private static final Parameter TRUSTED_FACTOR =
      Parameter.number("trustedFactor", "by what the counts are multiplied for trusted licensors");
  private static final Parameter PRIOR_SYNTHETIC =
      Parameter.positive("priorSynthetic", "a0 of the prior").fitted();
  private static final Parameter PRIOR_OTHER =
      Parameter.positive("priorOther", "b0 of the prior").fitted();

  private static final List<Parameter> PARAMETERS =
      List.of(SCORE, ITEMS, SHARE, PER_DAY, TRUSTED_FACTOR, PRIOR_SYNTHETIC, PRIOR_OTHER);

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D02",
          "synthetic_flood",
          "INT.FLOOD",
          RiskGroup.VELOCITY,
          "a stream of uploads that a model takes for made by a machine",
          PARAMETERS,
          List.of(
              Evidence.fraction("items", "scored uploads, halved every 7 days"),
              Evidence.fraction("synthetic", "those of them that count as made by a machine"),
              Evidence.fraction("lowerBound", "share of them that it has at least, 95 % sure"),
              Evidence.fraction("perDay", "uploads a day")));

  private static final Fitting FITTING = Fitting.beta(PRIOR_SYNTHETIC, PRIOR_OTHER);

  private static final String LABEL = "synthetic";
  private static final double CONFIDENCE = 0.95;
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long HALF_LIFE = 7 * DAY;
  private static final long RATE_HALF_LIFE = 3 * DAY;

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return content.version() == 1 && content.kind() != ContentKind.COMMENT;
  }

  @Override
  public Fitting fitting() {
    return FITTING;
  }

  @Override
  public DetectorState start() {
    return new State(DecayedTrials.NONE, DecayedCounter.ZERO);
  }

  @Override
  public DetectorState read(ByteReader in) {
    Formats.first("D02", in);
    return new State(DecayedTrials.read(in), DecayedCounter.read(in));
  }

  /** The highest score for the label; -1 if no model gave one. */
  private static double score(Assessment assessment) {
    double highest = -1;
    for (ModelScores result : assessment.results()) {
      for (LabelScore score : result.scores()) {
        if (score.label().equals(LABEL)) {
          highest = Math.max(highest, score.score());
        }
      }
    }
    return highest;
  }

  private static final class State implements DetectorState {

    private DecayedTrials trials;
    private DecayedCounter rate;

    State(DecayedTrials trials, DecayedCounter rate) {
      this.trials = trials;
      this.rate = rate;
    }

    @Override
    public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
      double score = score(assessment);
      if (score < 0) {
        return null;
      }
      long now = creator.now();
      trials = trials.add(score >= set.get(SCORE), now, HALF_LIFE);
      rate = rate.add(1.0, now, RATE_HALF_LIFE);
      double factor = creator.isTrustedLicensor() ? set.get(TRUSTED_FACTOR) : 1.0;
      double n = trials.trials().valueAt(now, HALF_LIFE);
      double perDay = rate.rateAt(now, RATE_HALF_LIFE) * DAY;
      if (n < factor * set.get(ITEMS) || perDay < factor * set.get(PER_DAY)) {
        return null;
      }
      BetaPosterior share =
          trials.posteriorAt(now, HALF_LIFE, set.get(PRIOR_SYNTHETIC), set.get(PRIOR_OTHER));
      return share.isAtLeast(set.get(SHARE), CONFIDENCE)
          ? new Finding(
              (long) n,
              n,
              trials.successes().valueAt(now, HALF_LIFE),
              share.quantile(1 - CONFIDENCE),
              perDay)
          : null;
    }

    /**
     * The squared weights, which halve every 3.5 days, are not kept, but sums of those that halve
     * every 7 and every 3 days. The logarithm of such a sum is convex in the rate of decay, and 2/7
     * lies a quarter and three quarters of the way between 1/7 and 1/3.
     */
    @Override
    public @Nullable Observed observed(CreatorView creator, long since) {
      long now = creator.now();
      double n = trials.trials().valueAt(now, HALF_LIFE);
      double faster = rate.valueAt(now, RATE_HALF_LIFE);
      return n <= 0 || faster <= 0
          ? null
          : new Observed(
              trials.successes().valueAt(now, HALF_LIFE),
              n,
              StrictMath.pow(n, 0.25) * StrictMath.pow(faster, 0.75));
    }

    @Override
    public List<StateFact> describe(CreatorView creator) {
      return List.of(
          StateFact.share(
              "synthetic items, of items with a score, halved every 7 days",
              trials.successes().valueAt(creator.now(), HALF_LIFE),
              trials.trials().valueAt(creator.now(), HALF_LIFE)),
          StateFact.fraction("items a day", rate.rateAt(creator.now(), RATE_HALF_LIFE) * DAY));
    }

    @Override
    public void write(ByteWriter out, long now) {
      if (trials.trials().valueAt(now, HALF_LIFE) >= 0.01) {
        out.octet(Formats.FIRST);
        trials.write(out);
        rate.write(out);
      }
    }
  }
}
