package io.earshot.risk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is usual, by segment of creators: values for the {@linkplain Parameter#fitted() fitted}
 * parameters of detectors. They are fitted offline, from what creators of a segment did, and come
 * with a version of their own, so that they change without a change of policies.
 *
 * <p>A creator's segment may have few members of whom anything was learnt, so each detector looks
 * for its values from the special to the general: of exactly this type, tenure and channel; of the
 * type; of all; and where the table says nothing, those of the bundle are in force.
 *
 * @param id which table
 * @param version which version of it
 * @param digest SHA-256 of its text, 64 hex digits
 * @param levels values by group of creators and, in these, by id of the detector
 */
public record PriorTable(
    String id, String version, String digest, Map<Group, Map<String, Prior>> levels) {

  public PriorTable {
    levels = new LinkedHashMap<>(levels);
  }

  /** How decisions name it. */
  public String name() {
    return id + " " + version;
  }

  /**
   * A group of creators that a table speaks of.
   *
   * @param type the type; empty for all
   * @param segment the segment; null for all of the type
   */
  public record Group(String type, @Nullable Segment segment) {

    /** All creators. */
    public static final Group ALL = new Group("", null);

    /** Those of a type. */
    public static Group of(String type) {
      return new Group(type, null);
    }

    /** Those of a segment. */
    public static Group of(Segment segment) {
      return new Group(segment.type(), segment);
    }

    @Override
    public String toString() {
      return segment != null ? segment.toString() : type.isEmpty() ? "all" : type;
    }
  }

  /**
   * Values of one detector.
   *
   * @param values by name, of its fitted parameters; of all but those with a default
   */
  public record Prior(Map<String, Double> values) {

    public Prior {
      values = new LinkedHashMap<>(values);
    }
  }

  /** Values, and for whom they were fitted. */
  record Found(Group group, Prior prior) {}

  /** What holds for a detector in a group of creators; null if the bundle's values do. */
  @Nullable Found find(Group group, String detector) {
    for (Group level : path(group)) {
      Prior prior = levels.getOrDefault(level, Map.of()).get(detector);
      if (prior != null) {
        return new Found(level, prior);
      }
    }
    return null;
  }

  /** The most special group of the table to which a creator belongs. */
  Group of(Segment segment) {
    return path(Group.of(segment)).stream()
        .filter(levels::containsKey)
        .findFirst()
        .orElse(Group.ALL);
  }

  private static List<Group> path(Group group) {
    return group.segment() != null
        ? List.of(group, Group.of(group.type()), Group.ALL)
        : List.of(group, Group.ALL);
  }

  /**
   * Which of its values do not go with the others of a bundle, whose own stay in force there.
   *
   * @return sentences that name group, detector and parameters
   */
  public List<String> faults(RiskSettings settings) {
    List<String> faults = new ArrayList<>();
    levels.forEach(
        (group, priors) ->
            priors.forEach(
                (id, prior) -> {
                  Detector detector = DetectorCatalog.installed().find(id);
                  Parameters own = settings.parameters(id);
                  if (detector != null && own != null) {
                    detector
                        .faults(own.with(prior.values()))
                        .forEach(fault -> faults.add(group + ", " + id + ": " + fault));
                  }
                }));
    return faults;
  }

  /**
   * Settings with these values, for each group of the table and for all.
   *
   * @param settings those of the bundle, by place in the catalog; null where one is off
   */
  Map<Group, Values> over(RiskSettings.@Nullable Setting[] settings) {
    Map<Group, Values> all = new HashMap<>();
    for (Group group : levels.keySet()) {
      all.put(group, values(group, settings));
    }
    all.computeIfAbsent(Group.ALL, group -> values(group, settings));
    return all;
  }

  /**
   * What holds for a group.
   *
   * @param settings by place in the catalog; null where a detector is off
   * @param names by place: which version and whose values; empty where they are the bundle's
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Values(RiskSettings.@Nullable Setting[] settings, String[] names) {}

  private Values values(Group group, RiskSettings.@Nullable Setting[] settings) {
    List<Detector> detectors = DetectorCatalog.installed().all();
    Values values = new Values(settings.clone(), new String[settings.length]);
    for (int place = 0; place < settings.length; place++) {
      values.names[place] = "";
      RiskSettings.Setting setting = settings[place];
      Detector detector = detectors.get(place);
      Found found = setting == null ? null : find(group, detector.spec().id());
      if (setting == null || found == null) {
        continue;
      }
      Parameters fitted = setting.parameters().with(found.prior().values());
      // What is usual may be beyond what this bundle looks for. Then the bundle's own values go
      // together, and the evidence says that they are the bundle's.
      if (detector.faults(fitted).isEmpty()) {
        values.settings[place] = new RiskSettings.Setting(setting.risk(), fitted);
        values.names[place] = name() + ", " + found.group();
      }
    }
    return values;
  }
}
