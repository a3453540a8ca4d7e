package io.earshot.scoring;

import io.earshot.model.BatchShapes;
import io.earshot.model.ModelPackage;
import java.util.HexFormat;

/**
 * What all models have in common behind a {@link MicroBatcher}: a few fixed sizes of batches, and
 * an identity for their rows' keys.
 *
 * @param <R> a row
 */
abstract class ModelRunner<R> implements BatchRunner<R> {

  private final BatchShapes shapes;
  private final byte[] digest;

  ModelRunner(ModelPackage model, BatchShapes shapes) {
    this.shapes = shapes;
    this.digest = HexFormat.of().parseHex(model.manifest().sha256());
  }

  /** The digest of the model, for {@link RowKey}. */
  final byte[] digest() {
    return digest;
  }

  @Override
  public final int maxBatch() {
    return shapes.largest();
  }

  @Override
  public final int paddedRows(int rows) {
    return shapes.sizeFor(rows);
  }

  @Override
  public final int rowsToTake(int waiting) {
    return shapes.rowsToTake(waiting);
  }
}
