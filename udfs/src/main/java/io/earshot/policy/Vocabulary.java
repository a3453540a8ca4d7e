package io.earshot.policy;

import io.earshot.assessment.Family;
import io.earshot.intake.Modality;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a rule can ask about, with its type: the only variables that a bundle may use.
 *
 * <p>Scores are {@code <modality>.<label>}, one for each label of the deployed models, so a rule on
 * a label that no model gives is a type error and not a rule that never fires.
 */
public final class Vocabulary {

  /** Types of variables, as CEL names them. */
  public enum Type {
    BOOL,
    INT,
    DOUBLE,
    STRING
  }

  /**
   * A variable.
   *
   * @param name as rules write it
   * @param type its type
   * @param meaning for the author of a rule
   */
  public record Variable(String name, Type type, String meaning) {

    /** The value of the variable where nothing is known; audit records leave it out. */
    public Object initial() {
      return switch (type) {
        case BOOL -> false;
        case INT -> 0L;
        case DOUBLE -> 0.0;
        case STRING -> "";
      };
    }

    /** Whether it is known from the content alone, and so may be used on the express lane. */
    public boolean ofContent() {
      return !name.startsWith("creator.") && !isOfEnforcement(name);
    }
  }

  /**
   * Whether a variable is known only to enforcement, behind the window in which rules are asked:
   * the points of the creator's ledgers, and what was decided before.
   */
  static boolean isOfEnforcement(String name) {
    return name.startsWith("strikes.") || name.startsWith("history.");
  }

  private final List<Variable> variables = new ArrayList<>();
  private final Map<String, Integer> index = new LinkedHashMap<>();

  /**
   * The vocabulary for a set of models.
   *
   * @param labels labels of the deployed models by modality
   */
  public Vocabulary(Map<Modality, List<String>> labels) {
    add(
        "content.kind",
        Type.STRING,
        "TRACK, EPISODE, SHOW, AUDIOBOOK, PLAYLIST, COMMENT, IMAGE, PROFILE");
    add("content.language", Type.STRING, "BCP 47 tag, \"und\" if not known");
    add("content.market", Type.STRING, "ISO 3166-1 alpha-2 code, \"ZZ\" if not known");
    add("content.version", Type.INT, "1 for the first publication, up with every edit");
    add("content.durationMs", Type.INT, "length of the audio in milliseconds, -1 if not known");
    add("content.declaredExplicit", Type.BOOL, "whether the creator flagged it");
    add("content.titleLength", Type.INT, "characters of the title");
    add("content.links", Type.INT, "links given with it");
    add("content.tags", Type.INT, "tags given with it");
    for (Modality modality : Modality.values()) {
      String prefix = modality.name().toLowerCase(Locale.ROOT);
      add(prefix + ".present", Type.BOOL, "whether the content has or promises this modality");
      add(prefix + ".scored", Type.BOOL, "whether a model answered");
      add(
          prefix + ".unscored",
          Type.STRING,
          "why no model answered: NO_MODEL, TIMEOUT, OVERLOADED, ERROR, ...; empty if one did");
      for (String label : labels.getOrDefault(modality, List.of())) {
        add(prefix + "." + label, Type.DOUBLE, "score of the label, 0 to 1; 0 if not scored");
      }
    }
    add("creator.ageDays", Type.DOUBLE, "age of the account in days, -1 if not known");
    add("creator.trustedLicensor", Type.BOOL, "whether count limits are relaxed");
    add(
        "creator.uploads1h",
        Type.INT,
        "first publications within about an hour, this one included");
    add("creator.uploads24h", Type.INT, "first publications within about a day, this one included");
    add("creator.items", Type.DOUBLE, "published versions, halved every 30 days");
    add("creator.linkShare", Type.DOUBLE, "share of them that carry links");
    add("creator.reports24h", Type.INT, "reports received within about a day");
    for (Family family : Family.values()) {
      add(
          "creator.mass." + family,
          Type.DOUBLE,
          "sum of the scores of borderline and worse items, halved every 30 days");
      add(
          "creator.borderline." + family,
          Type.DOUBLE,
          "number of those items, halved every 30 days");
    }
    for (StrikeLedger ledger : StrikeLedger.values()) {
      add(
          "strikes." + ledger.name().toLowerCase(Locale.ROOT),
          Type.INT,
          "active points on the ledger");
    }
    add("history.actions90d", Type.INT, "restrictions of the last 90 days that stood");
    add("history.removals90d", Type.INT, "those of them that removed or blocked something");
    add("history.reversals90d", Type.INT, "restrictions that were undone in the last 90 days");
    for (Family family : Family.values()) {
      add(
          "history.actions90d." + family,
          Type.INT,
          "restrictions of the last 90 days that stood, under policies of the family");
    }
  }

  private void add(String name, Type type, String meaning) {
    if (index.putIfAbsent(name, variables.size()) == null) {
      variables.add(new Variable(name, type, meaning));
    }
  }

  /** All variables, in a fixed order. */
  public List<Variable> variables() {
    return List.copyOf(variables);
  }

  /** Number of variables. */
  public int size() {
    return variables.size();
  }

  /** The variable at a place. */
  public Variable at(int place) {
    return variables.get(place);
  }

  /** The place of a variable, or null if there is none of that name. */
  public @Nullable Integer find(String name) {
    return index.get(name);
  }

  /** The place of a variable that the vocabulary always has. */
  int place(String name) {
    Integer place = index.get(name);
    if (place == null) {
      throw new IllegalArgumentException(name + " is not a variable of rules");
    }
    return place;
  }
}
