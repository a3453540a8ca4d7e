package io.earshot.scoring;

import io.earshot.model.TensorClassifier;
import java.util.HexFormat;
import java.util.List;

/**
 * A model of pictures or sound windows behind a {@link MicroBatcher}: all rows are of one length.
 */
final class TensorRunner implements BatchRunner<float[]> {

  private final TensorClassifier classifier;
  private final byte[] modelDigest;

  TensorRunner(TensorClassifier classifier) {
    this.classifier = classifier;
    this.modelDigest = HexFormat.of().parseHex(classifier.model().manifest().sha256());
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
  public RowKey keyOf(float[] row) {
    return RowKey.of(modelDigest, row);
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
