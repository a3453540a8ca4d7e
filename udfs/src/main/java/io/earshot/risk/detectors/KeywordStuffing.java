package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.intake.ContentKind;
import io.earshot.intake.ContentRef;
import io.earshot.intake.ContentSigns;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * D10: titles, descriptions and tags that are written for search, again and again.
 *
 * <p>An item is stuffed if of at least {@code tokens} words one makes {@code topShare}, or if its
 * title has more than {@code titleLength} characters and at most {@code uniqueShare} of its words
 * are different ones. It fires on a stuffed item at {@code items} of them within {@code window}
 * whose decisions, if there were any, were not overturned. Names of others in a title are not
 * looked at: there is no list of protected names. State: the last 16 stuffed items, 12 bytes each.
 */
public final class KeywordStuffing implements Detector {

  private static final int MOST = 16;
  private static final long MEMORY = Duration.ofDays(90).toMillis();

  private static final Parameter TOKENS =
      Parameter.count("tokens", "least words for the share of one to mean something");
  private static final Parameter TOP_SHARE =
      Parameter.share("topShare", "least share of the most frequent word");
  private static final Parameter TITLE_LENGTH =
      Parameter.count("titleLength", "characters of a title above which it is long");
  private static final Parameter UNIQUE_SHARE =
      Parameter.share("uniqueShare", "greatest share of different words with a long title");
  private static final Parameter ITEMS = Parameter.count("items", "stuffed items").atMost(MOST);
  private static final Parameter WINDOW =
      Parameter.duration("window", "within this time").atMost(MEMORY);

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D10",
          "keyword_stuffing",
          "INT.KEYWORD",
          RiskGroup.METADATA,
          "titles, descriptions and tags that are written for search, again and again",
          List.of(TOKENS, TOP_SHARE, TITLE_LENGTH, UNIQUE_SHARE, ITEMS, WINDOW),
          List.of(
              Evidence.whole("items", "stuffed items"),
              Evidence.whole("tokens", "words of this one"),
              Evidence.fraction("topShare", "share of its most frequent word"),
              Evidence.fraction("uniqueShare", "share of different words")));

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return content.kind() != ContentKind.COMMENT && content.signs().tokens() > 0;
  }

  @Override
  public DetectorState start() {
    return new State(new ItemLog(MOST));
  }

  @Override
  public DetectorState read(ByteReader in) {
    return new State(ItemLog.read(Formats.first("D10", in), MOST));
  }

  private record State(ItemLog stuffed) implements DetectorState {

    @Override
    public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
      ContentSigns signs = assessment.content().signs();
      double top = signs.topTokenShare() / 1_000.0;
      double unique = signs.uniqueTokenShare() / 1_000.0;
      boolean isStuffed =
          (signs.tokens() >= set.get(TOKENS) && top >= set.get(TOP_SHARE))
              || (assessment.content().titleLength() > set.get(TITLE_LENGTH)
                  && unique <= set.get(UNIQUE_SHARE));
      if (!isStuffed) {
        return null;
      }
      stuffed.add(creator.item(), creator.now());
      int items = stuffed.count(creator, Family.INT, creator.now() - set.whole(WINDOW));
      return items >= set.get(ITEMS)
          ? new Finding(items, items, signs.tokens(), top, unique)
          : null;
    }

    @Override
    public List<StateFact> describe(CreatorView creator) {
      return List.of(
          StateFact.whole(
              "stuffed items of 90 days that stand",
              stuffed.count(creator, Family.INT, creator.now() - MEMORY)));
    }

    @Override
    public void write(ByteWriter out, long now) {
      ByteWriter log = new ByteWriter();
      if (stuffed.write(log, now - MEMORY)) {
        out.octet(Formats.FIRST).raw(log);
      }
    }
  }
}
