package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.intake.ContentRef;
import io.earshot.risk.Codes;
import io.earshot.risk.CreatorProfile;
import io.earshot.risk.CreatorView;
import io.earshot.risk.CreatorView.FamilyStanding;
import io.earshot.risk.Detector;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.DetectorSpec.Evidence;
import io.earshot.risk.DetectorState;
import io.earshot.risk.Finding;
import io.earshot.risk.Fitting;
import io.earshot.risk.Parameter;
import io.earshot.risk.Parameters;
import io.earshot.risk.RiskGroup;
import io.earshot.stats.ByteReader;
import io.earshot.stats.Observed;
import io.earshot.stats.SequentialTest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * D13: item after item just within the rules, none of which calls for anything by itself.
 *
 * <p>It fires on a borderline item of a family of which the creator's items have a mass of at least
 * {@code mass} (their scores, halved every 30 days), at least {@code items} of them. Items at or
 * above {@code certain} are judged by themselves: they are neither in the sum nor does it fire on
 * them, and what else the creator publishes counts as before. The sequential test of the share of
 * such items ({@code p0} being usual, {@code p1} what is looked for) is told with it; where it
 * finds p1, all that the creator publishes deserves a look. No state of its own: items whose
 * decisions were overturned are not in it.
 */
public final class SlowDrip implements Detector, DetectorState {

  private static final Parameter MASS =
      Parameter.number("mass", "least sum of scores, halved every 30 days");
  private static final Parameter ITEMS =
      Parameter.count("items", "least number of borderline items")
          .atMost(CreatorProfile.MOST_ITEMS);
  private static final Parameter CERTAIN =
      Parameter.share("certain", "score at which an item is judged by itself");
  private static final Parameter P0 =
      Parameter.share("p0", "usual share of borderline items").fitted();
  private static final Parameter P1 = Parameter.share("p1", "share that is looked for, above p0");
  private static final Parameter ALPHA =
      Parameter.share("alpha", "how often the test may find p1 where p0 is true");
  private static final Parameter BETA = Parameter.share("beta", "how often the test may miss p1");

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D13",
          "slow_drip",
          "HAT.BORDER",
          RiskGroup.CONDUCT,
          "item after item just within the rules",
          List.of(MASS, ITEMS, CERTAIN, P0, P1, ALPHA, BETA),
          List.of(
              Evidence.family("family", "family of the items"),
              Evidence.fraction("mass", "sum of their scores, halved every 30 days"),
              Evidence.whole("items", "number of them"),
              Evidence.fraction("logRatio", "log likelihood ratio of the sequential test"),
              Evidence.whole("persistent", "1 if the test finds the share that is looked for")));

  private static final Fitting FITTING = Fitting.share(P0);

  /** Of fewer items than that, decayed, what is borderline is more than a month ago. */
  private static final double LEAST_ITEMS = 0.5;

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return true;
  }

  @Override
  public List<String> faults(Parameters set) {
    return set.get(P0) < set.get(P1)
        ? List.of()
        : List.of(
            "p0 is "
                + set.get(P0)
                + " and p1 "
                + set.get(P1)
                + "; what is looked for has to be above what is usual");
  }

  @Override
  public Fitting fitting() {
    return FITTING;
  }

  @Override
  public DetectorState start() {
    return this;
  }

  @Override
  public DetectorState read(ByteReader in) {
    return this;
  }

  /** Of the family that weighs most, as the test is made of it; decayed items count as so many. */
  @Override
  public @Nullable Observed observed(CreatorView creator, long since) {
    double all = creator.items();
    if (all < LEAST_ITEMS) {
      return null;
    }
    FamilyStanding most = FamilyStanding.NONE;
    for (Family family : Family.values()) {
      FamilyStanding standing = creator.standing(family);
      most = standing.mass() > most.mass() ? standing : most;
    }
    return Observed.of(Math.min(most.items(), all), all);
  }

  @Override
  public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
    Family heaviest = null;
    FamilyStanding most = FamilyStanding.NONE;
    for (Map.Entry<Family, Double> score : creator.scores().entrySet()) {
      if (score.getValue() >= CreatorProfile.BORDERLINE && score.getValue() < set.get(CERTAIN)) {
        FamilyStanding standing = creator.standing(score.getKey(), set.get(CERTAIN));
        if (standing.mass() > most.mass()
            && standing.mass() >= set.get(MASS)
            && standing.count() >= set.get(ITEMS)) {
          most = standing;
          heaviest = score.getKey();
        }
      }
    }
    if (heaviest == null) {
      return null;
    }
    SequentialTest test =
        new SequentialTest(set.get(P0), set.get(P1), set.get(ALPHA), set.get(BETA));
    double logRatio = test.logRatio(most.items(), Math.max(most.items(), creator.items()));
    return new Finding(
        most.count(),
        Codes.of(heaviest),
        most.mass(),
        most.count(),
        logRatio,
        test.verdict(logRatio) == SequentialTest.Verdict.FOUND ? 1 : 0);
  }
}
