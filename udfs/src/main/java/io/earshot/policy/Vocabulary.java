package io.earshot.policy;

import io.earshot.assessment.Family;
import io.earshot.intake.ContentKind;
import io.earshot.intake.Modality;
import io.earshot.risk.DetectorCatalog;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.RiskGroup;
import io.earshot.scoring.UnscoredReason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a rule can ask about, with its type: the only variables that a bundle may use.
 *
 * <p>Scores are {@code <modality>.<label>}, one for each label of the deployed models, so a rule on
 * a label that no model gives is a type error and not a rule that never fires. Beside each score
 * stands where it was found, because what may follow from a score depends on that ({@link
 * HardGates}), and a decision has to be recomputable from its variables alone.
 */
public final class Vocabulary {

  /** Types of variables. */
  public enum Type {
    BOOL,
    INT,
    DOUBLE,
    STRING,
    /** A list of texts. */
    LIST;

    /** Whether a value is kept as a number. */
    boolean isNumber() {
      return this == BOOL || this == INT || this == DOUBLE;
    }

    /** As CEL names it. */
    public String celName() {
      return this == LIST ? "list<string>" : name().toLowerCase(Locale.ROOT);
    }
  }

  /** What variables are about; the part of their name before the first dot. */
  public enum Group {
    CONTENT("what was published, without anything of its content"),
    TEXT("what the models of text found"),
    IMAGE("what the models of pictures found"),
    AUDIO("what the models of sound found"),
    MATCHES("known media that was found in it"),
    EARLIER("what another creator published before that sounds like it"),
    CREATOR("who published it, with this publication counted in"),
    REPORTS("what others reported about the creator's content"),
    STRIKES("the creator's strike ledgers, as of the time of publication"),
    HISTORY("what was decided about the creator before, as of the time of publication");

    private final String meaning;

    Group(String meaning) {
      this.meaning = meaning;
    }

    /** One line for the author of a rule. */
    public String meaning() {
      return meaning;
    }

    /** The group of a modality's scores. */
    static Group of(Modality modality) {
      return valueOf(modality.name());
    }

    /** Whether it is known from the content alone, and so may be asked on the express lane. */
    boolean isOfContent() {
      return compareTo(MATCHES) <= 0;
    }

    /**
     * Whether it is known only to enforcement, behind the window in which rules are asked: the
     * points of the creator's ledgers, and what was decided before.
     */
    boolean isOfEnforcement() {
      return this == STRIKES || this == HISTORY;
    }
  }

  /**
   * A variable.
   *
   * @param name as rules write it
   * @param type its type
   * @param group what it is about
   * @param least smallest value that a number ever has
   * @param most greatest value that a number ever has
   * @param values all values of a text, if they are known; empty if it may be anything
   * @param meaning for the author of a rule
   */
  public record Variable(
      String name,
      Type type,
      Group group,
      double least,
      double most,
      List<String> values,
      String meaning) {

    /** The value of the variable where nothing is known; audit records leave it out. */
    public Object initial() {
      return switch (type) {
        case BOOL -> false;
        case INT -> 0L;
        case DOUBLE -> 0.0;
        case STRING -> "";
        case LIST -> List.of();
      };
    }

    /** Whether it is known from the content alone, and so may be used on the express lane. */
    public boolean ofContent() {
      return group.isOfContent();
    }
  }

  /**
   * What belongs to one label of one modality.
   *
   * @param score place of the score
   * @param units place of the number of pieces of evidence
   * @param fields place of the fields that they lie in; -1 if the modality has none
   * @param seconds place of their length in seconds; -1 if the modality has none
   */
  record Label(Modality modality, String name, int score, int units, int fields, int seconds) {}

  /** In a rule of a policy, it stands for the variable of the policy's family. */
  static final String SAME_FAMILY = "history.sameFamily90d";

  /** What {@link #SAME_FAMILY} stands for begins with. */
  static final String FAMILY_ACTIONS = "history.actions90d.";

  /** What the variables of detectors begin with. */
  static final String DETECTORS = "creator.detectors.";

  /** Whether another creator was first. */
  static final String EARLIER_FOUND = "earlier.found";

  /** Whether a detector fired. */
  static final String FIRED = "fired";

  /** How many events it rests on. */
  static final String EVENTS = "events";

  /** By which priors it went. */
  static final String PRIOR = "prior";

  /** Names beside the labels of a modality. */
  private static final Set<String> OF_MODALITY = Set.of("present", "scored", "unscored");

  private static final double ANY = Double.POSITIVE_INFINITY;

  private final List<Variable> variables = new ArrayList<>();
  private final Map<String, Integer> index = new LinkedHashMap<>();
  private final Map<Modality, Map<String, Label>> labels = new EnumMap<>(Modality.class);
  private final Map<Integer, Label> labelsByPlace = new LinkedHashMap<>();
  private final int[] slots;
  private final int numbers;
  private final int objects;

  /**
   * The vocabulary for a set of models.
   *
   * @param models labels of the deployed models by modality
   */
  public Vocabulary(Map<Modality, List<String>> models) {
    content();
    for (Modality modality : Modality.values()) {
      modality(modality, models.getOrDefault(modality, List.of()));
    }
    matches();
    earlier();
    creator();
    detectors(DetectorCatalog.installed().specs());
    count(
        "reports.count24h", Group.REPORTS, 0, "reports received within about a day, all together");
    count("reports.claims24h", Group.REPORTS, 0, "those of them that are claims of rights holders");
    number(
        "reports.credible24h",
        Group.REPORTS,
        0,
        ANY,
        "sum over those who reported within about a day of how far each is believed, at least");
    truth(
        "reports.distrusted",
        Group.REPORTS,
        "whether a detector found the reports to be abuse; then they bring about nothing by"
            + " themselves");
    enforcement();

    slots = new int[variables.size()];
    int nextNumber = 0;
    int nextObject = 0;
    for (int place = 0; place < slots.length; place++) {
      slots[place] = variables.get(place).type().isNumber() ? nextNumber++ : nextObject++;
    }
    numbers = nextNumber;
    objects = nextObject;
  }

  private void content() {
    choice(
        "content.kind", Group.CONTENT, names(ContentKind.values()), "which sort of content it is");
    text("content.language", Group.CONTENT, "BCP 47 tag, \"und\" if not known");
    text("content.market", Group.CONTENT, "ISO 3166-1 alpha-2 code, \"ZZ\" if not known");
    count(
        "content.version",
        Group.CONTENT,
        1,
        "1 for the first publication, up by one with every edit");
    count(
        "content.durationMs",
        Group.CONTENT,
        -1,
        "length of the audio in milliseconds, -1 if not known");
    truth("content.declaredExplicit", Group.CONTENT, "whether the creator flagged it");
    count("content.titleLength", Group.CONTENT, 0, "characters of the title");
    count("content.links", Group.CONTENT, 0, "links given with it");
    count("content.tags", Group.CONTENT, 0, "tags given with it");
  }

  private void modality(Modality modality, List<String> names) {
    Group group = Group.of(modality);
    String prefix = prefix(modality);
    truth(prefix + "present", group, "whether the content has or promises this modality");
    truth(prefix + "scored", group, "whether a model answered");
    choice(
        prefix + "unscored",
        group,
        Stream.concat(Stream.of(""), names(UnscoredReason.values()).stream()).toList(),
        "why no model answered; empty if one did");
    Map<String, Label> byName = new LinkedHashMap<>();
    labels.put(modality, byName);
    for (String name : names) {
      if (byName.containsKey(name) || OF_MODALITY.contains(name)) {
        continue;
      }
      String label = prefix + name;
      int score = variables.size();
      number(label, group, 0, 1, "score of the label, 0 to 1; 0 if not scored");
      int units = variables.size();
      int fields = -1;
      int seconds = -1;
      if (modality == Modality.AUDIO) {
        count(label + ".segments", group, 0, "segments of the audio in which it was found");
        seconds = variables.size();
        number(label + ".seconds", group, 0, ANY, "seconds that these segments cover");
      } else {
        count(label + ".units", group, 0, "places in which it was found");
      }
      if (modality == Modality.TEXT) {
        fields = variables.size();
        list(label + ".fields", group, "fields in which it was found, in ascending order");
      }
      Label known = new Label(modality, name, score, units, fields, seconds);
      byName.put(name, known);
      for (int place = score; place < variables.size(); place++) {
        labelsByPlace.put(place, known);
      }
    }
  }

  private void matches() {
    count("matches.count", Group.MATCHES, 0, "matches with known media that violates a policy");
    list(
        "matches.policies",
        Group.MATCHES,
        "policy that the media of each match violates, in ascending order");
    list("matches.banks", Group.MATCHES, "bank of each match, in the order of matches.policies");
    list(
        "matches.modalities",
        Group.MATCHES,
        "modality of each match, in the order of matches.policies");
    list(
        "matches.altered",
        Group.MATCHES,
        "policy of each match that is an altered copy or only like the entry, in ascending order;"
            + " none of these is in matches.policies, and none of them is evidence: ask a human");
    truth(
        "matches.safe",
        Group.MATCHES,
        "whether it matches media that is known to be safe, wherever it matches any that is not");
  }

  private void earlier() {
    truth(EARLIER_FOUND, Group.EARLIER, "whether another creator was first with the sound");
    count("earlier.bits", Group.EARLIER, 0, "bits of 128 in which the two sounds differ");
    number("earlier.days", Group.EARLIER, 0, ANY, "days since the first publication");
    text("earlier.content", Group.EARLIER, "id of the content that was first; empty if none was");
  }

  private void creator() {
    number(
        "creator.ageDays", Group.CREATOR, -ANY, ANY, "age of the account in days, -1 if not known");
    truth("creator.trustedLicensor", Group.CREATOR, "whether count limits are relaxed");
    count(
        "creator.uploads1h",
        Group.CREATOR,
        0,
        "first publications but comments within about an hour");
    count(
        "creator.uploads24h",
        Group.CREATOR,
        0,
        "first publications but comments within about a day");
    number("creator.items", Group.CREATOR, 0, ANY, "published versions, halved every 30 days");
    number("creator.linkShare", Group.CREATOR, 0, 1, "share of them that carry links");
    text(
        "creator.priors.version",
        Group.CREATOR,
        "table of priors and its version by which detectors are asked; empty if by the bundle"
            + " alone");
    text(
        "creator.priors.segment",
        Group.CREATOR,
        "the group of creators of that table to which the creator belongs");
    for (Family family : Family.values()) {
      number(
          "creator.mass." + family,
          Group.CREATOR,
          0,
          ANY,
          "sum of the scores of borderline and worse items of the family, halved every 30 days");
      number(
          "creator.borderline." + family,
          Group.CREATOR,
          0,
          ANY,
          "number of those items, halved every 30 days");
    }
  }

  private void detectors(List<DetectorSpec> specs) {
    number(
        "creator.risk",
        Group.CREATOR,
        0,
        1,
        "risk of the creator, 0 to 1: what detectors that fired say together, fading with time");
    truth("creator.riskHigh", Group.CREATOR, "whether the risk is high, until it is low again");
    for (RiskGroup group : RiskGroup.values()) {
      number(
          "creator.risk." + group.word(),
          Group.CREATOR,
          0,
          ANY,
          "what detectors of the group add: the risk is 1 - exp(-sum of these)");
    }
    for (DetectorSpec spec : specs) {
      String prefix = detector(spec.id());
      truth(prefix + FIRED, Group.CREATOR, spec.meaning() + ", and this is part of it");
      count(prefix + EVENTS, Group.CREATOR, 0, "events that this rests on; 0 if it did not fire");
      for (DetectorSpec.Evidence evidence : spec.evidence()) {
        String name = prefix + evidence.name();
        String meaning = evidence.meaning() + " (of a firing)";
        switch (evidence.kind()) {
          case WHOLE -> count(name, Group.CREATOR, 0, meaning);
          case FRACTION -> number(name, Group.CREATOR, -ANY, ANY, meaning);
          case LIST -> list(name, Group.CREATOR, meaning);
          case FAMILY ->
              choice(
                  name,
                  Group.CREATOR,
                  Stream.concat(Stream.of(""), names(Family.values()).stream()).toList(),
                  meaning);
        }
      }
      if (!spec.fitted().isEmpty()) {
        text(
            prefix + PRIOR,
            Group.CREATOR,
            "table of priors, its version, and for whom they were fitted; empty if the bundle's"
                + " own (of a firing)");
      }
    }
  }

  /** What the variables of a detector begin with. */
  static String detector(String id) {
    return DETECTORS + id + ".";
  }

  private void enforcement() {
    for (StrikeLedger ledger : StrikeLedger.values()) {
      count(
          "strikes." + ledger.name().toLowerCase(Locale.ROOT),
          Group.STRIKES,
          0,
          "active points on the ledger");
    }
    count(
        "history.actions90d",
        Group.HISTORY,
        0,
        "restrictions of the last 90 days, those undone left out");
    count(
        "history.removals90d", Group.HISTORY, 0, "those of them that removed or blocked something");
    count("history.reversals90d", Group.HISTORY, 0, "restrictions undone within the last 90 days");
    for (Family family : Family.values()) {
      count(
          FAMILY_ACTIONS + family,
          Group.HISTORY,
          0,
          "history.actions90d under policies of the family");
    }
    count(
        SAME_FAMILY,
        Group.HISTORY,
        0,
        "history.actions90d under policies of the family of the policy that asks");
  }

  private static List<String> names(Enum<?>[] constants) {
    return Arrays.stream(constants).map(Enum::name).toList();
  }

  private void truth(String name, Group group, String meaning) {
    add(new Variable(name, Type.BOOL, group, 0, 1, List.of(), meaning));
  }

  private void count(String name, Group group, int least, String meaning) {
    add(new Variable(name, Type.INT, group, least, ANY, List.of(), meaning));
  }

  private void number(String name, Group group, double least, double most, String meaning) {
    add(new Variable(name, Type.DOUBLE, group, least, most, List.of(), meaning));
  }

  private void text(String name, Group group, String meaning) {
    add(new Variable(name, Type.STRING, group, 0, 0, List.of(), meaning));
  }

  private void choice(String name, Group group, List<String> values, String meaning) {
    add(
        new Variable(
            name, Type.STRING, group, 0, 0, List.copyOf(new LinkedHashSet<>(values)), meaning));
  }

  private void list(String name, Group group, String meaning) {
    add(new Variable(name, Type.LIST, group, 0, 0, List.of(), meaning));
  }

  private void add(Variable variable) {
    index.put(variable.name(), variables.size());
    variables.add(variable);
  }

  /** All variables, in a fixed order: group by group. */
  public List<Variable> variables() {
    return Collections.unmodifiableList(variables);
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

  /** The labels of a modality that rules may ask for, by name. */
  public List<String> labels(Modality modality) {
    return List.copyOf(of(modality).keySet());
  }

  /** What names of variables of a modality begin with. */
  static String prefix(Modality modality) {
    return modality.name().toLowerCase(Locale.ROOT) + ".";
  }

  /** The label of a modality by its name; null if no deployed model gives it. */
  @Nullable Label label(Modality modality, String name) {
    return of(modality).get(name);
  }

  /** The label that the variable at a place is about; null if it is about none. */
  @Nullable Label labelAt(int place) {
    return labelsByPlace.get(place);
  }

  private Map<String, Label> of(Modality modality) {
    return labels.getOrDefault(modality, Map.of());
  }

  /** The place of a variable that the vocabulary always has. */
  int place(String name) {
    Integer place = index.get(name);
    if (place == null) {
      throw new IllegalArgumentException(name + " is not a variable of rules");
    }
    return place;
  }

  /**
   * The place of a variable that the vocabulary has, for a rule of a policy.
   *
   * @param family of the policy
   */
  int place(String name, Family family) {
    return place(name.equals(SAME_FAMILY) ? FAMILY_ACTIONS + family : name);
  }

  /** Where the variable at a place lies among the numbers, or among the texts and lists. */
  int slot(int place) {
    return slots[place];
  }

  /** How many variables are numbers or truths. */
  int numbers() {
    return numbers;
  }

  /** How many variables are texts or lists. */
  int objects() {
    return objects;
  }
}
