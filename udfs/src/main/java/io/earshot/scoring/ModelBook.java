package io.earshot.scoring;

import io.earshot.id.CreatorShare;
import io.earshot.intake.Modality;
import io.earshot.intake.WorkItem;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which versions score at which event time: those of the configuration, and every change since.
 *
 * <p>An item is scored by what is in effect at its own event time, whenever it arrives. Nothing is
 * ever forgotten: changes are few and small, and late items and replays ask for old ones.
 *
 * <p>Not thread-safe; one a subtask.
 */
public final class ModelBook {

  /**
   * What a book begins with.
   *
   * @param configured the models of each modality that has any, in the order of a {@link Lineup}
   * @param known changes that were published before the job was started, in the order in which they
   *     were
   * @param packages of those changes that need one, by event id: the digest of what is there, empty
   *     if nothing is that can be used
   */
  public record Beginning(
      Map<Modality, List<ModelVersion>> configured,
      List<ModelVerdict> known,
      Map<String, String> packages)
      implements Serializable {

    private static final long serialVersionUID = 1L;

    public Beginning {
      configured = new EnumMap<>(configured);
      known = List.copyOf(known);
      packages = new TreeMap<>(packages);
    }

    /** With changes of which nothing is known but what was found about them. */
    public Beginning(Map<Modality, List<ModelVersion>> configured, List<ModelVerdict> known) {
      this(configured, known, Map.of());
    }

    /** Changes that would say what scores in the end, if only their packages could be used. */
    public List<ModelVerdict> unusable() {
      return known.stream()
          .filter(verdict -> counts(verdict.change().stage()))
          .filter(verdict -> "".equals(packages.get(verdict.change().eventId())))
          .filter(verdict -> known.stream().noneMatch(other -> isReplaced(verdict, other)))
          .toList();
    }

    private static boolean counts(ModelChange.Stage stage) {
      return stage == ModelChange.Stage.ACTIVE || stage == ModelChange.Stage.CANARY;
    }

    private static boolean isReplaced(ModelVerdict verdict, ModelVerdict by) {
      return by.isAccepted()
          && by.change().stage() == ModelChange.Stage.ACTIVE
          && by.change().modelId().equals(verdict.change().modelId())
          && ModelChange.IN_EFFECT.compare(by.change(), verdict.change()) > 0;
    }

    /**
     * What is left of a verdict of an earlier start: the package that was accepted may be gone, or
     * be another one. Such a change is as if it had never been made, so that what was in effect
     * before it scores, and not nothing.
     */
    ModelVerdict since(ModelVerdict earlier) {
      String found = packages.get(earlier.change().eventId());
      if (!earlier.isAccepted() || found == null || found.equals(earlier.digest())) {
        return earlier;
      }
      return new ModelVerdict(
          earlier.change(),
          "",
          List.of(
              earlier.change().name()
                  + " was accepted, but at this start of the job its package "
                  + (found.isEmpty()
                      ? "is not there or cannot be used"
                      : "has digest " + found + " instead of " + earlier.digest())
                  + "; what was in effect before scores in its place. Bring the package back and"
                  + " start the job again, or publish another version"));
    }
  }

  /**
   * What the versions of a model are once every change is in effect.
   *
   * @param configured the one that the options name
   * @param active the one whose scores count
   * @param canary the one whose scores count for a share of the creators; null without one
   */
  public record Standing(
      ModelVersion configured, ModelVersion active, @Nullable ModelVersion canary) {

    /** Whether it is what the options say. */
    public boolean isAsConfigured() {
      return canary == null && active.version().equals(configured.version());
    }

    /** For whoever starts the job. */
    public String words() {
      return active.name()
          + " scores"
          + (canary == null ? "" : ", and " + canary.name() + " for a share of the creators")
          + (isAsConfigured()
              ? ", as configured"
              : ", as published on control.models, which stands above the options; the configured "
                  + configured.name()
                  + " does when it is published as active");
    }
  }

  private record Entry(long from, VersionRoles roles) {}

  private final Beginning beginning;
  private final Map<String, ModelVerdict> verdicts = new TreeMap<>();
  private final Map<String, List<Entry>> timelines = new TreeMap<>();

  /** A book with the versions of the configuration and the changes known at the start. */
  public ModelBook(Beginning beginning) {
    this.beginning = beginning;
    beginning.known().forEach(verdict -> verdicts.put(verdict.change().eventId(), verdict));
    index();
  }

  /** Enters a verdict; a later one on the same change takes its place. */
  public void enter(ModelVerdict verdict) {
    verdicts.put(verdict.change().eventId(), verdict);
    index();
  }

  /** Enters a verdict of before a restart, as far as it still holds. */
  void restore(ModelVerdict verdict) {
    enter(beginning.since(verdict));
  }

  /** What each model's versions are in the end. */
  public List<Standing> standing() {
    return beginning.configured().values().stream()
        .flatMap(List::stream)
        .map(
            configured -> {
              VersionRoles roles = rolesAt(configured, Long.MAX_VALUE);
              return new Standing(configured, roles.active(), roles.canary());
            })
        .toList();
  }

  /** What was found about a change; null if it is not known. */
  @Nullable ModelVerdict verdict(String eventId) {
    return verdicts.get(eventId);
  }

  /** A package of a version that is known already, be it from a change that was refused. */
  @Nullable ModelVersion known(String id, String version) {
    ModelVersion configured = configured(id);
    if (configured != null && configured.version().equals(version)) {
      return configured;
    }
    return verdicts.values().stream()
        .filter(ModelVerdict::isAccepted)
        .filter(verdict -> !verdict.digest().isEmpty())
        .map(ModelVerdict::version)
        .filter(known -> known.id().equals(id) && known.version().equals(version))
        .findFirst()
        .orElse(null);
  }

  /** The version that the job was started with; null if it has no such model. */
  @Nullable ModelVersion configured(String id) {
    return beginning.configured().values().stream()
        .flatMap(List::stream)
        .filter(version -> version.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  /** All models that there are versions of. */
  List<String> models() {
    return beginning.configured().values().stream()
        .flatMap(List::stream)
        .map(ModelVersion::id)
        .toList();
  }

  /**
   * Why a change that was checked would change nothing.
   *
   * @return null if it would
   */
  @Nullable String faultOf(ModelVerdict verdict) {
    VersionRoles roles =
        new VersionRoles(Objects.requireNonNull(configured(verdict.change().modelId())));
    for (ModelVerdict earlier : accepted(verdict.change().modelId())) {
      if (ModelChange.IN_EFFECT.compare(earlier.change(), verdict.change()) < 0) {
        roles = roles.after(earlier).roles();
      }
    }
    return roles.after(verdict).fault();
  }

  /** The versions that score an item. */
  public RoutedItem route(WorkItem item) {
    if (verdicts.isEmpty()) {
      return RoutedItem.configured(item);
    }
    long time = item.content().eventTime();
    List<ModelVersion> configured =
        Objects.requireNonNullElse(beginning.configured().get(item.modality()), List.of());
    List<ModelVersion> acting = new ArrayList<>(configured.size());
    for (ModelVersion model : configured) {
      VersionRoles roles = rolesAt(model, time);
      ModelVersion canary = roles.canary();
      acting.add(
          canary != null
                  && CreatorShare.includes(
                      canary.name(), item.content().creatorId(), roles.canaryPercent())
              ? canary
              : roles.active());
    }
    List<RoutedItem.Shadow> shadows = new ArrayList<>();
    for (int i = 0; i < configured.size(); i++) {
      for (ModelVersion shadow : rolesAt(configured.get(i), time).shadows()) {
        List<ModelVersion> models = new ArrayList<>(acting);
        models.set(i, shadow);
        shadows.add(new RoutedItem.Shadow(shadow.name(), new Lineup(models)));
      }
    }
    return new RoutedItem(
        item, acting.equals(configured) ? Lineup.CONFIGURED : new Lineup(acting), shadows);
  }

  private VersionRoles rolesAt(ModelVersion configured, long time) {
    List<Entry> timeline = timelines.getOrDefault(configured.id(), List.of());
    for (int i = timeline.size() - 1; i >= 0; i--) {
      if (timeline.get(i).from() <= time) {
        return timeline.get(i).roles();
      }
    }
    return new VersionRoles(configured);
  }

  private void index() {
    timelines.clear();
    for (String id : models()) {
      VersionRoles roles = new VersionRoles(Objects.requireNonNull(configured(id)));
      List<Entry> timeline = new ArrayList<>();
      for (ModelVerdict verdict : accepted(id)) {
        roles = roles.after(verdict).roles();
        timeline.add(new Entry(verdict.change().takesEffectAt(), roles));
      }
      timelines.put(id, timeline);
    }
  }

  private List<ModelVerdict> accepted(String id) {
    return verdicts.values().stream()
        .filter(ModelVerdict::isAccepted)
        .filter(verdict -> verdict.change().modelId().equals(id))
        .sorted(Comparator.comparing(ModelVerdict::change, ModelChange.IN_EFFECT))
        .toList();
  }
}
