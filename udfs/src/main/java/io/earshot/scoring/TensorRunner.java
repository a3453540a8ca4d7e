package io.earshot.scoring;

import io.earshot.model.TensorClassifier;
import java.util.List;

/**
 * A model of pictures or sound windows behind a {@link MicroBatcher}: all rows are of one length.
 */
final class TensorRunner extends ModelRunner<float[]> {

  private final TensorClassifier classifier;

  TensorRunner(TensorClassifier classifier) {
    super(classifier.model(), classifier.shapes());
    this.classifier = classifier;
  }

  @Override
  public int buckets() {
    return 1;
  }

  @Override
  public int bucketOf(float[] row) {
    return 0;
  }

  @Override
  public int lengthOf(float[] row) {
    return row.length;
  }

  @Override
  public int bucketLength(int bucket) {
    return classifier.length();
  }

  @Override
  public RowKey keyOf(float[] row) {
    return RowKey.of(digest(), row);
  }

  @Override
  public float[][] run(int bucket, List<float[]> rows) throws Exception {
    return classifier.classify(rows);
  }

  @Override
  public void close() {
    classifier.close();
  }
}
