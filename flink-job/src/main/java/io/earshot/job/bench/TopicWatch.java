package io.earshot.job.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records a topic holds, asked from its end offsets: reading the records would take from
 * the job the processor time that is being measured.
 */
final class TopicWatch implements AutoCloseable {

  private final Admin admin;
  private final Map<TopicPartition, OffsetSpec> ends = new HashMap<>();

  TopicWatch(String bootstrapServers, String topic, int partitions) {
    this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    for (int partition = 0; partition < partitions; partition++) {
      ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
    }
  }

  /** Records so far; in a topic that is written in transactions, with a marker for each. */
  long records() {
    try {
      return admin.listOffsets(ends).all().get(30, TimeUnit.SECONDS).values().stream()
          .mapToLong(end -> end.offset())
          .sum();
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("Kafka does not tell the end of " + ends.keySet(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted asking for the end of " + ends.keySet(), e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
