package io.earshot.policy;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /**
   * All conditions hold. As in CEL, one that does not hold decides, also beside one that cannot be
   * computed.
   */
  record And(List<Condition> parts) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      return !decides(parts, facts, false);
    }
  }

  /**
   * At least one condition holds. As in CEL, one that holds decides, also beside one that cannot be
   * computed.
   */
  record Or(List<Condition> parts) implements Condition {
    @Override
    public boolean holds(Facts facts) {
      return decides(parts, facts, true);
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
  }

  /** A number variable compared with a constant of its type, exactly. */
  record CompareNumber(String variable, int place, String operator, Number constant)
      implements Leaf {

    @Override
    public boolean holds(Facts facts) {
      Object value = facts.at(place);
      // Not Double.compare, for which 0.0 and -0.0 differ.
      int order =
          value instanceof Long whole
              ? Long.compare(whole, constant.longValue())
              : compare(((Number) value).doubleValue(), constant.doubleValue());
      return switch (operator) {
        case "==" -> order == 0;
        case "!=" -> order != 0;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        case ">=" -> order >= 0;
        default -> throw new IllegalStateException("operator " + operator);
      };
    }

    private static int compare(double left, double right) {
      return left == right ? 0 : left < right ? -1 : 1;
    }

    @Override
    public Facts change(Facts facts) {
      boolean held = holds(facts);
      int step =
          switch (operator) {
            case ">=" -> held ? -1 : 0;
            case ">" -> held ? 0 : 1;
            case "<=" -> held ? 1 : 0;
            case "<" -> held ? 0 : -1;
            case "==" -> held ? 1 : 0;
            default -> held ? 0 : 1;
          };
      return facts.with(
          place,
          facts.at(place) instanceof Long
              ? (Object) (constant.longValue() + step)
              : (Object)
                  (step == 0
                      ? constant.doubleValue()
                      : step > 0
                          ? Math.nextUp(constant.doubleValue())
                          : Math.nextDown(constant.doubleValue())));
    }

    @Override
    public Comparison compare(Facts facts) {
      return new Comparison(
          variable,
          operator,
          String.valueOf(constant),
          String.valueOf(facts.at(place)),
          holds(facts));
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
    public Facts change(Facts facts) {
      Object value = facts.at(place);
      if (value instanceof Boolean truth) {
        return facts.with(place, !truth);
      }
      return facts.with(place, value.equals(constant) ? constant + "'" : constant);
    }
  }

  /** A leaf of which only the outcome is known. */
  record Constant(boolean value) implements Leaf {
    @Override
    public boolean holds(Facts facts) {
      return value;
    }

    @Override
    public Comparison compare(Facts facts) {
      return new Comparison(String.valueOf(value), "==", "true", String.valueOf(value), value);
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
  }

  /**
   * A rule that cannot be computed for some content, such as one that divides by zero. The content
   * goes to review.
   */
  final class RuleFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String expression;

    RuleFailure(String expression, String why, Throwable cause) {
      super(expression + " could not be computed: " + why, cause);
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
    if (condition instanceof Not not) {
      return new Not(replaced(not.part(), leaf, by));
    }
    return condition == leaf ? by : condition;
  }

  /**
   * Whether one of the parts has the value that decides.
   *
   * @throws RuleFailure if none has and one cannot be computed
   */
  private static boolean decides(List<Condition> parts, Facts facts, boolean value) {
    RuleFailure failure = null;
    for (Condition part : parts) {
      try {
        if (part.holds(facts) == value) {
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
