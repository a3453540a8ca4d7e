package io.earshot.risk;

import io.earshot.risk.PriorTable.Group;
import io.earshot.risk.PriorTable.Prior;
import io.earshot.stats.Observed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fits a {@link PriorTable} to what creators did: for each group with enough of them, and each
 * detector that has a {@link Detector#fitting}, by moments.
 *
 * <p>The source is the profiles of a savepoint and not {@code decisions.audit}. A prior is about
 * creators, each counting for one; audits are about events, so that those who publish most would be
 * counted most, and those who were never judged again not at all. A profile holds what the detector
 * itself will compare with the prior: its own counts, decayed as it decays them, of all creators,
 * the reported and the never reported, whoever was found by it and whoever was not. An audit has
 * these counts only where the detector fired, and a distribution that is fitted to its own tail
 * says nothing of the rest. What a savepoint lacks is time: it is one moment, of which the counts
 * remember weeks.
 *
 * <p>Left out are creators of whom people have confirmed an abuse, whose account is restricted, and
 * trusted licensors, whose counts are compared with multiples of the thresholds. Not left out are
 * those whom only a detector found: a fit that drops what it finds unusual would find more unusual
 * the next day, and tighten day by day.
 *
 * <p>A creator counts for its segment, for its type and for all. A segment of which the type or the
 * channel is not known has no name in a table, and counts only for the other two. A group with
 * fewer creators than asked for gets no values of its own; the job then goes by the more general
 * one, as it does where nothing happened yet from which a detector could learn.
 *
 * <p>Memory: about 50 bytes a creator and detector that saw anything of it.
 */
public final class PriorFit {

  /** Why a creator is not part of what is usual. */
  public enum LeftOut {
    /** People upheld a decision. */
    CONFIRMED,
    /** The account is restricted. */
    RESTRICTED,
    /** A trusted licensor. */
    TRUSTED
  }

  private static final Comparator<Group> ORDER =
      Comparator.comparing(Group::type)
          .thenComparing(
              Group::segment,
              Comparator.nullsFirst(
                  Comparator.comparing(Segment::tenure).thenComparing(Segment::channel)));

  private final int least;
  private final Fitting.Limits limits;
  private final Map<Group, Map<String, List<Observed>>> groups = new TreeMap<>(ORDER);
  private final Map<LeftOut, Integer> leftOut = new EnumMap<>(LeftOut.class);
  private int creators;

  /**
   * A fit to nobody yet.
   *
   * @param least how few creators of a group, of whom a detector saw anything, are too few; 2 or
   *     more
   */
  public PriorFit(int least, Fitting.Limits limits) {
    if (least < 2) {
      throw new IllegalArgumentException(
          least + " creators are no group; what differs between creators takes 2 at least");
    }
    this.least = least;
    this.limits = limits;
  }

  /**
   * Counts a creator.
   *
   * @param restricted whether the account is restricted
   */
  public void add(CreatorSample sample, boolean restricted) {
    LeftOut reason =
        sample.confirmed()
            ? LeftOut.CONFIRMED
            : restricted ? LeftOut.RESTRICTED : sample.trustedLicensor() ? LeftOut.TRUSTED : null;
    if (reason != null) {
      leftOut.merge(reason, 1, Integer::sum);
      return;
    }
    creators++;
    for (Group group : groups(sample.segment())) {
      Map<String, List<Observed>> detectors = groups.computeIfAbsent(group, any -> new TreeMap<>());
      sample
          .observed()
          .forEach((id, seen) -> detectors.computeIfAbsent(id, any -> new ArrayList<>()).add(seen));
    }
  }

  private static List<Group> groups(Segment segment) {
    if (segment.type().isEmpty()) {
      return List.of(Group.ALL);
    }
    return segment.channel().isEmpty()
        ? List.of(Group.ALL, Group.of(segment.type()))
        : List.of(Group.ALL, Group.of(segment.type()), Group.of(segment));
  }

  /**
   * What a group's creators teach a detector.
   *
   * @param creators of whom the detector saw anything
   * @param fitted null where these are too few, or nothing happened
   * @param observed each creator's part
   */
  public record Row(int creators, Fitting.@Nullable Fitted fitted, List<Observed> observed) {}

  /**
   * What was found.
   *
   * @param creators who counted
   * @param leftOut how many did not, and why
   * @param groups by group, general ones first, and id of the detector
   */
  public record Result(
      int creators, Map<LeftOut, Integer> leftOut, Map<Group, Map<String, Row>> groups) {

    /** The values, as a table has them: groups and detectors that have some. */
    public Map<Group, Map<String, Prior>> levels() {
      Map<Group, Map<String, Prior>> levels = new LinkedHashMap<>();
      groups.forEach(
          (group, rows) ->
              rows.forEach(
                  (id, row) -> {
                    if (row.fitted() != null) {
                      levels
                          .computeIfAbsent(group, any -> new LinkedHashMap<>())
                          .put(id, new Prior(row.fitted().values()));
                    }
                  }));
      return levels;
    }
  }

  /** Fits. */
  public Result fit() {
    Map<Group, Map<String, Row>> rows = new LinkedHashMap<>();
    groups.forEach(
        (group, detectors) -> {
          Map<String, Row> of = new LinkedHashMap<>();
          detectors.forEach((id, observed) -> of.put(id, row(id, observed)));
          rows.put(group, of);
        });
    return new Result(creators, new EnumMap<>(leftOut), rows);
  }

  private Row row(String id, List<Observed> observed) {
    Detector detector = DetectorCatalog.installed().find(id);
    Fitting fitting = detector == null ? null : detector.fitting();
    return new Row(
        observed.size(),
        fitting == null || observed.size() < least ? null : fitting.fit(observed, limits),
        observed);
  }
}
