package io.earshot.risk;

import io.earshot.stats.DecayedCounter;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle says about detectors and risk. Detectors that it does not list are off.
 *
 * <p>The risk of a creator is {@code R = 1 - prod_g (1 - r_g)^m}: of each {@link RiskGroup} the
 * strongest detector that fired, {@code r_g = r 2^-(age / halfLife)}, its contribution {@code -m
 * ln(1 - r_g)}. The age of the account only weighs what there is ({@link Age}).
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
   * How much more what was found weighs where an account is new: {@code m = 1 + (f - 1) 2^-(age /
   * halfLife)}, 1 where the age is not known. It multiplies what detectors found and is nothing
   * without it, so that nobody is suspect for being new.
   *
   * @param factor f, that of an account of this moment, from {@link #LEAST} to {@link #MOST}
   * @param halfLifeMillis how fast an account ceases to be new
   */
  public record Age(double factor, long halfLifeMillis) {

    /** Age makes no difference. */
    public static final double LEAST = 1;

    /** Above, being new would count for more than what was done. */
    public static final double MOST = 3;

    /** What holds if a bundle does not say. */
    public static final Age USUAL = new Age(MOST, Duration.ofDays(7).toMillis());

    /**
     * m.
     *
     * @param createdAt when the account was made; 0 if not known
     */
    double weight(long at, long createdAt) {
      return createdAt == 0
          ? 1.0
          : 1.0
              + (factor - 1.0) * DecayedCounter.factor(Math.max(0, at - createdAt), halfLifeMillis);
    }
  }

  /**
   * When a creator counts as one of high risk.
   *
   * @param enter from this risk on
   * @param leave until it is at or below this one again, so that what follows does not flap
   * @param halfLifeMillis how fast a firing is forgotten
   * @param age how much more it weighs where an account is new
   */
  public record Level(double enter, double leave, long halfLifeMillis, Age age) {}

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
   * A detector that distrusts a reporter.
   *
   * @param detector its id
   * @param unfounded the share of their reports that are unfounded, at least
   */
  public record Distrust(String detector, double unfounded) {}

  /**
   * Who distrusts a reporter; null if no detector that is on does. It goes by what holds for all
   * creators: a reporter is the same whoever they report.
   *
   * @param claim whether it is the record of a rights holder's claims
   */
  public @Nullable Distrust distrusts(ReporterStanding standing, boolean claim) {
    if (bySegment != null) {
      return Objects.requireNonNull(bySegment.groups.get(PriorTable.Group.ALL))
          .distrusts(standing, claim);
    }
    List<Detector> all = DetectorCatalog.installed().all();
    for (int i = 0; i < byPlace.length; i++) {
      Setting setting = byPlace[i];
      OptionalDouble unfounded =
          setting == null
              ? OptionalDouble.empty()
              : all.get(i).distrusts(standing, claim, setting.parameters());
      if (unfounded.isPresent()) {
        return new Distrust(all.get(i).spec().id(), unfounded.getAsDouble());
      }
    }
    return null;
  }

  /** What is believed of reporters of whom no answer is known. */
  ReporterPrior reporters() {
    List<Detector> all = DetectorCatalog.installed().all();
    for (int i = 0; i < byPlace.length; i++) {
      Setting setting = byPlace[i];
      ReporterPrior prior = setting == null ? null : all.get(i).reporters(setting.parameters());
      if (prior != null) {
        return prior;
      }
    }
    return ReporterPrior.EVEN;
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
