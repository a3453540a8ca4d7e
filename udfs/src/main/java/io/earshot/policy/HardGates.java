package io.earshot.policy;

import io.earshot.intake.Modality;
import io.earshot.scoring.UnscoredReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What evidence has to be there before anything is restricted without a human, whatever a bundle
 * says. This is code and not configuration for the same reason as {@link Taxonomy}.
 *
 * <p>Each gate is about what {@linkplain Support speaks for a rule}, and is closed only by what it
 * is meant for:
 *
 * <ul>
 *   <li><b>Transcripts.</b> What was only heard may have been made up: speech recognition invents
 *       about one segment in a hundred, and more for those who pause. So it removes or blocks
 *       nothing without a second field, a second modality or known media. It may hide until a human
 *       has listened.
 *   <li><b>Accounts.</b> What is done to a creator, and not to one content, needs two pieces of
 *       evidence. A rule on conduct alone, such as one on an upload flood, counts events that
 *       happened, and those are its pieces; the gate does not stand in its way.
 *   <li><b>Reports.</b> Where a detector finds that the reports are abuse, a rule that asks for
 *       reports restricts nothing: what a crowd or a claimant wants taken down, a human looks at.
 *   <li><b>Synthetic.</b> That something was made by a machine is no violation, and the score that
 *       says so restricts nothing alone.
 *   <li><b>Partial evidence.</b> Where a model that should have answered did not, what it would
 *       have said is missing: nothing severe is decided on the rest, but to hide until a human has
 *       looked. Modalities for which no model is deployed ({@link UnscoredReason#NO_MODEL}), and
 *       those that carried nothing ({@link UnscoredReason#EMPTY}), hide no answer. Known media
 *       needs no model to be what it is, and conduct has none.
 * </ul>
 */
final class HardGates {

  /** Least pieces of evidence for what is done to an account. */
  private static final int ACCOUNT_UNITS = 2;

  /** From this severity on, 0 being the worst, partial evidence may do. */
  private static final int LENIENT_SEVERITY = 3;

  /** Reasons for no score behind which no answer is missing. */
  private static final Set<String> COMPLETE =
      Set.of("", UnscoredReason.NO_MODEL.name(), UnscoredReason.EMPTY.name());

  private HardGates() {}

  /** Every gate that applies to an action, and whether it is open. */
  static List<Comparison> compare(int severity, ActionType action, Support support, Facts facts) {
    List<Comparison> compared = new ArrayList<>();
    if (!action.isRestriction()) {
      return compared;
    }
    if (support.restsOnScores()) {
      if (action == ActionType.REMOVE || action == ActionType.BLOCK_UPLOAD) {
        compared.add(isTrue("evidence.besideTranscript", support.besideTranscript()));
      }
      if (support.hasSynthetic()) {
        compared.add(
            EvidenceGate.atLeast("evidence.besideSynthetic", 1, support.besideSynthetic()));
      }
      if (severity < LENIENT_SEVERITY
          && action != ActionType.HIDE_PENDING_REVIEW
          && support.matches() == 0) {
        compared.add(complete(facts));
      }
    }
    if (support.restsOnReports()) {
      compared.add(isFalse("reports.distrusted", facts.truth("reports.distrusted")));
    }
    if (action.target() == ActionType.Target.CREATOR) {
      compared.add(EvidenceGate.atLeast(Support.UNITS, ACCOUNT_UNITS, support.units()));
    }
    return compared;
  }

  private static Comparison isFalse(String variable, boolean value) {
    return new Comparison(variable, "==", "false", String.valueOf(value), !value);
  }

  private static Comparison isTrue(String variable, boolean value) {
    return new Comparison(variable, "==", "true", String.valueOf(value), value);
  }

  /** What the models that should have answered and did not would have said; empty if all did. */
  static String missing(Facts facts) {
    return Stream.of(Modality.values())
        .map(Vocabulary::prefix)
        .filter(prefix -> facts.truth(prefix + "present"))
        .filter(prefix -> !COMPLETE.contains(facts.text(prefix + "unscored")))
        .map(prefix -> prefix + "unscored " + facts.text(prefix + "unscored"))
        .collect(Collectors.joining(", "));
  }

  private static Comparison complete(Facts facts) {
    String missing = missing(facts);
    return new Comparison(
        "evidence.missing", "==", "none", missing.isEmpty() ? "none" : missing, missing.isEmpty());
  }
}
