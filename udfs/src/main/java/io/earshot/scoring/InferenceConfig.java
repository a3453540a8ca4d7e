package io.earshot.scoring;

import io.earshot.model.ModelPackage;
import io.earshot.model.SessionConfig;
import java.io.Serializable;

/**
 * Which model runs where, and how its batches are formed.
 *
 * @param modelDirectory folder of the model package, the same on every task manager
 * @param session device and threads
 * @param batcher limits of the queue in front of it
 */
public record InferenceConfig(String modelDirectory, SessionConfig session, BatcherConfig batcher)
    implements Serializable {

  private static final long serialVersionUID = 1L;

  /** The same with another package. */
  InferenceConfig of(ModelPackage model) {
    return new InferenceConfig(model.directory().toAbsolutePath().toString(), session, batcher);
  }

  /** The same on another GPU. */
  InferenceConfig onGpu(int index) {
    return new InferenceConfig(modelDirectory, session.onGpu(index), batcher);
  }
}
