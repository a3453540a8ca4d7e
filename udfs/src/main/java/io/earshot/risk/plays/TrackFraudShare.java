package io.earshot.risk.plays;

import io.earshot.risk.DetectorSpec;
import io.earshot.risk.DetectorSpec.Evidence;
import io.earshot.risk.Finding;
import io.earshot.risk.Parameter;
import io.earshot.risk.Parameters;
import io.earshot.risk.RiskGroup;
import io.earshot.stats.BetaPosterior;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * D07b: so many plays of a track are of listeners that nobody can be (D07a) that something has to
 * be done about the plays. Both counts are halved every {@code halfLife}; with fewer than {@code
 * plays} of all nothing is said.
 *
 * <p>Money, charts and people are matters of their own, each told for itself, so that a rule can
 * speak of each: from the share {@code review} on people look; from {@code withhold} on charts and
 * royalties; from {@code penalty} on, beside these, people again. What stands is told again after
 * {@code again}. Who ordered the plays nobody can tell from them, so none of it says anything of
 * the creator.
 */
public final class TrackFraudShare extends PlayDetector {

  /** By which bundles name it. */
  public static final String ID = "D07b";

  private static final Parameter HALF_LIFE =
      Parameter.duration("halfLife", "after this time a play counts half");
  private static final Parameter PLAYS = Parameter.number("plays", "least number of plays");
  private static final Parameter REVIEW = Parameter.share("review", "share for people to look");
  private static final Parameter WITHHOLD =
      Parameter.share("withhold", "share for charts and royalties");
  private static final Parameter PENALTY =
      Parameter.share("penalty", "share for people to think of a penalty");
  private static final Parameter AGAIN =
      Parameter.duration("again", "after this time what still stands is told again");

  private static final double INTERVAL = 0.05;

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          ID,
          "track_fraud_share",
          "INT.STREAMFRAUD",
          RiskGroup.ROYALTIES,
          "a share of the plays of the track is artificial",
          List.of(HALF_LIFE, PLAYS, REVIEW, WITHHOLD, PENALTY, AGAIN),
          List.of(
              Evidence.whole(
                  "matter", "what is to be decided: 1 review, 2 charts, 3 royalties, 4 penalty"),
              Evidence.whole("flagged", "plays of impossible listeners, decayed"),
              Evidence.whole("all", "all plays, decayed"),
              Evidence.fraction("share", "share of the plays that is artificial"),
              Evidence.fraction("low", "the share is at least this, with 95 %"),
              Evidence.fraction("high", "the share is at most this, with 95 %")));

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public List<String> faults(Parameters set) {
    List<String> faults = new ArrayList<>(1);
    if (set.get(REVIEW) > set.get(WITHHOLD) || set.get(WITHHOLD) > set.get(PENALTY)) {
      faults.add(
          "review, withhold and penalty are %s, %s and %s; each is at least the one before"
              .formatted(set.get(REVIEW), set.get(WITHHOLD), set.get(PENALTY)));
    }
    return faults;
  }

  /** After this time a play counts half, milliseconds. */
  static long halfLife(Parameters set) {
    return Math.max(1, set.whole(HALF_LIFE));
  }

  /** After this time what stands is told again, milliseconds. */
  static long again(Parameters set) {
    return set.whole(AGAIN);
  }

  /** Whether there are enough plays to say anything. */
  static boolean speaksOf(TrackPlays plays, Parameters set) {
    return plays.all() >= set.get(PLAYS);
  }

  /** The matters that are to be decided. */
  static List<Integer> matters(TrackPlays plays, Parameters set) {
    double share = plays.share();
    if (!speaksOf(plays, set) || share < set.get(REVIEW)) {
      return List.of();
    }
    if (share < set.get(WITHHOLD)) {
      return List.of(TrackPlays.REVIEW);
    }
    return share < set.get(PENALTY)
        ? List.of(TrackPlays.CHARTS, TrackPlays.ROYALTIES)
        : List.of(TrackPlays.CHARTS, TrackPlays.ROYALTIES, TrackPlays.PENALTY);
  }

  @Override
  public @Nullable Finding judge(TrackPlays plays, int matter, Parameters set) {
    if (!matters(plays, set).contains(matter)) {
      return null;
    }
    BetaPosterior posterior = BetaPosterior.of(0.5, 0.5, plays.flagged(), plays.all());
    return new Finding(
        Math.round(plays.flagged()),
        matter,
        Math.round(plays.flagged()),
        Math.round(plays.all()),
        plays.share(),
        posterior.quantile(INTERVAL),
        posterior.quantile(1 - INTERVAL));
  }
}
