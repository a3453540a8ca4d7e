package io.earshot.assessment;

import io.earshot.intake.BankMatch;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that was found about one version of one content.
 *
 * @param content what was judged
 * @param results one entry a modality, in the order of {@link Modality}
 * @param matches known media that was found in it, in any order
 * @param likeness what it sounds like; known from the creator's window on
 * @param foundLater whether this is about known media whose entry came after the version was
 *     judged: there are matches, and no results
 * @param publishedBy with what is found later: the event that published the version; else null
 */
public record Assessment(
    ContentRef content,
    List<ModelScores> results,
    List<BankMatch> matches,
    Likeness likeness,
    boolean foundLater,
    @Nullable String publishedBy) {

  /** What was kept by an older version of the job knows nothing of likeness. */
  public Assessment {
    likeness = likeness == null ? Likeness.NONE : likeness;
  }

  /** An assessment before the creator's window. */
  public Assessment(ContentRef content, List<ModelScores> results, List<BankMatch> matches) {
    this(content, results, matches, Likeness.NONE, false, null);
  }

  /** An assessment in which no known media was found. */
  public Assessment(ContentRef content, List<ModelScores> results) {
    this(content, results, List.of());
  }

  /** The same, with what it sounds like. */
  public Assessment sounding(Likeness known) {
    return new Assessment(content, results, matches, known, foundLater, publishedBy);
  }

  /**
   * What a content version is judged by that was judged before its match was known.
   *
   * @param publishedBy the event that published it
   */
  public static Assessment ofLater(ContentRef content, String publishedBy, BankMatch match) {
    return new Assessment(content, List.of(), List.of(match), Likeness.NONE, true, publishedBy);
  }

  /** The result for a modality, or null if the content does not have it. */
  public @Nullable ModelScores result(Modality modality) {
    for (ModelScores result : results) {
      if (result.modality() == modality) {
        return result;
      }
    }
    return null;
  }

  /**
   * The strongest evidence for each family over all modalities and labels, 0 to 1, in the order of
   * {@link Family}; a family that nothing speaks to is not there.
   */
  public EnumMap<Family, Double> familyScores() {
    EnumMap<Family, Double> strongest = new EnumMap<>(Family.class);
    for (ModelScores result : results) {
      for (LabelScore score : result.scores()) {
        Family family = Family.ofLabel(score.label());
        if (family != null) {
          strongest.merge(family, score.score(), Math::max);
        }
      }
    }
    return strongest;
  }

  /** The models that answered, as {@code id@version}, in the order of the modalities. */
  public List<String> models() {
    List<String> models = new ArrayList<>(results.size());
    for (ModelScores result : results) {
      if (result.modelId() != null) {
        models.add(result.modelId() + "@" + result.modelVersion());
      }
    }
    return models;
  }

  /** The same without some of the known media that was found. */
  public Assessment without(Predicate<BankMatch> gone) {
    return new Assessment(
        content,
        results,
        matches.stream().filter(gone.negate()).toList(),
        likeness,
        foundLater,
        publishedBy);
  }
}
