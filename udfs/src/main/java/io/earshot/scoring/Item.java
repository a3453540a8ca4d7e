package io.earshot.scoring;

import io.earshot.scoring.BucketQueue.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A request on its way through the batcher. Guarded by its lock, but for the future. */
final class Item<R> {

  static final Comparator<Item<?>> DEADLINE =
      ((Comparator<Item<?>>) (a, b) -> Long.signum(a.deadline - b.deadline))
          .thenComparingLong(item -> item.sequence);

  final int priority;
  final long deadline;
  final long sequence;
  final float[][] results;
  final List<Row<R>> rows = new ArrayList<>();
  final CompletableFuture<Answer> future = new CompletableFuture<>();
  int missing;
  @Nullable Answer answer;

  Item(int priority, long deadline, long sequence, int rows) {
    this.priority = priority;
    this.deadline = deadline;
    this.sequence = sequence;
    this.results = new float[rows][];
  }
}
