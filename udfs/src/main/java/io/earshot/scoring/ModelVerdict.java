package io.earshot.scoring;

import java.io.Serializable;
import java.util.List;

/**
 * A change of the models with what was found when it was checked. All tasks go by it, so that none
 * judges for itself.
 *
 * @param change what was asked for
 * @param digest of the package that was checked; empty if none was
 * @param faults why the change is refused; empty if it is accepted
 */
public record ModelVerdict(ModelChange change, String digest, List<String> faults)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Whether the change takes effect. */
  public boolean isAccepted() {
    return faults.isEmpty();
  }

  /** The version that the change is about, as it was checked. */
  ModelVersion version() {
    return new ModelVersion(change.modelId(), change.version(), change.location(), digest);
  }
}
