package io.earshot.k8s;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the part of Prometheus' query language that alerts and dashboard use, after its
 * documentation ("Querying Prometheus") and with its extrapolation of {@code rate} and {@code
 * increase} to the ends of a range. What it does not know it refuses. Prometheus is no library that
 * a build can ask for; where {@code promtool} is installed, AlertsTest asks it the same questions.
 */
final class PromQl {

  /** How far back an instant value may lie, in seconds; Prometheus' default. */
  private static final int LOOKBACK = 300;

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\"[^\"]*\"|=~|!~|!=|==|>=|<=|[\\d.]+[smhd]?|\\w+|[-+*/<>=(){}\\[\\],])");

  private static final Set<String> AGGREGATIONS = Set.of("sum", "max", "min", "avg");
  private static final List<Set<String>> PRECEDENCE =
      List.of(
          Set.of("or"),
          Set.of("and"),
          Set.of("==", "!=", ">", "<", ">=", "<="),
          Set.of("+", "-"),
          Set.of("*", "/"));

  /** What an expression is at a time: samples by labels; a number has no labels and is a scalar. */
  record Value(boolean scalar, Map<Map<String, String>, Double> samples) {
    static Value number(double value) {
      return new Value(true, Map.of(Map.of(), value));
    }

    double number() {
      return samples.values().iterator().next();
    }
  }

  private interface Node {
    Value at(PromData data, int time);
  }

  private interface Range {
    Map<Map<String, String>, List<double[]>> at(PromData data, int time);
  }

  private final List<String> tokens = new ArrayList<>();
  private final Map<String, Map<String, String>> matchers = new LinkedHashMap<>();
  private final Set<String> groupings = new TreeSet<>();
  private final Node root;
  private int next;
  private int range;
  private int offset;

  /**
   * Reads an expression.
   *
   * @throws AssertionError where it cannot
   */
  PromQl(String expression) {
    Matcher token = TOKEN.matcher(expression);
    int end = 0;
    while (token.find() && token.start() == end) {
      tokens.add(token.group(1));
      end = token.end();
    }
    if (!expression.substring(end).isBlank()) {
      throw new AssertionError("not read: " + expression.substring(end));
    }
    root = operation(0);
    if (next != tokens.size()) {
      throw new AssertionError("not read: " + tokens.subList(next, tokens.size()));
    }
  }

  /** Every metric that it asks for, with the labels that it compares and to which values. */
  Map<String, Map<String, String>> metrics() {
    return matchers;
  }

  /** The labels that it groups by. */
  Set<String> groupings() {
    return groupings;
  }

  /** The samples at a time, in seconds. */
  Map<Map<String, String>, Double> at(PromData data, int time) {
    return root.at(data, time).samples();
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private boolean take(String token) {
    boolean is = peek().equals(token);
    next += is ? 1 : 0;
    return is;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw new AssertionError("expected " + token + " at " + tokens.subList(next, tokens.size()));
    }
  }

  private Node operation(int level) {
    if (level == PRECEDENCE.size()) {
      return unit();
    }
    Node left = operation(level + 1);
    while (PRECEDENCE.get(level).contains(peek())) {
      String operator = tokens.get(next++);
      @Nullable Set<String> on = take("on") ? labels() : null;
      Node first = left;
      Node second = operation(level + 1);
      left = (data, time) -> combine(operator, on, first.at(data, time), second.at(data, time));
    }
    return left;
  }

  private Node unit() {
    String token = tokens.get(next++);
    if (token.equals("(")) {
      Node inner = operation(0);
      expect(")");
      return inner;
    }
    if (Character.isDigit(token.charAt(0))) {
      double value = Double.parseDouble(token);
      return (data, time) -> Value.number(value);
    }
    if (AGGREGATIONS.contains(token)) {
      return aggregation(token);
    }
    switch (token) {
      case "time" -> {
        expect("(");
        expect(")");
        return (data, time) -> Value.number(time);
      }
      case "absent" -> {
        expect("(");
        Node inner = operation(0);
        expect(")");
        return (data, time) ->
            new Value(
                false, inner.at(data, time).samples().isEmpty() ? Map.of(Map.of(), 1.0) : Map.of());
      }
      case "rate", "increase" -> {
        expect("(");
        Range samples = selector(tokens.get(next++));
        expect(")");
        int seconds = range;
        if (seconds == 0) {
          throw new AssertionError(token + " asks for a range");
        }
        int shift = offset;
        boolean rate = token.equals("rate");
        return (data, time) -> {
          Map<Map<String, String>, Double> all = new LinkedHashMap<>();
          samples
              .at(data, time)
              .forEach(
                  (labels, values) -> {
                    if (values.size() > 1) {
                      double increase = increase(values, time - shift, seconds);
                      all.put(unnamed(labels), rate ? increase / seconds : increase);
                    }
                  });
          return new Value(false, all);
        };
      }
      default -> {
        Range samples = selector(token);
        if (range != 0) {
          throw new AssertionError(token + " has a range that nothing takes");
        }
        return (data, time) -> {
          Map<Map<String, String>, Double> all = new LinkedHashMap<>();
          samples
              .at(data, time)
              .forEach((labels, values) -> all.put(labels, values.get(values.size() - 1)[1]));
          return new Value(false, all);
        };
      }
    }
  }

  private Set<String> labels() {
    Set<String> labels = new TreeSet<>();
    expect("(");
    while (!take(")")) {
      labels.add(tokens.get(next++));
      take(",");
    }
    groupings.addAll(labels);
    return labels;
  }

  private Node aggregation(String how) {
    Set<String> by = take("by") ? labels() : Set.of();
    expect("(");
    Node inner = operation(0);
    expect(")");
    return (data, time) -> {
      Map<Map<String, String>, List<Double>> groups = new LinkedHashMap<>();
      inner
          .at(data, time)
          .samples()
          .forEach(
              (labels, value) ->
                  groups.computeIfAbsent(only(labels, by), g -> new ArrayList<>()).add(value));
      Map<Map<String, String>, Double> all = new LinkedHashMap<>();
      groups.forEach(
          (labels, values) -> {
            var numbers = values.stream().mapToDouble(Double::doubleValue);
            all.put(
                labels,
                switch (how) {
                  case "sum" -> numbers.sum();
                  case "max" -> numbers.max().orElseThrow();
                  case "min" -> numbers.min().orElseThrow();
                  default -> numbers.average().orElseThrow();
                });
          });
      return new Value(false, all);
    };
  }

  private Range selector(String metric) {
    Map<String, BiPredicate<String, String>> tests = new LinkedHashMap<>();
    Map<String, String> wanted = new TreeMap<>();
    if (take("{")) {
      while (!take("}")) {
        String label = tokens.get(next++);
        String operator = tokens.get(next++);
        String value = tokens.get(next++).replace("\"", "");
        tests.put(
            label,
            switch (operator) {
              case "=" -> String::equals;
              case "!=" -> (is, not) -> !is.equals(not);
              case "=~" -> String::matches;
              case "!~" -> (is, pattern) -> !is.matches(pattern);
              default -> throw new AssertionError("unknown comparison " + operator);
            });
        wanted.put(label, value);
        take(",");
      }
    }
    matchers.computeIfAbsent(metric, asked -> new TreeMap<>()).putAll(wanted);
    range = 0;
    offset = 0;
    if (take("[")) {
      range = seconds(tokens.get(next++));
      expect("]");
    }
    if (take("offset")) {
      offset = seconds(tokens.get(next++));
    }
    int back = range == 0 ? LOOKBACK : range;
    int shift = offset;
    return (data, time) -> {
      Map<Map<String, String>, List<double[]>> all = new LinkedHashMap<>();
      data.series()
          .forEach(
              (labels, values) -> {
                boolean matches =
                    metric.equals(labels.get(PromData.NAME))
                        && tests.entrySet().stream()
                            .allMatch(
                                test ->
                                    test.getValue()
                                        .test(
                                            labels.getOrDefault(test.getKey(), ""),
                                            wanted.getOrDefault(test.getKey(), "")));
                List<double[]> within = new ArrayList<>();
                for (int i = 0; matches && i < values.size(); i++) {
                  int at = i * PromData.STEP;
                  if (at >= time - shift - back && at <= time - shift && !values.get(i).isNaN()) {
                    within.add(new double[] {at, values.get(i)});
                  }
                }
                if (!within.isEmpty()) {
                  all.put(labels, within);
                }
              });
      return all;
    };
  }

  private static int seconds(String duration) {
    int number = Integer.parseInt(duration.substring(0, duration.length() - 1));
    return number
        * switch (duration.charAt(duration.length() - 1)) {
          case 's' -> 1;
          case 'm' -> 60;
          case 'h' -> 3_600;
          case 'd' -> 86_400;
          default -> throw new AssertionError(duration + " is no duration");
        };
  }

  /** The increase over a range, resets counted and extrapolated as Prometheus does it. */
  private static double increase(List<double[]> samples, int end, int range) {
    double[] first = samples.get(0);
    double[] last = samples.get(samples.size() - 1);
    double increase = last[1] - first[1];
    for (int i = 1; i < samples.size(); i++) {
      if (samples.get(i)[1] < samples.get(i - 1)[1]) {
        increase += samples.get(i - 1)[1];
      }
    }
    double sampled = last[0] - first[0];
    double between = sampled / (samples.size() - 1);
    double before = first[0] - (end - range);
    if (increase > 0 && first[1] >= 0) {
      before = Math.min(before, sampled * first[1] / increase);
    }
    double after = end - last[0];
    double extrapolated =
        sampled
            + (before < between * 1.1 ? before : between / 2)
            + (after < between * 1.1 ? after : between / 2);
    return increase * extrapolated / sampled;
  }

  private static Value combine(String operator, @Nullable Set<String> on, Value left, Value right) {
    Map<Map<String, String>, Double> all = new LinkedHashMap<>();
    if (operator.equals("and") || operator.equals("or")) {
      Set<Map<String, String>> there = keys(operator.equals("and") ? right : left, on);
      if (operator.equals("or")) {
        all.putAll(left.samples());
      }
      (operator.equals("and") ? left : right)
          .samples()
          .forEach(
              (labels, value) -> {
                if (there.contains(key(labels, on)) == operator.equals("and")) {
                  all.put(labels, value);
                }
              });
      return new Value(false, all);
    }
    if (left.scalar() && right.scalar()) {
      return Value.number(arithmetic(operator).applyAsDouble(left.number(), right.number()));
    }
    left.samples()
        .forEach(
            (labels, value) -> {
              if (right.scalar()) {
                put(all, operator, labels, value, right.number());
              }
              right
                  .samples()
                  .forEach(
                      (other, otherValue) -> {
                        if (left.scalar()) {
                          put(all, operator, other, value, otherValue);
                        } else if (!right.scalar() && key(labels, on).equals(key(other, on))) {
                          put(all, operator, key(labels, on), value, otherValue);
                        }
                      });
            });
    return new Value(false, all);
  }

  private static void put(
      Map<Map<String, String>, Double> all,
      String operator,
      Map<String, String> labels,
      double left,
      double right) {
    switch (operator) {
      case "==", "!=", ">", "<", ">=", "<=" -> {
        int order = Double.compare(left, right);
        boolean holds =
            switch (operator) {
              case "==" -> order == 0;
              case "!=" -> order != 0;
              case ">" -> order > 0;
              case "<" -> order < 0;
              case ">=" -> order >= 0;
              default -> order <= 0;
            };
        if (holds) {
          all.put(labels, left);
        }
      }
      default -> all.put(unnamed(labels), arithmetic(operator).applyAsDouble(left, right));
    }
  }

  private static DoubleBinaryOperator arithmetic(String operator) {
    return switch (operator) {
      case "+" -> Double::sum;
      case "-" -> (a, b) -> a - b;
      case "*" -> (a, b) -> a * b;
      case "/" -> (a, b) -> a / b;
      default -> throw new AssertionError(operator + " between two numbers");
    };
  }

  private static Set<Map<String, String>> keys(Value value, @Nullable Set<String> on) {
    Set<Map<String, String>> keys = new HashSet<>();
    value.samples().keySet().forEach(labels -> keys.add(key(labels, on)));
    return keys;
  }

  private static Map<String, String> key(Map<String, String> labels, @Nullable Set<String> on) {
    return on == null ? unnamed(labels) : only(labels, on);
  }

  private static Map<String, String> only(Map<String, String> labels, Set<String> names) {
    Map<String, String> kept = new TreeMap<>(labels);
    kept.keySet().retainAll(names);
    return kept;
  }

  static Map<String, String> unnamed(Map<String, String> labels) {
    Map<String, String> kept = new TreeMap<>(labels);
    kept.remove(PromData.NAME);
    return kept;
  }
}
