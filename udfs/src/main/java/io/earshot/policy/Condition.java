package io.earshot.policy;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A compiled condition: the logic of the rule as a tree, with comparisons at the leaves.
 *
 * <p>CEL parses and type-checks; what it found is kept as this tree, for two reasons. A decision
 * has to name every comparison that it made and the changes that would have turned it, which needs
 * the tree and not only its value. And most leaves compare one variable with one constant, which is
 * a few nanoseconds here and a few microseconds in an interpreter; 20 policies on every event make
 * that matter. Whatever is not such a comparison is evaluated by CEL itself.
 */
public sealed interface Condition {

  /** Whether the condition holds. */
  boolean holds(Facts facts);

  /** All conditions hold. */
  record And(List<Condition> parts) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      for (Condition part : parts) {
        if (!part.holds(facts)) {
          return false;
        }
      }
      return true;
    }
  }

  /** At least one condition holds. */
  record Or(List<Condition> parts) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      for (Condition part : parts) {
        if (part.holds(facts)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The condition does not hold. */
  record Not(Condition part) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      return !part.holds(facts);
    }
  }

  /** A condition that is not made of others. */
  sealed interface Leaf extends Condition {
    /** What was compared, with the values that were found. */
    Comparison compare(Facts facts);

    /** The change of the compared value that would have made the leaf come out differently. */
    String turned(Facts facts);
  }

  /** A number variable compared with a constant. */
  record CompareNumber(
      String variable, int place, String operator, double constant, String constantText)
      implements Leaf {
    @Override
    public boolean holds(Facts facts) {
      double value = ((Number) facts.at(place)).doubleValue();
      return switch (operator) {
        case "==" -> value == constant;
        case "!=" -> value != constant;
        case "<" -> value < constant;
        case "<=" -> value <= constant;
        case ">" -> value > constant;
        case ">=" -> value >= constant;
        default -> throw new IllegalStateException("operator " + operator);
      };
    }

    @Override
    public Comparison compare(Facts facts) {
      return new Comparison(
          variable, operator, constantText, String.valueOf(facts.at(place)), holds(facts));
    }

    @Override
    public String turned(Facts facts) {
      return Condition.turned(compare(facts));
    }
  }

  /** A text or truth variable compared with a constant. */
  record CompareEqual(String variable, int place, boolean equal, Object constant) implements Leaf {
    @Override
    public boolean holds(Facts facts) {
      return facts.at(place).equals(constant) == equal;
    }

    @Override
    public Comparison compare(Facts facts) {
      return new Comparison(
          variable,
          equal ? "==" : "!=",
          String.valueOf(constant),
          String.valueOf(facts.at(place)),
          holds(facts));
    }

    @Override
    public String turned(Facts facts) {
      return Condition.turned(compare(facts));
    }
  }

  /** Anything else that CEL can say. */
  record Expression(String text, Vocabulary vocabulary, CelRuntime.Program program)
      implements Leaf {
    @Override
    public boolean holds(Facts facts) {
      try {
        Object value =
            program.eval(
                (String name) -> Optional.ofNullable(vocabulary.find(name)).map(facts::at));
        return (Boolean) value;
      } catch (CelEvaluationException e) {
        throw new RuleFailure(text, String.valueOf(e.getMessage()), e);
      }
    }

    @Override
    public Comparison compare(Facts facts) {
      boolean value = holds(facts);
      return new Comparison(text, "==", "true", String.valueOf(value), value);
    }

    @Override
    public String turned(Facts facts) {
      return Condition.turned(compare(facts));
    }
  }

  /**
   * A rule that cannot be computed for some content, such as one that divides by zero. The content
   * goes to review.
   */
  final class RuleFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RuleFailure(String expression, String why, Throwable cause) {
      super(expression + " could not be computed: " + why, cause);
    }
  }

  /** Every comparison of a condition, in the order in which the rule writes them. */
  static List<Comparison> comparisons(Condition condition, Facts facts) {
    List<Comparison> all = new ArrayList<>();
    for (Leaf leaf : leaves(condition)) {
      all.add(leaf.compare(facts));
    }
    return all;
  }

  /** For a condition that holds: each single change that would have made it not hold. */
  static List<String> counterfactuals(Condition condition, Facts facts) {
    List<String> changes = new ArrayList<>();
    for (Leaf leaf : leaves(condition)) {
      if (!evaluate(condition, at -> (at == leaf) != at.holds(facts))) {
        changes.add(leaf.turned(facts));
      }
    }
    return changes;
  }

  private static boolean evaluate(Condition condition, Predicate<Leaf> leafValue) {
    if (condition instanceof And and) {
      return and.parts().stream().allMatch(part -> evaluate(part, leafValue));
    }
    if (condition instanceof Or or) {
      return or.parts().stream().anyMatch(part -> evaluate(part, leafValue));
    }
    if (condition instanceof Not not) {
      return !evaluate(not.part(), leafValue);
    }
    return leafValue.test((Leaf) condition);
  }

  private static List<Leaf> leaves(Condition condition) {
    List<Leaf> leaves = new ArrayList<>();
    collect(condition, leaves);
    return leaves;
  }

  private static void collect(Condition condition, List<Leaf> into) {
    if (condition instanceof And and) {
      and.parts().forEach(part -> collect(part, into));
    } else if (condition instanceof Or or) {
      or.parts().forEach(part -> collect(part, into));
    } else if (condition instanceof Not not) {
      collect(not.part(), into);
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
