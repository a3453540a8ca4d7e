package io.earshot.job.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.earshot.policy.Vocabulary;
import io.earshot.policy.Vocabulary.Group;
import io.earshot.policy.Vocabulary.Variable;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./earshot policy vocabulary}: the variables of rules. */
@Command(
    name = "vocabulary",
    mixinStandardHelpOptions = true,
    description = "Lists every variable that a rule can ask for, with its type and meaning.")
final class PolicyVocabularyCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private PolicyFiles files = new PolicyFiles();

  @Option(names = "--json", description = "Prints them as JSON.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    Vocabulary vocabulary = files.vocabulary();
    if (json) {
      out.println(
          new ObjectMapper()
              .enable(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsString(asJson(vocabulary)));
    } else {
      print(out, vocabulary);
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, Vocabulary vocabulary) {
    for (Group group : Group.values()) {
      out.println(name(group) + ".*: " + group.meaning());
      for (Variable variable : variables(vocabulary, group)) {
        out.printf(
            Locale.ROOT,
            "  %-28s %-13s %s%s%n",
            variable.name(),
            variable.type().celName(),
            variable.meaning(),
            values(variable));
      }
      out.println();
    }
    out.println("Rules on the express lane can ask for content, scores and matches only.");
  }

  private static String values(Variable variable) {
    List<String> values = variable.values().stream().filter(value -> !value.isEmpty()).toList();
    return values.isEmpty() ? "" : ": " + String.join(", ", values);
  }

  private static ObjectNode asJson(Vocabulary vocabulary) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    ArrayNode groups = root.putArray("groups");
    for (Group group : Group.values()) {
      ObjectNode node = groups.addObject();
      node.put("name", name(group));
      node.put("meaning", group.meaning());
      ArrayNode variables = node.putArray("variables");
      for (Variable variable : variables(vocabulary, group)) {
        ObjectNode one = variables.addObject();
        one.put("name", variable.name());
        one.put("type", variable.type().celName());
        one.put("meaning", variable.meaning());
        one.put("expressLane", variable.ofContent());
        if (Double.isFinite(variable.least()) && isNumber(variable)) {
          one.put("least", variable.least());
        }
        if (Double.isFinite(variable.most()) && isNumber(variable)) {
          one.put("most", variable.most());
        }
        if (!variable.values().isEmpty()) {
          one.set("values", mapper.valueToTree(variable.values()));
        }
      }
    }
    return root;
  }

  private static boolean isNumber(Variable variable) {
    return variable.type() == Vocabulary.Type.INT || variable.type() == Vocabulary.Type.DOUBLE;
  }

  private static List<Variable> variables(Vocabulary vocabulary, Group group) {
    return vocabulary.variables().stream().filter(v -> v.group() == group).toList();
  }

  private static String name(Group group) {
    return group.name().toLowerCase(Locale.ROOT);
  }
}
