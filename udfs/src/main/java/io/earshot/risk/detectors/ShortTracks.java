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
import io.earshot.stats.BetaPosterior;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import io.earshot.stats.Observed;
import io.earshot.stats.RecentTrials;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * D05: tracks of just the length from which on a play is paid for.
 *
 * <p>Of the last 100 tracks, those of {@code shortest} to {@code longest} are successes (Beta
 * prior). It fires on such a track at {@code n >= tracks} and the lower bound (5 % quantile) of the
 * share at least {@code share}. State: one bit a track, up to 19 bytes.
 */
public final class ShortTracks implements Detector {

  private static final Parameter SHORTEST =
      Parameter.duration("shortest", "length from which on a play is paid for");
  private static final Parameter LONGEST =
      Parameter.duration("longest", "greatest length that is just above that");
  private static final Parameter TRACKS =
      Parameter.count("tracks", "least number of tracks").atMost(RecentTrials.CAPACITY);
  private static final Parameter SHARE =
      Parameter.share("share", "least share of them that are so short, at its lower bound");
  private static final Parameter PRIOR_SHORT =
      Parameter.positive("priorShort", "a0 of the prior").fitted();
  private static final Parameter PRIOR_OTHER =
      Parameter.positive("priorOther", "b0 of the prior").fitted();

  private static final List<Parameter> PARAMETERS =
      List.of(SHORTEST, LONGEST, TRACKS, SHARE, PRIOR_SHORT, PRIOR_OTHER);

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D05",
          "short_track",
          "INT.SHORTTRACK",
          RiskGroup.ROYALTIES,
          "tracks of just the length from which on a play is paid for",
          PARAMETERS,
          List.of(
              Evidence.whole("tracks", "of the last 100 tracks, those of known length"),
              Evidence.whole("short", "those of them that are just long enough"),
              Evidence.fraction("lowerBound", "share that they have at least, 95 % sure")));

  private static final Fitting FITTING = Fitting.beta(PRIOR_SHORT, PRIOR_OTHER);

  private static final double CONFIDENCE = 0.95;

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return content.kind() == ContentKind.TRACK
        && content.version() == 1
        && content.durationMs() != null;
  }

  @Override
  public Fitting fitting() {
    return FITTING;
  }

  @Override
  public DetectorState start() {
    return new State(new RecentTrials());
  }

  @Override
  public DetectorState read(ByteReader in) {
    return new State(RecentTrials.read(Formats.first("D05", in)));
  }

  private record State(RecentTrials tracks) implements DetectorState {

    @Override
    public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
      Long duration = assessment.content().durationMs();
      boolean isShort =
          duration != null && duration >= set.get(SHORTEST) && duration <= set.get(LONGEST);
      tracks.add(isShort);
      int n = tracks.trials();
      if (!isShort || n < set.get(TRACKS)) {
        return null;
      }
      BetaPosterior share =
          BetaPosterior.of(set.get(PRIOR_SHORT), set.get(PRIOR_OTHER), tracks.successes(), n);
      return share.isAtLeast(set.get(SHARE), CONFIDENCE)
          ? new Finding(tracks.successes(), n, tracks.successes(), share.quantile(1 - CONFIDENCE))
          : null;
    }

    @Override
    public @Nullable Observed observed(CreatorView creator, long since) {
      return tracks.trials() == 0 ? null : Observed.of(tracks.successes(), tracks.trials());
    }

    @Override
    public List<StateFact> describe(CreatorView creator) {
      return List.of(
          StateFact.share("short tracks, of the last tracks", tracks.successes(), tracks.trials()));
    }

    @Override
    public void write(ByteWriter out, long now) {
      if (tracks.trials() > 0) {
        out.octet(Formats.FIRST);
        tracks.write(out);
      }
    }
  }
}
