package io.earshot.scoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A model over strings for tests of the batcher: a row's bucket is that of its length, 4 or 8; it
 * scores the text's hash, fails where told to and writes down every run.
 */
final class FakeModel implements BatchRunner<String> {

  static final int MAX_BATCH = 4;

  final List<List<String>> runs = new ArrayList<>();
  final Set<String> poison = new HashSet<>();
  boolean broken;
  int transientFailures;
  boolean closed;
  @Nullable Runnable duringRun;
  @Nullable Runnable afterRun;

  static float scoreOf(String row) {
    return (row.hashCode() & 0xffff) / 65_536f;
  }

  @Override
  public int buckets() {
    return 2;
  }

  @Override
  public int bucketOf(String row) {
    return row.length() <= 4 ? 0 : 1;
  }

  /** The batcher asks for it when a run is over. */
  @Override
  public int lengthOf(String row) {
    if (afterRun != null) {
      afterRun.run();
    }
    return row.length();
  }

  @Override
  public int bucketLength(int bucket) {
    return bucket == 0 ? 4 : 8;
  }

  @Override
  public int maxBatch() {
    return MAX_BATCH;
  }

  @Override
  public int paddedRows(int rows) {
    return rows == 3 ? 4 : rows;
  }

  @Override
  public int rowsToTake(int waiting) {
    return waiting;
  }

  @Override
  public RowKey keyOf(String row) {
    return RowKey.of(new byte[] {1}, row.chars().toArray());
  }

  @Override
  public float[][] run(int bucket, List<String> rows) {
    if (closed) {
      throw new AssertionError("run after close");
    }
    runs.add(List.copyOf(rows));
    if (duringRun != null) {
      duringRun.run();
    }
    if (transientFailures > 0) {
      transientFailures--;
      throw new IllegalStateException("out of memory, for now");
    }
    if (broken || rows.stream().anyMatch(poison::contains)) {
      throw new IllegalStateException("cannot score " + rows);
    }
    return rows.stream().map(row -> new float[] {scoreOf(row)}).toArray(float[][]::new);
  }

  @Override
  public void close() {
    closed = true;
  }
}
