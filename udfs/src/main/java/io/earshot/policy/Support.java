package io.earshot.policy;

import io.earshot.intake.Modality;
import io.earshot.policy.Condition.Asked;
import io.earshot.policy.Condition.Leaf;
import io.earshot.policy.Vocabulary.Group;
import io.earshot.policy.Vocabulary.Label;
import io.earshot.policy.Vocabulary.Variable;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What speaks for a rule that holds: the labels, the known media and the conduct that its
 * comparisons asked for and found. A comparison that only asks for something to be little ({@code
 * text.violence < 0.3}) speaks for nothing.
 *
 * <p>Pieces of evidence are counted like this:
 *
 * <ul>
 *   <li>each place in which a label was found; a score without a place, as a platform supplies it,
 *       is one;
 *   <li>each match with known media that the rule asked for;
 *   <li>what another creator published first, which is one;
 *   <li>what the creator did before: a count of items, uploads or earlier decisions is as many
 *       pieces as it counts, since each was an event of its own, and so is a detector that fired; a
 *       share, risk or points of a ledger are one.
 * </ul>
 *
 * The age of an account, its trust, the form of a title and what others report are no evidence:
 * they may decide between two outcomes, and never bring one about by themselves.
 *
 * @param labels what models found
 * @param places places in which they found it
 * @param matches matches with known media
 * @param modalities modalities of labels and matches
 * @param conduct what the creator did before
 * @param besideTranscript whether anything was found outside of a transcript
 * @param restsOnReports whether it asked for reports
 */
record Support(
    List<Label> labels,
    int places,
    int matches,
    Set<Modality> modalities,
    int conduct,
    boolean besideTranscript,
    boolean restsOnReports) {

  /** Name of the number of pieces of evidence in a decision path. */
  static final String UNITS = "evidence.units";

  /** The field that holds what was heard, by a machine that may have misheard. */
  private static final String TRANSCRIPT = "transcript";

  /** The label that says that something was made by a machine. */
  private static final String SYNTHETIC = "synthetic";

  /** What is known to be safe, or only like something known, speaks for nothing. */
  private static final Set<String> NO_EVIDENCE = Set.of("matches.safe", "matches.altered");

  /** More than this is not counted: nobody asks. */
  private static final int MOST = 1_000_000;

  /** What speaks for a condition that holds, under a policy. */
  static Support of(Condition condition, Facts facts) {
    Set<Label> labels = new LinkedHashSet<>();
    Set<Integer> matches = new TreeSet<>();
    int conduct = 0;
    boolean reports = false;
    for (Leaf leaf : Condition.leaves(condition)) {
      if (leaf.asksForLittle() || !holds(leaf, facts)) {
        continue;
      }
      for (Asked asked : leaf.asked()) {
        Variable variable = facts.vocabulary().at(asked.place());
        Label label = facts.vocabulary().labelAt(asked.place());
        if (label != null) {
          labels.add(label);
        }
        reports |= variable.group() == Group.REPORTS;
        if (variable.group() == Group.MATCHES && !NO_EVIDENCE.contains(variable.name())) {
          addMatches(leaf, variable, facts, matches);
        }
        conduct = Math.max(conduct, conduct(variable, facts.at(asked.place()), facts));
      }
    }
    return of(labels, matches, conduct, reports, facts);
  }

  private static Support of(
      Set<Label> labels, Set<Integer> matches, int conduct, boolean reports, Facts facts) {
    Set<Modality> modalities = EnumSet.noneOf(Modality.class);
    boolean besideTranscript = !matches.isEmpty();
    int places = 0;
    for (Label label : labels) {
      modalities.add(label.modality());
      int found = (int) Math.min(MOST, (Long) facts.at(label.units()));
      places += Math.max(1, found);
      besideTranscript |= found == 0 || label.fields() < 0 || isBesideTranscript(facts, label);
    }
    List<String> matched = facts.list("matches.modalities");
    for (int match : matches) {
      // An example may name the policy of a match and nothing more of it.
      if (match < matched.size()) {
        modalities.add(Modality.valueOf(matched.get(match)));
      }
    }
    return new Support(
        List.copyOf(labels),
        places,
        matches.size(),
        modalities,
        conduct,
        besideTranscript,
        reports);
  }

  private static boolean holds(Leaf leaf, Facts facts) {
    try {
      return leaf.holds(facts);
    } catch (Condition.RuleFailure e) {
      return false;
    }
  }

  private static boolean isBesideTranscript(Facts facts, Label label) {
    return facts.list(facts.vocabulary().slot(label.fields())).stream()
        .anyMatch(field -> !field.equals(TRANSCRIPT));
  }

  /** The matches that a comparison asked for: those of a policy or bank, or all. */
  private static void addMatches(Leaf leaf, Variable variable, Facts facts, Set<Integer> into) {
    List<String> values =
        variable.type() == Vocabulary.Type.LIST
            ? facts.list(variable.name())
            : facts.list("matches.policies");
    for (int i = 0; i < values.size(); i++) {
      if (!(leaf instanceof Condition.Has has) || has.constant().equals(values.get(i))) {
        into.add(i);
      }
    }
  }

  private static int conduct(Variable variable, Object value, Facts facts) {
    boolean speaks =
        variable.name().equals(Vocabulary.EARLIER_FOUND)
            || (variable.group() == Group.CREATOR
                && !variable.name().equals("creator.ageDays")
                && !variable.name().equals("creator.trustedLicensor"))
            || variable.group().isOfEnforcement();
    if (!speaks) {
      return 0;
    }
    if (value instanceof Boolean truth) {
      return !truth
          ? 0
          : variable.name().startsWith(Vocabulary.DETECTORS) ? events(variable, facts) : 1;
    }
    if (value instanceof String) {
      return 0;
    }
    double number = value instanceof Number n ? n.doubleValue() : 0;
    boolean counts = variable.group() != Group.STRIKES && variable.most() > 1;
    return counts ? (int) Math.min(MOST, number) : number > 0 ? 1 : 0;
  }

  /** A detector that fired is as many pieces as the events that it rests on. */
  private static int events(Variable fired, Facts facts) {
    String name = fired.name();
    return (int)
        Math.min(
            MOST, facts.whole(name.substring(0, name.lastIndexOf('.') + 1) + Vocabulary.EVENTS));
  }

  /** How many pieces of evidence there are. */
  int units() {
    return places + matches + conduct;
  }

  /** Whether it rests on what models found. */
  boolean restsOnScores() {
    return !labels.isEmpty();
  }

  /** Whether it rests on what models read or heard. */
  boolean restsOnWords() {
    return labels.stream().anyMatch(label -> EvidenceGate.hasWords(label.modality()));
  }

  /** Pieces of evidence other than that something was made by a machine. */
  int besideSynthetic() {
    return matches
        + conduct
        + (int) labels.stream().filter(label -> !label.name().equals(SYNTHETIC)).count();
  }

  /** Whether one of the labels says that something was made by a machine. */
  boolean hasSynthetic() {
    return labels.stream().anyMatch(label -> label.name().equals(SYNTHETIC));
  }
}
