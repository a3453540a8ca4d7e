package io.earshot.policy;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.risk.CreatorFacts;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The values of all variables for one content version: what rules see, and what an audit record
 * keeps.
 */
public final class Facts {

  /**
   * A variable and its value.
   *
   * @param name the variable
   * @param value as CEL would write it
   */
  public record Fact(String name, String value) {}

  private final Vocabulary vocabulary;
  private final Object[] initial;
  private final int[] byName;
  private final Object[] values;

  private Facts(Vocabulary vocabulary, Object[] initial, int[] byName, Object[] values) {
    this.vocabulary = vocabulary;
    this.initial = initial;
    this.byName = byName;
    this.values = values;
  }

  /** The value at a place of the vocabulary: Boolean, Long, Double or String. */
  Object at(int place) {
    return values[place];
  }

  /** These facts with another value at a place. */
  Facts with(int place, Object value) {
    Object[] changed = values.clone();
    changed[place] = value;
    return new Facts(vocabulary, initial, byName, changed);
  }

  /** These facts with what only enforcement knows. */
  public Facts withEnforcement(EnforcementFacts known) {
    Object[] changed = values.clone();
    int place = vocabulary.place("strikes.community");
    changed[place++] = (long) known.communityPoints();
    changed[place++] = (long) known.copyrightPoints();
    changed[place++] = (long) known.integrityPoints();
    changed[place++] = (long) known.actions90d();
    changed[place++] = (long) known.removals90d();
    changed[place++] = (long) known.reversals90d();
    for (Family family : Family.values()) {
      changed[place++] = (long) known.actionsByFamily90d().getOrDefault(family, 0);
    }
    return new Facts(vocabulary, initial, byName, changed);
  }

  /** The value of a variable. */
  public Object get(String name) {
    return values[vocabulary.place(name)];
  }

  /**
   * All variables that differ from {@link Vocabulary.Variable#initial()}, by name. With the
   * vocabulary they give back all.
   */
  public List<Fact> known() {
    List<Fact> facts = new ArrayList<>();
    for (int place : byName) {
      if (!values[place].equals(initial[place])) {
        facts.add(new Fact(vocabulary.at(place).name(), String.valueOf(values[place])));
      }
    }
    return facts;
  }

  /** Computes the facts of assessments for one vocabulary. Not thread-safe. */
  public static final class Builder {

    private final Vocabulary vocabulary;
    private final Object[] initial;
    private final int[] byName;
    private final Map<Modality, String> prefixes = new EnumMap<>(Modality.class);
    private final Map<Modality, Map<String, Integer>> labelPlaces = new EnumMap<>(Modality.class);
    private final int firstContent;
    private final int firstCreator;
    private final Map<Family, Integer> massPlaces = new EnumMap<>(Family.class);

    public Builder(Vocabulary vocabulary) {
      this.vocabulary = vocabulary;
      this.initial = new Object[vocabulary.size()];
      for (int i = 0; i < initial.length; i++) {
        initial[i] = vocabulary.at(i).initial();
      }
      this.byName =
          IntStream.range(0, initial.length)
              .boxed()
              .sorted(Comparator.comparing(place -> vocabulary.at(place).name()))
              .mapToInt(Integer::intValue)
              .toArray();
      for (Modality modality : Modality.values()) {
        String prefix = modality.name().toLowerCase(Locale.ROOT);
        prefixes.put(modality, prefix);
        Map<String, Integer> places = new HashMap<>();
        for (Vocabulary.Variable variable : vocabulary.variables()) {
          if (variable.name().startsWith(prefix + ".")) {
            places.put(
                variable.name().substring(prefix.length() + 1), vocabulary.place(variable.name()));
          }
        }
        labelPlaces.put(modality, places);
      }
      this.firstContent = vocabulary.place("content.kind");
      this.firstCreator = vocabulary.place("creator.ageDays");
      for (Family family : Family.values()) {
        massPlaces.put(family, vocabulary.place("creator.mass." + family));
      }
    }

    /**
     * The facts of an assessment, before enforcement is asked.
     *
     * @param creator the creator's profile with this content folded in; {@link CreatorFacts#NONE}
     *     on the express lane
     */
    public Facts of(Assessment assessment, CreatorFacts creator) {
      Object[] values = initial.clone();
      ContentRef content = assessment.content();
      int c = firstContent;
      values[c++] = content.kind().name();
      values[c++] = content.language();
      values[c++] = content.market();
      values[c++] = content.version();
      values[c++] = Objects.requireNonNullElse(content.durationMs(), -1L);
      values[c++] = content.declaredExplicit();
      values[c++] = (long) content.titleLength();
      values[c++] = (long) content.linkCount();
      values[c] = (long) content.tagCount();
      for (ModelScores result : assessment.results()) {
        score(values, result);
      }
      int r = firstCreator;
      values[r++] = creator.ageDays();
      values[r++] = creator.trustedLicensor();
      values[r++] = creator.uploads1h();
      values[r++] = creator.uploads24h();
      values[r++] = creator.items();
      values[r++] = creator.linkShare();
      values[r] = creator.reports24h();
      for (CreatorFacts.FamilyFact family : creator.families()) {
        int place = massPlaces.getOrDefault(family.family(), 0);
        values[place] = family.mass();
        values[place + 1] = family.items();
      }
      return new Facts(vocabulary, initial, byName, values);
    }

    /** The facts that {@link Facts#known()} came from. */
    public Facts restore(List<Fact> known) {
      Object[] values = initial.clone();
      for (Fact fact : known) {
        Integer place = vocabulary.find(fact.name());
        if (place != null) {
          values[place] =
              switch (vocabulary.at(place).type()) {
                case BOOL -> Boolean.valueOf(fact.value());
                case INT -> Long.valueOf(fact.value());
                case DOUBLE -> Double.valueOf(fact.value());
                default -> fact.value();
              };
        }
      }
      return new Facts(vocabulary, initial, byName, values);
    }

    private void score(Object[] values, ModelScores result) {
      Map<String, Integer> places = labelPlaces.getOrDefault(result.modality(), Map.of());
      set(values, places, "present", true);
      set(values, places, "scored", result.isScored());
      set(values, places, "unscored", result.unscored() == null ? "" : result.unscored().name());
      for (LabelScore score : result.scores()) {
        // A label outside the vocabulary belongs to no deployed model; no rule can ask for it.
        set(values, places, score.label(), score.score());
      }
    }

    private static void set(
        Object[] values, Map<String, Integer> places, String name, Object value) {
      Integer place = places.get(name);
      if (place != null) {
        values[place] = value;
      }
    }
  }
}
