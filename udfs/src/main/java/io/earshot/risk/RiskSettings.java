package io.earshot.risk;

import java.util.List;
import java.util.Map;
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
  private final @Nullable Level level;

  /**
   * Settings.
   *
   * @param detectors by id, of installed ones
   * @param level null: there is no risk
   */
  public RiskSettings(Map<String, Setting> detectors, @Nullable Level level) {
    List<Detector> all = DetectorCatalog.installed().all();
    this.byPlace = new Setting[all.size()];
    for (int i = 0; i < byPlace.length; i++) {
      byPlace[i] = detectors.get(all.get(i).spec().id());
    }
    this.level = level;
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
