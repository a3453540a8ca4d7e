package io.earshot.risk.plays;

import io.earshot.risk.DetectorSpec;
import io.earshot.risk.DetectorSpec.Evidence;
import io.earshot.risk.Finding;
import io.earshot.risk.Parameter;
import io.earshot.risk.Parameters;
import io.earshot.risk.RiskGroup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * D07c: who listens to a track in a day, and when, is what no audience does. Of at least {@code
 * plays} plays, each listener plays it {@code perListener} times; or the hundredth of at least
 * {@code listeners} listeners who play most have {@code topShare} of the plays; or of at least
 * {@code evenPlays} plays every hour of the day has nearly as many ({@code entropy}), though people
 * sleep.
 */
public final class ListenerMix extends PlayDetector {

  /** By which bundles name it. */
  public static final String ID = "D07c";

  private static final Parameter PLAYS = Parameter.count("plays", "least plays of the day");
  private static final Parameter PER_LISTENER =
      Parameter.number("perListener", "plays of a listener within the day");
  private static final Parameter LISTENERS =
      Parameter.count("listeners", "least listeners of whom the hundredth is looked at");
  private static final Parameter TOP =
      Parameter.share("topShare", "share of the plays of the hundredth that plays most");
  private static final Parameter EVEN_PLAYS =
      Parameter.count("evenPlays", "least plays of a day whose hours are compared");
  private static final Parameter ENTROPY =
      Parameter.share("entropy", "entropy of the hours, of that of an even day");
  private static final Parameter AGAIN =
      Parameter.duration("again", "after this time what still stands is told again");

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          ID,
          "listener_mix",
          "INT.STREAMFRAUD",
          RiskGroup.ROYALTIES,
          "who plays the track, and when, is what no audience does",
          List.of(PLAYS, PER_LISTENER, LISTENERS, TOP, EVEN_PLAYS, ENTROPY, AGAIN),
          List.of(
              Evidence.whole("plays", "plays of the day"),
              Evidence.whole("listeners", "different listeners of the day"),
              Evidence.fraction("perListener", "plays of a listener"),
              Evidence.fraction("topShare", "share of the hundredth that plays most"),
              Evidence.fraction("entropy", "entropy of the hours, of that of an even day")));

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  /** After this time what stands is told again, milliseconds. */
  static long again(Parameters set) {
    return set.whole(AGAIN);
  }

  /** Whether the day is what no audience does. */
  static boolean isOdd(TrackPlays.Day day, Parameters set) {
    boolean enough = day.plays() > 0 && day.plays() >= set.get(PLAYS);
    boolean often = day.perListener() >= set.get(PER_LISTENER);
    boolean few = day.listeners() >= set.get(LISTENERS) && day.topShare() >= set.get(TOP);
    boolean even = day.plays() >= set.get(EVEN_PLAYS) && day.entropy() >= set.get(ENTROPY);
    return enough && (often || few || even);
  }

  @Override
  public @Nullable Finding judge(TrackPlays plays, int matter, Parameters set) {
    TrackPlays.Day day = plays.day();
    return matter != TrackPlays.MIX || !isOdd(day, set)
        ? null
        : new Finding(
            day.plays(),
            day.plays(),
            day.listeners(),
            day.perListener(),
            day.topShare(),
            day.entropy());
  }
}
