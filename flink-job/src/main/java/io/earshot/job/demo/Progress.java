package io.earshot.job.demo;

import io.earshot.job.embedded.RunningJob;
import io.earshot.schemas.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the job has read its input topics, by the offsets that it commits at checkpoints. Belongs
 * to one thread.
 */
final class Progress implements AutoCloseable {

  /** Where Kafka does not say in time; on a machine that is busy it may not. */
  static final long UNKNOWN = -1;

  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final Duration RETRY = Duration.ofMillis(100);
  private static final int PATIENCE_MILLIS = 5_000;

  private final Admin admin;
  private final String groupId;
  private final Map<TopicPartition, OffsetSpec> inputs = new HashMap<>();

  Progress(String bootstrapServers, String groupId) {
    this.admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS));
    this.groupId = groupId;
  }

  /**
   * Waits until the job has read all that is in the input topics. Nobody may write to them any
   * more.
   *
   * @return how many records it has not read by then: 0, or {@link #UNKNOWN}, or more
   * @throws IllegalStateException if the job ends meanwhile
   */
  long awaitAllRead(RunningJob job, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    long unread = unread();
    while (unread != 0 && System.nanoTime() < deadline) {
      if (job.status().isTerminalState()) {
        throw new IllegalStateException(
            "the job ended by itself as " + job.status(), job.failure().orElse(null));
      }
      LockSupport.parkNanos(RETRY.toNanos());
      unread = unread();
    }
    return unread;
  }

  /** Records in the input topics that no checkpoint holds, {@link #UNKNOWN} if nobody says. */
  long unread() throws InterruptedException {
    try {
      if (inputs.isEmpty()) {
        inputs.putAll(partitions());
      }
      Map<TopicPartition, OffsetAndMetadata> read =
          admin.listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata().get();
      long unread = 0;
      for (var end : admin.listOffsets(inputs).all().get().entrySet()) {
        OffsetAndMetadata at = read.get(end.getKey());
        unread += Math.max(0, end.getValue().offset() - (at == null ? 0 : at.offset()));
      }
      return unread;
    } catch (ExecutionException e) {
      LOG.info("Kafka does not say how far the job has read", e);
      return UNKNOWN;
    }
  }

  private Map<TopicPartition, OffsetSpec> partitions()
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    admin
        .describeTopics(
            Arrays.stream(Topic.values())
                .filter(topic -> topic.role() == Topic.Role.INPUT)
                .map(Topic::topicName)
                .toList())
        .allTopicNames()
        .get()
        .values()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        partition ->
                            partitions.put(
                                new TopicPartition(topic.name(), partition.partition()),
                                OffsetSpec.latest())));
    return partitions;
  }

  @Override
  public void close() {
    admin.close(Duration.ofMillis(PATIENCE_MILLIS));
  }
}
