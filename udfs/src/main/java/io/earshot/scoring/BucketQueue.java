package io.earshot.scoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;

/**
 * The rows that wait in one length bucket: most urgent first for who runs next, oldest first for
 * when to run.
 */
final class BucketQueue<R> {

  private final TreeSet<Row<R>> byUrgency = new TreeSet<>(Row.URGENCY);
  private final LinkedHashSet<Row<R>> byAge = new LinkedHashSet<>();

  int size() {
    return byAge.size();
  }

  boolean isEmpty() {
    return byAge.isEmpty();
  }

  Row<R> mostUrgent() {
    return byUrgency.first();
  }

  Row<R> oldest() {
    return byAge.iterator().next();
  }

  void add(Row<R> row) {
    byUrgency.add(row);
    byAge.add(row);
  }

  void remove(Row<R> row) {
    byUrgency.remove(row);
    byAge.remove(row);
  }

  /** Changes a waiting row's urgency, which decides its place, without changing its age. */
  void raise(Row<R> row, int priority, long deadline) {
    byUrgency.remove(row);
    row.raise(priority, deadline);
    byUrgency.add(row);
  }

  /** Takes out the most urgent rows. */
  List<Row<R>> take(int rows) {
    List<Row<R>> taken = new ArrayList<>(rows);
    while (taken.size() < rows && !byUrgency.isEmpty()) {
      Row<R> row = mostUrgent();
      remove(row);
      taken.add(row);
    }
    return taken;
  }

  /** A row on its way through the batcher, with everyone who waits for its scores. */
  static final class Row<R> {

    static final Comparator<Row<?>> URGENCY =
        Comparator.<Row<?>>comparingInt(row -> -row.priority)
            .thenComparing((a, b) -> Long.signum(a.deadline - b.deadline))
            .thenComparingLong(row -> row.sequence);

    final RowKey key;
    final R content;
    final int bucket;
    final long sequence;
    final long queuedAt;
    final List<Waiter<R>> waiters = new ArrayList<>(1);
    boolean running;
    private int priority;
    private long deadline;

    Row(RowKey key, R content, int bucket, long sequence, long queuedAt, Item<R> first) {
      this.key = key;
      this.content = content;
      this.bucket = bucket;
      this.sequence = sequence;
      this.queuedAt = queuedAt;
      this.priority = first.priority;
      this.deadline = first.deadline;
    }

    boolean isLessUrgentThan(Item<R> item) {
      return priority < item.priority || deadline - item.deadline > 0;
    }

    private void raise(int toPriority, long toDeadline) {
      priority = Math.max(priority, toPriority);
      deadline = toDeadline - deadline < 0 ? toDeadline : deadline;
    }
  }

  /** A place in an item's answer that a row's scores fill. */
  record Waiter<R>(Item<R> item, int index) {}
}
