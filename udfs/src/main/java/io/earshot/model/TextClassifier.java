package io.earshot.model;

import ai.onnxruntime.OrtException;
import io.earshot.model.ModelManifest.Medium;
import io.earshot.model.ModelManifest.TextSample;
import io.earshot.model.OnnxSession.Binding;
import java.nio.LongBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A text model ready for use: token rows of one length bucket in, a row of scores for each out.
 *
 * <p>Rows are padded to their bucket's length and batches to one of {@link BatchShapes}; all of
 * these shapes have run once before {@link #open} returns, and the model has given the answers its
 * manifest expects. A row's scores depend on the row and its bucket, never on the other rows:
 * models with cross-row arithmetic (dynamic quantisation) must not be packaged.
 *
 * <p>For one thread at a time: all runs share the buffers of their shape.
 */
public final class TextClassifier implements AutoCloseable {

  private static final String IDS = "input_ids";
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";

  private final ModelPackage model;
  private final OnnxSession session;
  private final List<Integer> buckets;
  private final BatchShapes shapes;
  private final Binding[][] bindings;
  private final boolean hasMask;
  private final int labels;

  private TextClassifier(ModelPackage model, OnnxSession session) {
    ModelManifest manifest = model.manifest();
    this.model = model;
    this.session = session;
    this.buckets = manifest.batching().lengthBuckets();
    this.shapes =
        BatchShapes.between(manifest.batching().minBatch(), manifest.batching().maxBatch());
    this.labels = manifest.labels().size();
    this.hasMask = manifest.inputs().stream().anyMatch(input -> input.name().equals(MASK));
    this.bindings = new Binding[buckets.size()][shapes.sizes().size()];
    for (int bucket = 0; bucket < buckets.size(); bucket++) {
      for (int shape = 0; shape < shapes.sizes().size(); shape++) {
        bindings[bucket][shape] =
            session.bind(
                Map.of("batch", shapes.sizes().get(shape), "sequence", buckets.get(bucket)));
      }
    }
  }

  /**
   * Opens a text model, runs every shape once and the self test.
   *
   * @param encoder turns the self test's text into tokens
   * @throws ModelPackageException when the package is for something else, cannot be opened, or
   *     fails its self test
   */
  public static TextClassifier open(ModelPackage model, SessionConfig config, TextEncoder encoder) {
    checkShape(model);
    OnnxSession session = OnnxSession.open(model, config);
    try {
      TextClassifier classifier = new TextClassifier(model, session);
      classifier.warm();
      classifier.selfTest(encoder);
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

  /** Row lengths in tokens, ascending. */
  public List<Integer> lengthBuckets() {
    return buckets;
  }

  /** The batch sizes it is run with. */
  public BatchShapes shapes() {
    return shapes;
  }

  /**
   * Index of the bucket a row of that many tokens belongs to: the first that holds it.
   *
   * @throws IllegalArgumentException when it is longer than the last
   */
  public int bucketOf(int tokens) {
    for (int i = 0; i < buckets.size(); i++) {
      if (tokens <= buckets.get(i)) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "a row of "
            + tokens
            + " tokens is longer than the last bucket, "
            + buckets.get(buckets.size() - 1)
            + "; cut the text into windows");
  }

  /**
   * Scores rows of one bucket.
   *
   * @param bucket index among {@link #lengthBuckets}
   * @param rows token ids, at least one row and at most the largest batch
   * @return for each row, in order, the raw score of every label in the manifest's order
   * @throws OrtException when the run fails
   * @throws ArithmeticException when a score is no number within [0, 1]
   */
  public float[][] classify(int bucket, List<int[]> rows) throws OrtException {
    int shape = shapes.indexFor(rows.size());
    Binding binding = bindings[bucket][shape];
    fill(binding, rows, shapes.sizes().get(shape), buckets.get(bucket));
    return ScoreRows.read(model, binding.run(), rows.size(), labels);
  }

  @Override
  public void close() {
    session.close();
  }

  private void fill(Binding binding, List<int[]> rows, int batch, int length) {
    LongBuffer ids = binding.longs(IDS);
    for (int row = 0; row < batch; row++) {
      int[] tokens = row < rows.size() ? rows.get(row) : new int[0];
      int start = row * length;
      for (int i = 0; i < length; i++) {
        ids.put(start + i, i < tokens.length ? tokens[i] : 0);
      }
      if (hasMask) {
        // An empty mask would divide by zero in mean pooling, so a padding row attends to its first
        // position.
        LongBuffer mask = binding.longs(MASK);
        for (int i = 0; i < length; i++) {
          mask.put(start + i, i < Math.max(1, tokens.length) ? 1 : 0);
        }
      }
    }
  }

  private void warm() {
    for (int bucket = 0; bucket < buckets.size(); bucket++) {
      for (int size : shapes.sizes()) {
        int[] row = new int[buckets.get(bucket)];
        run(bucket, Collections.nCopies(size, row), "while warming up");
      }
    }
  }

  private void selfTest(TextEncoder encoder) {
    if (!(model.manifest().selfTest() instanceof TextSample sample)) {
      throw model.wrong("key 'selfTest' has no text, but a text model needs one");
    }
    int[] tokens = encoder.windows(encoder.normalise(sample.text()), 1).get(0);
    ScoreRows.selfTest(
        model, device(), run(bucketOf(tokens.length), List.of(tokens), "in its self test")[0]);
  }

  private float[][] run(int bucket, List<int[]> rows, String when) {
    try {
      return classify(bucket, rows);
    } catch (OrtException | ArithmeticException e) {
      throw new ModelPackageException(
          model.modelFile()
              + " failed "
              + when
              + " on "
              + rows.size()
              + " rows of "
              + buckets.get(bucket)
              + " tokens: "
              + e.getMessage(),
          e);
    }
  }

  private static void checkShape(ModelPackage model) {
    ModelManifest manifest = model.manifest();
    if (manifest.modality() != Medium.TEXT) {
      throw new ModelPackageException(
          model.directory()
              + " is a model for "
              + manifest.modality().key()
              + ", but a text model is needed here");
    }
    Set<String> known = Set.of(IDS, MASK, TYPES);
    List<String> names = manifest.inputs().stream().map(input -> input.name()).toList();
    if (!known.containsAll(names) || !names.contains(IDS)) {
      throw new ModelPackageException(
          model.directory()
              + " declares the inputs "
              + names
              + ", but a text model takes "
              + IDS
              + " and may take "
              + MASK
              + " and "
              + TYPES);
    }
    int unused = ScoreRows.columns(model);
  }
}
