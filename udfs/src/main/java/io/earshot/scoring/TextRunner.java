package io.earshot.scoring;

import io.earshot.model.TextClassifier;
import java.util.List;

/** A text model behind a {@link MicroBatcher}. */
final class TextRunner extends ModelRunner<int[]> {

  private final TextClassifier classifier;

  TextRunner(TextClassifier classifier) {
    super(classifier.model(), classifier.shapes());
    this.classifier = classifier;
  }

  @Override
  public int buckets() {
    return classifier.lengthBuckets().size();
  }

  @Override
  public int bucketOf(int[] row) {
    return classifier.bucketOf(row.length);
  }

  @Override
  public int lengthOf(int[] row) {
    return row.length;
  }

  @Override
  public int bucketLength(int bucket) {
    return classifier.lengthBuckets().get(bucket);
  }

  @Override
  public RowKey keyOf(int[] row) {
    return RowKey.of(digest(), row);
  }

  @Override
  public float[][] run(int bucket, List<int[]> rows) throws Exception {
    return classifier.classify(bucket, rows);
  }

  @Override
  public void close() {
    classifier.close();
  }
}
