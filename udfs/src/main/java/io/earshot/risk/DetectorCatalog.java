package io.earshot.risk;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The detectors that there are, in the order of their ids. */
public final class DetectorCatalog {

  private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9]{0,15}");

  /** Names of evidence that every detector has. */
  static final Set<String> RESERVED = Set.of("fired", "events", "prior");

  private static final class Installed {
    static final DetectorCatalog CATALOG =
        new DetectorCatalog(
            ServiceLoader.load(Detector.class, Detector.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
  }

  private final List<Detector> detectors;

  /**
   * A catalog of some detectors.
   *
   * @throws IllegalArgumentException if two have one id, or one of them cannot be named by rules
   */
  public DetectorCatalog(List<Detector> detectors) {
    List<Detector> sorted = new ArrayList<>(detectors);
    sorted.sort(Comparator.comparing(detector -> detector.spec().id()));
    Set<String> ids = new HashSet<>();
    for (Detector detector : sorted) {
      check(detector.spec(), detector, ids);
    }
    this.detectors = List.copyOf(sorted);
  }

  private static void check(DetectorSpec spec, Detector detector, Set<String> ids) {
    String who = "detector " + spec.id() + " (" + detector.getClass().getName() + ")";
    if (!ID.matcher(spec.id()).matches()) {
      throw new IllegalArgumentException(
          who + " has an id that rules cannot name; it is letters and digits, at most 16");
    }
    if (!ids.add(spec.id())) {
      throw new IllegalArgumentException(who + " has the id of another one; give it its own");
    }
    for (DetectorSpec.Evidence evidence : spec.evidence()) {
      if (RESERVED.contains(evidence.name())) {
        throw new IllegalArgumentException(
            who + " has evidence named " + evidence.name() + ", which every detector has");
      }
    }
  }

  /** Those that are installed: in this jar and in any other one on the class path. */
  public static DetectorCatalog installed() {
    return Installed.CATALOG;
  }

  /** All of them. */
  public List<Detector> all() {
    return detectors;
  }

  /** What they are. */
  public List<DetectorSpec> specs() {
    return detectors.stream().map(Detector::spec).toList();
  }

  /** The detector of an id; null if there is none. */
  public @Nullable Detector find(String id) {
    int place = place(id);
    return place < 0 ? null : detectors.get(place);
  }

  /** The place of a detector; -1 if there is none of that id. */
  int place(String id) {
    for (int i = 0; i < detectors.size(); i++) {
      if (detectors.get(i).spec().id().equals(id)) {
        return i;
      }
    }
    return -1;
  }
}
