package io.earshot.risk.plays;

import io.earshot.risk.DetectorSpec;
import io.earshot.risk.DetectorSpec.Evidence;
import io.earshot.risk.Finding;
import io.earshot.risk.Parameter;
import io.earshot.risk.Parameters;
import io.earshot.risk.RiskGroup;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * D07a: a listener that nobody can be. It plays more than {@code day} hours of sound in 24 hours,
 * which one person with one stream cannot; or more than {@code royaltyPlays} plays that are paid
 * for, and these are of {@code meanPlay} at most on average or come from {@code devices} devices at
 * once.
 *
 * <p>It decides which plays are flagged. On a track it fires where any of the plays are.
 *
 * <p>Devices are those that play at one moment, as many as any record of the 24 hours says. How
 * many different ones there were in a day is another thing, which aggregates do not tell and which
 * says less: a telephone, a car, a speaker and a television are a day of one person.
 *
 * <p>Flagged is what is played in an hour at whose end the listener is impossible, by the 24 hours
 * that end then. What was played in the earlier ones of these stays as it was judged. To flag it
 * too, every listener would have to keep for a day what of which track was played in each hour,
 * some 70 bytes for each of these instead of ten for an hour, to have it for the few of whom it is
 * asked; and tracks would have to take back hours that they have told of, in the order of time,
 * with what followed. So of a machine the first plays are never flagged: up to {@code royaltyPlays}
 * or {@code day}, once for each account, in 24 hours. One that goes on is flagged from then on with
 * all that it plays. A farm that throws its accounts away after a day hides most of its plays from
 * this; what it does to a track is for {@link ListenerMix}.
 */
public final class ImpossibleListener extends PlayDetector {

  /** By which bundles name it. */
  public static final String ID = "D07a";

  private static final Parameter DAY =
      Parameter.duration("day", "more sound within 24 hours is impossible");
  private static final Parameter ROYALTY =
      Parameter.count("royaltyPlays", "most plays within 24 hours for which royalties are owed");
  private static final Parameter MEAN =
      Parameter.duration("meanPlay", "beyond that many plays, the mean of plays that are gaming");
  private static final Parameter DEVICES =
      Parameter.count("devices", "beyond that many plays, devices at once that are gaming");

  private static final double SECOND = Duration.ofSeconds(1).toMillis();

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          ID,
          "impossible_listener",
          "INT.STREAMFRAUD",
          RiskGroup.ROYALTIES,
          "the track is played by listeners who play more than anybody can",
          List.of(DAY, ROYALTY, MEAN, DEVICES),
          List.of(Evidence.whole("plays", "plays of such listeners, halved by D07b.halfLife")));

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  /** Whether nobody can have played that within 24 hours. */
  static boolean isImpossible(Listener.Sums day, Parameters set) {
    if (day.seconds() > set.get(DAY) / SECOND) {
      return true;
    }
    return day.royalty() > set.get(ROYALTY)
        && ((double) day.seconds() / day.plays() <= set.get(MEAN) / SECOND
            || day.devices() >= set.get(DEVICES));
  }

  @Override
  public @Nullable Finding judge(TrackPlays plays, int matter, Parameters set) {
    long flagged = Math.round(plays.flagged());
    return flagged == 0 ? null : new Finding(flagged, flagged);
  }
}
