package io.earshot.scoring;

import io.earshot.model.ModelPackage;
import io.earshot.model.TextClassifier;
import io.earshot.model.TextEncoder;
import io.earshot.model.WordPieceEncoder;

/** A text model at work. */
public final class TextInference extends InferenceService<int[]> {

  private final TextEncoder encoder;

  private TextInference(TextClassifier classifier, TextEncoder encoder, BatcherConfig config) {
    super(classifier.model().manifest(), new TextRunner(classifier), config);
    this.encoder = encoder;
  }

  /**
   * Opens a text model.
   *
   * @throws io.earshot.model.ModelPackageException when the model or the device cannot be used, or
   *     is not for text
   */
  public static TextInference open(ModelPackage model, InferenceConfig config) {
    TextEncoder encoder = WordPieceEncoder.of(model);
    TextClassifier classifier = TextClassifier.open(model, config.session(), encoder);
    say(model.manifest(), classifier.device(), classifier.fallback());
    return new TextInference(classifier, encoder, config.batcher());
  }

  /** How the model reads text. */
  public TextEncoder encoder() {
    return encoder;
  }
}
