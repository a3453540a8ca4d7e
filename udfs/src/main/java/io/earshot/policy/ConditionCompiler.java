package io.earshot.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.parser.CelUnparser;
import dev.cel.parser.CelUnparserFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.earshot.assessment.Family;
import io.earshot.intake.Modality;
import io.earshot.policy.Vocabulary.Variable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compiles CEL (the Common Expression Language, cel.dev) over a {@link Vocabulary} into {@link
 * Condition}s.
 */
final class ConditionCompiler {

  /** A fault in an expression: the line and column within it, from 1, and what is wrong. */
  record Fault(int line, int column, String message) {}

  /** What compiling leads to: a condition and the variables that it uses, or faults. */
  record Result(@Nullable Condition condition, List<String> variables, List<Fault> faults) {}

  /**
   * A condition of a rule.
   *
   * @param text as it is written
   * @param family of the policy whose rule it is, which some variables stand for
   */
  record Source(String text, Family family) {}

  /** Characters of conditions that are checked at once; CEL takes no more than twice as many. */
  private static final int MOST_CHARS = 50_000;

  /** A name with dots, as a rule writes it. */
  /** A name, an operator and a whole number. */
  private static final Pattern COMPARED_TO_WHOLE =
      Pattern.compile("([A-Za-z_][\\w.]*)\\s*(>=|<=|==|!=|<|>)\\s*(\\d+)(?![\\d.])");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*)*");

  private final Vocabulary vocabulary;
  private final CelCompiler compiler;
  private final CelCompiler listCompiler;
  private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();
  private final CelUnparser unparser = CelUnparserFactory.newUnparser();

  ConditionCompiler(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            // Kept for writing an expression back, as an explanation does.
            .setOptions(CelOptions.current().populateMacroCalls(true).build())
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setResultType(SimpleType.BOOL);
    for (Variable variable : vocabulary.variables()) {
      builder.addVar(variable.name(), celType(variable.type()));
    }
    this.compiler = builder.build();
    this.listCompiler = builder.setResultType(ListType.create(SimpleType.BOOL)).build();
  }

  /** The type of a variable in CEL. */
  static CelType celType(Vocabulary.Type type) {
    return switch (type) {
      case BOOL -> SimpleType.BOOL;
      case INT -> SimpleType.INT;
      case DOUBLE -> SimpleType.DOUBLE;
      case STRING -> SimpleType.STRING;
      case LIST -> ListType.create(SimpleType.STRING);
    };
  }

  /** Compiles one condition. */
  Result compile(Source condition) {
    return compile(List.of(condition)).get(0);
  }

  /**
   * Compiles conditions, in their order.
   *
   * <p>Checking an expression costs CEL far more than reading it, since it declares all that may be
   * in it anew. So many conditions are checked at once, as the elements of a list; only where one
   * of them has a fault is each looked at for itself, for its messages and places.
   */
  List<Result> compile(List<Source> conditions) {
    List<Result> results = new ArrayList<>();
    for (int from = 0; from < conditions.size(); ) {
      int to = from;
      for (int chars = 0; to < conditions.size() && (chars == 0 || chars < MOST_CHARS); to++) {
        chars += conditions.get(to).text().length() + 1;
      }
      List<Source> some = conditions.subList(from, to);
      List<Result> together = together(some);
      if (together == null) {
        some.forEach(condition -> results.add(alone(condition)));
      } else {
        results.addAll(together);
      }
      from = to;
    }
    return results;
  }

  /** Conditions that are checked at once; null if one of them has a fault. */
  private @Nullable List<Result> together(List<Source> conditions) {
    StringBuilder list = new StringBuilder("[");
    for (Source condition : conditions) {
      // What is an expression by itself is one in parentheses too, and no other element.
      if (compiler.parse(condition.text()).hasError()) {
        return null;
      }
      list.append(list.length() == 1 ? "(" : ",(").append(condition.text()).append("\n)");
    }
    CelValidationResult checked = listCompiler.compile(list.append("]").toString());
    if (checked.hasError()) {
      return null;
    }
    try {
      CelAbstractSyntaxTree tree = checked.getAst();
      List<CelExpr> elements = tree.getExpr().list().elements();
      List<Result> results = new ArrayList<>();
      for (int i = 0; i < conditions.size(); i++) {
        results.add(result(tree, elements.get(i), conditions.get(i).family()));
      }
      return results;
    } catch (CelValidationException e) {
      return null;
    }
  }

  private Result alone(Source condition) {
    String text = condition.text();
    CelValidationResult checked = compiler.compile(text);
    if (checked.hasError()) {
      Set<Fault> faults = new LinkedHashSet<>();
      for (CelIssue issue : checked.getErrors()) {
        int line = Math.max(1, issue.getSourceLocation().getLine());
        int column = Math.max(0, issue.getSourceLocation().getColumn()) + 1;
        faults.add(
            issue.getMessage().contains("<EOF>")
                ? endsTooEarly(text)
                : new Fault(line, column, message(text, line, column, issue.getMessage())));
      }
      return new Result(null, List.of(), List.copyOf(faults));
    }
    try {
      CelAbstractSyntaxTree tree = checked.getAst();
      return result(tree, tree.getExpr(), condition.family());
    } catch (CelValidationException e) {
      return new Result(null, List.of(), List.of(new Fault(1, 1, String.valueOf(e.getMessage()))));
    }
  }

  private Result result(CelAbstractSyntaxTree tree, CelExpr expr, Family family) {
    Translation translation = new Translation(tree, family);
    try {
      return new Result(
          translation.condition(expr, true),
          translation.variables(expr).map(Variable::name).toList(),
          List.of());
    } catch (CelEvaluationException e) {
      return new Result(null, List.of(), List.of(new Fault(1, 1, String.valueOf(e.getMessage()))));
    }
  }

  /** The fault of a condition to which something is missing, at its last character. */
  private static Fault endsTooEarly(String text) {
    String written = text.stripTrailing();
    String lastLine = written.substring(written.lastIndexOf('\n') + 1);
    int line = (int) written.chars().filter(c -> c == '\n').count() + 1;
    String last = lastLine.substring(lastLine.lastIndexOf(' ') + 1);
    return new Fault(
        line,
        Math.max(1, lastLine.length()),
        written.isEmpty()
            ? "there is no condition; write one, or true"
            : "the condition ends too early, behind "
                + last
                + "; say what follows, close what is open, or take it away");
  }

  /** What CEL says, but of a name that is not known what an author can do about it. */
  private String message(String text, int line, int column, String said) {
    String[] lines = text.split("\n", -1);
    String rest = line > lines.length ? "" : lines[line - 1];
    if (said.contains("applied to '(double, int)'")) {
      Matcher compared = COMPARED_TO_WHOLE.matcher(rest);
      while (compared.find()) {
        if (compared.start(2) == column - 1) {
          return said
              + "; "
              + compared.group(1)
              + " is a number with a fraction, so write "
              + compared.group(3)
              + ".0";
        }
      }
    }
    if (!said.startsWith("undeclared reference to")) {
      return said;
    }
    Matcher name = NAME.matcher(rest);
    return name.find(Math.min(column - 1, rest.length())) ? unknown(name.group()) : said;
  }

  /** What to say of a name that is no variable. */
  String unknown(String name) {
    for (Modality modality : Modality.values()) {
      if (name.startsWith(Vocabulary.prefix(modality))) {
        return unknownLabel(modality, name);
      }
    }
    return "there is no variable "
        + name
        + Nearest.hint(name, vocabulary.variables().stream().map(Variable::name).toList())
        + "; ./earshot policy vocabulary lists all";
  }

  private String unknownLabel(Modality modality, String name) {
    String sense = modality.name().toLowerCase(Locale.ROOT);
    List<String> labels = vocabulary.labels(modality);
    if (labels.isEmpty()) {
      return "no deployed model gives "
          + name
          + ": there is none for "
          + sense
          + ", so rules can only ask for "
          + sense
          + ".present, "
          + sense
          + ".scored and "
          + sense
          + ".unscored";
    }
    return "no deployed model gives "
        + name
        + Nearest.hint(name, vocabulary.variables().stream().map(Variable::name).toList())
        + "; the labels for "
        + sense
        + " are "
        + String.join(", ", labels);
  }

  /** Turns one checked expression into a condition. */
  private final class Translation {

    private final CelAbstractSyntaxTree tree;
    private final Family family;

    Translation(CelAbstractSyntaxTree tree, Family family) {
      this.tree = tree;
      this.family = family;
    }

    /**
     * The condition that an expression has a value.
     *
     * @param expected the value
     */
    Condition condition(CelExpr expr, boolean expected) throws CelEvaluationException {
      if (expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL) {
        CelExpr.CelCall call = expr.call();
        switch (call.function()) {
          // Not both is at least one not, and the other way round.
          case "_&&_", "_||_" -> {
            List<Condition> parts = new ArrayList<>();
            flatten(call, expected, parts);
            return call.function().equals("_&&_") == expected
                ? new Condition.And(parts)
                : new Condition.Or(parts);
          }
          case "!_" -> {
            return condition(call.args().get(0), !expected);
          }
          default -> {
            Condition.Leaf known = leaf(call);
            if (known == null) {
              known = computed(expr);
            }
            if (known != null) {
              return expected ? known : known.negated();
            }
          }
        }
      }
      Variable variable = variable(expr);
      if (variable != null && variable.type() == Vocabulary.Type.BOOL) {
        return Condition.Truth.of(asked(variable), expected);
      }
      if (constant(expr) instanceof Boolean value) {
        return new Condition.Constant(value == expected);
      }
      return expression(expr, expected);
    }

    private void flatten(CelExpr.CelCall call, boolean expected, List<Condition> into)
        throws CelEvaluationException {
      for (CelExpr arg : call.args()) {
        if (arg.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL
            && arg.call().function().equals(call.function())) {
          flatten(arg.call(), expected, into);
        } else {
          into.add(condition(arg, expected));
        }
      }
    }

    private Condition expression(CelExpr expr, boolean expected) throws CelEvaluationException {
      CelAbstractSyntaxTree part =
          CelAbstractSyntaxTree.newCheckedAst(
              expr, tree.getSource(), tree.getReferenceMap(), tree.getTypeMap());
      return new Condition.Expression(
          text(expr),
          asked(expr),
          expected,
          name -> vocabulary.find(name) == null ? null : vocabulary.place(name, family),
          runtime.createProgram(part));
    }

    private Condition.@Nullable Leaf leaf(CelExpr.CelCall call) {
      Operator operator = Operator.of(call.function());
      if (operator != null) {
        return comparison(operator, call.args().get(0), call.args().get(1));
      }
      return switch (call.function()) {
        case "@in" -> membership(call.args().get(0), call.args().get(1));
        case "startsWith" -> prefix(call);
        default -> null;
      };
    }

    /** A comparison of two computed fractions; null if it is of something else. */
    private Condition.@Nullable Leaf computed(CelExpr expr) {
      CelExpr.CelCall call = expr.call();
      Operator operator = Operator.of(call.function());
      if (operator == null) {
        return null;
      }
      Amount left = amount(call.args().get(0));
      Amount right = amount(call.args().get(1));
      if (left == null || right == null) {
        return null;
      }
      return new Condition.Computed(
          text(expr), asked(expr), text(call.args().get(0)), left, operator, right, true);
    }

    /** A fraction that is computed of variables and constants; null if it is something else. */
    private @Nullable Amount amount(CelExpr expr) {
      Variable variable = variable(expr);
      if (variable != null) {
        return variable.type() == Vocabulary.Type.DOUBLE
            ? new Amount.Variable(asked(variable).slot())
            : null;
      }
      if (constant(expr) instanceof Double fraction) {
        return new Amount.Fixed(fraction);
      }
      if (expr.exprKind().getKind() != CelExpr.ExprKind.Kind.CALL) {
        return null;
      }
      CelExpr.CelCall call = expr.call();
      if (call.function().equals("double") && call.args().size() == 1) {
        Variable whole = variable(call.args().get(0));
        return whole != null && whole.type() == Vocabulary.Type.INT
            ? new Amount.FromWhole(asked(whole).slot())
            : null;
      }
      if (call.args().size() != 2) {
        return null;
      }
      Amount left = amount(call.args().get(0));
      Amount right = amount(call.args().get(1));
      if (left == null || right == null) {
        return null;
      }
      return switch (call.function()) {
        case "_+_" -> new Amount.Sum(left, right);
        case "_-_" -> new Amount.Difference(left, right);
        case "_*_" -> new Amount.Product(left, right);
        case "_/_" -> new Amount.Quotient(left, right);
        default -> null;
      };
    }

    private String text(CelExpr expr) {
      return unparser.unparse(CelAbstractSyntaxTree.newParsedAst(expr, tree.getSource()));
    }

    /** The variables of an expression, by name. */
    Stream<Variable> variables(CelExpr expr) {
      return CelNavigableExpr.fromExpr(expr)
          .allNodes()
          .map(node -> variable(node.expr()))
          .filter(Objects::nonNull)
          .distinct()
          .sorted(Comparator.comparing(Variable::name));
    }

    private List<Condition.Asked> asked(CelExpr expr) {
      return variables(expr).map(this::asked).toList();
    }

    /** A comparison of a variable with a constant, either way round; null if it is another one. */
    private Condition.@Nullable Leaf comparison(Operator operator, CelExpr left, CelExpr right) {
      Variable variable = variable(left);
      Object constant = constant(right);
      Operator turned = operator;
      if (variable == null) {
        variable = variable(right);
        constant = constant(left);
        turned = operator.mirrored();
      }
      if (variable == null || constant == null) {
        return null;
      }
      Condition.Asked asked = asked(variable);
      boolean equality = turned == Operator.EQUAL || turned == Operator.UNEQUAL;
      if (constant instanceof Long whole) {
        return Condition.Whole.of(asked, turned, whole);
      }
      if (constant instanceof Double fraction && !fraction.isNaN() && !fraction.isInfinite()) {
        return Condition.Fraction.of(asked, turned, fraction);
      }
      if (constant instanceof String text && equality) {
        return Condition.OneOf.of(asked, List.of(text), turned == Operator.EQUAL);
      }
      return constant instanceof Boolean truth && equality
          ? Condition.Truth.of(asked, truth == (turned == Operator.EQUAL))
          : null;
    }

    /** A text in a list of constants, or a constant in a list; null if it is something else. */
    private Condition.@Nullable Leaf membership(CelExpr element, CelExpr list) {
      Variable variable = variable(list);
      if (variable != null) {
        return constant(element) instanceof String text
            ? Condition.Has.of(asked(variable), text, true)
            : null;
      }
      variable = variable(element);
      if (variable == null
          || variable.type() != Vocabulary.Type.STRING
          || list.exprKind().getKind() != CelExpr.ExprKind.Kind.LIST) {
        return null;
      }
      List<String> constants = new ArrayList<>();
      for (CelExpr member : list.list().elements()) {
        if (!(constant(member) instanceof String text)) {
          return null;
        }
        constants.add(text);
      }
      return Condition.OneOf.of(asked(variable), constants, true);
    }

    private Condition.@Nullable Leaf prefix(CelExpr.CelCall call) {
      Variable variable = call.target().map(this::variable).orElse(null);
      return variable != null && constant(call.args().get(0)) instanceof String text
          ? Condition.Prefix.of(asked(variable), text, true)
          : null;
    }

    private Condition.Asked asked(Variable variable) {
      int place = vocabulary.place(variable.name(), family);
      return new Condition.Asked(
          variable.name(), place, vocabulary.slot(place), variable.group().isOfEnforcement());
    }

    private @Nullable Variable variable(CelExpr expr) {
      return tree.getReference(expr.id())
          .map(reference -> vocabulary.find(reference.name()))
          .map(vocabulary::at)
          .orElse(null);
    }
  }

  private static @Nullable Object constant(CelExpr expr) {
    if (expr.exprKind().getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
      return null;
    }
    CelConstant constant = expr.constant();
    return switch (constant.getKind()) {
      case BOOLEAN_VALUE -> constant.booleanValue();
      case INT64_VALUE -> constant.int64Value();
      case DOUBLE_VALUE -> constant.doubleValue();
      case STRING_VALUE -> constant.stringValue();
      default -> null;
    };
  }
}
