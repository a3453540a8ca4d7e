package io.earshot.scoring;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the versions of one model are at a time.
 *
 * @param active the one whose scores count
 * @param canary the one whose scores count for a share of the creators; null without one
 * @param canaryPercent that share
 * @param shadows those whose scores are recorded only, in the order in which they came
 */
record VersionRoles(
    ModelVersion active,
    @Nullable ModelVersion canary,
    double canaryPercent,
    List<ModelVersion> shadows) {

  /** Versions in shadow at most, of one model: each costs what the model costs. */
  static final int MOST_SHADOWS = 2;

  VersionRoles(ModelVersion active) {
    this(active, null, 0, List.of());
  }

  /**
   * What a change leads to.
   *
   * @param roles what the versions are with it
   * @param fault why it changes nothing; null if it does
   */
  record Step(VersionRoles roles, @Nullable String fault) {}

  /** The roles after a change that was checked. */
  Step after(ModelVerdict verdict) {
    ModelVersion version = verdict.version();
    ModelChange.Stage stage = verdict.change().stage();
    List<ModelVersion> others = new ArrayList<>(shadows);
    boolean wasShadow = others.removeIf(shadow -> isSame(shadow, version));
    boolean wasCanary = canary != null && isSame(canary, version);
    ModelVersion otherCanary = wasCanary ? null : canary;
    double otherPercent = wasCanary ? 0 : canaryPercent;
    if (stage == ModelChange.Stage.ACTIVE) {
      return done(new VersionRoles(version, otherCanary, otherPercent, others));
    }
    if (isSame(active, version)) {
      return new Step(
          this,
          version.name()
              + " is the active version, and some version must be; make another one active first");
    }
    return switch (stage) {
      case CANARY -> {
        Double percent = verdict.change().canaryPercent();
        yield done(new VersionRoles(active, version, percent == null ? 0 : percent, others));
      }
      case SHADOW -> {
        if (others.size() >= MOST_SHADOWS) {
          yield new Step(
              this,
              others.size()
                  + " versions of "
                  + version.id()
                  + " are in shadow, and "
                  + MOST_SHADOWS
                  + " may be; retire one first");
        }
        others.add(version);
        yield done(new VersionRoles(active, otherCanary, otherPercent, others));
      }
      case RETIRED -> {
        if (!wasShadow && !wasCanary) {
          yield new Step(
              this, version.name() + " is neither in canary nor in shadow then; nothing to retire");
        }
        yield done(new VersionRoles(active, otherCanary, otherPercent, others));
      }
      case ACTIVE -> throw new IllegalStateException("handled above");
    };
  }

  private static Step done(VersionRoles roles) {
    return new Step(
        new VersionRoles(
            roles.active(), roles.canary(), roles.canaryPercent(), List.copyOf(roles.shadows())),
        null);
  }

  private static boolean isSame(ModelVersion one, ModelVersion other) {
    return one.version().equals(other.version());
  }
}
