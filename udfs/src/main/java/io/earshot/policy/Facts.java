package io.earshot.policy;

import io.earshot.assessment.Assessment;
import io.earshot.assessment.Family;
import io.earshot.intake.BankMatch;
import io.earshot.intake.ContentRef;
import io.earshot.intake.Modality;
import io.earshot.matching.Earlier;
import io.earshot.risk.Codes;
import io.earshot.risk.CreatorFacts;
import io.earshot.risk.DetectorCatalog;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.RiskFacts;
import io.earshot.scoring.Evidence;
import io.earshot.scoring.LabelScore;
import io.earshot.scoring.ModelScores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The values of all variables for one content version: what rules see, and what an audit record
 * keeps.
 *
 * <p>Numbers and truths lie in one array of 64-bit words (a fraction as its bits), texts and lists
 * in another of objects: every event gets such a set, and most rules compare one number of it.
 */
public final class Facts {

  /**
   * A variable and its value.
   *
   * @param name the variable
   * @param value a text as it is; anything else as CEL would write it
   */
  public record Fact(String name, String value) {}

  private final Vocabulary vocabulary;
  private final Initial initial;
  private final long[] numbers;
  private final Object[] objects;

  private Facts(Vocabulary vocabulary, Initial initial, long[] numbers, Object[] objects) {
    this.vocabulary = vocabulary;
    this.initial = initial;
    this.numbers = numbers;
    this.objects = objects;
  }

  /** Where nothing is known, and the places of all variables in the order of their names. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Initial(long[] numbers, Object[] objects, int[] byName) {}

  /** The whole number, or the bits of the fraction, at a slot of the numbers. */
  long whole(int slot) {
    return numbers[slot];
  }

  /** The fraction at a slot of the numbers. */
  double fraction(int slot) {
    return Double.longBitsToDouble(numbers[slot]);
  }

  /** The truth at a slot of the numbers. */
  boolean truth(int slot) {
    return numbers[slot] != 0;
  }

  /** The text at a slot of the objects. */
  String text(int slot) {
    return (String) objects[slot];
  }

  /** The list at a slot of the objects. */
  @SuppressWarnings("unchecked") // nothing else is put at the slot of a list
  List<String> list(int slot) {
    return (List<String>) objects[slot];
  }

  /** The value at a place of the vocabulary: Boolean, Long, Double, String or a list of texts. */
  Object at(int place) {
    int slot = vocabulary.slot(place);
    return switch (vocabulary.at(place).type()) {
      case BOOL -> truth(slot);
      case INT -> whole(slot);
      case DOUBLE -> fraction(slot);
      case STRING, LIST -> objects[slot];
    };
  }

  /** The value of a variable. */
  public Object get(String name) {
    return at(vocabulary.place(name));
  }

  /** The whole number of a variable that every vocabulary has. */
  long whole(String name) {
    return numbers[vocabulary.slot(vocabulary.place(name))];
  }

  /** The truth of a variable that every vocabulary has. */
  boolean truth(String name) {
    return whole(name) != 0;
  }

  /** The text of a variable that every vocabulary has. */
  String text(String name) {
    return text(vocabulary.slot(vocabulary.place(name)));
  }

  /** The list of a variable that every vocabulary has. */
  List<String> list(String name) {
    return list(vocabulary.slot(vocabulary.place(name)));
  }

  /** The vocabulary that these facts are of. */
  Vocabulary vocabulary() {
    return vocabulary;
  }

  /** These facts with another value at a place. */
  Facts with(int place, Object value) {
    Facts changed = copy();
    changed.put(place, value);
    return changed;
  }

  /** These facts with what only enforcement knows. */
  public Facts withEnforcement(EnforcementFacts known) {
    Facts changed = copy();
    int slot = vocabulary.slot(vocabulary.place("strikes.community"));
    changed.numbers[slot++] = known.communityPoints();
    changed.numbers[slot++] = known.copyrightPoints();
    changed.numbers[slot++] = known.integrityPoints();
    changed.numbers[slot++] = known.actions90d();
    changed.numbers[slot++] = known.removals90d();
    changed.numbers[slot++] = known.reversals90d();
    for (Family family : Family.values()) {
      changed.numbers[slot++] = known.actionsByFamily90d().getOrDefault(family, 0);
    }
    return changed;
  }

  private Facts copy() {
    return new Facts(vocabulary, initial, numbers.clone(), objects.clone());
  }

  private void put(int place, Object value) {
    int slot = vocabulary.slot(place);
    switch (vocabulary.at(place).type()) {
      case BOOL -> numbers[slot] = (Boolean) value ? 1 : 0;
      case INT -> numbers[slot] = (Long) value;
      case DOUBLE -> numbers[slot] = Double.doubleToLongBits((Double) value);
      case STRING, LIST -> objects[slot] = value;
    }
  }

  /**
   * All variables that differ from {@link Vocabulary.Variable#initial()}, by name. {@link
   * Builder#restore} makes the same facts of them.
   */
  public List<Fact> known() {
    List<Fact> facts = new ArrayList<>();
    for (int place : initial.byName()) {
      int slot = vocabulary.slot(place);
      Vocabulary.Type type = vocabulary.at(place).type();
      if (type.isNumber()
          ? numbers[slot] != initial.numbers()[slot]
          : !objects[slot].equals(initial.objects()[slot])) {
        facts.add(
            new Fact(
                vocabulary.at(place).name(),
                type == Vocabulary.Type.LIST
                    ? TextList.write(list(slot))
                    : String.valueOf(at(place))));
      }
    }
    return facts;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Facts facts
        && vocabulary.variables().equals(facts.vocabulary.variables())
        && Arrays.equals(numbers, facts.numbers)
        && Arrays.equals(objects, facts.objects);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(numbers) + Arrays.hashCode(objects);
  }

  @Override
  public String toString() {
    return known().toString();
  }

  /** Computes the facts of assessments for one vocabulary. Not thread-safe. */
  public static final class Builder {

    /** Known media that violates something, in the order in which the variables list it. */
    static final Comparator<BankMatch> MATCHES =
        Comparator.comparing(BankMatch::policyId)
            .thenComparing(BankMatch::bank)
            .thenComparing(BankMatch::modality)
            .thenComparing(BankMatch::entryId);

    private static final double DAY = Duration.ofDays(1).toMillis();

    private record OfModality(int present, int scored, int unscored) {}

    private final Vocabulary vocabulary;
    private final Initial initial;
    private final Map<Modality, OfModality> modalities = new EnumMap<>(Modality.class);
    private final int contentNumbers;
    private final int contentTexts;
    private final int creator;
    private final Map<Family, Integer> masses = new EnumMap<>(Family.class);
    private final int priors;
    private final int risk;
    private final Map<String, Integer> detectors = new HashMap<>();
    private final int reports;
    private final int matchCount;
    private final int matchSafe;
    private final int matchLists;
    private final int earlierPlace;

    public Builder(Vocabulary vocabulary) {
      this.vocabulary = vocabulary;
      Facts nothing =
          new Facts(
              vocabulary,
              new Initial(new long[0], new Object[0], new int[0]),
              new long[vocabulary.numbers()],
              new Object[vocabulary.objects()]);
      for (int place = 0; place < vocabulary.size(); place++) {
        nothing.put(place, vocabulary.at(place).initial());
      }
      this.initial =
          new Initial(
              nothing.numbers,
              nothing.objects,
              IntStream.range(0, vocabulary.size())
                  .boxed()
                  .sorted(Comparator.comparing(place -> vocabulary.at(place).name()))
                  .mapToInt(Integer::intValue)
                  .toArray());
      for (Modality modality : Modality.values()) {
        String prefix = Vocabulary.prefix(modality);
        modalities.put(
            modality,
            new OfModality(
                slot(prefix + "present"), slot(prefix + "scored"), slot(prefix + "unscored")));
      }
      this.contentNumbers = slot("content.version");
      this.contentTexts = slot("content.kind");
      this.creator = slot("creator.ageDays");
      for (Family family : Family.values()) {
        masses.put(family, slot("creator.mass." + family));
      }
      this.priors = slot("creator.priors.version");
      this.risk = slot("creator.risk");
      for (DetectorSpec spec : DetectorCatalog.installed().specs()) {
        detectors.put(
            spec.id(), vocabulary.place(Vocabulary.detector(spec.id()) + Vocabulary.FIRED));
      }
      this.reports = slot("reports.count24h");
      this.matchCount = slot("matches.count");
      this.matchSafe = slot("matches.safe");
      this.matchLists = slot("matches.policies");
      this.earlierPlace = vocabulary.place(Vocabulary.EARLIER_FOUND);
    }

    private int slot(String name) {
      return vocabulary.slot(vocabulary.place(name));
    }

    /** The facts of a content of which nothing is known. */
    public Facts none() {
      return new Facts(vocabulary, initial, initial.numbers().clone(), initial.objects().clone());
    }

    /**
     * The facts of an assessment, before enforcement is asked.
     *
     * @param profile the creator's profile with this content folded in; {@link CreatorFacts#NONE}
     *     on the express lane
     */
    public Facts of(Assessment assessment, CreatorFacts profile) {
      Facts facts = none();
      ContentRef content = assessment.content();
      int o = contentTexts;
      facts.objects[o++] = content.kind().name();
      facts.objects[o++] = content.language();
      facts.objects[o] = content.market();
      int n = contentNumbers;
      facts.numbers[n++] = content.version();
      facts.numbers[n++] = Objects.requireNonNullElse(content.durationMs(), -1L);
      facts.numbers[n++] = content.declaredExplicit() ? 1 : 0;
      facts.numbers[n++] = content.titleLength();
      facts.numbers[n++] = content.linkCount();
      facts.numbers[n] = content.tagCount();
      for (ModelScores result : assessment.results()) {
        score(facts, result);
      }
      if (!assessment.matches().isEmpty()) {
        match(facts, assessment.matches());
      }
      if (assessment.likeness().earlier() != null) {
        earlier(facts, assessment.likeness().earlier(), content.eventTime());
      }
      int c = creator;
      facts.numbers[c++] = Double.doubleToLongBits(profile.ageDays());
      facts.numbers[c++] = profile.trustedLicensor() ? 1 : 0;
      facts.numbers[c++] = profile.uploads1h();
      facts.numbers[c++] = profile.uploads24h();
      facts.numbers[c++] = Double.doubleToLongBits(profile.items());
      facts.numbers[c] = Double.doubleToLongBits(profile.linkShare());
      int r = reports;
      facts.numbers[r++] = profile.reports24h();
      facts.numbers[r++] = profile.reports().claims();
      facts.numbers[r++] = Double.doubleToLongBits(profile.reports().credible());
      facts.numbers[r] = profile.risk().distrustsReports() ? 1 : 0;
      for (CreatorFacts.FamilyFact family : profile.families()) {
        int slot = Objects.requireNonNull(masses.get(family.family()));
        facts.numbers[slot] = Double.doubleToLongBits(family.mass());
        facts.numbers[slot + 1] = Double.doubleToLongBits(family.items());
      }
      if (!profile.priors().version().isEmpty()) {
        facts.objects[priors] = profile.priors().version();
        facts.objects[priors + 1] = profile.priors().segment();
      }
      if (!profile.risk().isNothing()) {
        risk(facts, profile.risk());
      }
      return facts;
    }

    private void earlier(Facts facts, Earlier first, long now) {
      int place = earlierPlace;
      facts.put(place++, true);
      facts.put(place++, (long) first.bits());
      facts.put(place++, io.earshot.risk.Finding.round((now - first.eventTime()) / DAY));
      facts.put(place, first.contentId());
    }

    private void risk(Facts facts, RiskFacts known) {
      facts.numbers[risk] = Double.doubleToLongBits(known.risk());
      facts.numbers[risk + 1] = known.high() ? 1 : 0;
      for (RiskFacts.Contribution contribution : known.contributions()) {
        facts.numbers[risk + 2 + Codes.of(contribution.group())] =
            Double.doubleToLongBits(contribution.value());
      }
      for (RiskFacts.Fired fired : known.fired()) {
        int place = Objects.requireNonNull(detectors.get(fired.detector().id()));
        facts.put(place++, true);
        facts.put(place++, fired.finding().events());
        List<DetectorSpec.Evidence> evidence = fired.detector().evidence();
        for (int i = 0; i < evidence.size(); i++) {
          facts.put(place++, value(evidence.get(i).kind(), i, fired.finding()));
        }
        if (!fired.prior().isEmpty()) {
          facts.put(place, fired.prior());
        }
      }
    }

    private static Object value(
        DetectorSpec.Evidence.Kind kind, int place, io.earshot.risk.Finding finding) {
      double value = finding.values()[place];
      return switch (kind) {
        case LIST -> finding.lists().get((int) value);
        case WHOLE -> (long) value;
        case FRACTION -> io.earshot.risk.Finding.round(value);
        case FAMILY -> value < 0 ? "" : Codes.family((int) value).name();
      };
    }

    private void score(Facts facts, ModelScores result) {
      OfModality slots = Objects.requireNonNull(modalities.get(result.modality()));
      facts.numbers[slots.present()] = 1;
      facts.numbers[slots.scored()] = result.isScored() ? 1 : 0;
      facts.objects[slots.unscored()] = result.unscored() == null ? "" : result.unscored().name();
      for (LabelScore score : result.scores()) {
        Vocabulary.Label label = vocabulary.label(result.modality(), score.label());
        // A label outside the vocabulary belongs to no deployed model; no rule can ask for it.
        if (label != null) {
          facts.put(label.score(), score.score());
        }
      }
      for (Evidence evidence : result.evidence()) {
        Vocabulary.Label label = vocabulary.label(result.modality(), evidence.label());
        if (label != null && facts.whole(vocabulary.slot(label.units())) == 0) {
          locate(facts, label, result.evidence());
        }
      }
    }

    /** Counts the evidence for a label. */
    private void locate(Facts facts, Vocabulary.Label label, List<Evidence> all) {
      List<Evidence> found = all.stream().filter(e -> e.label().equals(label.name())).toList();
      facts.put(label.units(), (long) found.size());
      if (label.fields() >= 0) {
        facts.put(
            label.fields(),
            List.copyOf(new TreeSet<>(found.stream().map(Evidence::field).toList())));
      }
      if (label.seconds() >= 0) {
        facts.put(label.seconds(), seconds(found));
      }
    }

    /** How many seconds of the audio the evidence covers; what it covers twice counts once. */
    private static double seconds(List<Evidence> found) {
      long millis = 0;
      long covered = Long.MIN_VALUE;
      for (Evidence evidence :
          found.stream()
              .filter(e -> e.startMs() >= 0 && e.endMs() > e.startMs())
              .sorted(Comparator.comparingLong(Evidence::startMs))
              .toList()) {
        millis += Math.max(0, evidence.endMs() - Math.max(covered, evidence.startMs()));
        covered = Math.max(covered, evidence.endMs());
      }
      return millis / 1000.0;
    }

    /** Facts with other known media. */
    Facts matching(Facts known, List<BankMatch> matches) {
      Facts facts = known.copy();
      match(facts, matches);
      return facts;
    }

    private void match(Facts facts, List<BankMatch> matches) {
      List<BankMatch> violating =
          matches.stream().filter(m -> !m.isSafe() && !m.altered()).sorted(MATCHES).toList();
      facts.numbers[matchCount] = violating.size();
      facts.numbers[matchSafe] = isSafe(matches, violating) ? 1 : 0;
      int o = matchLists;
      facts.objects[o++] = violating.stream().map(BankMatch::policyId).toList();
      facts.objects[o++] = violating.stream().map(BankMatch::bank).toList();
      facts.objects[o++] = violating.stream().map(m -> m.modality().name()).toList();
      facts.objects[o] =
          matches.stream()
              .filter(m -> !m.isSafe() && m.altered())
              .map(BankMatch::policyId)
              .sorted()
              .toList();
    }

    /**
     * Something is known to be safe, and so is the place of each match that is not. Of texts it is
     * not known in which field a match is, so that none makes another one safe.
     */
    private static boolean isSafe(List<BankMatch> matches, List<BankMatch> violating) {
      List<BankMatch> safe = matches.stream().filter(m -> m.isSafe() && !m.altered()).toList();
      return !safe.isEmpty()
          && violating.stream()
              .allMatch(
                  m -> m.modality() != Modality.TEXT && safe.stream().anyMatch(o -> o.covers(m)));
    }

    /**
     * The facts of which {@link Facts#known()} told.
     *
     * @throws IllegalArgumentException if a variable is none of the vocabulary or its value is none
     *     of its type
     */
    public Facts restore(List<Fact> known) {
      for (Fact fact : known) {
        if (vocabulary.find(fact.name()) == null) {
          throw new IllegalArgumentException(
              fact.name() + " is not a variable that rules can ask for");
        }
      }
      return restoreKnown(known);
    }

    /**
     * The facts of which {@link Facts#known()} told, but for those of variables that are none of
     * the vocabulary any more, such as of a label that the models of an earlier job had.
     *
     * @throws IllegalArgumentException if a value is none of its variable's type
     */
    Facts restoreKnown(List<Fact> known) {
      Facts facts = none();
      for (Fact fact : known) {
        Integer place = vocabulary.find(fact.name());
        if (place != null) {
          facts.put(place, value(vocabulary.at(place), fact.value()));
        }
      }
      return facts;
    }

    private static Object value(Vocabulary.Variable variable, String text) {
      try {
        switch (variable.type()) {
          case BOOL -> {
            if (text.equals("true") || text.equals("false")) {
              return text.equals("true");
            }
          }
          case INT -> {
            return Long.parseLong(text);
          }
          case DOUBLE -> {
            return Double.parseDouble(text);
          }
          case STRING -> {
            return text;
          }
          case LIST -> {
            return TextList.read(text);
          }
        }
      } catch (IllegalArgumentException e) {
        // Said below, with the variable.
      }
      throw new IllegalArgumentException(
          variable.name() + " is \"" + text + "\", which is no " + variable.type().celName());
    }
  }
}
