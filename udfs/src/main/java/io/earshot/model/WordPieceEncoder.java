package io.earshot.model;

import io.earshot.media.TextNormaliser;
import io.earshot.media.WordPieceTokenizer;
import io.earshot.model.ModelManifest.WordPiece;
import java.io.IOException;
import java.util.List;

/** The preprocessing of uncased BERT encoders, as a package's manifest describes it. */
public final class WordPieceEncoder implements TextEncoder {

  private final WordPieceTokenizer tokenizer;
  private final int maxTokens;

  private WordPieceEncoder(WordPieceTokenizer tokenizer, int maxTokens) {
    this.tokenizer = tokenizer;
    this.maxTokens = maxTokens;
  }

  /**
   * The encoder of a package.
   *
   * @throws ModelPackageException when the manifest asks for what this version does not do, or the
   *     vocabulary is none
   */
  public static WordPieceEncoder of(ModelPackage model) {
    if (!(model.manifest().preprocessing() instanceof WordPiece preprocessing)) {
      throw model.wrong(
          "key 'modality' is "
              + model.manifest().modality().key()
              + ", but a text model is needed here");
    }
    if (!preprocessing.normaliser().equals(TextNormaliser.VERSION)) {
      throw unsupported(model, "normaliser", preprocessing.normaliser(), TextNormaliser.VERSION);
    }
    if (!preprocessing.lowercase()) {
      throw unsupported(model, "lowercase", "false", "true");
    }
    try {
      WordPieceTokenizer tokenizer = WordPieceTokenizer.read(model.vocabularyFile(preprocessing));
      return new WordPieceEncoder(tokenizer, preprocessing.maxTokens());
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelPackageException(
          model.vocabularyFile(preprocessing) + " is no vocabulary: " + e.getMessage(), e);
    }
  }

  @Override
  public String normalise(String text) {
    return TextNormaliser.normalise(text);
  }

  @Override
  public List<int[]> windows(String text, int maxWindows) {
    return tokenizer.windows(text, maxTokens, maxWindows);
  }

  private static ModelPackageException unsupported(
      ModelPackage model, String key, String value, String supported) {
    return new ModelPackageException(
        model.directory().resolve(ModelManifest.FILE_NAME)
            + ": key 'preprocessing."
            + key
            + "' is "
            + value
            + ", but this version of Earshot does "
            + supported
            + " only; use a model packaged for it");
  }
}
