package io.earshot.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelUnparser;
import dev.cel.parser.CelUnparserFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles CEL (the Common Expression Language, cel.dev) over a {@link Vocabulary} into {@link
 * Condition}s.
 */
final class ConditionCompiler {

  private static final Map<String, String> OPERATORS =
      Map.of("_==_", "==", "_!=_", "!=", "_<_", "<", "_<=_", "<=", "_>_", ">", "_>=_", ">=");

  private static final Map<String, String> MIRRORED =
      Map.of("==", "==", "!=", "!=", "<", ">", "<=", ">=", ">", "<", ">=", "<=");

  /** A fault in an expression: the line and column within it, from 1, and what is wrong. */
  record Fault(int line, int column, String message) {}

  /** What compiling leads to: a condition and the variables that it uses, or faults. */
  record Result(@Nullable Condition condition, List<String> variables, List<Fault> faults) {}

  private final Vocabulary vocabulary;
  private final CelCompiler compiler;
  private final CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();
  private final CelUnparser unparser = CelUnparserFactory.newUnparser();

  ConditionCompiler(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(CelOptions.current().build())
            .setResultType(SimpleType.BOOL);
    for (Vocabulary.Variable variable : vocabulary.variables()) {
      builder.addVar(variable.name(), celType(variable.type()));
    }
    this.compiler = builder.build();
  }

  private static CelType celType(Vocabulary.Type type) {
    return switch (type) {
      case BOOL -> SimpleType.BOOL;
      case INT -> SimpleType.INT;
      case DOUBLE -> SimpleType.DOUBLE;
      case STRING -> SimpleType.STRING;
    };
  }

  Result compile(String text) {
    CelValidationResult checked = compiler.compile(text);
    if (checked.hasError()) {
      List<Fault> faults = new ArrayList<>();
      for (CelIssue issue : checked.getErrors()) {
        faults.add(
            new Fault(
                Math.max(1, issue.getSourceLocation().getLine()),
                Math.max(0, issue.getSourceLocation().getColumn()) + 1,
                issue.getMessage()));
      }
      return new Result(null, List.of(), faults);
    }
    try {
      CelAbstractSyntaxTree tree = checked.getAst();
      List<String> variables = new ArrayList<>();
      tree.getReferenceMap().values().stream()
          .map(reference -> reference.name())
          .filter(name -> vocabulary.find(name) != null)
          .distinct()
          .sorted()
          .forEach(variables::add);
      return new Result(condition(tree, tree.getExpr()), variables, List.of());
    } catch (CelValidationException | CelEvaluationException e) {
      return new Result(null, List.of(), List.of(new Fault(1, 1, String.valueOf(e.getMessage()))));
    }
  }

  private Condition condition(CelAbstractSyntaxTree tree, CelExpr expr)
      throws CelValidationException, CelEvaluationException {
    if (expr.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL) {
      CelExpr.CelCall call = expr.call();
      Condition known =
          switch (call.function()) {
            case "_&&_" -> new Condition.And(flatten(tree, call, "_&&_", new ArrayList<>()));
            case "_||_" -> new Condition.Or(flatten(tree, call, "_||_", new ArrayList<>()));
            case "!_" -> new Condition.Not(condition(tree, call.args().get(0)));
            default -> comparison(tree, call);
          };
      if (known != null) {
        return known;
      }
    }
    String variable = variable(tree, expr);
    if (variable != null) {
      return new Condition.CompareEqual(variable, vocabulary.place(variable), true, true);
    }
    String text = unparser.unparse(CelAbstractSyntaxTree.newParsedAst(expr, tree.getSource()));
    return new Condition.Expression(
        text, vocabulary, runtime.createProgram(compiler.compile(text).getAst()));
  }

  private List<Condition> flatten(
      CelAbstractSyntaxTree tree, CelExpr.CelCall call, String function, List<Condition> into)
      throws CelValidationException, CelEvaluationException {
    for (CelExpr arg : call.args()) {
      if (arg.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL
          && arg.call().function().equals(function)) {
        flatten(tree, arg.call(), function, into);
      } else {
        into.add(condition(tree, arg));
      }
    }
    return into;
  }

  /** A comparison of a variable with a constant, either way round; null if it is something else. */
  private @Nullable Condition comparison(CelAbstractSyntaxTree tree, CelExpr.CelCall call) {
    String operator = OPERATORS.get(call.function());
    if (operator == null) {
      return null;
    }
    CelExpr left = call.args().get(0);
    CelExpr right = call.args().get(1);
    String variable = variable(tree, left);
    Object constant = constant(right);
    if (variable == null && constant(left) != null) {
      variable = variable(tree, right);
      constant = constant(left);
      operator = MIRRORED.getOrDefault(operator, operator);
    }
    if (variable == null || constant == null) {
      return null;
    }
    int place = vocabulary.place(variable);
    if (constant instanceof Number number) {
      return new Condition.CompareNumber(variable, place, operator, number);
    }
    return operator.equals("==") || operator.equals("!=")
        ? new Condition.CompareEqual(variable, place, operator.equals("=="), constant)
        : null;
  }

  private @Nullable String variable(CelAbstractSyntaxTree tree, CelExpr expr) {
    return tree.getReference(expr.id())
        .map(reference -> reference.name())
        .filter(name -> vocabulary.find(name) != null)
        .orElse(null);
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
