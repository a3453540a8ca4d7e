package io.earshot.scoring;

import io.earshot.intake.Modality;
import java.io.Serializable;

/** How a modality is scored, as it travels with the job; {@link #open} makes it work. */
public interface ItemScoring extends Serializable {

  /** What it scores. */
  Modality modality();

  /**
   * The same with its models on another GPU, for a process that is told which is its own.
   *
   * @param index among the GPUs that the process sees, from 0
   */
  default ItemScoring onGpu(int index) {
    return this;
  }

  /**
   * The same with other versions of its models.
   *
   * @param lineup one version a model, not empty
   * @throws io.earshot.model.ModelPackageException when a package is not there, is not the one that
   *     was checked, or cannot be used
   */
  ItemScoring at(Lineup lineup, ModelCatalog catalog);

  /**
   * Opens what scores, its models shared with all others of the process that use the same.
   *
   * @param owner the job
   * @throws io.earshot.model.ModelPackageException when a model or the device cannot be used
   */
  ItemScorer open(String owner);
}
