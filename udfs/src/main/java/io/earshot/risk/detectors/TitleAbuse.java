package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.risk.Codes;
import io.earshot.risk.CreatorProfile;
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
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * D18: the title of a playlist or a profile that is set to something violating again and again.
 *
 * <p>A version violates if the score of a family is at least {@code score}. It fires on a violating
 * version of something on which a decision that stands was made within {@code window}; and on a
 * violating one at {@code edits} edits within a day, at least {@code violating} of them so. A
 * version does not count as violating if the decisions on it in that family were overturned; and
 * where people found the pattern to be wrong, it counts anew from the next edit on. State: the last
 * 24 edits of a day, 2 to 7 bytes each, and 9 more if it violates.
 */
public final class TitleAbuse implements Detector {

  private static final int MOST = 24;

  private static final Parameter SCORE =
      Parameter.share("score", "least score of a version that violates");
  private static final Parameter WINDOW =
      Parameter.duration("window", "how long a decision on it is remembered against it")
          .atMost(CreatorProfile.MEMORY_DURATION.toMillis());
  private static final Parameter EDITS =
      Parameter.count("edits", "edits within a day").atMost(MOST);
  private static final Parameter VIOLATING =
      Parameter.count("violating", "violating ones among them").atMost(MOST);

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D18",
          "title_abuse",
          "INT.CIRCUMVENT",
          RiskGroup.METADATA,
          "a title that is set to something violating again and again",
          List.of(SCORE, WINDOW, EDITS, VIOLATING),
          List.of(
              Evidence.whole("again", "1 if something was decided on it before"),
              Evidence.whole("edits", "edits within a day"),
              Evidence.whole("violating", "violating ones among them")));

  private static final long DAY = Duration.ofDays(1).toMillis();

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return content.version() > 1
        && (content.kind() == ContentKind.PLAYLIST || content.kind() == ContentKind.PROFILE);
  }

  @Override
  public DetectorState start() {
    return new State(new ArrayList<>(1));
  }

  @Override
  public DetectorState read(ByteReader in) {
    int version = Formats.version("D18", in, Formats.SECOND);
    List<Edit> edits = new ArrayList<>();
    long before = 0;
    for (int left = in.smallCount(); left > 0; left--) {
      before += in.signed();
      boolean violates = in.octet() == 1;
      edits.add(
          violates && version > Formats.FIRST
              ? new Edit(before, true, in.word(), Codes.family(in.octet()))
              // Of what the first version wrote it is not known what it was about.
              : new Edit(before, violates, 0, Family.INT));
    }
    return new State(edits);
  }

  /**
   * An edit.
   *
   * @param item by what decisions name the version; of meaning if it violates, as is its family
   */
  private record Edit(long at, boolean violates, long item, Family family) {

    boolean countsAsViolating(CreatorView creator) {
      return violates && creator.stands(item, family);
    }

    boolean wasWrong(CreatorView creator) {
      return violates && !creator.stands(item, Family.INT);
    }
  }

  private record State(List<Edit> edits) implements DetectorState {

    @Override
    public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
      long now = creator.now();
      double score = 0;
      Family family = Family.INT;
      for (Map.Entry<Family, Double> one : creator.scores().entrySet()) {
        if (one.getValue() > score) {
          score = one.getValue();
          family = one.getKey();
        }
      }
      boolean violates = score >= set.get(SCORE);
      if (edits.size() == MOST) {
        edits.remove(0);
      }
      edits.add(new Edit(now, violates, creator.item(), family));
      if (!violates) {
        return null;
      }
      int count = 0;
      int violating = 0;
      for (Edit edit : edits) {
        if (edit.wasWrong(creator)) {
          count = 0;
          violating = 0;
        } else if (edit.at() > now - DAY) {
          count++;
          violating += edit.countsAsViolating(creator) ? 1 : 0;
        }
      }
      long decided = creator.lastDecisionOn(creator.content());
      boolean again = decided != Long.MIN_VALUE && decided >= now - set.whole(WINDOW);
      return again || (count >= set.get(EDITS) && violating >= set.get(VIOLATING))
          ? new Finding((again ? 1L : 0L) + violating, again ? 1 : 0, count, violating)
          : null;
    }

    @Override
    public List<StateFact> describe(CreatorView creator) {
      return List.of(
          StateFact.share(
              "violating edits, of edits of the last day",
              (double) edits.stream().filter(Edit::violates).count(),
              edits.size()));
    }

    @Override
    public void write(ByteWriter out, long now) {
      edits.removeIf(edit -> edit.at() <= now - DAY);
      if (edits.isEmpty()) {
        return;
      }
      out.octet(Formats.SECOND).count(edits.size());
      long before = 0;
      for (Edit edit : edits) {
        out.signed(edit.at() - before).octet(edit.violates() ? 1 : 0);
        if (edit.violates()) {
          out.word(edit.item()).octet(Codes.of(edit.family()));
        }
        before = edit.at();
      }
    }
  }
}
