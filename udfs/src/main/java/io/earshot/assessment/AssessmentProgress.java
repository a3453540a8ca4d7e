package io.earshot.assessment;

import io.earshot.intake.Modality;
import io.earshot.scoring.ModelScores;
import io.earshot.scoring.UnscoredReason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * An assessment as far as it has come: one for each result that comes in, the last of them whole.
 *
 * <p>The creator's window takes the whole one and no other, so what it decides does not depend on
 * which modality was fast. The express lane takes them all, and decides a policy as soon as the
 * modalities are there that its rules ask for.
 *
 * @param assessment the results that are there, in the order of {@link Modality}
 * @param arrived the modality that came in last
 */
public record AssessmentProgress(Assessment assessment, Modality arrived) {

  /** The same progress of another assessment of the same results. */
  public AssessmentProgress with(Assessment other) {
    return new AssessmentProgress(other, arrived);
  }

  /** Whether nothing is awaited any more. */
  public boolean isWhole() {
    return assessment.results().size() == assessment.content().modalities().size();
  }

  /**
   * Whether with what came in last, and not before, all of some modalities are there.
   *
   * @param asked of the content's modalities; none are there with the first of all
   */
  public boolean completes(Collection<Modality> asked) {
    if (asked.isEmpty()) {
      return assessment.results().size() == 1;
    }
    return asked.contains(arrived)
        && asked.stream().allMatch(modality -> assessment.result(modality) != null);
  }

  /**
   * What is known from some modalities, which are there, as if the others were not: {@link
   * UnscoredReason#PENDING}. The same whichever of those are there already.
   */
  public Assessment from(Collection<Modality> asked) {
    List<ModelScores> results = new ArrayList<>();
    for (Modality modality : assessment.content().modalities()) {
      ModelScores result = assessment.result(modality);
      results.add(
          result != null && asked.contains(modality)
              ? result
              : ModelScores.unscored(modality, UnscoredReason.PENDING));
    }
    return new Assessment(assessment.content(), results);
  }
}
