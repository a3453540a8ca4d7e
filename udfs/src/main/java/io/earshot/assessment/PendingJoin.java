package io.earshot.assessment;

import io.earshot.intake.BankMatch;
import io.earshot.intake.SourceRef;
import io.earshot.scoring.ModelScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Keyed state: results of a content whose other modalities are still being scored.
 *
 * <p>A copy of an event (same event id, other offset) is joined by itself, so that a repeat can
 * never take a result from the original and leave it waiting. The creator's window tells repeats
 * apart, in canonical order.
 *
 * @param copies one entry an event copy that is not complete yet
 */
public record PendingJoin(List<Copy> copies) {

  /**
   * One event copy.
   *
   * @param source which copy
   * @param results what has come in for it
   * @param matches known media that was found in what has come in
   */
  public record Copy(SourceRef source, List<ModelScores> results, List<BankMatch> matches) {}

  /** Nothing waits. */
  public static final PendingJoin EMPTY = new PendingJoin(List.of());

  /**
   * What adding a result leads to.
   *
   * @param pending what still waits
   * @param results of the copy so far, in the order of the modalities
   * @param matches known media that was found in any of them
   */
  public record Step(PendingJoin pending, List<ModelScores> results, List<BankMatch> matches) {}

  /** Adds a result for a copy that needs {@code expected} results. */
  public Step add(SourceRef source, ModelScores result, List<BankMatch> found, int expected) {
    List<Copy> others = new ArrayList<>(copies.size());
    List<ModelScores> results = new ArrayList<>(expected);
    List<BankMatch> matches = new ArrayList<>();
    for (Copy copy : copies) {
      if (copy.source().equals(source)) {
        results.addAll(copy.results());
        matches.addAll(copy.matches());
      } else {
        others.add(copy);
      }
    }
    results.add(result);
    matches.addAll(found);
    results.sort(Comparator.comparing(ModelScores::modality));
    if (results.size() == expected) {
      return new Step(new PendingJoin(others), results, matches);
    }
    others.add(new Copy(source, results, matches));
    return new Step(new PendingJoin(others), results, matches);
  }
}
