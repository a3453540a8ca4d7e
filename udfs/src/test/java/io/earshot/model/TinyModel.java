package io.earshot.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The model package of the tests; see make_tiny_model.py beside it. */
public final class TinyModel {

  /** A token that the model's vocabulary does not hold, on which its run fails. */
  public static final int POISON = 9_999;

  private TinyModel() {}

  /** The package's folder. */
  public static Path directory() {
    URL manifest = Objects.requireNonNull(TinyModel.class.getResource("tiny/model.yaml"));
    try {
      return Objects.requireNonNull(Path.of(manifest.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A copy whose manifest says something else: each pair replaces its first by its second. */
  public static Path altered(Path folder, List<String> replacements) {
    try {
      for (String name : List.of("model.onnx", "vocab.txt")) {
        Files.copy(directory().resolve(name), folder.resolve(name));
      }
      String manifest = Files.readString(directory().resolve("model.yaml"));
      for (int i = 0; i < replacements.size(); i += 2) {
        if (!manifest.contains(replacements.get(i))) {
          throw new IllegalArgumentException("the manifest has no " + replacements.get(i));
        }
        manifest = manifest.replace(replacements.get(i), replacements.get(i + 1));
      }
      Files.writeString(folder.resolve("model.yaml"), manifest);
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Opens it on the processor. */
  public static TextClassifier open() {
    ModelPackage model = ModelPackage.load(directory());
    return TextClassifier.open(model, SessionConfig.of(Device.CPU, 1), WordPieceEncoder.of(model));
  }
}
