package io.earshot.policy;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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

/**
 * Reads a bundle's YAML. It works on the document's nodes and not on bound objects, so that every
 * fault carries its line and column, and it collects all faults, so that an author mends a bundle
 * in one go.
 */
final class BundleReader {

  /** A bundle larger than this is a mistake; the largest real ones are a few hundred rules. */
  private static final int MAX_CHARS = 1_000_000;

  private static final Duration[] REVIEW_SLA = {
    Duration.ofMinutes(15),
    Duration.ofHours(1),
    Duration.ofHours(8),
    Duration.ofDays(1),
    Duration.ofDays(3)
  };

  /** An action that hides until somebody looks must end by itself if nobody does. */
  private static final Duration HIDE_PENDING_REVIEW = Duration.ofDays(3);

  /** Times are kept in milliseconds. */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  /** What is meant to last longer has no duration at all. */
  private static final Duration LONGEST = Duration.ofDays(3653);

  private final String name;
  private final List<String> faults = new ArrayList<>();
  private final Set<String> ruleIds = new HashSet<>();
  private final Set<String> policyIds = new HashSet<>();

  private BundleReader(String name) {
    this.name = name;
  }

  /**
   * Reads a bundle.
   *
   * @param name for messages: a file or an id
   * @param yaml the text
   * @throws BundleException with every fault of form
   */
  static PolicyBundle read(String name, String yaml) throws BundleException {
    return new BundleReader(name).bundle(yaml);
  }

  private PolicyBundle bundle(String yaml) throws BundleException {
    if (yaml.length() > MAX_CHARS) {
      throw new BundleException(
          name, List.of("it has " + yaml.length() + " characters, the limit is " + MAX_CHARS));
    }
    Node root;
    try {
      LoaderOptions options = new LoaderOptions();
      options.setMaxAliasesForCollections(0);
      options.setAllowDuplicateKeys(false);
      root = new Yaml(options).compose(new StringReader(yaml));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw new BundleException(
          name, List.of((mark == null ? "" : at(mark)) + "not YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      // Too deep, an alias, a control character: the parser gives no place for these.
      throw new BundleException(name, List.of("not YAML of a bundle: " + e.getMessage()));
    }
    if (!(root instanceof MappingNode)) {
      throw new BundleException(
          name, List.of("1:1: a bundle is a mapping with the keys bundle, version and policies"));
    }
    Map<String, Node> keys = keys(root, "bundle", "version", "policies");
    String id = text(root, keys, "bundle");
    String version = text(root, keys, "version");
    List<PolicyBundle.Policy> policies = new ArrayList<>();
    for (Node policy : sequence(root, keys, "policies")) {
      policies.add(policy(policy));
    }
    if (!faults.isEmpty()) {
      throw new BundleException(name, faults);
    }
    return new PolicyBundle(id, version, sha256(yaml), policies);
  }

  private PolicyBundle.Policy policy(Node node) {
    Map<String, Node> keys = keys(node, "id", "version", "clause", "mode", "rules");
    String id = text(node, keys, "id");
    Taxonomy.Entry entry = Taxonomy.find(id);
    if (entry == null && !id.isEmpty()) {
      fault(
          keys.getOrDefault("id", node),
          id + " is not in the taxonomy; known are " + Taxonomy.entries().keySet());
    }
    if (!policyIds.add(id)) {
      fault(
          keys.getOrDefault("id", node),
          "policy " + id + " is there twice; put its rules together");
    }
    List<PolicyBundle.Rule> rules = new ArrayList<>();
    for (Node rule : sequence(node, keys, "rules")) {
      rules.add(rule(rule, id, entry));
    }
    return new PolicyBundle.Policy(
        id,
        text(node, keys, "version"),
        text(node, keys, "clause"),
        choice(keys, "mode", Mode.class, Mode.ENFORCE),
        0,
        entry == null ? List.of() : entry.ceilings(),
        EvidenceGate.NONE,
        null,
        List.of(),
        rules);
  }

  private PolicyBundle.Rule rule(Node node, String policyId, Taxonomy.@Nullable Entry entry) {
    Map<String, Node> keys = keys(node, "id", "lane", "if", "then", "because");
    String id = text(node, keys, "id");
    if (!ruleIds.add(id)) {
      fault(
          keys.getOrDefault("id", node),
          "rule " + id + " is there twice; rule ids are unique in a bundle");
    }
    Lane lane = choice(keys, "lane", Lane.class, Lane.WINDOWED);
    String condition = text(node, keys, "if");
    Node at = keys.getOrDefault("if", node);
    Node outcome = keys.get("then");
    if (outcome == null) {
      fault(node, "then is missing");
    }
    Node then = outcome == null ? node : outcome;
    Map<String, Node> what =
        outcome == null
            ? Map.of()
            : keys(outcome, "action", "duration", "strike", "priority", "sla");
    ActionType action = choice(what, "action", ActionType.class, ActionType.SEND_TO_REVIEW);
    if (outcome != null && what.get("action") == null) {
      fault(then, "action is missing; known are " + Arrays.toString(ActionType.values()));
    }
    if (entry != null && !entry.permits(action)) {
      fault(
          what.getOrDefault("action", then),
          action.humanOnly()
              ? action + " may only be decided by a human; use SEND_TO_REVIEW"
              : action
                  + " is above the ceiling of "
                  + policyId
                  + ", which is "
                  + Taxonomy.ceilingText(entry));
    }
    if (lane == Lane.EXPRESS
        && !(action == ActionType.HIDE_PENDING_REVIEW || action == ActionType.BLOCK_UPLOAD)) {
      fault(
          what.getOrDefault("action", then),
          action
              + " cannot be taken on the express lane, which only hides or blocks:"
              + " HIDE_PENDING_REVIEW or BLOCK_UPLOAD");
    }
    Duration duration =
        duration(
            what,
            "duration",
            action == ActionType.HIDE_PENDING_REVIEW ? HIDE_PENDING_REVIEW : null);
    Duration sla = duration(what, "sla", REVIEW_SLA[entry == null ? 4 : entry.severity()]);
    boolean strike =
        bool(what, "strike", action == ActionType.REMOVE || action == ActionType.BLOCK_UPLOAD);
    return new PolicyBundle.Rule(
        id,
        lane,
        condition,
        at.getStartMark().getLine() + 1,
        at.getStartMark().getColumn() + 1,
        action,
        duration == null ? null : duration.toMillis(),
        Scope.EVERYWHERE,
        strike,
        action == ActionType.HIDE_PENDING_REVIEW ? ActionType.REMOVE : ActionType.SEND_TO_REVIEW,
        new ReviewRouting("general", priority(what, entry), Objects.requireNonNull(sla).toMillis()),
        text(node, keys, "because"),
        List.of());
  }

  private int priority(Map<String, Node> keys, Taxonomy.@Nullable Entry entry) {
    int byDefault = entry == null ? 0 : 90 - 20 * entry.severity();
    Node node = keys.get("priority");
    if (node == null) {
      return byDefault;
    }
    String value = scalar(node);
    if (value != null && value.matches("\\d{1,3}") && Integer.parseInt(value) <= 100) {
      return Integer.parseInt(value);
    }
    fault(node, "priority is " + value + "; it is a whole number from 0 to 100");
    return byDefault;
  }

  private boolean bool(Map<String, Node> keys, String key, boolean byDefault) {
    Node node = keys.get(key);
    if (node == null) {
      return byDefault;
    }
    String value = scalar(node);
    if ("true".equals(value) || "false".equals(value)) {
      return "true".equals(value);
    }
    fault(node, key + " is " + value + "; it is true or false");
    return byDefault;
  }

  private @Nullable Duration duration(
      Map<String, Node> keys, String key, @Nullable Duration byDefault) {
    Node node = keys.get(key);
    if (node == null) {
      return byDefault;
    }
    String value = scalar(node);
    try {
      Duration duration = Duration.parse(String.valueOf(value));
      if (duration.compareTo(SHORTEST) >= 0 && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // Said below, with the node's place.
    }
    fault(
        node,
        key
            + " is "
            + value
            + "; it is a positive ISO 8601 duration of at most ten years, such as PT72H or P30D");
    return byDefault;
  }

  private <E extends Enum<E>> E choice(
      Map<String, Node> keys, String key, Class<E> type, E byDefault) {
    Node node = keys.get(key);
    if (node == null) {
      return byDefault;
    }
    String value = scalar(node);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(value)) {
        return constant;
      }
    }
    fault(node, key + " is " + value + "; known are " + Arrays.toString(type.getEnumConstants()));
    return byDefault;
  }

  private String text(Node owner, Map<String, Node> keys, String key) {
    Node node = keys.get(key);
    String value = node == null ? null : scalar(node);
    if (value == null || value.isBlank()) {
      fault(node == null ? owner : node, key + " is missing or empty");
      return "";
    }
    return value.strip();
  }

  private List<Node> sequence(Node owner, Map<String, Node> keys, String key) {
    Node node = keys.get(key);
    if (node instanceof SequenceNode list && !list.getValue().isEmpty()) {
      return list.getValue();
    }
    fault(node == null ? owner : node, key + " is missing or not a list with at least one entry");
    return List.of();
  }

  private Map<String, Node> keys(Node node, String... known) {
    Map<String, Node> keys = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      fault(node, "here belongs a mapping with the keys " + String.join(", ", known));
      return keys;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = scalar(tuple.getKeyNode());
      if (key == null || !Arrays.asList(known).contains(key)) {
        fault(tuple.getKeyNode(), "unknown key " + key + "; known are " + String.join(", ", known));
      } else if (keys.put(key, tuple.getValueNode()) != null) {
        fault(tuple.getKeyNode(), "key " + key + " is there twice");
      }
    }
    return keys;
  }

  private static @Nullable String scalar(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : null;
  }

  private void fault(Node node, String message) {
    faults.add(at(node.getStartMark()) + message);
  }

  private static String at(Mark mark) {
    return String.format(Locale.ROOT, "%d:%d: ", mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256 by specification", e);
    }
  }
}
