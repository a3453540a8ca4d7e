package io.earshot.risk.detectors;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
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
import io.earshot.stats.ByteReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * D14: another item of a family for which decisions were made before.
 *
 * <p>It fires on an item with a score of at least {@code score} of a family in which at least
 * {@code items} items had a decision within {@code window} that was not overturned, {@code upheld}
 * of them by a person. No state of its own: decisions are in the profile.
 */
public final class Reoffence implements Detector, DetectorState {

  private static final Parameter SCORE = Parameter.share("score", "least score of the item");
  private static final Parameter ITEMS =
      Parameter.count("items", "items before it with a decision, at least 1")
          .atMost(CreatorProfile.MOST_ITEMS);
  private static final Parameter UPHELD =
      Parameter.count("upheld", "those of them that a person upheld")
          .atMost(CreatorProfile.MOST_ITEMS);
  private static final Parameter WINDOW =
      Parameter.duration("window", "within this time")
          .atMost(CreatorProfile.MEMORY_DURATION.toMillis());

  private static final DetectorSpec SPEC =
      new DetectorSpec(
          "D14",
          "reoffence",
          "INT.CIRCUMVENT",
          RiskGroup.EVASION,
          "another item of a family for which decisions were made before",
          List.of(SCORE, ITEMS, UPHELD, WINDOW),
          List.of(
              Evidence.family("family", "family of the items"),
              Evidence.whole("items", "items before it with a decision"),
              Evidence.whole("upheld", "those of them that a person upheld")));

  @Override
  public DetectorSpec spec() {
    return SPEC;
  }

  @Override
  public boolean looksAt(ContentRef content) {
    return true;
  }

  @Override
  public DetectorState start() {
    return this;
  }

  @Override
  public DetectorState read(ByteReader in) {
    return this;
  }

  @Override
  public @Nullable Finding observe(Assessment assessment, CreatorView creator, Parameters set) {
    Finding found = null;
    for (Map.Entry<Family, Double> score : creator.scores().entrySet()) {
      if (score.getValue() < set.get(SCORE)) {
        continue;
      }
      long since = creator.now() - set.whole(WINDOW);
      int items = creator.standingDecisions(score.getKey(), since);
      if (items >= Math.max(1, set.get(ITEMS)) && (found == null || items > found.events())) {
        int upheld = creator.upheldDecisions(score.getKey(), since);
        if (upheld >= set.get(UPHELD)) {
          found = new Finding(items, Codes.of(score.getKey()), items, upheld);
        }
      }
    }
    return found;
  }
}
