package io.earshot.model;

import ai.onnxruntime.OrtException;
import io.earshot.media.audio.AudioInput;
import io.earshot.media.audio.AudioWindow;
import io.earshot.model.ModelManifest.ElementType;
import io.earshot.model.ModelManifest.Pixels;
import io.earshot.model.ModelManifest.Preprocessing;
import io.earshot.model.ModelManifest.Sound;
import io.earshot.model.ModelManifest.Task;
import io.earshot.model.ModelManifest.TensorSpec;
import io.earshot.model.OnnxSession.Binding;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model of pictures or sound windows ready for use: rows of as many float32 numbers as its input
 * takes in, a row of scores for each out.
 *
 * <p>Batches are padded with zeros to one of {@link BatchShapes}, all of which have run once before
 * {@link #open} returns, over direct buffers made once; and the model has given the answers its
 * manifest expects for the picture or sound of its self test. A row's scores depend on the row
 * alone.
 *
 * <p>For one thread at a time: all runs share the buffers of their shape.
 */
public final class TensorClassifier implements AutoCloseable {

  private final ModelPackage model;
  private final OnnxSession session;
  private final BatchShapes shapes;
  private final Binding[] bindings;
  private final String input;
  private final int length;
  private final int columns;

  private TensorClassifier(ModelPackage model, OnnxSession session) {
    ModelManifest manifest = model.manifest();
    this.model = model;
    this.session = session;
    this.shapes =
        BatchShapes.between(manifest.batching().minBatch(), manifest.batching().maxBatch());
    this.input = manifest.inputs().get(0).name();
    this.length = length(manifest.preprocessing());
    this.columns = ScoreRows.columns(model);
    String batch = manifest.inputs().get(0).shape().get(0);
    this.bindings = new Binding[shapes.sizes().size()];
    for (int shape = 0; shape < bindings.length; shape++) {
      bindings[shape] = session.bind(Map.of(batch, shapes.sizes().get(shape)));
    }
  }

  /**
   * Opens a model of pictures or of sound windows, runs every shape once and the self test.
   *
   * @throws ModelPackageException when the package is for something else, cannot be opened, or
   *     fails its self test
   */
  public static TensorClassifier open(ModelPackage model, SessionConfig config) {
    checkShape(model);
    OnnxSession session = OnnxSession.open(model, config);
    try {
      TensorClassifier classifier = new TensorClassifier(model, session);
      classifier.warm();
      classifier.selfTest();
      return classifier;
    } catch (RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** The package it was opened from. */
  public ModelPackage model() {
    return model;
  }

  /** The device it runs on. */
  public Device device() {
    return session.device();
  }

  /** Why {@link Device#AUTO} took the processor, when it did. */
  public Optional<String> fallback() {
    return session.fallback();
  }

  /** How many numbers a row has. */
  public int length() {
    return length;
  }

  /** The batch sizes it is run with. */
  public BatchShapes shapes() {
    return shapes;
  }

  /**
   * Scores rows.
   *
   * @param rows at least one row and at most the largest batch, each of {@link #length} numbers in
   *     the input's order
   * @return for each row, in order, the raw scores: a label each in the manifest's order, or a
   *     frame each where the task is {@link Task#SPEECH_ACTIVITY}
   * @throws OrtException when the run fails
   * @throws IllegalArgumentException when a row is of another length
   * @throws ArithmeticException when a score is no number within [0, 1]
   */
  public float[][] classify(List<float[]> rows) throws OrtException {
    int shape = shapes.indexFor(rows.size());
    Binding binding = bindings[shape];
    FloatBuffer buffer = binding.floats(input);
    for (int row = 0; row < rows.size(); row++) {
      float[] values = rows.get(row);
      if (values.length != length) {
        throw new IllegalArgumentException(
            "a row has "
                + values.length
                + " numbers, but "
                + model.modelFile()
                + " takes "
                + length);
      }
      buffer.put(row * length, values);
    }
    float[] nothing = new float[length];
    for (int row = rows.size(); row < shapes.sizes().get(shape); row++) {
      buffer.put(row * length, nothing);
    }
    return ScoreRows.read(model, binding.run(), rows.size(), columns);
  }

  @Override
  public void close() {
    session.close();
  }

  private void warm() {
    for (int size : shapes.sizes()) {
      run(Collections.nCopies(size, new float[length]), "while warming up");
    }
  }

  private void selfTest() {
    List<AudioWindow> windows = Samples.rows(model);
    List<float[]> scores = new ArrayList<>();
    for (int from = 0; from < windows.size(); from += shapes.largest()) {
      List<float[]> rows =
          windows.subList(from, Math.min(windows.size(), from + shapes.largest())).stream()
              .map(AudioWindow::values)
              .toList();
      scores.addAll(List.of(run(rows, "in its self test")));
    }
    if (model.manifest().task() == Task.SPEECH_ACTIVITY) {
      ModelManifest.Label label = model.manifest().labels().get(0);
      ScoreRows.expect(
          model,
          device(),
          label.name(),
          speechShare(windows, scores, label),
          model.manifest().selfTest().expected().getOrDefault(label.name(), Double.NaN));
    } else {
      float[] highest = new float[columns];
      for (float[] row : scores) {
        for (int column = 0; column < columns; column++) {
          highest[column] = Math.max(highest[column], row[column]);
        }
      }
      ScoreRows.selfTest(model, device(), highest);
    }
  }

  private double speechShare(
      List<AudioWindow> windows, List<float[]> scores, ModelManifest.Label label) {
    int frameMs = ((Sound) model.manifest().preprocessing()).windowMs() / columns;
    int frames = 0;
    int spoken = 0;
    for (int i = 0; i < windows.size(); i++) {
      long millis = windows.get(i).endMs() - windows.get(i).startMs();
      for (int frame = 0; frame < columns && (long) frame * frameMs < millis; frame++) {
        frames++;
        spoken += label.calibration().apply(scores.get(i)[frame]) >= label.threshold() ? 1 : 0;
      }
    }
    return frames == 0 ? 0 : (double) spoken / frames;
  }

  private float[][] run(List<float[]> rows, String when) {
    try {
      return classify(new ArrayList<>(rows));
    } catch (OrtException | ArithmeticException e) {
      throw new ModelPackageException(
          model.modelFile() + " failed " + when + " on " + rows.size() + " rows: " + e.getMessage(),
          e);
    }
  }

  private static int length(Preprocessing preprocessing) {
    if (preprocessing instanceof Pixels pixels) {
      return pixels.tensor().length();
    }
    if (preprocessing instanceof Sound sound) {
      return sound.input().length();
    }
    throw new IllegalArgumentException("texts have no tensor of fixed length");
  }

  private static void checkShape(ModelPackage model) {
    ModelManifest manifest = model.manifest();
    if (!(manifest.preprocessing() instanceof Pixels
        || manifest.preprocessing() instanceof Sound)) {
      throw new ModelPackageException(
          model.directory()
              + " is a model for "
              + manifest.modality().key()
              + ", but one of pictures or sound windows is needed here");
    }
    List<String> wanted = inputShape(manifest.preprocessing());
    TensorSpec input = manifest.inputs().get(0);
    boolean fits =
        manifest.inputs().size() == 1
            && input.type() == ElementType.FLOAT32
            && input.shape().size() == wanted.size()
            && !Character.isDigit(input.shape().get(0).charAt(0))
            && input.shape().subList(1, wanted.size()).equals(wanted.subList(1, wanted.size()));
    if (!fits) {
      throw new ModelPackageException(
          model.directory()
              + " declares the inputs "
              + manifest.inputs()
              + ", but its preprocessing gives one, of float32 and shape "
              + wanted);
    }
  }

  private static List<String> inputShape(Preprocessing preprocessing) {
    List<Object> shape;
    if (preprocessing instanceof Pixels pixels) {
      shape =
          switch (pixels.layout()) {
            case NCHW -> List.of("batch", 3, pixels.height(), pixels.width());
            case NHWC -> List.of("batch", pixels.height(), pixels.width(), 3);
          };
    } else if (preprocessing instanceof Sound sound
        && sound.input() instanceof AudioInput.Mel mel) {
      shape = List.of("batch", mel.frames(), mel.bands());
    } else {
      shape = List.of("batch", length(preprocessing));
    }
    return shape.stream().map(Object::toString).toList();
  }
}
