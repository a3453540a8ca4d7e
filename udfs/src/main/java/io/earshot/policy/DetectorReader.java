package io.earshot.policy;

import io.earshot.policy.BundleNodes.Keys;
import io.earshot.risk.Detector;
import io.earshot.risk.DetectorCatalog;
import io.earshot.risk.DetectorSpec;
import io.earshot.risk.Parameter;
import io.earshot.risk.Parameters;
import io.earshot.risk.RiskSettings;
import io.earshot.risk.plays.PlayDetector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads the sections {@code detectors} and {@code risk} of a bundle. A detector that is listed
 * needs a value for each of its parameters; one that is not is off.
 */
final class DetectorReader {

  /** Below 1: what is certain would drown everything else. */
  private static final double MOST_RISK = 0.99;

  private static final double MOST = 1e9;

  static final double LEAST_ABOVE_0 = 1e-6;
  static final double LEAST_SHARE = 1e-6;
  static final double MOST_SHARE = 1 - 1e-6;

  private final BundleNodes nodes;

  DetectorReader(BundleNodes nodes) {
    this.nodes = nodes;
  }

  /** What the bundle says of detectors and risk. */
  RiskSettings read(Keys bundle) {
    Map<String, RiskSettings.Setting> settings = new HashMap<>();
    if (bundle.has("detectors")) {
      nodes
          .entries(bundle, "detectors")
          .forEach(
              (id, node) -> {
                Detector detector = find(id, node);
                if (detector != null) {
                  settings.put(id, setting(detector, node));
                }
              });
    }
    return new RiskSettings(settings, level(bundle));
  }

  /** The detector of an id; null with a fault. */
  @Nullable Detector find(String id, Node node) {
    Detector detector = DetectorCatalog.installed().find(id);
    if (detector == null) {
      unknown(id, node);
    }
    return detector;
  }

  private void unknown(String id, Node node) {
    List<String> known =
        DetectorCatalog.installed().specs().stream().map(DetectorSpec::id).toList();
    nodes.fault(
        node,
        "there is no detector "
            + id
            + Nearest.hint(id, known)
            + "; installed are "
            + String.join(", ", known));
  }

  private RiskSettings.Setting setting(Detector detector, Node node) {
    DetectorSpec spec = detector.spec();
    Keys keys =
        all(node, "detector " + spec.id() + " has no default for it", spec.parameters(), "risk");
    int before = nodes.faults().size();
    double[] values =
        spec.parameters().stream().mapToDouble(parameter -> value(keys, parameter)).toArray();
    Parameters parameters = new Parameters(spec.parameters(), values);
    for (int i = 0; i < values.length; i++) {
      checkMost(spec, spec.parameters().get(i), values[i], keys);
    }
    // Where a value is none, its neighbours would be compared with a makeshift.
    if (nodes.faults().size() == before) {
      detector.faults(parameters).forEach(fault -> nodes.fault(node, fault));
    }
    double risk = nodes.number(keys, "risk", 0, MOST_RISK, 0);
    if (risk > 0 && detector instanceof PlayDetector) {
      nodes.fault(
          keys.at("risk"),
          "risk is "
              + risk
              + "; what listeners do says nothing of the creator, so detector "
              + spec.id()
              + " adds no risk: write 0");
    }
    return new RiskSettings.Setting(risk, parameters);
  }

  /** A value that nothing can reach would switch the detector off, and nobody would know. */
  private void checkMost(DetectorSpec spec, Parameter parameter, double value, Keys keys) {
    if (parameter.most() > 0 && value > parameter.most()) {
      String most = parameter.shown(parameter.most());
      nodes.fault(
          keys.at(parameter.name()),
          parameter.name()
              + " is "
              + parameter.shown((long) value)
              + "; "
              + spec.id()
              + " keeps no more than "
              + most
              + " of a creator and would never fire: write "
              + most
              + " or less, or leave "
              + spec.id()
              + " out to switch it off");
    }
  }

  /** The keys of a mapping that has to have all of them, but for parameters with a default. */
  Keys all(Node node, String why, List<Parameter> parameters, String... more) {
    Keys keys =
        nodes.keys(
            node,
            Stream.concat(Stream.of(more), parameters.stream().map(Parameter::name))
                .toArray(String[]::new));
    List<String> needed = new ArrayList<>(List.of(more));
    parameters.stream().filter(one -> one.usual() == null).forEach(one -> needed.add(one.name()));
    for (String name : needed) {
      if (!keys.has(name)) {
        nodes.fault(node, name + " is missing: " + why);
      }
    }
    return keys;
  }

  /** The value of a parameter, in milliseconds if it is a duration. */
  double value(Keys keys, Parameter parameter) {
    String name = parameter.name();
    if (parameter.usual() != null && !keys.has(name)) {
      return parameter.usual();
    }
    return switch (parameter.kind()) {
      case COUNT -> nodes.whole(keys, name, 0, 999_999_999, 0);
      case NUMBER -> nodes.number(keys, name, 0, MOST, 1);
      case POSITIVE -> nodes.number(keys, name, LEAST_ABOVE_0, MOST, 1);
      case SHARE -> nodes.number(keys, name, LEAST_SHARE, MOST_SHARE, 0.5);
      case DURATION ->
          Objects.requireNonNull(nodes.duration(keys, name, Duration.ofDays(1))).toMillis();
    };
  }

  private RiskSettings.@Nullable Level level(Keys bundle) {
    Node node = bundle.find("risk");
    if (node == null) {
      return null;
    }
    Keys keys = nodes.keys(node, "enter", "leave", "halfLife", "newAccounts");
    for (String name : List.of("enter", "leave", "halfLife")) {
      if (!keys.has(name)) {
        nodes.fault(node, name + " is missing");
      }
    }
    double enter = nodes.number(keys, "enter", 0.001, 0.999, 0.7);
    double leave = nodes.number(keys, "leave", 0.001, 0.999, Math.min(0.5, enter));
    if (leave > enter) {
      nodes.fault(
          keys.at("leave"),
          "leave is "
              + leave
              + ", above enter, "
              + enter
              + "; a creator leaves high risk below where it was entered");
    }
    Duration halfLife = nodes.duration(keys, "halfLife", Duration.ofDays(14));
    return new RiskSettings.Level(
        enter, leave, Objects.requireNonNull(halfLife).toMillis(), age(keys));
  }

  private RiskSettings.Age age(Keys risk) {
    Node node = risk.find("newAccounts");
    if (node == null) {
      return RiskSettings.Age.USUAL;
    }
    Keys keys = nodes.keys(node, "factor", "halfLife");
    for (String name : List.of("factor", "halfLife")) {
      if (!keys.has(name)) {
        nodes.fault(node, name + " is missing");
      }
    }
    double factor = nodes.number(keys, "factor", RiskSettings.Age.LEAST, RiskSettings.Age.MOST, 1);
    Duration halfLife = nodes.duration(keys, "halfLife", Duration.ofDays(1));
    return new RiskSettings.Age(factor, Objects.requireNonNull(halfLife).toMillis());
  }
}
