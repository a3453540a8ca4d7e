package io.earshot.scoring;

import io.earshot.model.ModelPackage;
import io.earshot.model.TensorClassifier;

/** A model of pictures or sound windows at work. */
public final class TensorInference extends InferenceService<float[]> {

  private TensorInference(TensorClassifier classifier, BatcherConfig config) {
    super(classifier.model().manifest(), new TensorRunner(classifier), config);
  }

  /**
   * Opens a model of pictures or sound windows.
   *
   * @throws io.earshot.model.ModelPackageException when the model or the device cannot be used, or
   *     is for text
   */
  public static TensorInference open(ModelPackage model, InferenceConfig config) {
    TensorClassifier classifier = TensorClassifier.open(model, config.session());
    say(model.manifest(), classifier.device(), classifier.fallback());
    return new TensorInference(classifier, config.batcher());
  }
}
