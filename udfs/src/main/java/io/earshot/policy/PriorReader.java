package io.earshot.policy;

import io.earshot.id.Sha256;
import io.earshot.policy.BundleNodes.Keys;
import io.earshot.risk.Detector;
import io.earshot.risk.DetectorCatalog;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.Parameter;
import io.earshot.risk.PriorTable;
import io.earshot.risk.PriorTable.Group;
import io.earshot.risk.PriorTable.Prior;
import io.earshot.risk.Segment;
import io.earshot.risk.Segment.Tenure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads a table of priors: whose they are, and for each detector all of its fitted parameters, as
 * bundles write them. It is refused whole, with every fault and its place.
 *
 * <pre>
 * priors: uploads
 * version: "2026-11"
 * segments:
 *   - detectors: {D01: {priorUploads: 0.5, priorTime: PT12H}}              # of all
 *   - {type: LABEL, detectors: {D01: {priorUploads: 40, priorTime: P1D}}}  # of a type
 *   - type: LABEL                                                          # of a segment
 *     tenure: NEW
 *     channel: DELIVERY
 *     detectors: {D13: {p0: 0.02}}
 * </pre>
 */
public final class PriorReader {

  private static final String KIND = "table of priors";

  /** As intake takes them from events. */
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{1,32}");

  private static final String WORDS = "a word of up to 32 letters, digits, _ and -";

  private static final Map<String, Tenure> TENURES = BundleNodes.names(Tenure.class, Tenure::name);

  private final BundleNodes nodes = new BundleNodes();
  private final DetectorReader detectors = new DetectorReader(nodes);

  private PriorReader() {}

  /**
   * Reads a table.
   *
   * @param name for messages: a file or an id
   * @throws BundleException with everything that is wrong with it
   */
  public static PriorTable read(String name, String yaml) throws BundleException {
    return new PriorReader().table(name, yaml);
  }

  private PriorTable table(String name, String yaml) throws BundleException {
    Node root = BundleNodes.root(KIND, name, yaml, "priors, version and segments");
    Keys keys = nodes.keys(root, "priors", "version", "segments");
    String id = nodes.text(keys, "priors", WORD, WORDS);
    String version = nodes.version(keys, "version");
    Map<Group, Map<String, Prior>> levels = new LinkedHashMap<>();
    for (Node node : nodes.sequence(keys, "segments")) {
      Keys level = nodes.keys(node, "type", "tenure", "channel", "detectors");
      Group group = group(level);
      if (levels.put(group, priors(level)) != null) {
        nodes.fault(node, "the segment " + group + " is there twice; put its detectors together");
      }
    }
    if (!nodes.faults().isEmpty()) {
      throw new BundleException(
          KIND, name, nodes.faults().stream().map(Finding::toString).toList());
    }
    return new PriorTable(id, version, Sha256.hex(yaml), levels);
  }

  private Group group(Keys level) {
    if (!level.has("tenure") && !level.has("channel")) {
      return level.has("type") ? Group.of(nodes.text(level, "type", WORD, WORDS)) : Group.ALL;
    }
    for (String key : List.of("type", "tenure", "channel")) {
      if (!level.has(key)) {
        nodes.fault(
            level.node(),
            key
                + " is missing: a segment is a type, a tenure and a channel; with the type alone it"
                + " is all of the type, with none of them all creators");
      }
    }
    return Group.of(
        new Segment(
            level.has("type") ? nodes.text(level, "type", WORD, WORDS) : "",
            nodes.choice(level, "tenure", TENURES, Tenure.UNKNOWN),
            level.has("channel") ? nodes.text(level, "channel", WORD, WORDS) : ""));
  }

  private Map<String, Prior> priors(Keys level) {
    Map<String, Prior> priors = new LinkedHashMap<>();
    nodes
        .entries(level, "detectors")
        .forEach(
            (id, node) -> {
              Detector detector = detectors.find(id, node);
              if (detector != null) {
                priors.put(id, prior(detector.spec(), node));
              }
            });
    return priors;
  }

  private Prior prior(DetectorSpec spec, Node node) {
    List<Parameter> fitted = spec.fitted();
    if (fitted.isEmpty()) {
      nodes.fault(
          node,
          "detector "
              + spec.id()
              + " has nothing that is fitted; those that have are "
              + String.join(
                  ", ",
                  DetectorCatalog.installed().specs().stream()
                      .filter(one -> !one.fitted().isEmpty())
                      .map(DetectorSpec::id)
                      .toList()));
      return new Prior(Map.of());
    }
    Keys keys = detectors.all(node, "what is fitted of a detector belongs together", fitted);
    Map<String, Double> values = new LinkedHashMap<>();
    for (Parameter parameter : fitted) {
      // Of what need not be said, the bundle's value stays.
      if (parameter.usual() == null || keys.has(parameter.name())) {
        values.put(parameter.name(), detectors.value(keys, parameter));
      }
    }
    if (values.isEmpty()) {
      nodes.fault(node, "detector " + spec.id() + " is given no value; leave it out");
    }
    return new Prior(values);
  }
}
