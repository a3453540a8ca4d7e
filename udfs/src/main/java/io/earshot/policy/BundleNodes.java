package io.earshot.policy;

import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads values from the nodes of a bundle's YAML, and collects what is wrong with them: each method
 * gives what was written, or says what is wrong and gives the default.
 *
 * <p>What it takes is what {@code policies/bundle.schema.json} takes; a test holds the two to each
 * other.
 */
final class BundleNodes {

  private static final Pattern WHOLE = Pattern.compile("0|[1-9]\\d{0,8}");
  private static final Pattern DECIMAL = Pattern.compile("(0|[1-9]\\d{0,8})(\\.\\d{1,9})?");
  private static final Pattern DURATION =
      Pattern.compile("P(?!$)(\\d+D)?(T(?=\\d)(\\d+H)?(\\d+M)?(\\d+(\\.\\d{1,3})?S)?)?");
  private static final Set<Tag> NUMBERS = Set.of(Tag.INT, Tag.FLOAT);
  private static final Set<Tag> TEXTS = Set.of(Tag.STR, Tag.TIMESTAMP);
  private static final Set<String> TRUTHS = Set.of("true", "false");

  /** Times are kept in milliseconds. */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** What is meant to last longer has no duration at all. */
  private static final Duration LONGEST = Duration.ofDays(3653);

  /** More names than this are not listed in a message. */
  private static final int MOST_LISTED = 30;

  /** A text larger than this is a mistake; the largest real ones are a few hundred rules. */
  private static final int MAX_CHARS = 1_000_000;

  private final List<Finding> faults = new ArrayList<>();

  /** A mapping of the bundle. */
  record Keys(Node node, Map<String, Node> values) {

    /** The value of a key; null if it is not there. */
    @Nullable Node find(String key) {
      return values.get(key);
    }

    /** Where to say what is wrong with a key: its value, or the mapping that lacks it. */
    Node at(String key) {
      return values.getOrDefault(key, node);
    }

    boolean has(String key) {
      return values.containsKey(key);
    }
  }

  /**
   * The mapping that a text is.
   *
   * @param kind what it is, for messages
   * @param name its file or id
   * @param keys what it has to have
   * @throws BundleException if it is no mapping in YAML, so that nothing can be read
   */
  static Node root(String kind, String name, String yaml, String keys) throws BundleException {
    if (yaml.length() > MAX_CHARS) {
      throw new BundleException(
          kind,
          name,
          List.of("it has " + yaml.length() + " characters, the limit is " + MAX_CHARS));
    }
    try {
      LoaderOptions options = new LoaderOptions();
      options.setMaxAliasesForCollections(0);
      options.setAllowDuplicateKeys(false);
      Node root = new Yaml(options).compose(new StringReader(yaml));
      if (root instanceof MappingNode) {
        return root;
      }
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      String message = "not YAML: " + e.getProblem();
      throw new BundleException(
          kind, name, List.of(mark == null ? message : place(mark).finding(message).toString()));
    } catch (YAMLException e) {
      // Too deep, an alias, a control character: the parser gives no place for these.
      throw new BundleException(
          kind, name, List.of("not YAML of a " + kind + ": " + e.getMessage()));
    }
    throw new BundleException(
        kind, name, List.of("1:1: a " + kind + " is a mapping with the keys " + keys));
  }

  /** What is wrong, in the order of the text. */
  List<Finding> faults() {
    faults.sort(Finding.BY_PLACE);
    return faults;
  }

  void fault(Node node, String message) {
    faults.add(place(node).finding(message));
  }

  static BundleText.Place place(Node node) {
    return place(node.getStartMark());
  }

  static BundleText.Place place(Mark mark) {
    return new BundleText.Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** The keys of a mapping; those that are not known are faults. */
  Keys keys(Node node, String... known) {
    Map<String, Node> keys = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      fault(node, "here belongs a mapping with the keys " + String.join(", ", known));
      return new Keys(node, keys);
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = scalar(tuple.getKeyNode());
      if (key == null || !Arrays.asList(known).contains(key)) {
        fault(
            tuple.getKeyNode(),
            "unknown key "
                + key
                + (key == null ? "" : Nearest.hint(key, Arrays.asList(known)))
                + "; known are "
                + String.join(", ", known));
      } else if (keys.put(key, tuple.getValueNode()) != null) {
        fault(tuple.getKeyNode(), "key " + key + " is there twice");
      }
    }
    return new Keys(node, keys);
  }

  /** The entries of a mapping with keys of any name. */
  Map<String, Node> entries(Keys owner, String key) {
    Map<String, Node> entries = new LinkedHashMap<>();
    Node node = owner.find(key);
    if (!(node instanceof MappingNode mapping)) {
      fault(owner.at(key), key + " is missing or not a mapping");
      return entries;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String name = scalar(tuple.getKeyNode());
      if (name == null) {
        fault(tuple.getKeyNode(), key + " has a key that is not a name");
      } else if (entries.put(name, tuple.getValueNode()) != null) {
        fault(tuple.getKeyNode(), name + " is there twice");
      }
    }
    return entries;
  }

  /** A list with at least one entry. */
  List<Node> sequence(Keys owner, String key) {
    if (owner.find(key) instanceof SequenceNode list && !list.getValue().isEmpty()) {
      return list.getValue();
    }
    fault(owner.at(key), key + " is missing or not a list with at least one entry");
    return List.of();
  }

  /** A list that may be left out, or empty. */
  List<Node> optionalSequence(Keys owner, String key) {
    Node node = owner.find(key);
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode list) {
      return list.getValue();
    }
    fault(node, key + " is not a list");
    return List.of();
  }

  /** A text that has to be there. */
  String text(Keys owner, String key) {
    Node node = owner.find(key);
    String value = text(node);
    if (value == null || value.isBlank()) {
      fault(
          owner.at(key),
          node instanceof ScalarNode other && !other.getValue().isBlank()
              ? key + " is " + other.getValue() + ", which YAML takes for no text; put it in quotes"
              : key + " is missing or empty");
      return "";
    }
    return value.strip();
  }

  /** A text of a form. */
  String text(Keys owner, String key, Pattern form, String needed) {
    String value = text(owner, key);
    if (!value.isEmpty() && !form.matcher(value).matches()) {
      fault(owner.at(key), key + " is " + value + "; it is " + needed);
      return "";
    }
    return value;
  }

  /** A text that may look like a number, as versions do. */
  String version(Keys owner, String key) {
    if (owner.find(key) instanceof ScalarNode scalar && NUMBERS.contains(scalar.getTag())) {
      return scalar.getValue();
    }
    return text(owner, key);
  }

  /** A whole number between two bounds. */
  int whole(Keys owner, String key, int least, int most, int byDefault) {
    Node node = owner.find(key);
    if (node == null) {
      return byDefault;
    }
    if (node instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.INT)
        && WHOLE.matcher(scalar.getValue()).matches()) {
      int value = Integer.parseInt(scalar.getValue());
      if (value >= least && value <= most) {
        return value;
      }
    }
    fault(
        node, key + " is " + shown(node) + "; it is a whole number from " + least + " to " + most);
    return byDefault;
  }

  /** A whole number or a fraction between two bounds. */
  double number(Keys owner, String key, double least, double most, double byDefault) {
    Node node = owner.find(key);
    if (node == null) {
      return byDefault;
    }
    if (node instanceof ScalarNode scalar
        && NUMBERS.contains(scalar.getTag())
        && DECIMAL.matcher(scalar.getValue()).matches()) {
      double value = Double.parseDouble(scalar.getValue());
      if (value >= least && value <= most) {
        return value;
      }
    }
    fault(
        node,
        key
            + " is "
            + shown(node)
            + "; it is a number from "
            + plain(least)
            + " to "
            + plain(most));
    return byDefault;
  }

  private static String plain(double value) {
    return new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString();
  }

  boolean truth(Keys owner, String key, boolean byDefault) {
    Node node = owner.find(key);
    if (node == null) {
      return byDefault;
    }
    Boolean value = truth(node);
    if (value == null) {
      fault(node, key + " is " + shown(node) + "; it is true or false");
      return byDefault;
    }
    return value;
  }

  private static @Nullable Boolean truth(Node node) {
    String value = scalar(node);
    boolean isTruth =
        node.getTag().equals(Tag.BOOL) && ("true".equals(value) || "false".equals(value));
    return isTruth ? Boolean.valueOf(value) : null;
  }

  @Nullable Duration duration(Keys owner, String key, @Nullable Duration byDefault) {
    Node node = owner.find(key);
    if (node == null) {
      return byDefault;
    }
    String value = String.valueOf(text(node));
    try {
      Duration duration = DURATION.matcher(value).matches() ? Duration.parse(value) : null;
      if (duration != null
          && duration.compareTo(SHORTEST) >= 0
          && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Too long for a duration; said below, with the node's place.
    }
    fault(
        node,
        key
            + " is "
            + shown(node)
            + "; it is a positive ISO 8601 duration of at most ten years, such as PT72H or P30D");
    return byDefault;
  }

  /** One of some names. */
  <T> T choice(Keys owner, String key, Map<String, T> known, T byDefault) {
    Node node = owner.find(key);
    return node == null ? byDefault : choice(node, key, known, byDefault);
  }

  /** One of some names. */
  <T> T choice(Node node, String key, Map<String, T> known, T byDefault) {
    String value = text(node);
    T chosen = value == null ? null : known.get(value);
    if (chosen != null) {
      return chosen;
    }
    fault(
        node,
        key
            + " is "
            + shown(node)
            + (value == null ? "" : Nearest.hint(value, known.keySet()))
            + (known.size() > MOST_LISTED
                ? "; ./earshot policy schema lists the " + known.size() + " that are known"
                : "; known are " + String.join(", ", known.keySet())));
    return byDefault;
  }

  /** The names of an enumeration as a bundle writes them. */
  static <E extends Enum<E>> Map<String, E> names(Class<E> type, Function<E, String> name) {
    Map<String, E> names = new LinkedHashMap<>();
    for (E constant : type.getEnumConstants()) {
      names.put(name.apply(constant), constant);
    }
    return names;
  }

  /** A truth, a whole number, a fraction, a text or a list of texts; null with a fault. */
  @Nullable Object value(Node node, String name) {
    if (node instanceof SequenceNode list) {
      List<String> texts = new ArrayList<>();
      for (Node entry : list.getValue()) {
        String text = text(entry);
        if (text == null) {
          fault(entry, name + " has " + shown(entry) + " in it; it is a list of texts");
          return null;
        }
        texts.add(text);
      }
      return texts;
    }
    if (node instanceof ScalarNode scalar) {
      Boolean truth = truth(node);
      if (truth != null) {
        return truth;
      }
      if (text(node) != null) {
        return scalar.getValue();
      }
      if (NUMBERS.contains(node.getTag())) {
        Number number = number(scalar.getValue());
        if (number != null) {
          return number;
        }
      }
    }
    fault(
        node, name + " is " + shown(node) + "; it is a truth, a number, a text or a list of texts");
    return null;
  }

  private static @Nullable Number number(String text) {
    try {
      return text.matches("-?\\d+") ? (Number) Long.valueOf(text) : (Number) Double.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /**
   * The text of a node; null if it is something else. What only YAML 1.1 takes for a truth, such as
   * the code of Norway, is a text here.
   */
  static @Nullable String text(@Nullable Node node) {
    if (!(node instanceof ScalarNode scalar)) {
      return null;
    }
    Tag tag = scalar.getTag();
    boolean isText =
        TEXTS.contains(tag)
            || (tag.equals(Tag.BOOL)
                && !TRUTHS.contains(scalar.getValue().toLowerCase(Locale.ROOT)));
    return isText ? scalar.getValue() : null;
  }

  private static @Nullable String scalar(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : null;
  }

  private static String shown(Node node) {
    return node instanceof ScalarNode scalar
        ? scalar.getValue().isEmpty() ? "empty" : scalar.getValue()
        : node instanceof SequenceNode ? "a list" : "a mapping";
  }
}
