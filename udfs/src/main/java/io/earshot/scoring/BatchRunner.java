package io.earshot.scoring;

import java.util.List;

/**
 * What a {@link MicroBatcher} needs to know of a model. All but {@link #run} and {@link #close} are
 * pure and called from many threads; those two only from the dispatcher.
 *
 * @param <R> a row: what the model scores on its own, whatever shares the batch
 */
public interface BatchRunner<R> extends AutoCloseable {

  /** How many length buckets there are. */
  int buckets();

  /** The bucket a row belongs to, from 0. Rows of different buckets never share a batch. */
  int bucketOf(R row);

  /** The length of a row, in the model's unit. */
  int lengthOf(R row);

  /** The length that rows of a bucket are padded to. */
  int bucketLength(int bucket);

  /** The most rows of a run. */
  int maxBatch();

  /** How many rows a run over that many rows is padded to. */
  int paddedRows(int rows);

  /**
   * How many of the waiting rows the next run should take: at least 1, at most {@link #maxBatch}.
   */
  int rowsToTake(int waiting);

  /** Identity of a row and of the model that scores it: rows with equal keys have equal scores. */
  RowKey keyOf(R row);

  /**
   * Scores rows of one bucket.
   *
   * @return the raw scores of each row, in order
   * @throws Exception when the run fails, be it for one row's fault; the batcher finds out
   */
  float[][] run(int bucket, List<R> rows) throws Exception;

  @Override
  void close();
}
