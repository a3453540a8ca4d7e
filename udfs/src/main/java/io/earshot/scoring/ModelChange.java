package io.earshot.scoring;

import io.earshot.intake.ControlChange;
import java.io.Serializable;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * A change of which version of a model scores, while the job runs.
 *
 * @param eventId unique for the change; a repeat of it is the same change
 * @param modelId which model
 * @param version which version of it
 * @param stage what the version is from then on
 * @param canaryPercent share of creators, with {@link Stage#CANARY}; else null
 * @param location URI of the package's folder; empty for the job's model directory
 * @param effectiveAt from which event time on, as asked for
 * @param publishedAt when it was published, milliseconds since the epoch
 */
public record ModelChange(
    String eventId,
    String modelId,
    String version,
    Stage stage,
    @Nullable Double canaryPercent,
    String location,
    long effectiveAt,
    long publishedAt)
    implements ControlChange, Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * How long after its publication a change takes effect at the earliest, milliseconds of event
   * time.
   *
   * <p>An item is routed when it arrives, and cannot be routed again: unlike a bundle, a change
   * that is not known by then comes too late for the item. So there is time to check the package
   * and to tell every task, and for a checkpoint to keep the change, before the first item exists
   * that it is for. It is a constant, since another value would route a replay another way.
   */
  public static final long LEAD_MILLIS = 30_000;

  /** What a version is. */
  public enum Stage {
    /** Its scores count; the version that was active before is none of these any more. */
    ACTIVE,
    /** Its scores are recorded and never acted upon. */
    SHADOW,
    /** Its scores count for a fixed share of the creators. */
    CANARY,
    /** It does not score. */
    RETIRED
  }

  /** The order in which changes take effect; of those at the same time the one published last. */
  public static final Comparator<ModelChange> IN_EFFECT =
      Comparator.comparingLong(ModelChange::takesEffectAt)
          .thenComparingLong(ModelChange::publishedAt)
          .thenComparing(ModelChange::eventId);

  @Override
  public String topic() {
    return "control.models";
  }

  @Override
  public String subject() {
    return "model " + name() + " " + stage;
  }

  /** From which event time on it decides which version scores. */
  @Override
  public long takesEffectAt() {
    return Math.max(effectiveAt, publishedAt + LEAD_MILLIS);
  }

  /** As decisions name the version. */
  public String name() {
    return modelId + "@" + version;
  }
}
