package io.earshot.risk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle says about detectors and risk. Detectors that it does not list are off.
 *
 * <p>The risk of a creator is {@code R = 1 - prod_g (1 - r_g)^m}: of each {@link RiskGroup} the
 * strongest detector that fired, {@code r_g = r 2^-(age / halfLife)}, its contribution {@code -m
 * ln(1 - r_g)}. The age of the account only weighs what there is: {@code m = 1 + 2 * 2^-(age / 7
 * days)}, 1 where the age is not known.
 */
public final class RiskSettings {

  /** A bundle that says nothing. */
  public static final RiskSettings NONE = new RiskSettings(Map.of(), null);

  /**
   * One detector.
   *
   * @param risk r, what its firing contributes, 0 to below 1
   * @param parameters what it needs
   */
  public record Setting(double risk, Parameters parameters) {}

  /**
   * When a creator counts as one of high risk.
   *
   * @param enter from this risk on
   * @param leave until it is at or below this one again, so that what follows does not flap
   * @param halfLifeMillis how fast a firing is forgotten
   */
  public record Level(double enter, double leave, long halfLifeMillis) {}

  private final @Nullable Setting[] byPlace;
  private final String[] priors;
  private final @Nullable Level level;
  private final @Nullable BySegment bySegment;
  private final PriorFacts known;
  private final DomainList blocked;

  /** The settings for each group of a table of priors. */
  private record BySegment(PriorTable table, Map<PriorTable.Group, RiskSettings> groups) {}

  /**
   * Settings.
   *
   * @param detectors by id, of installed ones
   * @param level null: there is no risk
   */
  public RiskSettings(Map<String, Setting> detectors, @Nullable Level level) {
    List<Detector> all = DetectorCatalog.installed().all();
    this.byPlace = new Setting[all.size()];
    this.priors = new String[all.size()];
    for (int i = 0; i < byPlace.length; i++) {
      byPlace[i] = detectors.get(all.get(i).spec().id());
      priors[i] = "";
    }
    this.level = level;
    this.bySegment = null;
    this.known = PriorFacts.NONE;
    this.blocked = DomainList.NONE;
  }

  private RiskSettings(
      PriorTable.Values values,
      @Nullable Level level,
      @Nullable BySegment by,
      PriorFacts known,
      DomainList blocked) {
    this.byPlace = values.settings();
    this.priors = values.names();
    this.level = level;
    this.bySegment = by;
    this.known = known;
    this.blocked = blocked;
  }

  /** These settings, with what a table says of some creators and of all. */
  public RiskSettings with(PriorTable table) {
    Map<PriorTable.Group, RiskSettings> groups = new HashMap<>();
    table
        .over(byPlace)
        .forEach(
            (group, values) ->
                groups.put(
                    group,
                    new RiskSettings(
                        values,
                        level,
                        null,
                        new PriorFacts(table.name(), group.toString()),
                        blocked)));
    return new RiskSettings(
        new PriorTable.Values(byPlace, priors),
        level,
        new BySegment(table, groups),
        known,
        blocked);
  }

  /** These settings, before any table of priors, with domains to which nobody may link. */
  public RiskSettings with(DomainList domains) {
    return new RiskSettings(
        new PriorTable.Values(byPlace, priors), level, bySegment, known, domains);
  }

  /** The domains to which nobody may link. */
  DomainList blocked() {
    return blocked;
  }

  /** Whether they are not the same for all creators. */
  boolean isBySegment() {
    return bySegment != null;
  }

  /** The settings for the creators of a segment. */
  RiskSettings of(Segment segment) {
    return bySegment == null
        ? this
        : Objects.requireNonNull(bySegment.groups.get(bySegment.table.of(segment)));
  }

  /** By which priors the detector at a place goes; empty if by the bundle's own values. */
  String prior(int place) {
    return priors[place];
  }

  /** Which table of priors these are of, and for whom; nothing if of none. */
  public PriorFacts priors() {
    return known;
  }

  /** The setting of the detector at a place of the catalog; null if it is off. */
  @Nullable Setting at(int place) {
    return byPlace[place];
  }

  /**
   * The detector that distrusts a reporter; null if none that is on does.
   *
   * @param claim whether it is the record of a rights holder's claims
   */
  public @Nullable String distrusts(ReporterStanding standing, boolean claim) {
    List<Detector> all = DetectorCatalog.installed().all();
    for (int i = 0; i < byPlace.length; i++) {
      Setting setting = byPlace[i];
      if (setting != null && all.get(i).distrusts(standing, claim, setting.parameters())) {
        return all.get(i).spec().id();
      }
    }
    return null;
  }

  /** The values for a detector; null if it is off. */
  public @Nullable Parameters parameters(String id) {
    int place = DetectorCatalog.installed().place(id);
    Setting setting = place < 0 ? null : byPlace[place];
    return setting == null ? null : setting.parameters();
  }

  /** Whether a detector is on. */
  public boolean isOn(String id) {
    int place = DetectorCatalog.installed().place(id);
    return place >= 0 && byPlace[place] != null;
  }

  /** When a creator counts as one of high risk; null if risk is not asked for. */
  public @Nullable Level level() {
    return level;
  }
}
