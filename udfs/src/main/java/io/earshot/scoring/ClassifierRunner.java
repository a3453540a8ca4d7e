package io.earshot.scoring;

import io.earshot.model.TextClassifier;
import java.util.HexFormat;
import java.util.List;

/** A text model behind a {@link MicroBatcher}. */
final class ClassifierRunner implements BatchRunner<int[]> {

  private final TextClassifier classifier;
  private final byte[] modelDigest;

  ClassifierRunner(TextClassifier classifier) {
    this.classifier = classifier;
    this.modelDigest = HexFormat.of().parseHex(classifier.model().manifest().sha256());
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
  public int maxBatch() {
    return classifier.shapes().largest();
  }

  @Override
  public int paddedRows(int rows) {
    return classifier.shapes().sizeFor(rows);
  }

  @Override
  public int rowsToTake(int waiting) {
    return classifier.shapes().rowsToTake(waiting);
  }

  @Override
  public RowKey keyOf(int[] row) {
    return RowKey.of(modelDigest, row);
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
