package io.earshot.job.bench;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import io.earshot.policy.Facts;
import io.earshot.policy.PolicyBundle;
import io.earshot.policy.Vocabulary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The same rules in the interpreter of CEL, one program a rule, asked in the same order: what a
 * straightforward use of the library costs.
 */
final class PlainCel {

  private final List<List<CelRuntime.Program>> policies = new ArrayList<>();

  PlainCel(PolicyBundle bundle, Vocabulary vocabulary) {
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder().setResultType(SimpleType.BOOL);
    for (Vocabulary.Variable variable : vocabulary.variables()) {
      builder.addVar(variable.name(), type(variable.type()));
    }
    CelCompiler compiler = builder.build();
    CelRuntime runtime = CelRuntimeFactory.standardCelRuntimeBuilder().build();
    for (PolicyBundle.Policy policy : bundle.policies()) {
      List<CelRuntime.Program> programs = new ArrayList<>();
      for (PolicyBundle.Rule rule : policy.rules()) {
        try {
          programs.add(runtime.createProgram(compiler.compile(rule.condition()).getAst()));
        } catch (CelValidationException | CelEvaluationException e) {
          throw new IllegalStateException(rule.condition(), e);
        }
      }
      policies.add(programs);
    }
  }

  private static CelType type(Vocabulary.Type type) {
    return switch (type) {
      case BOOL -> SimpleType.BOOL;
      case INT -> SimpleType.INT;
      case DOUBLE -> SimpleType.DOUBLE;
      case STRING -> SimpleType.STRING;
      case LIST -> ListType.create(SimpleType.STRING);
    };
  }

  /** The values of all variables, by name, as the interpreter asks for them. */
  static Map<String, Object> values(Facts facts, Vocabulary vocabulary) {
    Map<String, Object> values = new HashMap<>();
    vocabulary.variables().forEach(v -> values.put(v.name(), facts.get(v.name())));
    return values;
  }

  /** Asks the rules of each policy up to the first that holds; how many hold. */
  int ask(Map<String, Object> values) throws CelEvaluationException {
    int holding = 0;
    for (List<CelRuntime.Program> programs : policies) {
      for (CelRuntime.Program program : programs) {
        if ((Boolean) program.eval((String name) -> Optional.ofNullable(values.get(name)))) {
          holding++;
          break;
        }
      }
    }
    return holding;
  }
}
