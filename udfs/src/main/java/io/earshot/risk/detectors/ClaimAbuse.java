package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.risk.CreatorView;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.DetectorSpec.Evidence;
import io.earshot.risk.Finding;
import io.earshot.risk.Parameter;
import io.earshot.risk.Parameters;
import io.earshot.risk.ReportBook.Entry;
import io.earshot.risk.ReporterPrior;
import io.earshot.risk.ReporterStanding;
import io.earshot.risk.RiskGroup;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * D20: claims by somebody whose claims are nearly always rejected. As D16, what it finds speaks for
 * the creator: as long as it fires, nothing is done automatically because of reports.
 *
 * <p>It fires while there is a claim of a rights holder within a day whose claimant has had {@code
 * answers} claims answered within 90 days, of which with 95 % confidence at least {@code rejected}
 * are unfounded: the lower bound of a Beta-Bernoulli posterior. What is known of the claimant is
 * what was known when they claimed. The claimant is warned at the answer that brings them there. No
 * state of its own.
 */
public final class ClaimAbuse extends WithoutState {

  private static final Parameter REJECTED =
      Parameter.share("rejected", "least share of the claimant's claims that are unfounded");
  private static final Parameter ANSWERS =
      Parameter.count("answers", "least number of the claimant's claims that were answered")
          .atMost(ReporterStanding.MOST_ANSWERS);

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D20",
          "claim_abuse",
          "INT.REPORTABUSE",
          RiskGroup.REPORTS,
          "claims by somebody whose claims are nearly always rejected",
          List.of(REJECTED, ANSWERS, ReporterPrior.UPHELD, ReporterPrior.UNFOUNDED),
          List.of(
              Evidence.whole("claims", "such claims within a day"),
              Evidence.whole("answers", "answered claims of the worst of the claimants"),
              Evidence.whole("unfounded", "those of them that were unfounded"),
              Evidence.fraction("lowerBound", "least share of unfounded ones, 95 % confidence")));

  private static final long DAY = Duration.ofDays(1).toMillis();

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public OptionalDouble distrusts(ReporterStanding standing, boolean claim, Parameters set) {
    return claim && standing.answered() >= set.get(ANSWERS)
        ? unfounded(standing, set, set.get(REJECTED))
        : OptionalDouble.empty();
  }

  /** The share of unfounded reports, if it is at least so high at its lower bound. */
  static OptionalDouble unfounded(ReporterStanding standing, Parameters set, double least) {
    double bound = standing.unfoundedShare(ReporterPrior.of(set));
    return bound >= least ? OptionalDouble.of(bound) : OptionalDouble.empty();
  }

  @Override
  @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
    long claims = 0;
    Entry worst = null;
    double highest = 0;
    for (Entry entry : creator.reports().after(creator.now() - DAY)) {
      OptionalDouble unfounded = distrusts(entry.standing(), entry.claim(), set);
      if (unfounded.isPresent()) {
        double bound = unfounded.getAsDouble();
        claims++;
        worst = bound > highest ? entry : worst;
        highest = Math.max(highest, bound);
      }
    }
    return worst == null
        ? null
        : new Finding(
            claims, claims, worst.standing().answered(), worst.standing().unfounded(), highest);
  }
}
