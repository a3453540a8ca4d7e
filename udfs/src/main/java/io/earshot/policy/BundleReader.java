package io.earshot.policy;

import io.earshot.id.Sha256;
import io.earshot.policy.BundleNodes.Keys;
import io.earshot.policy.PolicyBundle.Dsa;
import io.earshot.policy.PolicyBundle.Example;
import io.earshot.policy.PolicyBundle.Policy;
import io.earshot.policy.PolicyBundle.Rule;
import io.earshot.risk.RiskSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a bundle's YAML. It works on the document's nodes and not on bound objects, so that every
 * fault carries its line and column, and it collects all faults, so that an author mends a bundle
 * in one go.
 *
 * <p>What a bundle may not do, whatever it says, is checked here and again where it decides: the
 * severity and the ceiling of a policy are the taxonomy's, and some actions are a human's.
 */
final class BundleReader {

  private static final String KIND = "policy bundle";

  /** Most subjects that a limit may name: beyond, it is none. */
  private static final int MOST_SUBJECTS = 100_000_000;

  private static final int MOST_UNITS = 100;

  private static final Duration[] REVIEW_SLA = {
    Duration.ofMinutes(15),
    Duration.ofHours(1),
    Duration.ofHours(8),
    Duration.ofDays(1),
    Duration.ofDays(3)
  };

  /** An action that hides until somebody looks must end by itself if nobody does. */
  private static final Duration HIDE_PENDING_REVIEW = Duration.ofDays(3);

  private static final String QUEUE = "general";

  private static final Map<String, ActionType> ACTIONS =
      BundleNodes.names(ActionType.class, ActionType::name);

  /** What the job may do by itself under some policy. */
  static final Map<String, ActionType> AUTOMATIC =
      named(Arrays.stream(ActionType.values()).filter(action -> !action.humanOnly()));

  /** What a reviewer can be asked to confirm: what there is to be done, for good. */
  static final Map<String, ActionType> PROPOSALS =
      named(
          Arrays.stream(ActionType.values())
              .filter(action -> action.isRestriction() || action == ActionType.LEGAL_REPORT)
              .filter(action -> action != ActionType.HIDE_PENDING_REVIEW)
              .filter(action -> action != ActionType.STRIKE));

  private static final Map<String, Lane> LANES =
      BundleNodes.names(Lane.class, lane -> lane.name().toLowerCase(Locale.ROOT));

  private static final Map<String, Limit.Per> MARKETS =
      BundleNodes.names(Limit.Per.class, per -> per == Limit.Per.ALL ? "all" : "each");

  private static final Pattern RULE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}");
  private static final Pattern CLAUSE = Pattern.compile("https?://\\S{1,490}");
  private static final Pattern LANGUAGE = Pattern.compile("[a-z]{2,3}");
  private static final Pattern CANARY = Pattern.compile("canary (\\d{1,2}(\\.\\d{1,3})?)%");

  private static Map<String, ActionType> named(Stream<ActionType> actions) {
    Map<String, ActionType> named = new LinkedHashMap<>();
    actions.forEach(action -> named.put(action.name(), action));
    return named;
  }

  /** A text of the mode, read. */
  private record Activity(Mode mode, double percent) {}

  private final BundleNodes nodes = new BundleNodes();
  private final Map<String, BundleText.Place> places = new LinkedHashMap<>();
  private final Set<String> ruleIds = new HashSet<>();
  private final Set<String> policyIds = new HashSet<>();

  private BundleReader() {}

  /**
   * What was read.
   *
   * @param text the bundle, as far as it can be made out; whole without faults
   * @param faults every fault of form
   */
  record Reading(BundleText text, List<Finding> faults) {}

  /**
   * Reads a bundle.
   *
   * @param name for messages: a file or an id
   * @param yaml the text
   * @throws BundleException if it is no mapping in YAML, so that nothing can be read
   */
  static Reading read(String name, String yaml) throws BundleException {
    return new BundleReader().bundle(name, yaml);
  }

  private Reading bundle(String name, String yaml) throws BundleException {
    Node root = BundleNodes.root(KIND, name, yaml, "bundle, version and policies");
    Keys keys = nodes.keys(root, "bundle", "version", "risk", "detectors", "policies");
    String id = nodes.text(keys, "bundle");
    String version = nodes.version(keys, "version");
    RiskSettings risk = new DetectorReader(nodes).read(keys);
    List<Policy> policies = new ArrayList<>();
    for (Node policy : nodes.sequence(keys, "policies")) {
      policies.add(policy(policy));
    }
    PolicyBundle bundle = new PolicyBundle(id, version, Sha256.hex(yaml), risk, policies);
    return new Reading(new BundleText(yaml, bundle, places), List.copyOf(nodes.faults()));
  }

  private Policy policy(Node node) {
    Keys keys =
        nodes.keys(
            node,
            "id",
            "version",
            "clause",
            "mode",
            "severity",
            "family",
            "ceiling",
            "dsa",
            "review",
            "evidence",
            "limits",
            "rules");
    String id = nodes.text(keys, "id");
    Taxonomy.Entry entry = Taxonomy.find(id);
    if (entry == null && !id.isEmpty()) {
      nodes.fault(
          keys.at("id"),
          id
              + " is not in the taxonomy"
              + Nearest.hint(id, Taxonomy.entries().keySet())
              + "; known are "
              + String.join(", ", Taxonomy.entries().keySet()));
    }
    if (!policyIds.add(id)) {
      nodes.fault(keys.at("id"), "policy " + id + " is there twice; put its rules together");
    }
    places.put(BundleText.policy(id), BundleNodes.place(keys.at("id")));
    if (entry != null) {
      restated(keys, entry);
    }
    Activity activity = mode(keys);
    List<ActionType> ceilings = ceilings(keys, entry);
    ReviewRouting review = policyReview(keys, entry);
    List<Rule> rules = new ArrayList<>();
    for (Node rule : nodes.sequence(keys, "rules")) {
      rules.add(rule(rule, entry, ceilings, review));
    }
    return new Policy(
        id,
        nodes.version(keys, "version"),
        nodes.text(keys, "clause", CLAUSE, "the http or https address of what a creator can read"),
        activity.mode(),
        activity.percent(),
        ceilings,
        evidence(keys),
        dsa(keys),
        limits(keys, id, entry, ceilings),
        rules);
  }

  /** A bundle may repeat what the taxonomy says, for its readers, and say nothing else. */
  private void restated(Keys keys, Taxonomy.Entry entry) {
    int severity = nodes.whole(keys, "severity", 0, 4, entry.severity());
    if (severity != entry.severity()) {
      nodes.fault(
          keys.at("severity"),
          "severity is "
              + severity
              + "; that of "
              + entry.id()
              + " is "
              + entry.severity()
              + " in the taxonomy, and no bundle changes it, since ceilings, points of strikes and"
              + " review times rest on it");
    }
    if (keys.has("family")) {
      String family = nodes.text(keys, "family");
      if (!family.isEmpty() && !family.equals(entry.family().name())) {
        nodes.fault(
            keys.at("family"),
            "family is "
                + family
                + "; that of "
                + entry.id()
                + " is "
                + entry.family()
                + " in the taxonomy, and no bundle changes it, since repeated offences are counted"
                + " by it");
      }
    }
  }

  private Activity mode(Keys keys) {
    Node node = keys.find("mode");
    String value = BundleNodes.text(node);
    if (node == null || "enforce".equals(value)) {
      return new Activity(Mode.ENFORCE, 0);
    }
    if ("shadow".equals(value)) {
      return new Activity(Mode.SHADOW, 0);
    }
    Matcher canary = CANARY.matcher(String.valueOf(value));
    if (canary.matches()) {
      double percent = Double.parseDouble(canary.group(1));
      if (percent > 0) {
        return new Activity(Mode.CANARY, percent);
      }
    }
    nodes.fault(
        node,
        "mode is "
            + value
            + "; known are enforce, shadow and canary N%, with N above 0 and below 100, such as"
            + " canary 2.5%");
    return new Activity(Mode.ENFORCE, 0);
  }

  private List<ActionType> ceilings(Keys keys, Taxonomy.@Nullable Entry entry) {
    if (!keys.has("ceiling")) {
      return entry == null ? List.of() : entry.ceilings();
    }
    List<ActionType> ceilings = new ArrayList<>();
    int before = nodes.faults().size();
    for (Node node : nodes.optionalSequence(keys, "ceiling")) {
      ActionType action = nodes.choice(node, "ceiling", ACTIONS, ActionType.ALLOW);
      if (!isAction(node)) {
        continue;
      }
      if (!action.isRestriction()) {
        nodes.fault(node, "ceiling has " + action + " in it, which restricts nothing");
      } else if (entry != null && !entry.permits(action)) {
        nodes.fault(node, "ceiling has " + above(action, entry.id(), entry.ceilings()));
      } else if (ceilings.stream().anyMatch(a -> a.dimension() == action.dimension())) {
        nodes.fault(node, "ceiling has two actions on " + action.dimension() + "; give one");
      } else {
        ceilings.add(action);
      }
    }
    // What follows from a ceiling that is wrong need not be told too.
    return nodes.faults().size() > before && entry != null ? entry.ceilings() : ceilings;
  }

  /** Whether a node names an action; if not, that is said, and what follows from it is not. */
  private static boolean isAction(@Nullable Node node) {
    return ACTIONS.containsKey(String.valueOf(BundleNodes.text(node)));
  }

  private static String above(ActionType action, String policyId, List<ActionType> ceilings) {
    return action.humanOnly()
        ? action + ", which may only be decided by a human; use SEND_TO_REVIEW and propose it"
        : action
            + ", which is above the ceiling of "
            + policyId
            + ": "
            + Taxonomy.ceilingText(ceilings);
  }

  private EvidenceGate evidence(Keys keys) {
    Node node = keys.find("evidence");
    if (node == null) {
      return EvidenceGate.NONE;
    }
    Keys gate = nodes.keys(node, "languages", "units", "modalities");
    Set<String> languages = new TreeSet<>();
    for (Node language : nodes.optionalSequence(gate, "languages")) {
      String value = BundleNodes.text(language);
      if (value == null || !LANGUAGE.matcher(value).matches()) {
        nodes.fault(
            language,
            "languages has "
                + value
                + " in it; it is a list of primary subtags in lower case, such as en and pt");
      } else {
        languages.add(value);
      }
    }
    return new EvidenceGate(
        List.copyOf(languages),
        nodes.whole(gate, "units", 0, MOST_UNITS, 0),
        nodes.whole(gate, "modalities", 0, 3, 0));
  }

  private @Nullable Dsa dsa(Keys keys) {
    Node node = keys.find("dsa");
    if (node == null) {
      return null;
    }
    Keys dsa = nodes.keys(node, "category", "keywords");
    if (!dsa.has("category")) {
      nodes.fault(node, "category is missing");
    }
    String category = nodes.choice(dsa, "category", identity(DsaTerms.CATEGORIES), "");
    Set<String> keywords = new TreeSet<>();
    for (Node keyword : nodes.optionalSequence(dsa, "keywords")) {
      keywords.add(nodes.choice(keyword, "keywords", identity(DsaTerms.KEYWORDS), ""));
    }
    return new Dsa(category, List.copyOf(keywords));
  }

  private static Map<String, String> identity(List<String> names) {
    Map<String, String> map = new LinkedHashMap<>();
    names.forEach(name -> map.put(name, name));
    return map;
  }

  private List<Limit> limits(
      Keys keys, String policyId, Taxonomy.@Nullable Entry entry, List<ActionType> ceilings) {
    List<Limit> limits = new ArrayList<>();
    for (Node node : nodes.optionalSequence(keys, "limits")) {
      Keys limit = nodes.keys(node, "action", "max", "per", "market");
      ActionType action = nodes.choice(limit, "action", ACTIONS, ActionType.ALLOW);
      for (String key : List.of("action", "max", "per")) {
        if (!limit.has(key)) {
          nodes.fault(node, key + " is missing");
        }
      }
      if (isAction(limit.find("action")) && entry != null) {
        if (!action.isRestriction()) {
          nodes.fault(
              limit.at("action"), "a limit counts restrictions, and " + action + " is none");
        } else if (!Taxonomy.permits(ceilings, action)) {
          nodes.fault(limit.at("action"), "a limit on " + above(action, policyId, ceilings));
        }
      }
      if (limits.stream().anyMatch(other -> other.action() == action)) {
        nodes.fault(limit.at("action"), "there are two limits on " + action + "; give one");
      }
      Duration per = nodes.duration(limit, "per", Duration.ofHours(1));
      places.put(BundleText.limit(policyId, limits.size()), BundleNodes.place(node));
      limits.add(
          new Limit(
              action,
              nodes.whole(limit, "max", 0, MOST_SUBJECTS, 0),
              Objects.requireNonNull(per).toMillis(),
              nodes.choice(limit, "market", MARKETS, Limit.Per.ALL)));
    }
    return limits;
  }

  private ReviewRouting policyReview(Keys keys, Taxonomy.@Nullable Entry entry) {
    int severity = entry == null ? 4 : entry.severity();
    ReviewRouting byDefault =
        new ReviewRouting(QUEUE, 90 - 20 * severity, REVIEW_SLA[severity].toMillis());
    Node node = keys.find("review");
    return node == null
        ? byDefault
        : review(nodes.keys(node, "queue", "priority", "sla"), byDefault);
  }

  private ReviewRouting review(Keys keys, ReviewRouting byDefault) {
    Duration sla = nodes.duration(keys, "sla", Duration.ofMillis(byDefault.slaMillis()));
    return new ReviewRouting(
        keys.has("queue") ? nodes.text(keys, "queue") : byDefault.queue(),
        nodes.whole(keys, "priority", 0, 100, byDefault.priority()),
        Objects.requireNonNull(sla).toMillis());
  }

  private Rule rule(
      Node node,
      Taxonomy.@Nullable Entry entry,
      List<ActionType> ceilings,
      ReviewRouting policyReview) {
    Keys keys = nodes.keys(node, "id", "lane", "if", "then", "because", "examples");
    String id = nodes.text(keys, "id", RULE_ID, "up to 100 letters, digits, hyphens, underscores");
    if (!ruleIds.add(id)) {
      nodes.fault(keys.at("id"), "rule " + id + " is there twice; rule ids are unique in a bundle");
    }
    Lane lane = nodes.choice(keys, "lane", LANES, Lane.WINDOWED);
    String condition = nodes.text(keys, "if");
    BundleText.Place at = BundleNodes.place(keys.at("if"));
    if (!keys.has("then")) {
      nodes.fault(node, "then is missing");
    }
    Keys then =
        keys.has("then")
            ? nodes.keys(
                keys.at("then"),
                "action",
                "duration",
                "scope",
                "strike",
                "propose",
                "queue",
                "priority",
                "sla")
            : new Keys(node, Map.of());
    ActionType action = action(then, keys.has("then"), lane, entry, ceilings);
    places.put(BundleText.rule(id), BundleNodes.place(keys.at("id")));
    places.put(BundleText.action(id), BundleNodes.place(then.at("action")));
    ActionType proposed = proposed(then, action, entry);
    Scope scope = scope(then, action, proposed);
    if (proposed == ActionType.GEO_RESTRICT && scope.territories().isEmpty()) {
      // Where it would have to hold is for the reviewer to say.
      proposed = ActionType.SEND_TO_REVIEW;
    }
    Duration duration =
        nodes.duration(
            then,
            "duration",
            action == ActionType.HIDE_PENDING_REVIEW ? HIDE_PENDING_REVIEW : null);
    boolean known = isAction(then.find("action"));
    if (known && duration != null && !action.isRestriction()) {
      nodes.fault(then.at("duration"), action + " restricts nothing and so has no duration");
    }
    boolean strike =
        nodes.truth(
            then, "strike", action == ActionType.REMOVE || action == ActionType.BLOCK_UPLOAD);
    if (known && strike && !action.isRestriction()) {
      nodes.fault(then.at("strike"), action + " restricts nothing and so gives no strike");
    }
    return new Rule(
        id,
        lane,
        condition,
        at.line(),
        at.column(),
        action,
        duration == null ? null : duration.toMillis(),
        scope,
        strike,
        proposed,
        review(then, policyReview),
        nodes.text(keys, "because"),
        examples(keys, id));
  }

  private ActionType action(
      Keys then,
      boolean isThere,
      Lane lane,
      Taxonomy.@Nullable Entry entry,
      List<ActionType> ceilings) {
    ActionType action = nodes.choice(then, "action", ACTIONS, ActionType.SEND_TO_REVIEW);
    if (isThere && !then.has("action")) {
      nodes.fault(
          then.node(), "action is missing; known are " + String.join(", ", ACTIONS.keySet()));
    }
    if (entry != null && !Taxonomy.permits(ceilings, action)) {
      nodes.fault(then.at("action"), "action is " + above(action, entry.id(), ceilings));
    }
    if (lane == Lane.EXPRESS
        && !(action == ActionType.HIDE_PENDING_REVIEW || action == ActionType.BLOCK_UPLOAD)) {
      nodes.fault(
          then.at("action"),
          action
              + " cannot be taken on the express lane, which only hides or blocks:"
              + " HIDE_PENDING_REVIEW or BLOCK_UPLOAD");
    }
    return action;
  }

  /**
   * What a reviewer is asked to confirm. By default the strongest thing that may be done about what
   * is seen under the policy; what is hidden until somebody looks is removed if they agree.
   */
  private ActionType proposed(Keys then, ActionType action, Taxonomy.@Nullable Entry entry) {
    boolean asks = action == ActionType.SEND_TO_REVIEW || action == ActionType.HIDE_PENDING_REVIEW;
    if (then.has("propose")) {
      if (!asks) {
        nodes.fault(
            then.at("propose"),
            "propose is what a reviewer is asked to confirm, and "
                + action
                + " asks none; it goes with SEND_TO_REVIEW and HIDE_PENDING_REVIEW");
      }
      return nodes.choice(then, "propose", PROPOSALS, ActionType.REMOVE);
    }
    if (!asks || entry == null) {
      return ActionType.SEND_TO_REVIEW;
    }
    return action == ActionType.HIDE_PENDING_REVIEW ? ActionType.REMOVE : entry.proposal();
  }

  private Scope scope(Keys then, ActionType action, ActionType proposed) {
    Scope scope = Scope.EVERYWHERE;
    Node node = then.find("scope");
    if (node != null) {
      Keys keys = nodes.keys(node, "territories", "surfaces");
      Set<String> territories = new TreeSet<>();
      for (Node territory : nodes.optionalSequence(keys, "territories")) {
        String value = BundleNodes.text(territory);
        if (value == null || !Territories.isKnown(value)) {
          nodes.fault(
              territory,
              "territories has "
                  + value
                  + " in it"
                  + (value == null ? "" : Nearest.hint(value, Territories.names()))
                  + "; it is a list of ISO 3166-1 alpha-2 codes, EU or EEA");
        } else {
          territories.add(value);
        }
      }
      Set<String> surfaces = new TreeSet<>();
      for (Node surface : nodes.optionalSequence(keys, "surfaces")) {
        surfaces.add(nodes.choice(surface, "surfaces", identity(Scope.SURFACES), ""));
      }
      scope = new Scope(Territories.codes(territories), List.copyOf(surfaces));
      if (!action.isRestriction() && !proposed.isRestriction()) {
        nodes.fault(node, action + " restricts nothing and so has no scope");
      }
    }
    if ((action == ActionType.GEO_RESTRICT || proposed == ActionType.GEO_RESTRICT)
        && scope.territories().isEmpty()
        && (action == ActionType.GEO_RESTRICT || then.has("propose"))) {
      nodes.fault(
          then.has("scope") ? then.at("scope") : then.node(),
          "GEO_RESTRICT needs territories; without any it would hold everywhere");
    }
    return scope;
  }

  private List<Example> examples(Keys rule, String ruleId) {
    List<Example> examples = new ArrayList<>();
    for (Node node : nodes.optionalSequence(rule, "examples")) {
      int number = examples.size();
      Keys keys = nodes.keys(node, "name", "given", "expect");
      BundleText.Place place = BundleNodes.place(node);
      places.put(BundleText.example(ruleId, number), place);
      Map<String, Object> given = new LinkedHashMap<>();
      nodes
          .entries(keys, "given")
          .forEach(
              (name, value) -> {
                Object read = nodes.value(value, name);
                if (read != null) {
                  given.put(name, read);
                }
                places.put(BundleText.given(ruleId, number, name), BundleNodes.place(value));
              });
      if (!keys.has("expect")) {
        nodes.fault(
            node, "expect is missing: the action that the policy is to come to, ALLOW if none");
      }
      examples.add(
          new Example(
              nodes.text(keys, "name"),
              place.line(),
              given,
              nodes.choice(keys, "expect", AUTOMATIC, ActionType.ALLOW)));
    }
    return examples;
  }
}
