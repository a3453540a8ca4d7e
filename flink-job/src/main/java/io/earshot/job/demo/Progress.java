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
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the job has read its input topics, by the offsets that it commits at checkpoints. */
final class Progress {

  private static final Duration RETRY = Duration.ofMillis(100);

  private final String bootstrapServers;
  private final String groupId;

  Progress(String bootstrapServers, String groupId) {
    this.bootstrapServers = bootstrapServers;
    this.groupId = groupId;
  }

  /**
   * Waits until the job has read all that is in the input topics. Nobody may write to them any
   * more.
   *
   * @throws IllegalStateException if it has not by then
   */
  void awaitAllRead(RunningJob job, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      Map<TopicPartition, Long> ends = ends(admin);
      job.checkpoint(limit);
      for (long unread = unread(admin, ends); unread > 0; unread = unread(admin, ends)) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "the job still has " + unread + " records to read after " + limit);
        }
        LockSupport.parkNanos(RETRY.toNanos());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not say how far the job has read", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the job read on", e);
    }
  }

  private long unread(Admin admin, Map<TopicPartition, Long> ends)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata().get();
    long unread = 0;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      OffsetAndMetadata at = committed.get(end.getKey());
      unread += Math.max(0, end.getValue() - (at == null ? 0 : at.offset()));
    }
    return unread;
  }

  private static Map<TopicPartition, Long> ends(Admin admin)
      throws ExecutionException, InterruptedException {
    var topics =
        admin
            .describeTopics(
                Arrays.stream(Topic.values())
                    .filter(topic -> topic.role() == Topic.Role.INPUT)
                    .map(Topic::topicName)
                    .toList())
            .allTopicNames()
            .get();
    Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
    topics
        .values()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        partition ->
                            latest.put(
                                new TopicPartition(topic.name(), partition.partition()),
                                OffsetSpec.latest())));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin.listOffsets(latest).all().get().forEach((at, end) -> ends.put(at, end.offset()));
    return ends;
  }
}
