package io.earshot.job.kafka;

import io.earshot.job.ConfigurationException;
import io.earshot.job.JobConfig;
import io.earshot.schemas.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Asks Kafka, before anything starts, whether it answers and has the topics: a source that cannot
 * reach its broker would otherwise restart for ever, and say so only in a task's log.
 */
public final class KafkaPreflight {

  private static final Duration LIMIT = Duration.ofSeconds(15);

  private KafkaPreflight() {}

  /**
   * Checks that the brokers answer and that every topic that the job reads or writes is there.
   *
   * @throws ConfigurationException naming the brokers, or the topics that are missing
   */
  public static void check(JobConfig.Kafka kafka) {
    check(kafka, LIMIT);
  }

  static void check(JobConfig.Kafka kafka, Duration limit) {
    Map<String, Object> properties = new TreeMap<>(kafka.properties());
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    properties.put("default.api.timeout.ms", Math.toIntExact(limit.toMillis()));
    properties.put("request.timeout.ms", Math.toIntExact(limit.toMillis()));
    Set<String> present;
    try (Admin admin = Admin.create(properties)) {
      present = admin.listTopics().names().get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConfigurationException("interrupted while asking Kafka for its topics", e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      throw new ConfigurationException(
          "kafka.bootstrap-servers is "
              + kafka.bootstrapServers()
              + ", and no broker answered within "
              + limit.toSeconds()
              + " s"
              + (cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")")
              + "; check the address, the network, and kafka.properties.* for TLS and SASL",
          e);
    }
    List<String> missing =
        Arrays.stream(Topic.values())
            .map(topic -> topic.fullName(kafka.topicPrefix()))
            .filter(name -> !present.contains(name))
            .toList();
    if (!missing.isEmpty()) {
      throw new ConfigurationException(
          "Kafka at "
              + kafka.bootstrapServers()
              + " lacks the topics "
              + String.join(", ", missing)
              + "; create them (k8s/base/topics.yaml lists them), or correct kafka.topic-prefix,"
              + " which is \""
              + kafka.topicPrefix()
              + "\"");
    }
  }
}
