package io.earshot.policy;

import io.earshot.intake.Modality;
import io.earshot.policy.PolicyBundle.Example;
import io.earshot.policy.PolicyBundle.Policy;
import io.earshot.policy.PolicyBundle.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bundle with its conditions compiled.
 *
 * @param text as it was read
 * @param vocabulary what its rules may ask
 * @param policies most severe first, so that the first decision of a list is the one that counts
 *     for the strike
 */
record CompiledBundle(BundleText text, Vocabulary vocabulary, List<CompiledPolicy> policies) {

  /**
   * A policy with its rules compiled.
   *
   * @param entry of the taxonomy
   * @param rules in the order in which they are asked
   */
  record CompiledPolicy(
      Policy policy, Taxonomy.Entry entry, PolicyRef ref, List<CompiledRule> rules) {

    String id() {
      return policy.id();
    }
  }

  /**
   * A rule with its condition compiled.
   *
   * @param variables that it asks for, in ascending order
   * @param asksEnforcement whether one of them is only known to enforcement
   * @param examples what the author expects, with the facts of each
   */
  record CompiledRule(
      Rule rule,
      Condition condition,
      List<String> variables,
      boolean asksEnforcement,
      List<CompiledExample> examples) {

    String id() {
      return rule.id();
    }
  }

  /** An example and the values of all variables in it. */
  record CompiledExample(Example example, Facts facts) {}

  /**
   * Reads and compiles a bundle, whole or not at all.
   *
   * @param name for messages: a file or an id
   * @throws BundleException with every fault, each with line and column
   */
  static CompiledBundle of(String name, String yaml, Vocabulary vocabulary) throws BundleException {
    BundleReader.Reading reading = BundleReader.read(name, yaml);
    BundleText text = reading.text();
    Compilation compilation = new Compilation(text, vocabulary);
    if (!reading.faults().isEmpty()) {
      List<Finding> faults = new ArrayList<>(reading.faults());
      faults.addAll(compilation.conditionFaults());
      throw refused(name, faults);
    }
    List<CompiledPolicy> policies = compilation.policies();
    if (!compilation.faults.isEmpty()) {
      throw refused(name, compilation.faults);
    }
    policies.sort(
        Comparator.comparingInt((CompiledPolicy p) -> p.entry().severity())
            .thenComparing(CompiledPolicy::id));
    return new CompiledBundle(text, vocabulary, policies);
  }

  private static BundleException refused(String name, List<Finding> faults) {
    return new BundleException(
        name, faults.stream().sorted(Finding.BY_PLACE).map(Finding::toString).toList());
  }

  /** The policy of an id; null if the bundle has none. */
  @Nullable CompiledPolicy find(String policyId) {
    return policies.stream().filter(p -> p.id().equals(policyId)).findFirst().orElse(null);
  }

  /** Compiling of one bundle. */
  private static final class Compilation {

    private static final List<String> MODALITIES =
        Arrays.stream(Modality.values()).map(Enum::name).toList();

    private final BundleText text;
    private final Vocabulary vocabulary;
    private final ConditionCompiler compiler;
    private final Facts.Builder facts;
    private final List<Finding> faults = new ArrayList<>();

    Compilation(BundleText text, Vocabulary vocabulary) {
      this.text = text;
      this.vocabulary = vocabulary;
      this.compiler = new ConditionCompiler(vocabulary);
      this.facts = new Facts.Builder(vocabulary);
    }

    /**
     * What is wrong with the conditions of a bundle that has faults of form, so that its author
     * hears of all of it at once.
     */
    List<Finding> conditionFaults() {
      List<Rule> rules = new ArrayList<>();
      List<ConditionCompiler.Source> conditions = new ArrayList<>();
      for (Policy policy : text.bundle().policies()) {
        Taxonomy.Entry entry = Taxonomy.find(policy.id());
        for (Rule rule : policy.rules()) {
          // One that is missing was told as that.
          if (entry != null && !rule.condition().isBlank()) {
            rules.add(rule);
            conditions.add(new ConditionCompiler.Source(rule.condition(), entry.family()));
          }
        }
      }
      Iterator<Rule> rule = rules.iterator();
      compiler.compile(conditions).forEach(result -> addFaults(rule.next(), result));
      return faults;
    }

    /** The policies of the bundle, their conditions compiled all at once. */
    List<CompiledPolicy> policies() {
      List<ConditionCompiler.Source> conditions = new ArrayList<>();
      for (Policy policy : text.bundle().policies()) {
        for (Rule rule : policy.rules()) {
          conditions.add(
              new ConditionCompiler.Source(rule.condition(), Taxonomy.get(policy.id()).family()));
        }
      }
      Iterator<ConditionCompiler.Result> results = compiler.compile(conditions).iterator();
      List<CompiledPolicy> policies = new ArrayList<>();
      for (Policy policy : text.bundle().policies()) {
        policies.add(policy(policy, results));
      }
      return policies;
    }

    private CompiledPolicy policy(Policy policy, Iterator<ConditionCompiler.Result> results) {
      Taxonomy.Entry entry = Taxonomy.get(policy.id());
      List<CompiledRule> rules = new ArrayList<>();
      boolean windowed = false;
      for (Rule rule : policy.rules()) {
        if (rule.lane() == Lane.EXPRESS && windowed) {
          fault(rule, "express rules come before the windowed ones of their policy");
        }
        windowed |= rule.lane() == Lane.WINDOWED;
        CompiledRule compiled = rule(rule, entry, results.next());
        if (compiled != null) {
          rules.add(compiled);
        }
      }
      settledLimits(policy, rules);
      return new CompiledPolicy(
          policy,
          entry,
          new PolicyRef(policy.id(), policy.version(), entry.severity(), policy.clauseUrl()),
          rules);
    }

    /**
     * Limits are counted before enforcement settles what asks for strikes and history: from the
     * first rule on that does, no rule may take an action that is limited.
     */
    private void settledLimits(Policy policy, List<CompiledRule> rules) {
      String settled = null;
      for (CompiledRule rule : rules) {
        settled = settled == null && rule.asksEnforcement() ? rule.id() : settled;
        ActionType action = rule.rule().action();
        if (settled != null && policy.limits().stream().anyMatch(l -> l.action() == action)) {
          fault(
              rule.rule(),
              action
                  + " is limited, and limits are counted before it is known what rule "
                  + settled
                  + " asks for (strikes or history); put this rule before that one, or ask a"
                  + " human");
        }
      }
    }

    private @Nullable CompiledRule rule(
        Rule rule, Taxonomy.Entry entry, ConditionCompiler.Result result) {
      addFaults(rule, result);
      boolean asksEnforcement = false;
      for (String name : result.variables()) {
        Vocabulary.Variable variable = vocabulary.at(vocabulary.place(name));
        asksEnforcement |= variable.group().isOfEnforcement();
        if (rule.lane() == Lane.EXPRESS && !variable.ofContent()) {
          fault(rule, "the express lane decides on content alone and cannot ask for " + name);
        }
      }
      List<CompiledExample> examples = new ArrayList<>();
      for (int i = 0; i < rule.examples().size(); i++) {
        Example example = rule.examples().get(i);
        examples.add(new CompiledExample(example, given(rule, i, example, entry)));
      }
      return result.condition() == null
          ? null
          : new CompiledRule(
              rule, result.condition(), result.variables(), asksEnforcement, examples);
    }

    private void addFaults(Rule rule, ConditionCompiler.Result result) {
      for (ConditionCompiler.Fault fault : result.faults()) {
        int[] at = ConditionPlace.of(text.yaml(), rule, fault.line(), fault.column());
        faults.add(
            new Finding(
                at[0],
                at[1],
                "rule " + rule.id() + ": " + fault.message() + " (in: " + rule.condition() + ")"));
      }
    }

    private void fault(Rule rule, String message) {
      faults.add(new Finding(rule.line(), rule.column(), "rule " + rule.id() + ": " + message));
    }

    /**
     * The facts of an example: those of an ordinary first publication, and what is given. What
     * follows from that need not be given: a modality with a score is there and scored, and as many
     * matches as are listed are there.
     */
    private Facts given(Rule rule, int number, Example example, Taxonomy.Entry entry) {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("content.kind", "TRACK");
      values.put("content.language", "en");
      values.put("content.market", "ZZ");
      values.put("content.version", 1L);
      values.put("content.durationMs", -1L);
      values.put("creator.ageDays", -1.0);
      for (String name : example.given().keySet()) {
        Integer place = vocabulary.find(name);
        if (place != null && vocabulary.labelAt(place) != null) {
          String prefix = name.substring(0, name.indexOf('.') + 1);
          values.put(prefix + "present", true);
          values.put(prefix + "scored", true);
        }
      }
      if (example.given().get("matches.policies") instanceof List<?> policies) {
        values.put("matches.count", (long) policies.size());
      }
      example
          .given()
          .forEach(
              (name, value) -> {
                Object checked = value(rule, number, name, value);
                if (checked != null) {
                  values.put(name, checked);
                }
              });
      Facts known = facts.none();
      for (Map.Entry<String, Object> value : values.entrySet()) {
        known = known.with(vocabulary.place(value.getKey(), entry.family()), value.getValue());
      }
      return known;
    }

    private @Nullable Object value(Rule rule, int number, String name, Object given) {
      Integer place = vocabulary.find(name);
      String fault;
      if (place == null) {
        fault = compiler.unknown(name);
      } else {
        Vocabulary.Variable variable = vocabulary.at(place);
        Object value =
            variable.type() == Vocabulary.Type.DOUBLE && given instanceof Long whole
                ? (Object) whole.doubleValue()
                : given;
        fault = fault(variable, value);
        if (fault == null) {
          return value;
        }
      }
      faults.add(
          text.place(BundleText.given(rule.id(), number, name))
              .finding("an example of rule " + rule.id() + ": " + fault));
      return null;
    }

    /** What is wrong with a value; null if nothing is. */
    private static @Nullable String fault(Vocabulary.Variable variable, Object value) {
      boolean fits =
          switch (variable.type()) {
            case BOOL -> value instanceof Boolean;
            case INT -> value instanceof Long;
            case DOUBLE -> value instanceof Double;
            case STRING -> value instanceof String;
            case LIST -> value instanceof List<?>;
          };
      if (!fits) {
        return variable.name() + " is " + value + "; it is of type " + variable.type().celName();
      }
      if (value instanceof Number number
          && !(number.doubleValue() >= variable.least()
              && number.doubleValue() <= variable.most())) {
        return variable.name()
            + " is "
            + value
            + "; it is never "
            + (number.doubleValue() > variable.most()
                ? "above " + variable.most()
                : "below " + variable.least());
      }
      if (variable.name().equals("matches.modalities")
          && value instanceof List<?> names
          && !MODALITIES.containsAll(names)) {
        return variable.name() + " is " + value + "; known are " + MODALITIES;
      }
      if (value instanceof String text
          && !variable.values().isEmpty()
          && !variable.values().contains(text)) {
        return variable.name()
            + " is "
            + text
            + Nearest.hint(text, variable.values())
            + "; known are "
            + String.join(", ", variable.values());
      }
      return null;
    }
  }
}
