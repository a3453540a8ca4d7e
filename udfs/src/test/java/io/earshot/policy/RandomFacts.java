package io.earshot.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Random facts and conditions for properties. Values are taken from few, so that conditions and
 * facts meet on the edges of comparisons.
 */
final class RandomFacts {

  static final Vocabulary VOCABULARY = Bundles.ALL_SENSES;

  private static final List<Double> FRACTIONS = List.of(0.0, 0.3, 0.5, 0.8, 1.0);
  private static final List<Long> WHOLES = List.of(0L, 1L, 2L, 3L);
  private static final List<String> TEXTS = List.of("en", "en-GB", "sv", "TRACK", "");
  private static final List<String> MEMBERS = List.of("HAT.HATE", "CSE.CSAM");

  private static final List<String> MODALITIES = List.of("TEXT", "IMAGE", "AUDIO");

  private RandomFacts() {}

  /** Facts that real content may have, each variable for itself. */
  static Arbitrary<Facts> facts() {
    return Arbitraries.randomValue(RandomFacts::facts);
  }

  private static Facts facts(Random random) {
    Facts facts = new Facts.Builder(VOCABULARY).none();
    for (int place = 0; place < VOCABULARY.size(); place++) {
      facts = facts.with(place, value(VOCABULARY.at(place), random));
    }
    // The lists of matches belong together.
    List<String> policies = facts.list("matches.policies");
    return facts
        .with(VOCABULARY.place("matches.count"), (long) policies.size())
        .with(VOCABULARY.place("matches.banks"), policies.stream().map(p -> "bank").toList())
        .with(
            VOCABULARY.place("matches.modalities"),
            policies.stream().map(p -> one(MODALITIES, random)).toList());
  }

  private static Object value(Vocabulary.Variable variable, Random random) {
    return switch (variable.type()) {
      case BOOL -> random.nextBoolean();
      case INT -> Math.max((long) variable.least(), one(WHOLES, random));
      case DOUBLE -> one(FRACTIONS, random);
      case STRING -> one(variable.values().isEmpty() ? TEXTS : variable.values(), random);
      case LIST -> MEMBERS.stream().filter(member -> random.nextBoolean()).toList();
    };
  }

  private static <T> T one(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  /** Conditions over some variables. */
  static Arbitrary<String> conditions(String... variables) {
    List<Arbitrary<String>> leaves = new ArrayList<>();
    for (String name : variables) {
      leaves.add(leaf(VOCABULARY.at(VOCABULARY.place(name))));
    }
    leaves.add(
        Arbitraries.of(
            "10 / content.links > 3", "text.hate > text.spam", "10 % content.links == 1", "true"));
    return tree(Arbitraries.oneOf(leaves), 3);
  }

  private static Arbitrary<String> tree(Arbitrary<String> leaves, int depth) {
    if (depth == 0) {
      return leaves;
    }
    Arbitrary<String> parts = tree(leaves, depth - 1);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(3, leaves),
        net.jqwik.api.Tuple.of(
            4,
            Combinators.combine(parts, Arbitraries.of(" && ", " || "), parts)
                .as((left, operator, right) -> "(" + left + operator + right + ")")),
        net.jqwik.api.Tuple.of(1, parts.map(part -> "!(" + part + ")")));
  }

  private static Arbitrary<String> leaf(Vocabulary.Variable variable) {
    Arbitrary<String> operators = Arbitraries.of("==", "!=", "<", "<=", ">", ">=");
    String name = variable.name();
    return switch (variable.type()) {
      case BOOL -> Arbitraries.of(name, "!" + name, name + " == false");
      case INT ->
          Combinators.combine(operators, Arbitraries.of(WHOLES))
              .as((operator, number) -> name + " " + operator + " " + number);
      case DOUBLE ->
          Combinators.combine(operators, Arbitraries.of(FRACTIONS))
              .as((operator, number) -> name + " " + operator + " " + number);
      case STRING ->
          Combinators.combine(
                  Arbitraries.of("%s == '%s'", "%s != '%s'", "%s.startsWith('%s')", "%s in ['%s']"),
                  Arbitraries.of(variable.values().isEmpty() ? TEXTS : variable.values()))
              .as((form, text) -> form.formatted(name, text));
      case LIST -> Arbitraries.of(MEMBERS).map(member -> "'" + member + "' in " + name);
    };
  }

  /** A policy whose rules ask some conditions in order. */
  static String bundle(List<String> conditions) {
    StringBuilder rules = new StringBuilder("rules:\n");
    IntStream.range(0, conditions.size())
        .forEach(
            i ->
                rules
                    .append("  - id: r")
                    .append(i)
                    .append("\n    if: \"")
                    .append(conditions.get(i))
                    .append("\"\n    then: {action: ")
                    .append(Arrays.asList("REMOVE", "SEND_TO_REVIEW", "WARN").get(i % 3))
                    .append("}\n    because: it is so\n"));
    return Bundles.of("HAT.HATE", rules.toString());
  }
}
