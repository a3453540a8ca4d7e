package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.intake.ContentRef;
import io.earshot.intake.ContentSigns.ReleaseSign;
import io.earshot.risk.CreatorView;
import io.earshot.risk.Detector;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.DetectorSpec.Evidence;
import io.earshot.risk.DetectorState;
import io.earshot.risk.Finding;
import io.earshot.risk.Parameter;
import io.earshot.risk.Parameters;
import io.earshot.risk.RiskGroup;
import io.earshot.risk.StateFact;
import io.earshot.stats.ByteReader;
import io.earshot.stats.ByteWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * D06: one recording cut into many short tracks, each of which goes on where the one before ended.
 *
 * <p>Of a release, the tracks that have come are counted, those of at most {@code longest}, and the
 * joins to the track before that the platform measured as at least {@code similarity} alike. It
 * fires from {@code tracks} tracks on if their median is at most {@code longest} (half of them are)
 * and {@code joins} of all joins are that alike. Without measured joins it never fires: an album of
 * interludes looks the same otherwise. State: the last 4 releases, 15 bytes each, for a day.
 */
public final class SplitRelease implements Detector {

  private static final Parameter TRACKS = Parameter.count("tracks", "least tracks of the release");
  private static final Parameter LONGEST =
      Parameter.duration("longest", "greatest median length of its tracks");
  private static final Parameter SIMILARITY =
      Parameter.share("similarity", "how alike the two sides of a join are at least");
  private static final Parameter JOINS =
      Parameter.share("joins", "least share of the joins that are that alike");

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D06",
          "split_release",
          "INT.SHORTTRACK",
          RiskGroup.ROYALTIES,
          "one recording cut into many short tracks",
          List.of(TRACKS, LONGEST, SIMILARITY, JOINS),
          List.of(
              Evidence.whole("tracks", "tracks of the release so far"),
              Evidence.whole("short", "those of them that are short"),
              Evidence.whole("joins", "joins whose two sides are alike")));

  private static final int MOST_RELEASES = 4;
  private static final long MEMORY = Duration.ofDays(1).toMillis();

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return content.signs().release() != null && content.version() == 1;
  }

  @Override
  public DetectorState start() {
    return new State(new ArrayList<>(1));
  }

  @Override
  public DetectorState read(ByteReader in) {
    Formats.first("D06", in);
    List<Release> releases = new ArrayList<>(1);
    for (int left = in.smallCount(); left > 0; left--) {
      releases.add(
          new Release(in.word(), in.signed(), in.smallCount(), in.smallCount(), in.smallCount()));
    }
    return new State(releases);
  }

  private record Release(long hash, long last, int tracks, int shorts, int joins) {}

  private record State(List<Release> releases) implements DetectorState {

    @Override
    public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
      ReleaseSign sign = assessment.content().signs().release();
      if (sign == null) {
        return null;
      }
      Release before = new Release(sign.releaseHash(), 0, 0, 0, 0);
      for (int i = releases.size() - 1; i >= 0; i--) {
        if (releases.get(i).hash() == sign.releaseHash()) {
          Release known = releases.remove(i);
          before = known.last() < creator.now() - MEMORY ? before : known;
        }
      }
      Long duration = assessment.content().durationMs();
      boolean isShort = duration != null && duration <= set.get(LONGEST);
      boolean joined = sign.joinSimilarity() >= set.get(SIMILARITY) * 1_000;
      Release release =
          new Release(
              sign.releaseHash(),
              creator.now(),
              before.tracks() + 1,
              before.shorts() + (isShort ? 1 : 0),
              before.joins() + (joined ? 1 : 0));
      if (releases.size() == MOST_RELEASES) {
        releases.remove(0);
      }
      releases.add(release);
      return release.tracks() >= set.get(TRACKS)
              && 2 * release.shorts() >= release.tracks()
              && release.joins() >= set.get(JOINS) * (release.tracks() - 1)
          ? new Finding(release.tracks(), release.tracks(), release.shorts(), release.joins())
          : null;
    }

    @Override
    public List<StateFact> describe(CreatorView creator) {
      return releases.stream()
          .map(
              release ->
                  new StateFact(
                      "a release of " + release.tracks() + " tracks so far",
                      release.shorts()
                          + " short, "
                          + release.joins()
                          + " that run on from another"))
          .toList();
    }

    @Override
    public void write(ByteWriter out, long now) {
      releases.removeIf(release -> release.last() < now - MEMORY);
      if (!releases.isEmpty()) {
        out.octet(Formats.FIRST).count(releases.size());
        for (Release release : releases) {
          out.word(release.hash()).signed(release.last()).count(release.tracks());
          out.count(release.shorts()).count(release.joins());
        }
      }
    }
  }
}
