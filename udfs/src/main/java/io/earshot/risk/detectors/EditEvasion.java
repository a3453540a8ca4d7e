package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.risk.Codes;
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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * D12: something harmless is published, and becomes something else by an edit.
 *
 * <p>It fires on an edit within {@code window} of the version before, if the score of a family goes
 * from at most {@code clean} to at least {@code found}, a rise of {@code rise} or more. An edit
 * that adds the first link is noted, and fires once there are {@code edits} noted ones within 30
 * days, since one such edit is what honest shows do. A noted edit on which the decisions were
 * overturned does not count. Comments are not compared: they come forty times as often as all else,
 * would take the room of what is kept for the items of a creator, and when one is edited, what it
 * says now is scored and decided on by itself. State: the newest 24 contents of the last {@code 72
 * hours}, 13 bytes each and 3 a family with a score above 0.05, and the last 8 noted edits.
 */
public final class EditEvasion implements Detector {

  private static final int MOST_EDITS = 8;
  private static final long MEMORY = Duration.ofDays(3).toMillis();

  private static final Parameter WINDOW =
      Parameter.duration("window", "time between the versions").atMost(MEMORY);
  private static final Parameter CLEAN =
      Parameter.share("clean", "greatest score of the version before");
  private static final Parameter FOUND = Parameter.share("found", "least score of the edit");
  private static final Parameter RISE = Parameter.share("rise", "least rise between them");
  private static final Parameter EDITS =
      Parameter.count("edits", "edits that add a link, from which on they count")
          .atMost(MOST_EDITS);

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D12",
          "edit_evasion",
          "INT.CIRCUMVENT",
          RiskGroup.EVASION,
          "something harmless becomes something else by an edit",
          List.of(WINDOW, CLEAN, FOUND, RISE, EDITS),
          List.of(
              Evidence.fraction("rise", "rise of the score; 0 where a link is what was added"),
              Evidence.family("family", "family of the score that rose; empty if none did"),
              Evidence.whole("edits", "noted edits of the last 30 days")));

  private static final int MOST_CONTENTS = 24;
  private static final long EDIT_MEMORY = Duration.ofDays(30).toMillis();

  /** Scores below are as good as none, and not kept. */
  private static final int LEAST_PERMILLE = 50;

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return content.kind() != ContentKind.COMMENT;
  }

  @Override
  public DetectorState start() {
    return new State(new ArrayList<>(2), new ItemLog(MOST_EDITS));
  }

  @Override
  public DetectorState read(ByteReader in) {
    Formats.first("D12", in);
    List<Version> versions = new ArrayList<>();
    long before = 0;
    for (int left = in.smallCount(); left > 0; left--) {
      long content = in.word();
      before += in.signed();
      boolean links = in.octet() == 1;
      Map<Family, Integer> scores = new EnumMap<>(Family.class);
      for (int scoresLeft = in.smallCount(); scoresLeft > 0; scoresLeft--) {
        scores.put(Codes.family(in.octet()), in.smallCount());
      }
      versions.add(new Version(content, before, links, scores));
    }
    return new State(versions, ItemLog.read(in, MOST_EDITS));
  }

  private record Version(long content, long at, boolean links, Map<Family, Integer> scores) {}

  private record State(List<Version> versions, ItemLog edits) implements DetectorState {

    @Override
    public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
      Version before = take(creator.content());
      Version seen = version(assessment, creator);
      if (versions.size() == MOST_CONTENTS) {
        versions.remove(0);
      }
      versions.add(seen);
      if (before == null || seen.at() - before.at() > set.get(WINDOW)) {
        return null;
      }
      Family worst = null;
      int rise = 0;
      for (Map.Entry<Family, Integer> score : seen.scores().entrySet()) {
        int was = before.scores().getOrDefault(score.getKey(), 0);
        if (was <= set.get(CLEAN) * 1_000
            && score.getValue() >= set.get(FOUND) * 1_000
            && score.getValue() - was > rise) {
          rise = score.getValue() - was;
          worst = score.getKey();
        }
      }
      boolean rose = worst != null && rise >= set.get(RISE) * 1_000;
      boolean linked = seen.links() && !before.links();
      if (!rose && !linked) {
        return null;
      }
      edits.add(creator.item(), seen.at());
      int noted = edits.count(creator, Family.INT, seen.at() - EDIT_MEMORY);
      return rose || noted >= set.get(EDITS)
          ? new Finding(
              1L + noted,
              rose ? rise / 1_000.0 : 0.0,
              rose && worst != null ? Codes.of(worst) : -1,
              noted)
          : null;
    }

    private @Nullable Version take(long content) {
      for (int i = versions.size() - 1; i >= 0; i--) {
        if (versions.get(i).content() == content) {
          return versions.remove(i);
        }
      }
      return null;
    }

    private static Version version(Assessment assessment, CreatorView creator) {
      Map<Family, Integer> scores = Map.of();
      for (Map.Entry<Family, Double> score : creator.scores().entrySet()) {
        int permille = (int) StrictMath.rint(score.getValue() * 1_000);
        if (permille > LEAST_PERMILLE) {
          scores = scores.isEmpty() ? new EnumMap<>(Family.class) : scores;
          scores.put(score.getKey(), permille);
        }
      }
      return new Version(
          creator.content(), creator.now(), assessment.content().linkCount() > 0, scores);
    }

    @Override
    public List<StateFact> describe(CreatorView creator) {
      return List.of(
          StateFact.whole("contents that an edit would be compared with", versions.size()),
          StateFact.whole(
              "noted edits of 30 days that stand",
              edits.count(creator, Family.INT, creator.now() - EDIT_MEMORY)));
    }

    @Override
    public void write(ByteWriter out, long now) {
      versions.removeIf(version -> version.at() < now - MEMORY);
      ByteWriter log = new ByteWriter();
      boolean anyEdit = edits.write(log, now - EDIT_MEMORY);
      if (versions.isEmpty() && !anyEdit) {
        return;
      }
      out.octet(Formats.FIRST).count(versions.size());
      long before = 0;
      for (Version version : versions) {
        out.word(version.content()).signed(version.at() - before);
        out.octet(version.links() ? 1 : 0).count(version.scores().size());
        version.scores().forEach((family, permille) -> out.octet(Codes.of(family)).count(permille));
        before = version.at();
      }
      if (anyEdit) {
        out.raw(log);
      } else {
        out.count(0);
      }
    }
  }
}
