package io.earshot.policy;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A compiled condition: the logic of the rule as a tree of "all of" and "one of", with comparisons
 * at the leaves. A "not" is pushed down into them, so that a leaf that holds always speaks for the
 * rule.
 *
 * <p>CEL parses and type-checks; what it found is kept as this tree, for two reasons. A decision
 * has to name every comparison that it made and the changes that would have turned it, which needs
 * the tree and not only its value. And most leaves compare one variable with one constant, which is
 * a nanosecond here and about a microsecond in an interpreter; with hundreds of rules on every
 * event that matters. Whatever is not such a comparison is evaluated by CEL itself.
 *
 * <p>Nothing is allocated where a condition does not hold, unless CEL does.
 */
sealed interface Condition {

  /**
   * Whether the condition holds.
   *
   * @throws RuleFailure if that cannot be computed
   */
  boolean holds(Facts facts);

  /**
   * Whether the condition may hold once enforcement tells what it knows; true also if something
   * cannot be computed. Where this is false, nothing that enforcement knows makes it hold or fail.
   */
  boolean mayHold(Facts facts);

  /** The condition that holds where this one does not. */
  Condition negated();

  /** How much work it is, in comparisons. */
  int cost();

  /**
   * All conditions hold. As in CEL, one that does not hold decides, also beside one that cannot be
   * computed; so the cheapest may be asked first.
   */
  final class And implements Condition {
    private final List<Condition> parts;
    private final Condition[] byCost;

    And(List<Condition> parts) {
      this.parts = List.copyOf(parts);
      this.byCost = byCost(parts);
    }

    /** The parts in the order in which the rule writes them. */
    List<Condition> parts() {
      return parts;
    }

    @Override
    public boolean holds(Facts facts) {
      RuleFailure failure = null;
      for (Condition part : byCost) {
        try {
          if (!part.holds(facts)) {
            return false;
          }
        } catch (RuleFailure e) {
          failure = e;
        }
      }
      if (failure != null) {
        throw failure;
      }
      return true;
    }

    @Override
    public boolean mayHold(Facts facts) {
      for (Condition part : byCost) {
        if (!part.mayHold(facts)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Condition negated() {
      return new Or(parts.stream().map(Condition::negated).toList());
    }

    @Override
    public int cost() {
      return parts.stream().mapToInt(Condition::cost).sum();
    }
  }

  /**
   * At least one condition holds. As in CEL, one that holds decides, also beside one that cannot be
   * computed.
   */
  final class Or implements Condition {
    private final List<Condition> parts;
    private final Condition[] byCost;

    Or(List<Condition> parts) {
      this.parts = List.copyOf(parts);
      this.byCost = byCost(parts);
    }

    /** The parts in the order in which the rule writes them. */
    List<Condition> parts() {
      return parts;
    }

    @Override
    public boolean holds(Facts facts) {
      RuleFailure failure = null;
      for (Condition part : byCost) {
        try {
          if (part.holds(facts)) {
            return true;
          }
        } catch (RuleFailure e) {
          failure = e;
        }
      }
      if (failure != null) {
        throw failure;
      }
      return false;
    }

    @Override
    public boolean mayHold(Facts facts) {
      for (Condition part : byCost) {
        if (part.mayHold(facts)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public Condition negated() {
      return new And(parts.stream().map(Condition::negated).toList());
    }

    @Override
    public int cost() {
      return parts.stream().mapToInt(Condition::cost).sum();
    }
  }

  private static Condition[] byCost(List<Condition> parts) {
    return parts.stream()
        .sorted(Comparator.comparingInt(Condition::cost))
        .toArray(Condition[]::new);
  }

  /**
   * A variable that a leaf asks for.
   *
   * @param name as the rule writes it
   * @param place where the vocabulary has it
   * @param slot where facts have it
   * @param ofEnforcement whether only enforcement knows it
   */
  record Asked(String name, int place, int slot, boolean ofEnforcement) {}

  /** A condition that is not made of others. */
  sealed interface Leaf extends Condition {
    /** The variables that it asks for. */
    List<Asked> asked();

    /** What was compared, with the values that were found. */
    Comparison compare(Facts facts);

    @Override
    Leaf negated();

    /** Whether it asks for something only to be little, or not to be there. */
    default boolean asksForLittle() {
      return false;
    }

    /** The change of the compared value that would have made the leaf come out differently. */
    default String turned(Facts facts) {
      return Condition.turned(compare(facts));
    }

    /**
     * The facts with the smallest such change made, so that other comparisons of the same variable
     * see it too; null where the value that was compared is not a variable.
     */
    default @Nullable Facts change(Facts facts) {
      return null;
    }

    @Override
    default boolean mayHold(Facts facts) {
      return asked().get(0).ofEnforcement() || holds(facts);
    }

    @Override
    default int cost() {
      return 1;
    }
  }

  /**
   * A whole number compared with a constant. Every operator asks whether it lies between two
   * bounds, or outside of them, which is one test for all.
   */
  record Whole(
      Asked variable,
      int slot,
      Operator operator,
      long constant,
      long least,
      long most,
      boolean outside)
      implements Leaf {

    static Whole of(Asked variable, Operator operator, long constant) {
      long least = Long.MIN_VALUE;
      long most = Long.MAX_VALUE;
      // Above the greatest number there is nothing: bounds that exclude each other.
      switch (operator) {
        case EQUAL, UNEQUAL -> {
          least = constant;
          most = constant;
        }
        case AT_LEAST -> least = constant;
        case AT_MOST -> most = constant;
        case ABOVE -> {
          least = constant == Long.MAX_VALUE ? Long.MAX_VALUE : constant + 1;
          most = constant == Long.MAX_VALUE ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        case BELOW -> {
          most = constant == Long.MIN_VALUE ? Long.MIN_VALUE : constant - 1;
          least = constant == Long.MIN_VALUE ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
      }
      return new Whole(
          variable, variable.slot(), operator, constant, least, most, operator == Operator.UNEQUAL);
    }

    @Override
    public boolean holds(Facts facts) {
      long value = facts.whole(slot);
      return (value >= least && value <= most) != outside;
    }

    @Override
    public List<Asked> asked() {
      return List.of(variable);
    }

    @Override
    public boolean mayHold(Facts facts) {
      return variable.ofEnforcement() || holds(facts);
    }

    @Override
    public boolean asksForLittle() {
      return operator.boundsFromAboveOnly() || (operator == Operator.EQUAL && constant == 0);
    }

    @Override
    public Leaf negated() {
      return of(variable, operator.negated(), constant);
    }

    @Override
    public Comparison compare(Facts facts) {
      return new Comparison(
          variable.name(),
          operator.symbol(),
          String.valueOf(constant),
          String.valueOf(facts.whole(slot)),
          holds(facts));
    }

    @Override
    public Facts change(Facts facts) {
      return facts.with(variable.place(), constant + step(operator, holds(facts)));
    }
  }

  /** A fraction compared with a constant, in the same way. */
  record Fraction(
      Asked variable,
      int slot,
      Operator operator,
      double constant,
      double least,
      double most,
      boolean outside)
      implements Leaf {

    static Fraction of(Asked variable, Operator operator, double constant) {
      double least = Double.NEGATIVE_INFINITY;
      double most = Double.POSITIVE_INFINITY;
      switch (operator) {
        case EQUAL, UNEQUAL -> {
          least = constant;
          most = constant;
        }
        case AT_LEAST -> least = constant;
        case AT_MOST -> most = constant;
        // Between two neighbouring numbers there is none.
        case ABOVE -> least = Math.nextUp(constant);
        case BELOW -> most = Math.nextDown(constant);
      }
      return new Fraction(
          variable, variable.slot(), operator, constant, least, most, operator == Operator.UNEQUAL);
    }

    @Override
    public boolean holds(Facts facts) {
      double value = facts.fraction(slot);
      return (value >= least && value <= most) != outside;
    }

    @Override
    public List<Asked> asked() {
      return List.of(variable);
    }

    @Override
    public boolean mayHold(Facts facts) {
      return variable.ofEnforcement() || holds(facts);
    }

    @Override
    public boolean asksForLittle() {
      return operator.boundsFromAboveOnly() || (operator == Operator.EQUAL && constant == 0);
    }

    @Override
    public Leaf negated() {
      return of(variable, operator.negated(), constant);
    }

    @Override
    public Comparison compare(Facts facts) {
      return new Comparison(
          variable.name(),
          operator.symbol(),
          String.valueOf(constant),
          String.valueOf(facts.fraction(slot)),
          holds(facts));
    }

    @Override
    public Facts change(Facts facts) {
      int step = step(operator, holds(facts));
      return facts.with(
          variable.place(),
          step == 0 ? constant : step > 0 ? Math.nextUp(constant) : Math.nextDown(constant));
    }
  }

  /** Which way from the constant the nearest value lies that turns a comparison; 0: on it. */
  private static int step(Operator operator, boolean held) {
    return switch (operator) {
      case AT_LEAST -> held ? -1 : 0;
      case ABOVE -> held ? 0 : 1;
      case AT_MOST -> held ? 1 : 0;
      case BELOW -> held ? 0 : -1;
      case EQUAL -> held ? 1 : 0;
      case UNEQUAL -> held ? 0 : 1;
    };
  }

  /** A truth that is to be so, or not. */
  record Truth(Asked variable, int slot, boolean expected) implements Leaf {

    static Truth of(Asked variable, boolean expected) {
      return new Truth(variable, variable.slot(), expected);
    }

    @Override
    public boolean holds(Facts facts) {
      return facts.truth(slot) == expected;
    }

    @Override
    public List<Asked> asked() {
      return List.of(variable);
    }

    @Override
    public boolean asksForLittle() {
      return !expected;
    }

    @Override
    public Leaf negated() {
      return of(variable, !expected);
    }

    @Override
    public Comparison compare(Facts facts) {
      return new Comparison(
          variable.name(),
          "==",
          String.valueOf(expected),
          String.valueOf(facts.truth(slot)),
          holds(facts));
    }

    @Override
    public Facts change(Facts facts) {
      return facts.with(variable.place(), !facts.truth(slot));
    }
  }

  /** A text that is to be one of some constants, or none of them. */
  record OneOf(Asked variable, int slot, List<String> constants, boolean expected) implements Leaf {

    static OneOf of(Asked variable, List<String> constants, boolean expected) {
      return new OneOf(variable, variable.slot(), List.copyOf(constants), expected);
    }

    @Override
    public boolean holds(Facts facts) {
      return constants.contains(facts.text(slot)) == expected;
    }

    @Override
    public List<Asked> asked() {
      return List.of(variable);
    }

    @Override
    public Leaf negated() {
      return of(variable, constants, !expected);
    }

    @Override
    public Comparison compare(Facts facts) {
      if (constants.size() == 1) {
        return new Comparison(
            variable.name(),
            expected ? "==" : "!=",
            constants.get(0),
            facts.text(slot),
            holds(facts));
      }
      return new Comparison(
          variable.name() + " in " + TextList.write(constants),
          "==",
          String.valueOf(expected),
          String.valueOf(constants.contains(facts.text(slot))),
          holds(facts));
    }

    @Override
    public String turned(Facts facts) {
      boolean isOne = constants.contains(facts.text(slot));
      return variable.name()
          + (isOne ? " other than " : " ")
          + String.join(isOne ? ", " : " or ", constants)
          + " (it was "
          + facts.text(slot)
          + ")";
    }

    @Override
    public @Nullable Facts change(Facts facts) {
      if (!constants.contains(facts.text(slot))) {
        return constants.isEmpty() ? null : facts.with(variable.place(), constants.get(0));
      }
      // No text of any rule: what would become of it is what becomes of any other one.
      return facts.with(variable.place(), "other than " + constants);
    }
  }

  /** A text that is to begin with a constant, or not. */
  record Prefix(Asked variable, int slot, String constant, boolean expected) implements Leaf {

    static Prefix of(Asked variable, String constant, boolean expected) {
      return new Prefix(variable, variable.slot(), constant, expected);
    }

    @Override
    public boolean holds(Facts facts) {
      return facts.text(slot).startsWith(constant) == expected;
    }

    @Override
    public List<Asked> asked() {
      return List.of(variable);
    }

    @Override
    public Leaf negated() {
      return of(variable, constant, !expected);
    }

    @Override
    public Comparison compare(Facts facts) {
      return new Comparison(
          variable.name() + ".startsWith(\"" + constant + "\")",
          "==",
          String.valueOf(expected),
          String.valueOf(facts.text(slot).startsWith(constant)),
          holds(facts));
    }
  }

  /** A list that is to have a constant in it, or not. */
  record Has(Asked variable, int slot, String constant, boolean expected) implements Leaf {

    static Has of(Asked variable, String constant, boolean expected) {
      return new Has(variable, variable.slot(), constant, expected);
    }

    @Override
    public boolean holds(Facts facts) {
      return facts.list(slot).contains(constant) == expected;
    }

    @Override
    public List<Asked> asked() {
      return List.of(variable);
    }

    @Override
    public boolean asksForLittle() {
      return !expected;
    }

    @Override
    public Leaf negated() {
      return of(variable, constant, !expected);
    }

    @Override
    public Comparison compare(Facts facts) {
      return new Comparison(
          "\"" + constant + "\" in " + variable.name(),
          "==",
          String.valueOf(expected),
          String.valueOf(facts.list(slot).contains(constant)),
          holds(facts));
    }

    @Override
    public Facts change(Facts facts) {
      List<String> changed = new ArrayList<>(facts.list(slot));
      if (changed.contains(constant)) {
        changed.removeIf(constant::equals);
      } else {
        changed.add(constant);
        changed.sort(null);
      }
      return facts.with(variable.place(), List.copyOf(changed));
    }
  }

  /**
   * Two fractions that a rule computes, compared.
   *
   * @param text the comparison as it is written
   * @param asked the variables in it
   * @param leftText the left side as it is written
   * @param expected whether it is to hold; not the same as the opposite operator, where a side is
   *     no number
   */
  record Computed(
      String text,
      List<Asked> asked,
      String leftText,
      Amount left,
      Operator operator,
      Amount right,
      boolean expected)
      implements Leaf {

    @Override
    public boolean holds(Facts facts) {
      return operator.compare(left.of(facts), right.of(facts)) == expected;
    }

    @Override
    public boolean mayHold(Facts facts) {
      for (int i = 0; i < asked.size(); i++) {
        if (asked.get(i).ofEnforcement()) {
          return true;
        }
      }
      return holds(facts);
    }

    @Override
    public boolean asksForLittle() {
      Operator needed = expected ? operator : operator.negated();
      return (right instanceof Amount.Fixed && needed.boundsFromAboveOnly())
          || (left instanceof Amount.Fixed && needed.mirrored().boundsFromAboveOnly());
    }

    @Override
    public Leaf negated() {
      return new Computed(text, asked, leftText, left, operator, right, !expected);
    }

    @Override
    public int cost() {
      return asked.size();
    }

    @Override
    public Comparison compare(Facts facts) {
      return new Comparison(
          leftText,
          (expected ? operator : operator.negated()).symbol(),
          String.valueOf(right.of(facts)),
          String.valueOf(left.of(facts)),
          holds(facts));
    }

    /** Where a variable stands alone on the left, as the comparison is told. */
    @Override
    public @Nullable Facts change(Facts facts) {
      if (left instanceof Amount.Variable variable) {
        double threshold = right.of(facts);
        int step = step(expected ? operator : operator.negated(), holds(facts));
        double value =
            step == 0 ? threshold : step > 0 ? Math.nextUp(threshold) : Math.nextDown(threshold);
        for (Asked one : asked) {
          if (one.slot() == variable.slot() && one.name().equals(leftText)) {
            return facts.with(one.place(), value);
          }
        }
      }
      return null;
    }
  }

  /** A leaf of which only the outcome is known. */
  record Constant(boolean value) implements Leaf {
    @Override
    public boolean holds(Facts facts) {
      return value;
    }

    @Override
    public boolean mayHold(Facts facts) {
      return value;
    }

    @Override
    public List<Asked> asked() {
      return List.of();
    }

    @Override
    public Leaf negated() {
      return new Constant(!value);
    }

    @Override
    public Comparison compare(Facts facts) {
      return new Comparison(String.valueOf(value), "==", "true", String.valueOf(value), value);
    }
  }

  /**
   * Anything else that CEL can say.
   *
   * @param text the expression
   * @param asked the variables in it
   * @param expected what it is to be
   * @param places where the vocabulary has a variable
   */
  record Expression(
      String text,
      List<Asked> asked,
      boolean expected,
      Function<String, @Nullable Integer> places,
      CelRuntime.Program program)
      implements Leaf {

    /** Work of the interpreter, roughly measured. */
    private static final int COST = 100;

    private boolean value(Facts facts) {
      try {
        return (Boolean)
            program.eval((String name) -> Optional.ofNullable(places.apply(name)).map(facts::at));
      } catch (CelEvaluationException e) {
        throw new RuleFailure(text, String.valueOf(e.getMessage()), e);
      }
    }

    @Override
    public boolean holds(Facts facts) {
      return value(facts) == expected;
    }

    @Override
    public boolean mayHold(Facts facts) {
      for (int i = 0; i < asked.size(); i++) {
        if (asked.get(i).ofEnforcement()) {
          return true;
        }
      }
      try {
        return holds(facts);
      } catch (RuleFailure e) {
        return true;
      }
    }

    @Override
    public Leaf negated() {
      return new Expression(text, asked, !expected, places, program);
    }

    @Override
    public int cost() {
      return COST;
    }

    @Override
    public Comparison compare(Facts facts) {
      boolean value = value(facts);
      return new Comparison(
          text, "==", String.valueOf(expected), String.valueOf(value), value == expected);
    }
  }

  /**
   * A rule that cannot be computed for some content, such as one that divides by zero. The content
   * goes to review.
   */
  final class RuleFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String expression;

    RuleFailure(String expression, String why, Throwable cause) {
      // Without a stack trace: it may happen on every event, and says nothing about this code.
      super(expression + " could not be computed: " + why, cause, false, false);
      this.expression = expression;
    }
  }

  /**
   * Every comparison of a condition, in the order in which the rule writes them. One that cannot be
   * computed says so in the place of its value.
   */
  static List<Comparison> comparisons(Condition condition, Facts facts) {
    List<Comparison> all = new ArrayList<>();
    for (Leaf leaf : leaves(condition)) {
      try {
        all.add(leaf.compare(facts));
      } catch (RuleFailure e) {
        all.add(new Comparison(e.expression, "==", "true", "not computable", false));
      }
    }
    return all;
  }

  /** For a condition that holds: each single change that would have made it not hold. */
  static List<String> counterfactuals(Condition condition, Facts facts) {
    List<String> changes = new ArrayList<>();
    for (Leaf leaf : leaves(condition)) {
      try {
        String change = leaf.turned(facts);
        if (!changes.contains(change) && fallsWithout(condition, leaf, facts)) {
          changes.add(change);
        }
      } catch (RuleFailure e) {
        // A change that leads to what cannot be computed is none that would have made it pass.
      }
    }
    return changes;
  }

  private static boolean fallsWithout(Condition condition, Leaf leaf, Facts facts) {
    Facts changed = leaf.change(facts);
    return changed == null
        ? !replaced(condition, leaf, new Constant(!leaf.holds(facts))).holds(facts)
        : !condition.holds(changed);
  }

  /** The condition with another leaf in the place of one. */
  private static Condition replaced(Condition condition, Leaf leaf, Leaf by) {
    if (condition instanceof And and) {
      return new And(and.parts().stream().map(part -> replaced(part, leaf, by)).toList());
    }
    if (condition instanceof Or or) {
      return new Or(or.parts().stream().map(part -> replaced(part, leaf, by)).toList());
    }
    return condition == leaf ? by : condition;
  }

  /** All leaves, in the order in which the rule writes them. */
  static List<Leaf> leaves(Condition condition) {
    List<Leaf> leaves = new ArrayList<>();
    collect(condition, leaves);
    return leaves;
  }

  private static void collect(Condition condition, List<Leaf> into) {
    if (condition instanceof And and) {
      and.parts().forEach(part -> collect(part, into));
    } else if (condition instanceof Or or) {
      or.parts().forEach(part -> collect(part, into));
    } else {
      into.add((Leaf) condition);
    }
  }

  private static String turned(Comparison c) {
    String needed =
        switch (c.operator()) {
          case ">=" -> c.held() ? "below " : "at least ";
          case ">" -> c.held() ? "at most " : "above ";
          case "<=" -> c.held() ? "above " : "at most ";
          case "<" -> c.held() ? "at least " : "below ";
          case "==" -> c.held() ? "other than " : "";
          default -> c.held() ? "" : "other than ";
        };
    return c.variable() + " " + needed + c.threshold() + " (it was " + c.value() + ")";
  }
}
